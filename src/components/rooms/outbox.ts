import type { RoomSnapshot, WireError } from "@/server/domains/rooms/contract";
import type { AnswerOf } from "./room-transport";
import type { UnsentPost, UnsentStore } from "./unsent-store";

/** What a person wrote that is not in the room. */
export type OutboxView = {
  /** Oldest first. */
  unsent: UnsentPost[];
  /** What stands in the composer. */
  words: string;
  /** Why words came back into the composer, until they are touched. */
  cameBack: WireError | null;
  /** When what waits goes by itself, in ms of this device's clock; null when nothing holds it up. */
  goesAt: number | null;
};

/** `silent`: no answer came, so a post may be stored or not. `no_place`: not one's room any more. */
export type SendOutcome = "done" | "silent" | "no_place" | "over";

/** For want of a better answer from the server. */
const WAIT_MS: Record<string, number> = { TOO_MANY: 1_000, SLOW_MODE: 10_000 };

/**
 * The way of one person's words from the composer into the room. They are stored before they are
 * sent, sent again under the same id until the server answers, and let go only once the room holds
 * them or their author says so. `onChange` gets what changed.
 */
export function createOutbox({
  store,
  newId,
  now,
  pause,
  onChange,
}: {
  store: UnsentStore;
  newId: () => string;
  now: () => number;
  /** Resolves after `ms`. */
  pause: (ms: number) => Promise<void>;
  onChange: (change: Partial<OutboxView>) => void;
}) {
  const kept = store.read();
  let view: OutboxView = { unsent: kept.posts, words: kept.words, cameBack: null, goesAt: null };
  /** The place of posts that are committed, by clientMessageId, until their event is here. */
  const committed = new Map<string, number>();

  function set(change: Partial<OutboxView>): void {
    view = { ...view, ...change };
    onChange(change);
  }

  function forget(ids: string[]): void {
    for (const id of ids) {
      store.dropPost(id);
      committed.delete(id);
    }
    set({ unsent: view.unsent.filter((each) => !ids.includes(each.clientMessageId)) });
  }

  function change(changed: UnsentPost): void {
    store.keepPost(changed);
    const { clientMessageId: id } = changed;
    set({ unsent: view.unsent.map((each) => (each.clientMessageId === id ? changed : each)) });
  }

  /** Lets go of posts that `snapshot` holds, or held before they were taken away again. */
  function settle(snapshot: RoomSnapshot): void {
    if (view.unsent.length === 0) return;
    const mine = new Set<string>();
    for (const { author, clientMessageId } of snapshot.messages) {
      if (author.id === snapshot.me.id) mine.add(clientMessageId);
    }
    const arrived = view.unsent.filter(({ clientMessageId: id }) => {
      const seq = committed.get(id);
      return mine.has(id) || (seq !== undefined && seq <= snapshot.seq);
    });
    if (arrived.length > 0) forget(arrived.map(({ clientMessageId }) => clientMessageId));
  }

  /** Refused words return to the composer; if someone is writing there, they wait beside it. */
  function giveBack(refused: UnsentPost, error: WireError): void {
    if (!view.unsent.some((each) => each.clientMessageId === refused.clientMessageId)) return;
    if (view.words.trim() === "") {
      forget([refused.clientMessageId]);
      store.keepWords(refused.body);
      set({ words: refused.body, cameBack: error });
    } else {
      change({ ...refused, refusal: error });
    }
  }

  function nextToSend(): UnsentPost | undefined {
    return view.unsent.find(
      ({ clientMessageId, refusal }) => !refusal && !committed.has(clientMessageId),
    );
  }

  return {
    view: (): OutboxView => view,
    settle,
    /** What the composer now holds. */
    write(words: string): void {
      store.keepWords(words);
      set({ words, cameBack: null });
    },
    /** Says why the composer's words stay where they are. */
    decline(code: string): void {
      set({ cameBack: { code } });
    },
    /** Takes the composer's words for sending, as they are. @returns false when there are none. */
    take(): boolean {
      const body = view.words;
      if (body.trim() === "") return false;
      const entry = { clientMessageId: newId(), body, writtenAt: now(), refusal: null };
      // Kept before the composer is emptied: a crash in between doubles words, never loses them.
      store.keepPost(entry);
      store.keepWords("");
      set({ words: "", cameBack: null, unsent: [...view.unsent, entry] });
      return true;
    },
    /** Lets a refused post wait for sending once more. */
    retry(clientMessageId: string): void {
      const refused = view.unsent.find((each) => each.clientMessageId === clientMessageId);
      if (refused) change({ ...refused, refusal: null });
    },
    letGo(clientMessageId: string): void {
      forget([clientMessageId]);
    },
    /** Forgets everything, here and in the browser. */
    clear(): void {
      store.clear();
      set({ unsent: [], words: "", cameBack: null, goesAt: null });
    },
    /**
     * Sends what waits, one after the other, so that one person's words keep their order. `ask`
     * answers null when the line is gone; `isLive` says whether this sending still counts.
     */
    async send(
      ask: (post: UnsentPost) => Promise<AnswerOf<"message:post"> | null>,
      isLive: () => boolean,
      settled: () => void,
    ): Promise<SendOutcome> {
      for (let next = nextToSend(); next; next = nextToSend()) {
        const answer = await ask(next);
        if (!isLive()) return "over";
        if (!answer) return "silent";
        if (answer.ok) {
          committed.set(next.clientMessageId, answer.seq);
          store.dropPost(next.clientMessageId);
          settled();
        } else if (answer.error.code === "NOT_FOUND") {
          return "no_place";
        } else if (WAIT_MS[answer.error.code] !== undefined) {
          // Too soon is no reason to hand words back: they go by themselves.
          const { code, retryAfterMs = WAIT_MS[code] ?? 0 } = answer.error;
          if (code === "SLOW_MODE") set({ goesAt: now() + retryAfterMs });
          await pause(retryAfterMs);
          if (view.goesAt !== null) set({ goesAt: null });
          if (!isLive()) return "over";
        } else {
          giveBack(next, answer.error);
        }
      }
      return "done";
    },
  };
}
