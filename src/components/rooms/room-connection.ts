import type { TypedEntry } from "@/server/domains/boxes/contract";
import { applyLiveEvent, type LiveEvent, type LiveSnapshot } from "@/server/domains/live/contract";
import { type MessageView, type OwnPlace, ROOM_PROTOCOL } from "@/server/domains/rooms/contract";
import { createOutbox } from "./outbox";
import { refusalBeforehand } from "./permits";
import { createPresenceTeller } from "./presence-teller";
import type {
  AnswerOf,
  CallName,
  InputOf,
  RoomTransport,
  TransportHandlers,
} from "./room-transport";
import type { RoomLink, RoomView } from "./room-view";
import { createServerClock } from "./server-clock";
import type { UnsentStore } from "./unsent-store";

export type EarlierPage = { messages: MessageView[]; hasEarlier: boolean };

export type RoomConnectionOptions = {
  organisationId: string;
  snapshot: LiveSnapshot;
  store: UnsentStore;
  openTransport(handlers: TransportHandlers): RoomTransport;
  newId(): string;
  now?: () => number;
  random?: () => number;
  /** Runs `work` after `ms`; the returned function calls it off. */
  schedule?(work: () => void, ms: number): () => void;
};

export type RoomConnection = ReturnType<typeof createRoomConnection>;

const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 15_000;
/** A locked room is asked again this often. */
const LOCKED_RETRY_MS = 15_000;
/** The server is heard every five seconds; after this long a sleeping phone's line is dead. */
const SILENCE_MS = 20_000;
/** The same, for someone who has just come back to the screen and is waiting. */
const STALE_MS = 8_000;
const FINAL: readonly RoomLink[] = ["ended", "signed_out", "outdated"];
const UNREACHABLE = { ok: false, error: { code: "UNREACHABLE" } } as const;

/**
 * One person's live room, without any screen: joins, catches up, keeps the order, sends what was
 * written and never loses it. Changes reach the screen only as events, one's own included.
 */
export function createRoomConnection({
  organisationId,
  snapshot: first,
  store,
  openTransport,
  newId,
  now = Date.now,
  random = Math.random,
  schedule = scheduleTimeout,
}: RoomConnectionOptions) {
  const { roomId } = first;
  const ref = { organisationId, roomId };
  const clock = createServerClock(now);
  const outbox = createOutbox({ store, newId, now, pause, onChange: (change) => set(change) });
  const presence = createPresenceTeller({
    now,
    schedule,
    tellTyping: (typing) => tell("typing:tell", { ...ref, typing }),
    tellAway: (away) => tell("presence:tell", { ...ref, away }),
    onAway: (away) => set({ away }),
  });
  let view: RoomView = {
    link: "connecting",
    snapshot: first,
    here: { people: [first.me], more: 0 },
    roster: [],
    typing: [],
    away: false,
    care: false,
    ...outbox.view(),
    readingEarlier: false,
    joins: 0,
  };
  const listeners = new Set<() => void>();
  const typedListeners = new Set<(boxId: string, entries: TypedEntry[]) => void>();
  /** Counts connections: whatever an earlier one still answers is about a past that is over. */
  let epoch = 0;
  let line: "down" | "dialling" | "joining" | "in" = "down";
  let attempts = 0;
  let posting = false;
  let closed = false;
  /** What is held here was seen from another place: the next join asks for everything. */
  let placeIsStale = false;
  let heardAt = now();
  /** Changes that came before the join's answer. */
  let early: LiveEvent[][] = [];
  /** Messages that changed while an earlier page was being read. */
  let changedMeanwhile = new Set<string>();
  let callOffRetry = () => {};
  let callOffWatch = () => {};

  const transport = openTransport({
    connected: () => {
      if (isOver()) return transport.disconnect();
      void join();
    },
    dropped: () => hangUp(),
    refused: (code) => (code === "SIGN_IN_NEEDED" ? finish("signed_out") : hangUp()),
    changed: (change) => {
      if (!isHeard(change.roomId)) return;
      if (line === "joining") early.push(change.events);
      else if (!apply(change.events)) void join();
    },
    presence: (change) => {
      if (isHeard(change.roomId)) set({ here: change.here });
    },
    roster: (change) => {
      if (isHeard(change.roomId)) set({ roster: change.roster });
    },
    typing: (change) => {
      if (isHeard(change.roomId)) set({ typing: change.enrolmentIds });
    },
    typed: ({ roomId: id, boxId, entries }) => {
      if (isHeard(id)) for (const listener of typedListeners) listener(boxId, entries);
    },
    checked: (check) => {
      if (!isHeard(check.roomId)) return;
      clock.heard(check.now);
      if (line === "in" && view.snapshot && check.seq > view.snapshot.seq) void join();
    },
    placeChanged: (change) => {
      if (!isHeard(change.roomId)) return;
      placeIsStale = true;
      void join();
    },
    placeEnded: (end) => {
      if (end.roomId === roomId) finish("ended");
    },
  });

  function set(change: Partial<RoomView>): void {
    view = { ...view, ...change };
    for (const listener of listeners) listener();
  }

  function isOver(): boolean {
    return closed || FINAL.includes(view.link);
  }

  /** True for news of this room on a live line, which also shows that the line is alive. */
  function isHeard(id: string): boolean {
    if (id !== roomId || isOver() || line === "down") return false;
    watch();
    return true;
  }

  function watch(): void {
    heardAt = now();
    callOffWatch();
    callOffWatch = schedule(() => {
      transport.disconnect();
      hangUp();
    }, SILENCE_MS);
  }

  function dial(): void {
    if (isOver() || line !== "down") return;
    callOffRetry();
    line = "dialling";
    transport.connect();
    watch();
  }

  /** Ends this connection and plans the next, at a moment of its own so that not all come at once. */
  function hangUp(): void {
    if (isOver()) return;
    epoch += 1;
    line = "down";
    early = [];
    posting = false;
    callOffWatch();
    callOffRetry();
    const longest = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** attempts);
    attempts += 1;
    const locked = view.link === "locked";
    callOffRetry = schedule(dial, locked ? LOCKED_RETRY_MS : longest * (0.5 + random() / 2));
    if (view.link !== "reconnecting" && !locked) set({ link: "reconnecting", typing: [] });
  }

  function finish(link: "ended" | "signed_out" | "outdated"): void {
    if (isOver()) return;
    epoch += 1;
    line = "down";
    callOffWatch();
    callOffRetry();
    presence.stop();
    transport.disconnect();
    set({ link, ...EMPTIED });
    if (link === "ended") outbox.clear();
  }

  async function join({ afresh = false } = {}): Promise<void> {
    if (isOver() || line === "joining") return;
    line = "joining";
    early = [];
    watch();
    const mine = epoch;
    const held = afresh || placeIsStale ? null : view.snapshot;
    placeIsStale = false;
    const input = { protocol: ROOM_PROTOCOL, ...ref } as const;
    const answer = await transport
      .call("room:join", held ? { ...input, sinceSeq: held.seq } : input)
      .catch(() => null);
    if (mine !== epoch || isOver()) return;
    if (!answer?.ok) return onNoPlace(answer?.error.code);
    line = "in";
    attempts = 0;
    clock.heard(answer.now);
    if ("snapshot" in answer) {
      set({ snapshot: answer.snapshot });
      settle();
    } else if (!apply(answer.events) || !isSamePlace(answer.mine, view.snapshot?.mine)) {
      // Let in, muted or given the chair while the line was down: the past looks different from there.
      return join({ afresh: true });
    }
    set({
      link: "connected",
      here: answer.here,
      roster: answer.roster ?? [],
      joins: view.joins + 1,
    });
    const waiting = early;
    early = [];
    for (const events of waiting) if (!apply(events)) return join();
    if (placeIsStale) return join();
    presence.joined();
    void post();
  }

  function onNoPlace(code: string | undefined): void {
    if (code === "NOT_FOUND") finish("ended");
    else if (code === "SIGN_IN_NEEDED") finish("signed_out");
    else if (code === "INVALID_INPUT") finish("outdated");
    else {
      if (code === "ROOM_LOCKED") set({ link: "locked", ...EMPTIED });
      transport.disconnect();
      hangUp();
    }
  }

  /** @returns false on a gap; what came before it is kept. */
  function apply(events: LiveEvent[]): boolean {
    let next = view.snapshot;
    for (const event of events) {
      const after = next && applyLiveEvent(next, event);
      if (!after) break;
      if (view.readingEarlier && "message" in event) changedMeanwhile.add(event.messageId);
      next = after;
    }
    const whole = next !== null && (events.at(-1)?.seq ?? 0) <= next.seq;
    if (next !== view.snapshot) {
      set({ snapshot: next });
      settle();
    }
    return whole;
  }

  function settle(): void {
    if (view.snapshot) outbox.settle(view.snapshot);
  }

  async function post(): Promise<void> {
    // From the lobby nothing goes into the room; it waits until its author is let in.
    if (posting || view.snapshot?.mine.admitted === false) return;
    posting = true;
    const mine = epoch;
    const outcome = await outbox.send(
      async ({ clientMessageId, body }) => {
        const answer = await transport
          .call("message:post", { ...ref, clientMessageId, body })
          .catch(() => null);
        if (answer?.ok && answer.care) offerCare();
        return answer;
      },
      () => mine === epoch && !isOver(),
      settle,
    );
    if (mine !== epoch) return;
    posting = false;
    if (outcome === "no_place") finish("ended");
    if (outcome === "silent") {
      // Stored or not, nobody here knows; asking again on a new line tells.
      transport.disconnect();
      hangUp();
    }
  }

  function offerCare(): void {
    if (store.isMarked("offered")) return;
    store.mark("offered");
    set({ care: true });
  }

  /** Said without waiting: what is lost on the way is told again with the next change or join. */
  function tell<E extends "typing:tell" | "presence:tell">(event: E, input: InputOf<E>): boolean {
    if (line !== "in" || isOver() || view.snapshot?.mine.admitted === false) return false;
    transport.call(event, input).catch(() => null);
    return true;
  }

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      schedule(resolve, ms);
    });
  }

  dial();

  return {
    /** The latest view; the same object until something changes. */
    view: (): RoomView => view,
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    /** What outlives a reload, for the other boxes of the room. */
    store,
    /** The server's clock, in ms since the epoch. */
    serverNow: clock.now,
    /** What the composer now holds. */
    write(words: string): void {
      if (isOver()) return;
      outbox.write(words);
      presence.wrote(words);
    },
    /** Posts what the composer holds, as it is, as soon as there is a line. */
    send(): void {
      if (isOver()) return;
      const refusal = view.snapshot && refusalBeforehand(view.snapshot);
      if (refusal && view.words.trim() !== "") outbox.decline(refusal);
      else if (outbox.take()) {
        presence.wrote("");
        if (line === "in") void post();
      }
    },
    /** Tries a refused post once more. */
    sendAgain(clientMessageId: string): void {
      if (isOver()) return;
      outbox.retry(clientMessageId);
      if (line === "in") void post();
    },
    /** Lets go of an unsent post for good. */
    letGo: outbox.letGo,
    /** Asks over the line as it is; `UNREACHABLE` when there is none, or no answer comes. */
    async call<E extends CallName>(event: E, input: InputOf<E>): Promise<AnswerOf<E>> {
      const up = line === "in" || (line === "joining" && view.link === "connected");
      const answer = up && !isOver() ? await transport.call(event, input).catch(() => null) : null;
      return answer ?? (UNREACHABLE as AnswerOf<E>);
    },
    /** Hears what others write in a box. @returns how to stop. */
    onTyped(listener: (boxId: string, entries: TypedEntry[]) => void): () => void {
      typedListeners.add(listener);
      return () => typedListeners.delete(listener);
    },
    /** Stepped away, or back. */
    stepAway: presence.stepAway,
    /** The page went out of sight, or came back into it. */
    hidden: presence.hidden,
    /** Something said elsewhere than in the composer was answered with `care`. */
    offerCare,
    putCareAway(): void {
      set({ care: false });
    },
    /** Reads the messages above those held. `read` gets the seq before which to read. */
    async readEarlier(read: (beforeSeq: number) => Promise<EarlierPage>): Promise<void> {
      const oldest = view.snapshot?.messages[0];
      if (!oldest || !view.snapshot?.hasEarlier || view.readingEarlier) return;
      set({ readingEarlier: true });
      try {
        // What changes while the page is on its way might be in it as it was: then read it again.
        for (;;) {
          changedMeanwhile = new Set();
          const page = await read(oldest.seq);
          const { snapshot } = view;
          // A fresh snapshot came in between; this page no longer adjoins it.
          if (!snapshot || snapshot.messages[0]?.id !== oldest.id) return;
          if (page.messages.some(({ id }) => changedMeanwhile.has(id))) continue;
          const { messages, hasEarlier } = page;
          set({
            snapshot: { ...snapshot, messages: [...messages, ...snapshot.messages], hasEarlier },
          });
          return;
        }
      } finally {
        set({ readingEarlier: false });
      }
    },
    /**
     * The network or the screen came back: no need to wait for the next planned attempt, nor to
     * trust a line on which nothing was heard for a while.
     */
    wake(): void {
      if (line !== "down" && now() - heardAt > STALE_MS) {
        transport.disconnect();
        hangUp();
      }
      dial();
    },
    /** Leaves. What is unsent stays stored for the next visit. */
    close(): void {
      closed = true;
      epoch += 1;
      callOffRetry();
      callOffWatch();
      presence.stop();
      listeners.clear();
      typedListeners.clear();
      transport.disconnect();
    },
  };
}

function isSamePlace(one: OwnPlace, other: OwnPlace | undefined): boolean {
  return (
    one.standing === other?.standing &&
    one.admitted === other.admitted &&
    one.facilitates === other.facilitates &&
    one.leads === other.leads
  );
}

/** Nothing of the room is left with someone who has no place in it. */
const EMPTIED = {
  snapshot: null,
  here: { people: [], more: 0 },
  roster: [],
  typing: [],
  care: false,
} satisfies Partial<RoomView>;

function scheduleTimeout(work: () => void, ms: number): () => void {
  const timer = setTimeout(work, ms);
  return () => clearTimeout(timer);
}
