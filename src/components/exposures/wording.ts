import type {
  Category,
  Difficulty,
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
  planned: "planned",
  under_way: "under way",
  done: "done",
  reflected: "reflected on",
  let_go: "let go",
};

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
};
