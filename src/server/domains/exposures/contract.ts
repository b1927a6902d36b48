import * as z from "zod/mini";
import { id, maybeHundred, maybeWords, words } from "../../lib/fields";

// The wire of a member's own practice. Everything here is readable by its author alone; what a
// group gets to see goes through a share.

export const EXPOSURE_STATES = ["planned", "under_way", "done", "reflected", "let_go"] as const;
export type ExposureState = (typeof EXPOSURE_STATES)[number];

export const FEARED_OUTCOMES = ["no", "partly", "yes", "cannot_tell"] as const;
export type FearedOutcomeHappened = (typeof FEARED_OUTCOMES)[number];

export const CATEGORIES = [
  "email-writing",
  "work-deadlines",
  "appearance",
  "home",
  "social",
  "creative",
  "learning",
  "decisions",
  "rest",
  "digital",
] as const;
export type Category = (typeof CATEGORIES)[number];

/** A starting guess, 1 the smallest step – 5 the largest. Never shown as a score. */
export const DIFFICULTIES = [1, 2, 3, 4, 5] as const;
export type Difficulty = (typeof DIFFICULTIES)[number];

export const PLAN_MAX = 500;
export const PASSAGE_MAX = 4000;
/** About coping, never about the odds. */
export const COPING_WORDS = "I can handle this";
export const EXPOSURES_PER_PAGE = 20;

/** One idea of the library. */
export type Idea = {
  slug: string;
  title: string;
  category: Category;
  difficulty: Difficulty;
  suggestion: string;
  /** Something to look out for while doing it. */
  notice: string;
  /** A smaller idea of the same kind, where there is one. */
  smaller: { slug: string; title: string } | null;
};

/** What is guessed beforehand; frozen once sealed. SUDS and likelihood are 0–100. */
export type Prediction = {
  plan: string;
  whereAndWho: string | null;
  fearedOutcome: string | null;
  likelihoodBefore: number | null;
  expectedSuds: number | null;
  copingWords: string | null;
};

/** How it went, and what is made of it. Any of it may stay empty. */
export type Aftermath = {
  peakSuds: number | null;
  endSuds: number | null;
  whatHappened: string | null;
  fearedOutcomeHappened: FearedOutcomeHappened | null;
  howGotThrough: string | null;
  likelihoodAfter: number | null;
  felt: string | null;
  worse: string | null;
  better: string | null;
  learned: string | null;
};

/** An exposure as its author reads it. Instants are ISO strings. */
export type ExposureView = Prediction &
  Aftermath & {
    id: string;
    state: ExposureState;
    librarySlug: string | null;
    createdAt: string;
    sealedAt: string | null;
    finishedAt: string | null;
    reflectedAt: string | null;
    letGoAt: string | null;
  };

export type ExposureSummary = Pick<ExposureView, "id" | "state" | "plan" | "createdAt">;

export type ExposurePage = {
  /** Newest first. */
  exposures: ExposureSummary[];
  /** Give it as `before` to read on; null at the end. */
  next: string | null;
};

export type LastLearned = { exposureId: string; learned: string };

const ref = { organisationId: id(), exposureId: id() };

const prediction = {
  plan: words(PLAN_MAX, "A few words on what you would like to try are enough."),
  whereAndWho: maybeWords(PLAN_MAX),
  fearedOutcome: maybeWords(PASSAGE_MAX),
  likelihoodBefore: maybeHundred(),
  expectedSuds: maybeHundred(),
  copingWords: maybeWords(PLAN_MAX),
};

export const ExposureRef = z.object(ref);
export type ExposureRef = z.infer<typeof ExposureRef>;

export const PlanExposure = z.object({
  ...ref,
  /** Made by the sender (UUIDv7), so that planning twice stores once. */
  exposureId: z.uuidv7("That link does not look whole."),
  librarySlug: maybeWords(80),
  ...prediction,
});
export type PlanExposure = z.infer<typeof PlanExposure>;

/** The whole prediction as it should now read. */
export const RevisePlan = z.object({ ...ref, ...prediction });
export type RevisePlan = z.infer<typeof RevisePlan>;

/** The whole aftermath as it should now read. */
export const ReflectOnExposure = z.object({
  ...ref,
  peakSuds: maybeHundred(),
  endSuds: maybeHundred(),
  whatHappened: maybeWords(PASSAGE_MAX),
  fearedOutcomeHappened: z.pipe(
    z.nullish(z.enum(FEARED_OUTCOMES, "Please pick one of the four, or leave it open.")),
    z.transform((answer) => answer ?? null),
  ),
  howGotThrough: maybeWords(PASSAGE_MAX),
  likelihoodAfter: maybeHundred(),
  felt: maybeWords(PASSAGE_MAX),
  worse: maybeWords(PASSAGE_MAX),
  better: maybeWords(PASSAGE_MAX),
  learned: maybeWords(PASSAGE_MAX),
});
export type ReflectOnExposure = z.infer<typeof ReflectOnExposure>;

export const ListExposures = z.object({
  organisationId: id(),
  /** Only exposures older than this one. */
  before: z.optional(id()),
});
export type ListExposures = z.infer<typeof ListExposures>;

export const FindLastLearned = z.object({ organisationId: id() });

export const ListIdeas = z.object({
  organisationId: id(),
  category: z.optional(z.enum(CATEGORIES)),
  /** Nothing larger than this. */
  difficulty: z.optional(z.literal(DIFFICULTIES)),
  search: z.optional(z.string().check(z.maxLength(100, "A shorter search, please."))),
});
export type ListIdeas = z.infer<typeof ListIdeas>;

export const FindIdea = z.object({ organisationId: id(), slug: z.string() });
export type FindIdea = z.infer<typeof FindIdea>;
