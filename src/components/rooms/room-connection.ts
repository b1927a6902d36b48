import { isFacilitator } from "@/server/domains/groups/contract";
import {
  applyRoomEvent,
  type MessageView,
  ROOM_PROTOCOL,
  type RoomEvent,
  type RoomSnapshot,
} from "@/server/domains/rooms/contract";
import { createOutbox } from "./outbox";
import type { RoomTransport, TransportHandlers } from "./room-transport";
import type { RoomLink, RoomView } from "./room-view";
import type { UnsentStore } from "./unsent-store";

export type EarlierPage = { messages: MessageView[]; hasEarlier: boolean };

export type RoomConnectionOptions = {
  organisationId: string;
  snapshot: RoomSnapshot;
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
/** The server is heard every five seconds; after this long a sleeping phone's line is dead. */
const SILENCE_MS = 20_000;
const FINAL: readonly RoomLink[] = ["ended", "signed_out", "outdated"];

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
  const outbox = createOutbox({ store, newId, now, pause, onChange: (change) => set(change) });
  let view: RoomView = {
    link: "connecting",
    snapshot: first,
    here: [first.me],
    ...outbox.view(),
    readingEarlier: false,
  };
  const listeners = new Set<() => void>();
  /** Counts connections: whatever an earlier one still answers is about a past that is over. */
  let epoch = 0;
  let line: "down" | "dialling" | "joining" | "in" = "down";
  let attempts = 0;
  let posting = false;
  let closed = false;
  /** Changes that came before the join's answer. */
  let early: RoomEvent[][] = [];
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
    checked: (check) => {
      if (!isHeard(check.roomId) || line !== "in" || !view.snapshot) return;
      if (check.seq > view.snapshot.seq) void join();
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
    callOffRetry = schedule(dial, longest * (0.5 + random() / 2));
    if (view.link !== "reconnecting") set({ link: "reconnecting" });
  }

  function finish(link: "ended" | "signed_out" | "outdated"): void {
    if (isOver()) return;
    epoch += 1;
    line = "down";
    callOffWatch();
    callOffRetry();
    transport.disconnect();
    set({ link, snapshot: null, here: [] });
    if (link === "ended") outbox.clear();
  }

  async function join({ afresh = false } = {}): Promise<void> {
    if (isOver() || line === "joining" || !view.snapshot) return;
    line = "joining";
    early = [];
    watch();
    const mine = epoch;
    const input = { protocol: ROOM_PROTOCOL, organisationId, roomId } as const;
    const answer = await transport
      .call("room:join", afresh ? input : { ...input, sinceSeq: view.snapshot.seq })
      .catch(() => null);
    if (mine !== epoch || isOver()) return;
    if (!answer?.ok) return onNoPlace(answer?.error.code);
    line = "in";
    attempts = 0;
    if ("snapshot" in answer) {
      set({ snapshot: answer.snapshot });
      settle();
    } else if (!apply(answer.events)) {
      return join({ afresh: true });
    }
    set({ link: "connected", here: answer.here });
    const waiting = early;
    early = [];
    for (const events of waiting) if (!apply(events)) return join();
    void post();
  }

  function onNoPlace(code: string | undefined): void {
    if (code === "NOT_FOUND") finish("ended");
    else if (code === "SIGN_IN_NEEDED") finish("signed_out");
    else if (code === "INVALID_INPUT") finish("outdated");
    else {
      transport.disconnect();
      hangUp();
    }
  }

  /** @returns false on a gap; what came before it is kept. */
  function apply(events: RoomEvent[]): boolean {
    let next = view.snapshot;
    for (const event of events) {
      const after = next && applyRoomEvent(next, event);
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
    if (posting) return;
    posting = true;
    const mine = epoch;
    const outcome = await outbox.send(
      ({ clientMessageId, body }) =>
        transport
          .call("message:post", { organisationId, roomId, clientMessageId, body })
          .catch(() => null),
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
    /** What the composer now holds. */
    write(words: string): void {
      if (!isOver()) outbox.write(words);
    },
    /** Posts what the composer holds, as it is, as soon as there is a line. */
    send(): void {
      if (isOver()) return;
      const refusal = view.snapshot && refusalBeforehand(view.snapshot);
      if (refusal && view.words.trim() !== "") outbox.decline(refusal);
      else if (outbox.take() && line === "in") void post();
    },
    /** Tries a refused post once more. */
    sendAgain(clientMessageId: string): void {
      if (isOver()) return;
      outbox.retry(clientMessageId);
      if (line === "in") void post();
    },
    /** Lets go of an unsent post for good. */
    letGo: outbox.letGo,
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
    /** The network or the screen came back: no need to wait for the next planned attempt. */
    wake(): void {
      if (line === "down") dial();
    },
    /** Leaves. What is unsent stays stored for the next visit. */
    close(): void {
      closed = true;
      epoch += 1;
      callOffRetry();
      callOffWatch();
      listeners.clear();
      transport.disconnect();
    },
  };
}

/** What the server would say anyway; known here, the words need not leave the composer. */
function refusalBeforehand({ state, me }: RoomSnapshot): "ROOM_CLOSED" | "ROOM_PAUSED" | null {
  if (state === "closed") return "ROOM_CLOSED";
  return state === "paused" && !isFacilitator(me.role) ? "ROOM_PAUSED" : null;
}

function scheduleTimeout(work: () => void, ms: number): () => void {
  const timer = setTimeout(work, ms);
  return () => clearTimeout(timer);
}
