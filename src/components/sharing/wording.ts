import type {
  Card,
  Lifetime,
  PlanField,
  ReplyKind,
  WantsBack,
  WinField,
  WORDED_REPLIES,
} from "@/server/domains/rooms/contract";
import type { ShareAudience, ShareField } from "@/server/domains/sharing/contract";

export const LIFETIME_WORDS: Record<Lifetime, { label: string; description: string }> = {
  session: {
    label: "This session",
    description: "It is wiped when the facilitator closes the room.",
  },
  seven_days: { label: "Seven days", description: "Then it goes by itself." },
  kept: { label: "Kept", description: "Until you take it back, which you always can." },
};

/** On a group's page there is no room to close yet: it ends with the one that comes. */
export const SESSION_ON_THE_PAGE = "It is wiped when the group’s current or next session closes.";

/** How long something that is shared still stays, beside its place. */
export const STAYS_WORDS: Record<Lifetime, string> = {
  session: "until the session closes",
  seven_days: "for seven days",
  kept: "until you take it back",
};

export const AUDIENCE_WORDS: Record<ShareAudience, string> = {
  facilitators: "Only its facilitators",
  room: "Everyone in the open room",
  group: "Everyone in the group",
};

/** The fields of a win, as its author ticks them and the others read them. */
export const WIN_FIELD_WORDS: Record<WinField, string> = {
  kind: "What kind of entry it is",
  plan: "What I tried",
  fearedOutcome: "What I was afraid of",
  expectedSuds: "Distress at its worst, as I guessed it",
  peakSuds: "Distress at its worst, as it came",
  endSuds: "Distress at the end",
  likelihoodBefore: "How likely the feared thing seemed before",
  likelihoodAfter: "How likely it seems now",
  fearedOutcomeHappened: "Whether the feared thing happened",
  howGotThrough: "How I got through it",
  surprise: "How surprised I was",
  whatHappened: "What happened",
  felt: "What I felt",
  worse: "What was worse than I imagined",
  better: "What was better",
  learned: "What I learned",
};

/** The same before it is done. */
export const PLAN_FIELD_WORDS: Record<PlanField, string> = {
  plan: "What I would like to try",
  whereAndWho: "Where, and with whom",
  fearedOutcome: "What I am afraid of",
  likelihoodBefore: "How likely that seems",
  expectedSuds: "Distress at its worst, as I expect it",
  safetyBehaviours: "What I mean to leave out",
  copingWords: "Words to hold on to",
  kindnessPlan: "Something kind for afterwards",
  plannedFor: "When",
};

const DRAFT_FIELD_WORDS = { text: "The words", link: "The link", photo: "The photo" };

export const CHECK_IN_FIELD_WORDS = {
  weekStartOn: "Which week",
  fear: "How afraid I was of getting something wrong",
  avoidance: "How much I put off, over-prepared for or stayed away from",
  distress: "How uncomfortable it got when something was not just right",
  nothingCameUp: "That nothing came up",
  goodEnough: "How kindly I treated myself over something good enough",
};

/** What one field is called when it is ticked, and again on the card. */
export function fieldWords(kind: Card["kind"], field: ShareField): string {
  const words: Record<Card["kind"], Partial<Record<ShareField, string>>> = {
    win: WIN_FIELD_WORDS,
    plan: PLAN_FIELD_WORDS,
    draft: DRAFT_FIELD_WORDS,
    check_in: CHECK_IN_FIELD_WORDS,
  };
  return words[kind][field] ?? field;
}

/** What a field is called where it may be of a plan or of what came of it. */
const EITHER_WORDS = {
  plan: "The plan",
  fearedOutcome: "The fear",
  likelihoodBefore: "How likely the feared thing seemed beforehand",
  expectedSuds: "Distress at its worst, as guessed",
};

/** What a field is called in the list of places where something is shared. */
export function sharedFieldWords(field: string): string {
  const words: Record<string, string> = {
    ...PLAN_FIELD_WORDS,
    ...WIN_FIELD_WORDS,
    ...DRAFT_FIELD_WORDS,
    ...CHECK_IN_FIELD_WORDS,
    ...EITHER_WORDS,
  };
  return words[field] ?? field;
}

/** What kind of card it is: "a win", or with a capital at the start of a heading. */
export const CARD_WORDS: Record<Card["kind"], string> = {
  win: "a win",
  draft: "a draft",
  plan: "a plan",
  check_in: "a check-in",
};

/** What a card's author would like back, told to those who read it. */
export const WANTED_BACK_WORDS: Record<WantsBack, string> = {
  witness: "Just witness. Being seen is enough.",
  company: "Company. A warm word, no advice.",
  question: "A question about it.",
  ideas: "Ideas. Thoughts on it are welcome.",
};

const HAPPENED_WORDS: Record<string, string> = {
  no: "It did not happen.",
  partly: "Part of it happened.",
  yes: "It happened.",
  cannot_tell: "I cannot tell whether it happened.",
};

/** The answer to "did it happen", in words. */
export function happenedWords(answer: string): string {
  return HAPPENED_WORDS[answer] ?? answer;
}

const ENTRY_WORDS: Record<string, string> = {
  exposure: "Something I set out to try.",
  rest: "A rest.",
  accident: "It just happened.",
};

/** What kind of entry of the practice it is, in words. */
export function entryWords(kind: string): string {
  return ENTRY_WORDS[kind] ?? kind;
}

/** The fixed warm replies, as a button says them and as their author is told of them. */
export const REPLY_WORDS: Record<ReplyKind, string> = {
  with_you: "With you",
  me_too: "Me too",
  thank_you_for_the_mess: "Thank you for the mess",
  company: "A warm word",
  question: "A question",
  idea: "An idea",
  go_ahead: "Go ahead",
  smaller_please: "Something smaller, please",
};

type Worded = (typeof WORDED_REPLIES)[number];

/** The one box for own words, named by what its author asked for. */
export const WORDED_REPLY_WORDS: Record<
  Worded,
  { invite: (name: string) => string; label: string; description: string; act: string }
> = {
  company: {
    invite: (name) => `A warm word for ${name}`,
    label: "Your word",
    description: "Company was asked for, so no advice.",
    act: "Send the word",
  },
  question: {
    invite: (name) => `Ask ${name} something`,
    label: "Your question",
    description: "A question was asked for.",
    act: "Send the question",
  },
  idea: {
    invite: (name) => `An idea for ${name}`,
    label: "Your idea",
    description: "Ideas were asked for. One is plenty.",
    act: "Send the idea",
  },
};
