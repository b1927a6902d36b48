import { expect } from "vitest";
import { createRoomConnection } from "@/components/rooms/room-connection";
import type { AnswerOf, RoomTransport, TransportHandlers } from "@/components/rooms/room-transport";
import type { RoomView } from "@/components/rooms/room-view";
import { createUnsentStore } from "@/components/rooms/unsent-store";
import type { ClientEvents, LiveEvent, LiveSnapshot } from "@/server/domains/live/contract";
import type { MessageView, OwnPlace, Person, RoomSettings } from "@/server/domains/rooms/contract";

// A room on one screen, with a test at the other end of its line.

export const me: Person = { id: "wren", name: "Wren", role: "member" };
export const robin: Person = { id: "robin", name: "Robin", role: "facilitator" };

export const place: OwnPlace = {
  standing: "active",
  admitted: true,
  facilitates: false,
  leads: false,
};
export const leading: OwnPlace = { ...place, facilitates: true, leads: true };

export const settings: RoomSettings = {
  posting: "everyone",
  replies: "as_asked",
  floor: null,
  writing: null,
  held: false,
  slowModeSeconds: null,
  locked: false,
  lobby: false,
  safeSince: null,
  deputy: null,
  chair: null,
};

export function snapshotAt(seq: number, facts: Partial<LiveSnapshot> = {}): LiveSnapshot {
  return {
    roomId: "room",
    groupId: "group",
    seq,
    state: "open",
    session: {
      id: "session",
      title: "Evening circle",
      startsAt: "2026-03-02T10:00:00.000Z",
      durationMinutes: 60,
    },
    me,
    mine: place,
    settings,
    messages: [],
    hasEarlier: false,
    centreMessageId: null,
    careFlags: [],
    run: null,
    round: null,
    box: null,
    sharedExposure: null,
    ...facts,
  };
}

export function messageAt(seq: number, facts: Partial<MessageView> = {}): MessageView {
  return {
    id: `message-${seq}`,
    seq,
    clientMessageId: `theirs-${seq}`,
    author: robin,
    kind: "words",
    state: "shown",
    body: `Crooked ${seq}`,
    card: null,
    audience: "room",
    lineWith: null,
    regarding: null,
    about: null,
    aboutMessageId: null,
    settledAt: null,
    notice: null,
    heldFor: null,
    reason: null,
    replyToId: null,
    replyKind: null,
    replies: [],
    lifetime: "kept",
    expiresAt: null,
    postedAt: "2026-03-02T10:00:00.000Z",
    ...facts,
  };
}

export function posted(seq: number, facts: Partial<MessageView> = {}): LiveEvent {
  const message = messageAt(seq, facts);
  return { seq, kind: "message_posted", messageId: message.id, message };
}

/** A `Storage` that lives as long as the test. */
export function aStorage() {
  const entries = new Map<string, string>();
  return {
    entries,
    getItem: (key: string) => entries.get(key) ?? null,
    setItem: (key: string, value: string) => void entries.set(key, value),
    removeItem: (key: string) => void entries.delete(key),
    key: (at: number) => [...entries.keys()][at] ?? null,
    get length() {
      return entries.size;
    },
  };
}

/** What a screen shows of a snapshot on a live line. */
export function viewOf(snapshot: LiveSnapshot | null, facts: Partial<RoomView> = {}): RoomView {
  return {
    link: "connected",
    snapshot,
    here: { people: [me], more: 0 },
    roster: [],
    typing: [],
    away: false,
    care: false,
    unsent: [],
    words: "",
    cameBack: null,
    goesAt: null,
    readingEarlier: false,
    joins: 1,
    ...facts,
  };
}

/** What a join answers besides the room itself. */
export const joined = {
  ok: true,
  here: { people: [me, robin], more: 0 },
  mine: place,
  roster: null,
  now: "2026-03-02T10:00:00.000Z",
} as const;

type Call = { event: keyof ClientEvents; input: unknown; answer: (answer: unknown) => void };

/** A line whose other end is the test: it answers calls and decides what arrives. */
export function aLine() {
  const calls: Call[] = [];
  const told: { event: string; away?: boolean; typing?: boolean }[] = [];
  const timers = new Map<number, { work: () => void; at: number }>();
  let clock = 0;
  let timerId = 0;
  let handlers: TransportHandlers | undefined;
  let connects = 0;
  let disconnects = 0;

  function openTransport(given: TransportHandlers): RoomTransport {
    handlers = given;
    return {
      connect: () => {
        connects += 1;
      },
      disconnect: () => {
        disconnects += 1;
      },
      call: <E extends keyof ClientEvents>(event: E, input: unknown) =>
        new Promise<AnswerOf<E>>((resolve, reject) => {
          const answer = (given: unknown) =>
            given === undefined ? reject(new Error("dropped")) : resolve(given as AnswerOf<E>);
          if (event === "typing:tell" || event === "presence:tell") {
            told.push({ event, ...(input as object) });
          } else calls.push({ event, input, answer });
        }),
    };
  }

  const line = {
    calls,
    openTransport,
    get handlers() {
      if (!handlers) throw new Error("the room has not opened its line");
      return handlers;
    },
    get connects() {
      return connects;
    },
    get disconnects() {
      return disconnects;
    },
    /** ms that have passed. */
    get clock() {
      return clock;
    },
    schedule(work: () => void, ms: number) {
      timerId += 1;
      const id = timerId;
      timers.set(id, { work, at: clock + ms });
      return () => void timers.delete(id);
    },
    /** Lets `ms` pass. */
    async wait(ms: number) {
      clock += ms;
      for (const [id, { work, at }] of [...timers]) {
        if (at <= clock && timers.delete(id)) work();
      }
      await settled();
    },
    /** What was told without waiting for an answer, oldest first. */
    told,
    /** The next unanswered call, which must be `event`. */
    next(event: keyof ClientEvents) {
      const call = calls.shift();
      expect(call?.event).toBe(event);
      return call as Call;
    },
    async answer(event: keyof ClientEvents, answer: unknown) {
      const call = line.next(event);
      call.answer(answer);
      await settled();
      return call.input as Record<string, unknown>;
    },
    /** Connects and joins, with nothing missed unless told. */
    async join(missed: object = {}) {
      line.handlers.connected();
      await settled();
      return line.answer("room:join", {
        ...joined,
        seq: 0,
        events: [],
        ...missed,
      });
    },
  };
  return line;
}

/** Lets every promise that can settle do so. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

export function aRoom({ snapshot = snapshotAt(0), storage = aStorage(), line = aLine() } = {}) {
  let ids = 0;
  const room = createRoomConnection({
    organisationId: "organisation",
    snapshot,
    store: createUnsentStore(() => storage, { roomId: "room", enrolmentId: snapshot.me.id }),
    openTransport: line.openTransport,
    newId: () => {
      ids += 1;
      return `mine-${ids}`;
    },
    now: () => line.clock,
    random: () => 1,
    schedule: line.schedule,
  });
  return { room, line, storage };
}

export function bodiesOf(view: { snapshot: LiveSnapshot | null }) {
  return view.snapshot?.messages.map(({ body }) => body);
}
