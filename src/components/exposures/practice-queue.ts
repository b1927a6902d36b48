import type { ApiError } from "@/components/api";
import type {
  ExposureView,
  HandsOff,
  MomentView,
  NoteMoment,
} from "@/server/domains/exposures/contract";

// What someone notes along the way must not wait for a connection, nor get lost without one: each
// tap is first kept here and then sent, in the order it was made. No browser in this file, so that
// its rules can be tested alone.

type Ref = "organisationId" | "exposureId";
type Moment<M> = M extends unknown ? Omit<M, Ref | "momentId"> : never;

/** A moment as the page makes it, or that the exposure is done. `at` is an ISO instant. */
export type Noted = Moment<NoteMoment> | { kind: "done"; at: string };

export type Waiting = {
  /** The moment's id, made once: sent again after any mishap it is kept once. */
  id: string;
  /** Grows from one to the next, whatever the device's clock does. */
  order: number;
  noted: Noted;
  /** Why the server will never take it; null while it waits to be sent. */
  refusal: string | null;
};

export type PracticeQueue = {
  /** Oldest first. */
  read(): Waiting[];
  /** `now` in epoch ms. */
  add(id: string, noted: Noted, now: number): void;
  refuse(id: string, code: string): void;
  drop(id: string): void;
};

type KeyValue = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

/**
 * What waits to be sent about one exposure. One entry per item, so that two tabs do not write over
 * each other. Only its author can open an exposure, so nobody else at this browser ever reads or
 * sends them. A browser that refuses to store keeps them for as long as the page is open.
 */
export function createPracticeQueue(storage: () => KeyValue, exposureId: string): PracticeQueue {
  const prefix = `practice-queue:${exposureId}:`;
  const unstored = new Map<string, Waiting>();

  function read(): Waiting[] {
    const stored = keysOf(storage, prefix).flatMap(
      (key) => readWaiting(attempt(() => storage().getItem(key))) ?? [],
    );
    return [...stored, ...unstored.values()].sort((a, b) => a.order - b.order);
  }

  function write(waiting: Waiting): void {
    const kept = attempt(() => {
      storage().setItem(prefix + waiting.id, JSON.stringify(waiting));
      return true;
    });
    if (kept) unstored.delete(waiting.id);
    else unstored.set(waiting.id, waiting);
  }

  return {
    read,
    add(id, noted, now) {
      const last = read().at(-1)?.order ?? 0;
      write({ id, order: Math.max(now, last + 1), noted, refusal: null });
    },
    refuse(id, code) {
      const refused = read().find((each) => each.id === id);
      if (refused) write({ ...refused, refusal: code });
    },
    drop(id) {
      unstored.delete(id);
      attempt(() => storage().removeItem(prefix + id));
    },
  };
}

/** Answers of the server that will be the same however often it is asked. */
const FINAL = new Set([
  "NOT_FOUND",
  "INVALID_INPUT",
  "STATE_CHANGED",
  "PREDICTION_SEALED",
  "CONFLICT",
]);

export type Replay = {
  /** What the server now has. */
  sent: Waiting[];
  /** Why it stopped before the end; null when everything has had its turn. */
  stoppedBy: ApiError | null;
};

/**
 * Sends what waits, oldest first, one at a time. What the server will never take is put aside with
 * its reason and holds up nothing; anything else that goes wrong stops here and keeps the rest, in
 * order, for the next time.
 */
export async function replay(
  queue: PracticeQueue,
  send: (waiting: Waiting) => Promise<unknown>,
  errorOf: (thrown: unknown) => ApiError,
): Promise<Replay> {
  const sent: Waiting[] = [];
  for (;;) {
    // Read anew each time: more may have been noted while the last one was on its way.
    const next = queue.read().find(({ refusal }) => refusal === null);
    if (!next) return { sent, stoppedBy: null };
    try {
      await send(next);
      queue.drop(next.id);
      sent.push(next);
    } catch (thrown) {
      const error = errorOf(thrown);
      if (!FINAL.has(error.code)) return { sent, stoppedBy: error };
      queue.refuse(next.id, error.code);
    }
  }
}

type AsNoted = { moments: MomentView[]; handsOff: HandsOff | null; isDone: boolean };

/**
 * The exposure as its author left it, with what has not reached the server yet or not come back
 * from it. `noted` oldest first; refused ones are left out.
 */
export function withNoted(
  exposure: Pick<ExposureView, "moments" | "handsOff" | "state">,
  noted: readonly Waiting[],
): AsNoted {
  const known = new Set(exposure.moments.map(({ id }) => id));
  const asNoted: AsNoted = {
    moments: [...exposure.moments],
    handsOff: exposure.handsOff,
    isDone: exposure.state !== "under_way",
  };
  for (const { id, noted: it, refusal } of noted) {
    if (refusal !== null || known.has(id)) continue;
    known.add(id);
    if (it.kind === "done") {
      asNoted.isDone = true;
      continue;
    }
    asNoted.moments.push({
      id,
      kind: it.kind,
      at: it.at,
      suds: it.kind === "distress" ? it.suds : null,
      words: it.kind === "hands_off_began" ? null : (it.words ?? null),
    });
    asNoted.handsOff = handsOffAfter(asNoted.handsOff, it);
  }
  return asNoted;
}

const MINUTE_MS = 60_000;

function handsOffAfter(handsOff: HandsOff | null, noted: Noted): HandsOff | null {
  const running = handsOff !== null && isRunning(handsOff, Date.parse(noted.at));
  // Beginning again while it runs starts nothing over.
  if (noted.kind === "hands_off_began" && !running) {
    const endsAt = new Date(Date.parse(noted.at) + noted.minutes * MINUTE_MS).toISOString();
    return { beganAt: noted.at, endsAt, brokenAt: null };
  }
  if (noted.kind === "hands_off_broken" && running) {
    return { ...handsOff, brokenAt: noted.at };
  }
  return handsOff;
}

/** Whether the window is open at `now` (epoch ms). Instants only, so a change of clocks is none. */
export function isRunning(handsOff: HandsOff, now: number): boolean {
  return handsOff.brokenAt === null && now < Date.parse(handsOff.endsAt);
}

function keysOf(storage: () => KeyValue, prefix: string): string[] {
  const found = attempt(() => {
    const all = storage();
    return Array.from({ length: all.length }, (_, at) => all.key(at));
  });
  return (found ?? []).filter((key) => key !== null).filter((key) => key.startsWith(prefix));
}

function readWaiting(text: string | null): Waiting | null {
  const waiting = attempt(() => JSON.parse(text ?? "null") as Waiting | null);
  const isWhole =
    typeof waiting?.id === "string" &&
    typeof waiting.order === "number" &&
    typeof waiting.noted?.kind === "string" &&
    typeof waiting.noted.at === "string";
  return isWhole ? { ...waiting, refusal: waiting.refusal ?? null } : null;
}

/** Browsers throw when storage is full, forbidden or private. */
function attempt<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    return null;
  }
}
