import * as z from "zod/mini";
import { id } from "../../lib/fields";
import type { Person } from "../groups/contract";
import { WANTS_BACK, type WantsBack } from "../rooms/contract";

/** Nobody's turn is shorter than this, unless the whole round is. */
export const TURN_MIN_SECONDS = 30;
/** An offered turn that is not answered goes to the end of the round, once, and is then passed. */
export const ANSWER_WITHIN_SECONDS = 45;
/** After their time a speaker may finish the sentence; then the next one is asked. */
export const FINISH_WITHIN_SECONDS = 20;
export const BUDGET_MIN_SECONDS = 60;
export const BUDGET_MAX_SECONDS = 4 * 60 * 60;

export const ORDERINGS = ["hand", "quiet_first", "shuffle"] as const;
export type Ordering = (typeof ORDERINGS)[number];

export type TurnState = "waiting" | "offered" | "speaking" | "done" | "passed" | "skipped";

export type TurnView = {
  person: Person;
  state: TurnState;
  /** Seconds it is for: what it would be by now for those waiting, what was used once over. */
  slotSeconds: number;
  /** ISO instants; `endsAt` is when a turn under way is to end, shown gently. */
  startedAt: string | null;
  endsAt: string | null;
  wantsBack: WantsBack | null;
};

export type RoundView = {
  id: string;
  state: "told" | "under_way" | "ended";
  orderedBy: Ordering;
  /** What a shuffle grew from: told beforehand, so that anyone can see it was not arranged. */
  seed: string | null;
  budgetSeconds: number;
  version: number;
  /** In the order in which they come. */
  turns: TurnView[];
};

const roomRef = { organisationId: id(), roomId: id() };
const budget = z
  .int("Whole seconds, please.")
  .check(z.minimum(BUDGET_MIN_SECONDS), z.maximum(BUDGET_MAX_SECONDS));

/** Tells the order of a new round; nobody's turn comes before it is started. */
export const TellRound = z.object({
  ...roomRef,
  /** Made by the client, so that asking twice tells one. */
  roundId: id(),
  orderedBy: z.enum(ORDERINGS),
  budgetSeconds: budget,
  /** Enrolment ids in the order by hand; for the others, who is to have a turn. */
  enrolmentIds: z
    .array(id())
    .check(z.minLength(1, "Choose at least one person."), z.maxLength(200)),
});
export type TellRound = z.infer<typeof TellRound>;

/**
 * Everything that can be done in a round. `accept`, `pass` and `giveBack` are one's own (`pass` at
 * any time, also while waiting); `join` is a late comer's; the rest is for those who lead.
 */
export const ACTS = [
  "start",
  "accept",
  "pass",
  "give_back",
  "join",
  "move",
  "skip",
  "end",
] as const;

export const ActInRound = z.object({
  ...roomRef,
  roundId: id(),
  act: z.enum(ACTS),
  /** The version the person saw. @throws STATE_CHANGED when the round has moved on since. */
  version: z.int().check(z.nonnegative()),
  /** For `move` and `skip`: whose turn. */
  enrolmentId: z.nullish(id()),
  /** For `move`: the place in the order it goes to, from 0. */
  toPosition: z.nullish(z.int().check(z.nonnegative(), z.maximum(500))),
  /** For `accept`: what the speaker would like back. */
  wantsBack: z.nullish(z.enum(WANTS_BACK)),
});
export type ActInRound = z.infer<typeof ActInRound>;
