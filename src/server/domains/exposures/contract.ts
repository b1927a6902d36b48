import * as z from "zod/mini";
import { id, instant, maybeHundred, maybeWords, timeZone, words } from "../../lib/fields";

// The wire of a member's own practice. Everything here is readable by its author alone; what a
// group gets to see goes through a share.

/** `rest` weighs the same as `exposure`; an `accident` just happened and predicts nothing. */
export const ENTRY_KINDS = ["exposure", "rest", "accident"] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];

export const EXPOSURE_STATES = [
  "idea",
  "planned",
  "under_way",
  "done",
  "reflected",
  "let_go",
] as const;
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

/** What makes a rung gentler or steeper; each 0 the gentlest – 3. They suggest and never decide. */
export const DIALS = ["audience", "stakes", "reversibility", "timeUntilFixed"] as const;
export type Dial = (typeof DIALS)[number];
export const DIAL_MAX = 3;
export type Dials = Record<Dial, number | null>;

/** Offered when planning; own words weigh the same. */
export const SAFETY_BEHAVIOURS = [
  "Reading it again",
  "Checking",
  "Comparing with others",
  "Asking if it is all right",
  "Apologising more than once",
  "Preparing too much",
  "Making lists",
  "Putting it off",
  "Explaining myself",
  "Fixing it afterwards",
] as const;
export const SAFETY_BEHAVIOURS_MAX = 20;

export const MOMENT_KINDS = ["distress", "hands_off_began", "hands_off_broken", "thought"] as const;
export type MomentKind = (typeof MOMENT_KINDS)[number];
/** A week: longer than that, nobody is waiting any more. */
export const HANDS_OFF_MAX_MINUTES = 7 * 24 * 60;
/** For a rung of not doing whose author named no time. */
export const HANDS_OFF_ORDINARY_MINUTES = 30;
export const MOMENTS_MAX = 500;

export const PLAN_MAX = 500;
export const PASSAGE_MAX = 4000;
/** About coping, never about the odds. */
export const COPING_WORDS = "I can handle this";
export const EXPOSURES_PER_PAGE = 20;

/** One idea of the library. */
export type Idea = {
  /** Names one of ours; the id of one that the organisation added. */
  slug: string;
  title: string;
  category: Category;
  difficulty: Difficulty;
  suggestion: string;
  /** Something to look out for while doing it. */
  notice: string;
  /** A smaller idea of the same kind, where there is one. */
  smaller: { slug: string; title: string } | null;
  /** Added by the organisation itself. */
  own: boolean;
};

/** The library as its owner looks after it. */
export type IdeaForOwner = Idea & { hidden: boolean };

/** What is guessed beforehand; frozen once sealed. SUDS and likelihood are 0–100. */
export type Prediction = {
  plan: string;
  whereAndWho: string | null;
  fearedOutcome: string | null;
  likelihoodBefore: number | null;
  expectedSuds: number | null;
  copingWords: string | null;
  /** To drop this time. */
  safetyBehaviours: string[];
  kindnessPlan: string | null;
  /** ISO instant, with the zone in which it was meant. */
  plannedFor: string | null;
  plannedZone: string | null;
  /** A rung of not doing completes by itself once `handsOffMinutes` have passed. */
  notDoing: boolean;
  handsOffMinutes: number | null;
};

/** How it went, and what is made of it. Any of it may stay empty. */
export type Aftermath = {
  peakSuds: number | null;
  endSuds: number | null;
  whatHappened: string | null;
  fearedOutcomeHappened: FearedOutcomeHappened | null;
  howGotThrough: string | null;
  likelihoodAfter: number | null;
  /** 0–100. */
  surprise: number | null;
  safetyBehavioursUsed: string[];
  felt: string | null;
  worse: string | null;
  better: string | null;
  learned: string | null;
};

/** Something noted along the way, oldest first. Instants are ISO strings. */
export type MomentView = {
  id: string;
  kind: MomentKind;
  at: string;
  /** SUDS 0–100; for `distress`. */
  suds: number | null;
  words: string | null;
};

/** "Don't check or fix until …". Breaking it early ends it and starts nothing over. */
export type HandsOff = { beganAt: string; endsAt: string; brokenAt: string | null };

/** "Could this hurt someone, cost a job, break a law, touch health or safety?" */
export type CouldHarm = "no" | "yes" | "not_asked";

/** An exposure as its author reads it. Instants are ISO strings. */
export type ExposureView = Prediction &
  Dials &
  Aftermath & {
    id: string;
    kind: EntryKind;
    state: ExposureState;
    category: Category | null;
    /** The first try of the same rung; null for that first one. */
    repeatOfId: string | null;
    couldHarm: CouldHarm | null;
    /** A facilitator said "go ahead" to this very plan. */
    hasWord: boolean;
    moments: MomentView[];
    handsOff: HandsOff | null;
    librarySlug: string | null;
    createdAt: string;
    sealedAt: string | null;
    finishedAt: string | null;
    reflectedAt: string | null;
    letGoAt: string | null;
  };

export type ExposureSummary = Pick<ExposureView, "id" | "kind" | "state" | "plan" | "createdAt">;

/** One rung of the member's own ladder: an idea, a plan, or what is under way. */
export type Rung = Pick<
  ExposureView,
  "id" | "kind" | "state" | "plan" | "expectedSuds" | "whereAndWho" | "repeatOfId" | "notDoing"
> &
  Dials;

/**
 * A next rung, suggested and never forced. `from` is the try it follows; `contexts` is where that
 * rung was tried so far, in own words, latest first.
 */
export type Suggestion =
  | { kind: "another_context"; from: { id: string; plan: string }; contexts: string[] }
  | { kind: "turn_dial"; from: { id: string; plan: string }; dial: Dial; to: number }
  | { kind: "rung"; from: { id: string; plan: string }; rung: { id: string; plan: string } };

/** Why smaller, rest or a word with the facilitator is offered. Nobody else learns of it. */
export type RisingDistress = { because: "peaks" | "check_ins" };

export type Ladder = {
  /** By own expected distress, lowest first; those without a number come last. */
  rungs: Rung[];
  suggestion: Suggestion | null;
  risingDistress: RisingDistress | null;
};

/** One try as a chart draws it. Numbers 0–100 or null where nothing was said. */
export type ChartedTry = {
  id: string;
  kind: EntryKind;
  plan: string;
  /** ISO instant at which it was finished. */
  at: string;
  /** False for what just happened: it has no prediction and stays out of that chart. */
  predicted: boolean;
  expectedSuds: number | null;
  peakSuds: number | null;
  likelihoodBefore: number | null;
  likelihoodAfter: number | null;
};
export const CHARTED_TRIES = 500;

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
  safetyBehaviours: behaviours(),
  kindnessPlan: maybeWords(PASSAGE_MAX),
  plannedFor: z.pipe(
    z.nullish(instant()),
    z.transform((at) => at ?? null),
  ),
  plannedZone: z.pipe(
    z.nullish(timeZone()),
    z.transform((zone) => zone ?? null),
  ),
  notDoing: z._default(z.boolean(), false),
  handsOffMinutes: maybeMinutes(),
};

const dial = () =>
  z.pipe(
    z.nullish(z.int().check(z.minimum(0), z.maximum(DIAL_MAX))),
    z.transform((value) => value ?? null),
  );

const rung = {
  /** Whether it is kept as an idea on the ladder or as a plan. */
  as: z._default(z.enum(["idea", "planned"]), "planned"),
  ...prediction,
  audience: dial(),
  stakes: dial(),
  reversibility: dial(),
  timeUntilFixed: dial(),
};

function behaviours() {
  return z._default(
    z
      .array(words(120, "A word or two are enough."))
      .check(z.maxLength(SAFETY_BEHAVIOURS_MAX, "That is more than we can keep.")),
    () => [],
  );
}

function maybeMinutes() {
  const message = "Minutes as a whole number, up to a week.";
  return z.pipe(
    z.nullish(
      z.int(message).check(z.minimum(1, message), z.maximum(HANDS_OFF_MAX_MINUTES, message)),
    ),
    z.transform((minutes) => minutes ?? null),
  );
}

export const ExposureRef = z.object(ref);
export type ExposureRef = z.infer<typeof ExposureRef>;

export const PlanExposure = z.object({
  ...ref,
  /** Made by the sender (UUIDv7), so that planning twice stores once. */
  exposureId: z.uuidv7("That link does not look whole."),
  librarySlug: maybeWords(80),
  category: z.pipe(
    z.nullish(z.enum(CATEGORIES, "Please pick one of the categories.")),
    z.transform((category) => category ?? null),
  ),
  kind: z._default(z.enum(["exposure", "rest"]), "exposure"),
  /** An earlier try of one's own, of which this is another. */
  repeatOfId: z.pipe(
    z.nullish(id()),
    z.transform((of) => of ?? null),
  ),
  ...rung,
});
export type PlanExposure = z.infer<typeof PlanExposure>;

/** The whole rung as it should now read. */
export const RevisePlan = z.object({ ...ref, ...rung });
export type RevisePlan = z.infer<typeof RevisePlan>;

/** `couldHarm: "no"` answers the stakes question in the same step. */
export const SealAndStart = z.object({ ...ref, couldHarm: z.optional(z.literal("no")) });
export type SealAndStart = z.infer<typeof SealAndStart>;

export const AnswerStakes = z.object({ ...ref, couldHarm: z.enum(["no", "yes"]) });
export type AnswerStakes = z.infer<typeof AnswerStakes>;

/** `at` is when it was on the member's device, which may have been offline. */
export const FinishExposure = z.object({ ...ref, at: z.optional(instant()) });
export type FinishExposure = z.infer<typeof FinishExposure>;

/** Something that just happened, or a rest: done already, predicted by nobody. */
export const LogEntry = z.object({
  ...ref,
  exposureId: z.uuidv7("That link does not look whole."),
  kind: z.enum(["accident", "rest"]),
  plan: words(PLAN_MAX, "A few words are enough."),
  whereAndWho: maybeWords(PLAN_MAX),
  at: z.optional(instant()),
});
export type LogEntry = z.infer<typeof LogEntry>;

const moment = { ...ref, momentId: id(), at: instant() };

export const NoteMoment = z.discriminatedUnion("kind", [
  z.object({
    ...moment,
    kind: z.literal("distress"),
    suds: z.int().check(z.minimum(0), z.maximum(100)),
    words: maybeWords(PASSAGE_MAX),
  }),
  z.object({
    ...moment,
    kind: z.literal("hands_off_began"),
    minutes: z.int().check(z.minimum(1), z.maximum(HANDS_OFF_MAX_MINUTES)),
  }),
  z.object({ ...moment, kind: z.literal("hands_off_broken"), words: maybeWords(PASSAGE_MAX) }),
  z.object({
    ...moment,
    kind: z.literal("thought"),
    words: words(PASSAGE_MAX, "A word or two are enough."),
  }),
]);
export type NoteMoment = z.infer<typeof NoteMoment>;
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
  surprise: maybeHundred(),
  safetyBehavioursUsed: behaviours(),
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

/** The library as one member sees it, with what they would rather not see. */
export type Library = {
  /** Smallest steps first. */
  ideas: Idea[];
  hiddenCategories: Category[];
};

/** As many ideas of its own as an organisation can add. */
export const OWN_IDEAS_MAX = 500;

export const PracticeRef = z.object({ organisationId: id() });

/** The categories a member would rather not see, all of them as they should now be. */
export const HideCategories = z.object({
  organisationId: id(),
  categories: z.array(z.enum(CATEGORIES)).check(z.maxLength(CATEGORIES.length)),
});
export type HideCategories = z.infer<typeof HideCategories>;

/** An organisation's own idea. Owners only. */
export const AddIdea = z.object({
  organisationId: id(),
  /** Made by the sender, so that adding twice adds once. */
  ideaId: id(),
  title: words(120, "Give the idea a few words."),
  category: z.enum(CATEGORIES, "Please pick one of the categories."),
  difficulty: z.literal(DIFFICULTIES, "Please pick how big a step it is."),
  suggestion: words(600, "Say in a sentence or two what to do."),
  notice: words(300, "Say what one might look out for."),
});
export type AddIdea = z.infer<typeof AddIdea>;

export const IdeaRef = z.object({ organisationId: id(), slug: words(80, "Which idea?") });
export type IdeaRef = z.infer<typeof IdeaRef>;
