import type {
  Aftermath,
  Difficulty,
  ExposureState,
  ExposureView,
  Idea,
  ListIdeas,
  Prediction,
} from "./contract";

/** What a person can do with an exposure. */
export const MOVES = ["revise", "seal_and_start", "finish", "reflect", "let_go"] as const;
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

// planned → under_way → done → reflected, and let_go from anywhere before reflected. A reflection
// can be added to at any later time: it is never finished and never incomplete.
const MOVES_FROM: Record<ExposureState, Record<Move, MoveResult>> = {
  planned: {
    revise: changed("planned"),
    seal_and_start: changed("under_way"),
    finish: gone,
    reflect: gone,
    let_go: changed("let_go"),
  },
  under_way: {
    revise: sealed,
    seal_and_start: already,
    finish: changed("done"),
    reflect: gone,
    let_go: changed("let_go"),
  },
  done: {
    revise: sealed,
    seal_and_start: already,
    finish: already,
    reflect: changed("reflected"),
    let_go: changed("let_go"),
  },
  reflected: {
    revise: sealed,
    seal_and_start: already,
    finish: already,
    reflect: changed("reflected"),
    let_go: gone,
  },
  let_go: {
    revise: gone,
    seal_and_start: gone,
    finish: gone,
    reflect: gone,
    let_go: already,
  },
};

/** What `move` does to an exposure in `state`. `isSealed` matters after letting go only. */
export function moveFrom(state: ExposureState, move: Move, isSealed: boolean): MoveResult {
  if (state === "let_go" && move === "revise" && isSealed) return sealed;
  return MOVES_FROM[state][move];
}

const PREDICTION_FIELDS = [
  "plan",
  "whereAndWho",
  "fearedOutcome",
  "likelihoodBefore",
  "expectedSuds",
  "copingWords",
] as const satisfies (keyof Prediction)[];

/** The prediction's fields and nothing else. */
export function predictionOf(from: Prediction): Prediction {
  return {
    plan: from.plan,
    whereAndWho: from.whereAndWho,
    fearedOutcome: from.fearedOutcome,
    likelihoodBefore: from.likelihoodBefore,
    expectedSuds: from.expectedSuds,
    copingWords: from.copingWords,
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
    felt: from.felt,
    worse: from.worse,
    better: from.better,
    learned: from.learned,
  };
}

export function samePrediction(one: Prediction, other: Prediction): boolean {
  return PREDICTION_FIELDS.every((field) => one[field] === other[field]);
}

/** One measure, guessed and then met, each 0–100 or null where nothing was said. */
export type Comparison = {
  measure: "distress" | "likelihood";
  before: number | null;
  after: number | null;
};

/** Predicted beside actual. A gap stays a gap; no verdict and no difference is worked out. */
export function predictedBesideActual(
  exposure: Pick<
    ExposureView,
    "expectedSuds" | "peakSuds" | "likelihoodBefore" | "likelihoodAfter"
  >,
): Comparison[] {
  return [
    { measure: "distress", before: exposure.expectedSuds, after: exposure.peakSuds },
    { measure: "likelihood", before: exposure.likelihoodBefore, after: exposure.likelihoodAfter },
  ];
}

/** Lowest first, then by title, so that a page always reads the same. */
export function smallestFirst<I extends { difficulty: Difficulty; title: string }>(
  ideas: readonly I[],
): I[] {
  return ideas.toSorted(
    (a, b) => a.difficulty - b.difficulty || a.title.localeCompare(b.title, "en"),
  );
}

/** The ideas that fit; every word searched for must appear somewhere in the idea. */
export function matchIdeas<I extends Omit<Idea, "smaller">>(
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
export function smallerThan<I extends Omit<Idea, "smaller">>(
  ideas: readonly I[],
  idea: I,
): I | null {
  const smaller = ideas.filter(
    (each) => each.category === idea.category && each.difficulty < idea.difficulty,
  );
  return smallestFirst(smaller).at(-1) ?? null;
}
