import {
  type Aftermath,
  CATEGORIES,
  type Category,
  type CouldHarm,
  DIAL_MAX,
  DIALS,
  type Dial,
  type Dials,
  type Difficulty,
  type EntryKind,
  type ExposureState,
  HANDS_OFF_ORDINARY_MINUTES,
  type HandsOff,
  type Idea,
  type ListIdeas,
  type MomentKind,
  type Prediction,
  type Rung,
  type Suggestion,
} from "./contract";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

// The state machine: idea ⇄ planned → under_way → done → reflected, and let_go from anywhere. What
// just happened begins at done. A reflection can be added to at any later time: it is never finished
// and never incomplete.

/** What a person can do with an exposure. */
export const MOVES = ["revise", "answer", "seal_and_start", "finish", "reflect", "let_go"] as const;
export type Move = (typeof MOVES)[number];

/**
 * `changed`: the move happens and leads to `to`. `already`: it happened before, so a retry is
 * harmless and nothing is written. `sealed`: it would touch a sealed prediction. `gone`: the
 * exposure has moved on.
 */
export type MoveResult =
  | { kind: "changed"; to: ExposureState }
  | { kind: "already" }
  | { kind: "sealed" }
  | { kind: "gone" };

const changed = (to: ExposureState): MoveResult => ({ kind: "changed", to });
const already: MoveResult = { kind: "already" };
const sealed: MoveResult = { kind: "sealed" };
const gone: MoveResult = { kind: "gone" };

/** Whether the state is one in which everything about a plan is still open. */
export function isOpen(state: ExposureState): state is "idea" | "planned" {
  return state === "idea" || state === "planned";
}

/** What `move` does to an exposure in `state`. A revision keeps the state unless it names another. */
export function moveFrom(state: ExposureState, move: Move, isSealed: boolean): MoveResult {
  switch (move) {
    case "revise":
    case "answer":
      // Sealed stays sealed, whatever came after; what just happened was never a plan.
      if (isSealed) return sealed;
      return isOpen(state) ? changed(state) : gone;
    case "seal_and_start":
      if (state === "planned") return changed("under_way");
      return isSealed && state !== "let_go" ? already : gone;
    case "finish":
      if (state === "under_way") return changed("done");
      return state === "done" || state === "reflected" ? already : gone;
    case "reflect":
      return state === "done" || state === "reflected" ? changed("reflected") : gone;
    case "let_go":
      return state === "let_go" ? already : changed("let_go");
  }
}

// The stakes gate.

/**
 * Whether a plan may start, and what to keep as its answer. `newAnswer` counts only where nothing
 * was answered: a yes stands for the plan as it reads, until its words change.
 */
export function stakesGate(
  kept: { couldHarm: CouldHarm | null; wordMessageId: string | null },
  newAnswer: "no" | undefined,
): { kind: "open"; couldHarm: "no" | "yes" } | { kind: "unanswered" } | { kind: "needs_word" } {
  const couldHarm = kept.couldHarm === "yes" ? "yes" : (newAnswer ?? kept.couldHarm);
  if (couldHarm === "yes") {
    return kept.wordMessageId === null ? { kind: "needs_word" } : { kind: "open", couldHarm };
  }
  return couldHarm === "no" ? { kind: "open", couldHarm } : { kind: "unanswered" };
}

// The fields. `plannedFor` is a string on the wire and an instant in the database: here is the one
// place that turns one into the other.

type Stored<T> = Omit<T, "plannedFor"> & { plannedFor: Date | null };
export type StoredRung = Stored<Prediction> & Dials;

/** The prediction's fields and nothing else, as its author reads them. */
export function predictionOf(from: Prediction | Stored<Prediction>): Prediction {
  const { plannedFor } = from;
  return {
    plan: from.plan,
    whereAndWho: from.whereAndWho,
    fearedOutcome: from.fearedOutcome,
    likelihoodBefore: from.likelihoodBefore,
    expectedSuds: from.expectedSuds,
    copingWords: from.copingWords,
    safetyBehaviours: from.safetyBehaviours,
    kindnessPlan: from.kindnessPlan,
    plannedFor: plannedFor instanceof Date ? plannedFor.toISOString() : plannedFor,
    plannedZone: from.plannedZone,
    notDoing: from.notDoing,
    handsOffMinutes: from.handsOffMinutes,
  };
}

export function dialsOf(from: Dials): Dials {
  const { audience, stakes, reversibility, timeUntilFixed } = from;
  return { audience, stakes, reversibility, timeUntilFixed };
}

/** A rung as the database keeps it, with what goes without saying said. */
export function storedRung(from: Prediction & Dials): StoredRung {
  const plannedFor = from.plannedFor === null ? null : new Date(from.plannedFor);
  return {
    ...predictionOf(from),
    ...dialsOf(from),
    plannedFor,
    plannedZone: plannedFor && from.plannedZone,
    safetyBehaviours: [...new Set(from.safetyBehaviours)],
    handsOffMinutes: from.handsOffMinutes ?? (from.notDoing ? HANDS_OFF_ORDINARY_MINUTES : null),
  };
}

/** The aftermath's fields and nothing else. */
export function aftermathOf(from: Aftermath): Aftermath {
  return {
    peakSuds: from.peakSuds,
    endSuds: from.endSuds,
    whatHappened: from.whatHappened,
    fearedOutcomeHappened: from.fearedOutcomeHappened,
    howGotThrough: from.howGotThrough,
    likelihoodAfter: from.likelihoodAfter,
    surprise: from.surprise,
    safetyBehavioursUsed: [...new Set(from.safetyBehavioursUsed)],
    felt: from.felt,
    worse: from.worse,
    better: from.better,
    learned: from.learned,
  };
}

/** Whether keeping `change` would leave everything as it reads. */
export function readsTheSame<T extends object>(row: T, change: Partial<NoInfer<T>>): boolean {
  return (Object.keys(change) as (keyof T)[]).every(
    (key) => JSON.stringify(row[key]) === JSON.stringify(change[key]),
  );
}

// Time.

/** What a device says the time was, within what the server can believe: from `from` to `to`. */
export function clampInstant(at: string | undefined, from: Date, to: Date): Date {
  const said = at === undefined ? to.getTime() : Date.parse(at);
  return new Date(Math.max(from.getTime(), Math.min(said, to.getTime())));
}

/** Something that just happened may be written down late, up to a year. */
export function earliestLog(now: Date): Date {
  return new Date(now.getTime() - 365 * DAY_MS);
}

type Times = { startedAt: Date | null; reflectedAt: Date | null; letGoAt: Date | null };

/**
 * Whether something may be noted that was at `at`. Thoughts always, once it has begun; distress and
 * the hands-off window only until it was reflected on or let go, though word of them may come later.
 */
export function mayNote(kind: MomentKind, { startedAt, ...ends }: Times, at: Date): boolean {
  if (startedAt === null) return false;
  if (kind === "thought") return true;
  return [ends.reflectedAt, ends.letGoAt].every((end) => end === null || at <= end);
}

export type StoredMoment = {
  id: string;
  kind: MomentKind;
  at: Date;
  suds: number | null;
  minutes: number | null;
  words: string | null;
};

/** By when they were; the same however late and in whichever order they arrived. */
export function inOrder<M extends Pick<StoredMoment, "id" | "at">>(moments: readonly M[]): M[] {
  return moments.toSorted(
    (a, b) => a.at.getTime() - b.at.getTime() || (a.id < b.id ? -1 : Number(a.id > b.id)),
  );
}

type NotDoing = { notDoing: boolean; handsOffMinutes: number | null; startedAt: Date | null };

/**
 * The latest hands-off window that had begun by `now`, out of the moments and nothing else: instants
 * are compared, so that neither a closed browser nor a change of the clocks matters. A rung of not
 * doing has one from its start. Beginning again while a window runs starts nothing over, and looking
 * once it is over breaks nothing.
 */
export function handsOffOf(
  { notDoing, handsOffMinutes, startedAt }: NotDoing,
  moments: readonly StoredMoment[],
  now: Date,
): HandsOff | null {
  type Window = { from: number; to: number; broken: number | null };
  const windowFrom = (from: number, minutes: number): Window => ({
    from,
    to: from + minutes * MINUTE_MS,
    broken: null,
  });
  let window =
    notDoing && startedAt && handsOffMinutes
      ? windowFrom(startedAt.getTime(), handsOffMinutes)
      : null;
  for (const { kind, at, minutes } of inOrder(moments)) {
    const time = at.getTime();
    if (time > now.getTime()) break;
    const running = window !== null && window.broken === null && time < window.to;
    // The time of not doing is the rung itself and is kept as it was sealed.
    if (kind === "hands_off_began" && minutes && !running && !notDoing) {
      window = windowFrom(time, minutes);
    }
    if (kind === "hands_off_broken" && window && running) window = { ...window, broken: time };
  }
  if (!window) return null;
  const iso = (time: number) => new Date(time).toISOString();
  return {
    beganAt: iso(window.from),
    endsAt: iso(window.to),
    brokenAt: window.broken === null ? null : iso(window.broken),
  };
}

// The ladder.

/** A finished try, as the ladder looks back on it. */
export type Try = Dials & {
  id: string;
  kind: EntryKind;
  plan: string;
  whereAndWho: string | null;
  category: Category | null;
  repeatOfId: string | null;
  /** Whether something was predicted: sealed before it began. */
  predicted: boolean;
  expectedSuds: number | null;
  peakSuds: number | null;
  finishedAt: Date;
};

/** The first try of the same rung, which all its repeats name. */
export function lineageOf({ id, repeatOfId }: Pick<Try, "id" | "repeatOfId">): string {
  return repeatOfId ?? id;
}

function latestFirst<T extends Pick<Try, "id" | "finishedAt">>(tries: readonly T[]): T[] {
  return inOrder(tries.map((each) => ({ ...each, at: each.finishedAt }))).reverse();
}

/** Capitals and spaces do not make another place. */
function contextOf({ whereAndWho }: Pick<Try, "whereAndWho">): string {
  return (whereAndWho ?? "").trim().replace(/\s+/g, " ").toLocaleLowerCase("en");
}

/** As often as a rung is repeated in one context before another is worth more than a harder step. */
const REPEATS_BEFORE_ANOTHER_CONTEXT = 2;
/** Beyond this, stakes are for the member alone to raise. */
const STAKES_SUGGESTED_MAX = 1;

/**
 * A next rung after the latest predicted try, or nothing. After two repeats in one context another
 * context; else the member's own next rung, or the gentlest dial turned by one notch. Nothing while
 * distress is rising: "push on" is never said.
 */
export function suggestNext(
  tries: readonly Try[],
  rungs: readonly Rung[],
  distressIsRising: boolean,
): Suggestion | null {
  if (distressIsRising) return null;
  const done = latestFirst(tries).filter((each) => each.kind === "exposure" && each.predicted);
  const [last] = done;
  if (!last) return null;
  const from = { id: last.id, plan: last.plan };
  const same = done.filter((each) => lineageOf(each) === lineageOf(last));
  const here = same.filter((each) => contextOf(each) === contextOf(last));
  if (here.length > REPEATS_BEFORE_ANOTHER_CONTEXT) {
    return { kind: "another_context", from, contexts: contextsOf(same) };
  }
  const rung = nextRung(last, rungs);
  if (rung) return { kind: "rung", from, rung: { id: rung.id, plan: rung.plan } };
  const dial = gentlestDial(last);
  return dial && { kind: "turn_dial", from, ...dial };
}

function contextsOf(tries: readonly Try[]): string[] {
  const said = new Map<string, string>();
  for (const each of tries) {
    if (each.whereAndWho && !said.has(contextOf(each))) said.set(contextOf(each), each.whereAndWho);
  }
  return [...said.values()];
}

function nextRung({ expectedSuds }: Try, rungs: readonly Rung[]): Rung | undefined {
  if (expectedSuds === null) return undefined;
  const higher = rungs.filter(
    (rung) =>
      isOpen(rung.state) &&
      rung.kind === "exposure" &&
      rung.expectedSuds !== null &&
      rung.expectedSuds > expectedSuds &&
      (rung.stakes ?? 0) <= STAKES_SUGGESTED_MAX,
  );
  return byExpectedDistress(higher)[0];
}

function gentlestDial(last: Dials): { dial: Dial; to: number } | null {
  let gentlest: { dial: Dial; to: number } | null = null;
  for (const dial of DIALS) {
    const value = last[dial];
    if (value === null) continue;
    const to = value + 1;
    if (to > (dial === "stakes" ? STAKES_SUGGESTED_MAX : DIAL_MAX)) continue;
    if (!gentlest || to < gentlest.to) gentlest = { dial, to };
  }
  return gentlest;
}

/** By own expected distress, lowest first; those without a number come last, oldest first. */
export function byExpectedDistress<R extends Pick<Rung, "id" | "expectedSuds">>(
  rungs: readonly R[],
): R[] {
  const height = ({ expectedSuds }: R) => expectedSuds ?? Number.POSITIVE_INFINITY;
  return rungs.toSorted((a, b) =>
    height(a) === height(b) ? Number(a.id > b.id) - Number(a.id < b.id) : height(a) - height(b),
  );
}

const COMPARABLE_TRIES = 3;
/** Peaks that rose longer ago than this say nothing about now. */
const RISING_SPAN_MS = 28 * DAY_MS;

/**
 * Whether the three latest comparable tries each peaked higher than the one before. Comparable are
 * tries of one rung, or of one category where a rung has not been tried three times.
 */
export function peaksAreRising(tries: readonly Try[], now: Date): boolean {
  const peaked = latestFirst(tries).filter((each) => each.predicted && each.peakSuds !== null);
  return peaked.some((latest) => {
    const rung = peaked.filter((each) => lineageOf(each) === lineageOf(latest));
    const comparable =
      rung.length >= COMPARABLE_TRIES || latest.category === null
        ? rung
        : peaked.filter((each) => each.category === latest.category);
    return comparable[0] === latest && isRising(comparable.slice(0, COMPARABLE_TRIES), now);
  });
}

function isRising(latestFirst: readonly Try[], now: Date): boolean {
  const [latest] = latestFirst;
  if (!latest || latestFirst.length < COMPARABLE_TRIES) return false;
  if (now.getTime() - latest.finishedAt.getTime() > RISING_SPAN_MS) return false;
  return latestFirst.every((each, index) => {
    const before = latestFirst[index + 1];
    return !before || Number(before.peakSuds) < Number(each.peakSuds);
  });
}

// The library.

/** An idea on its own, before the others say which of them is smaller. */
export type BareIdea = Omit<Idea, "smaller">;

/** Lowest first, then by title, so that a page always reads the same. */
export function smallestFirst<I extends { difficulty: Difficulty; title: string }>(
  ideas: readonly I[],
): I[] {
  return ideas.toSorted(
    (a, b) => a.difficulty - b.difficulty || a.title.localeCompare(b.title, "en"),
  );
}

/** What is left once the organisation's hidden ideas and a member's hidden categories are gone. */
export function visibleIdeas<I extends BareIdea>(
  ideas: readonly I[],
  hidden: { slugs: ReadonlySet<string>; categories: readonly Category[] },
): I[] {
  return ideas.filter(
    (idea) => !hidden.slugs.has(idea.slug) && !hidden.categories.includes(idea.category),
  );
}

/** The ideas that fit; every word searched for must appear somewhere in the idea. */
export function matchIdeas<I extends BareIdea>(
  ideas: readonly I[],
  { category, difficulty, search }: Pick<ListIdeas, "category" | "difficulty" | "search">,
): I[] {
  const wanted = (search ?? "").toLocaleLowerCase("en").split(/\s+/).filter(Boolean);
  return ideas.filter((idea) => {
    if (category && idea.category !== category) return false;
    if (difficulty && idea.difficulty > difficulty) return false;
    const text = `${idea.title} ${idea.suggestion} ${idea.notice}`.toLocaleLowerCase("en");
    return wanted.every((word) => text.includes(word));
  });
}

/** The nearest smaller idea of the same kind; null for the smallest. */
export function smallerThan<I extends BareIdea>(ideas: readonly I[], idea: I): I | null {
  const smaller = ideas.filter(
    (each) => each.category === idea.category && each.difficulty < idea.difficulty,
  );
  return smallestFirst(smaller).at(-1) ?? null;
}

/** Each once, in the order of the library. */
export function tidyCategories(categories: readonly string[]): Category[] {
  return CATEGORIES.filter((category) => categories.includes(category));
}
