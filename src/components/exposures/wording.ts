import type {
  Category,
  Dial,
  Difficulty,
  EntryKind,
  ExposureState,
  FearedOutcomeHappened,
} from "@/server/domains/exposures/contract";

export const CATEGORY_WORDS: Record<Category, string> = {
  "email-writing": "Emails and writing",
  "work-deadlines": "Work and deadlines",
  appearance: "How I look",
  home: "At home",
  social: "With other people",
  creative: "Making things",
  learning: "Learning",
  decisions: "Deciding",
  rest: "Rest",
  digital: "On screens",
};

/** The size of a step, as a first guess. Words rather than numbers: it is not a score. */
export const DIFFICULTY_WORDS: Record<Difficulty, string> = {
  1: "a very small step",
  2: "a small step",
  3: "a middling step",
  4: "a larger step",
  5: "a large step",
};

export const STATE_WORDS: Record<ExposureState, string> = {
  idea: "an idea",
  planned: "planned",
  under_way: "under way",
  done: "done",
  reflected: "reflected on",
  let_go: "let go",
};

/** What a state is called for what was not an exposure. */
const KIND_WORDS: Record<EntryKind, string | null> = {
  exposure: null,
  rest: "rest",
  accident: "it just happened",
};

/** A word or two on what this entry is and where it stands. */
export function entryWords({ kind, state }: { kind: EntryKind; state: ExposureState }): string[] {
  const words = KIND_WORDS[kind];
  return words ? [words, STATE_WORDS[state]] : [STATE_WORDS[state]];
}

type DialWords = { label: string; levels: readonly [string, string, string, string] };

/** The dials, each from the gentlest on. Said in words: a rung has no score either. */
export const DIAL_WORDS: Record<Dial, DialWords> = {
  audience: {
    label: "Who would notice",
    levels: ["only me", "someone I trust", "a few people", "many, or strangers"],
  },
  stakes: {
    label: "What hangs on it",
    levels: ["nothing at all", "hardly anything", "a little", "something I care about"],
  },
  reversibility: {
    label: "Taking it back",
    levels: ["undone in a moment", "undone with some work", "hard to undo", "it stays"],
  },
  timeUntilFixed: {
    label: "How long it stays as it is",
    levels: ["some minutes", "an hour or two", "a day", "longer, or for good"],
  },
};

/** Where a dial stands, in words; null where it was left alone. */
export function dialLevel(dial: Dial, level: number | null): string | null {
  return level === null ? null : (DIAL_WORDS[dial].levels[level] ?? null);
}

export const FEARED_OUTCOME_WORDS: Record<FearedOutcomeHappened, string> = {
  no: "No",
  partly: "Partly",
  yes: "Yes",
  cannot_tell: "I can’t tell",
};

/** What the exposure's own errors mean to the person who met one. */
export const EXPOSURE_ERRORS = {
  PREDICTION_SEALED: "This guess is sealed already, so it stays as it was. Reload to see it.",
  STATE_CHANGED: "This has moved on, perhaps in another tab. Reload to see where it is.",
  STAKES_UNANSWERED: "One question comes before the start: could this hurt someone?",
  STAKES_NEED_WORD:
    "This one might hurt someone or cost too much to begin alone. It starts once a facilitator has said “go ahead”, or once it is smaller.",
};

/** Asked of everything before it starts; the answer is the member’s own. */
export const STAKES_QUESTION =
  "Could this hurt someone, cost a job, break a law, or touch anyone’s health or safety?";
