import * as z from "zod/mini";
import { id, maybeWords, words } from "../../lib/fields";

const roomRef = { organisationId: id(), roomId: id() };

export const ModerateRoom = z.object(roomRef);
export type ModerateRoom = z.infer<typeof ModerateRoom>;

export const ModerateMessage = z.object({ ...roomRef, messageId: id(), reason: maybeWords(500) });
export type ModerateMessage = z.infer<typeof ModerateMessage>;

export const ModeratePerson = z.object({
  organisationId: id(),
  groupId: id(),
  enrolmentId: id(),
  reason: maybeWords(500),
});
export type ModeratePerson = z.infer<typeof ModeratePerson>;

export const ListActs = z.object({
  organisationId: id(),
  groupId: id(),
  /** Only acts before this one; left out for the newest. */
  beforeId: z.optional(id()),
});

export const ACTS_PAGE = 50;

/** `reason` is for the log, and for the author of what is removed. */
export const SetHold = z.object({ ...roomRef, held: z.boolean() });
export type SetHold = z.infer<typeof SetHold>;

export const SLOW_MODES = [10, 30, 60, 120] as const;
export const SetSlowMode = z.object({ ...roomRef, seconds: z.nullable(z.literal(SLOW_MODES)) });
export type SetSlowMode = z.infer<typeof SetSlowMode>;

export const SetLock = z.object({ ...roomRef, locked: z.boolean() });
export type SetLock = z.infer<typeof SetLock>;

export const SetLobby = z.object({ ...roomRef, open: z.boolean() });
export type SetLobby = z.infer<typeof SetLobby>;

export const NameDeputy = z.object({ ...roomRef, enrolmentId: z.nullable(id()) });
export type NameDeputy = z.infer<typeof NameDeputy>;

/** Somebody in, or on their way into, this room: admit, send out, let back in. */
export const ModerateVisitor = z.object({
  ...roomRef,
  enrolmentId: id(),
  reason: maybeWords(500),
});
export type ModerateVisitor = z.infer<typeof ModerateVisitor>;

/** What a returning facilitator does with what was held while nobody led. */
export const Release = z.object({
  ...roomRef,
  /** Shown; whatever else was held for want of a facilitator stays held. */
  messageIds: z.array(id()).check(z.maxLength(500)),
});
export type Release = z.infer<typeof Release>;

export const HELD_WORD_MAX = 60;
export const HELD_WORDS_MAX = 200;
export const AddHeldWord = z.object({
  organisationId: id(),
  groupId: id(),
  word: words(HELD_WORD_MAX, "Write the word first."),
});
export type AddHeldWord = z.infer<typeof AddHeldWord>;
export const HeldWordRef = z.object({ organisationId: id(), groupId: id(), wordId: id() });
export type HeldWordRef = z.infer<typeof HeldWordRef>;
export type HeldWordView = { id: string; word: string };

export const SettleMessage = z.object({ ...roomRef, messageId: id() });
export type SettleMessage = z.infer<typeof SettleMessage>;
export const SettleFlag = z.object({ ...roomRef, flagId: id() });
export type SettleFlag = z.infer<typeof SettleFlag>;

export const ACTS = [
  "paused",
  "resumed",
  "held",
  "shown",
  "removed",
  "restored",
  "person_removed",
  "person_returned",
  "person_muted",
  "person_unmuted",
  "person_held",
  "person_unheld",
  "person_sent_out",
  "person_let_back_in",
  "person_admitted",
  "hold_started",
  "hold_ended",
  "slow_mode_started",
  "slow_mode_ended",
  "locked",
  "unlocked",
  "lobby_opened",
  "lobby_closed",
  "word_added",
  "word_taken_off",
  "went_safe",
  "released",
  "chair_taken",
  "chair_returned",
  "deputy_named",
  "report_settled",
  "flag_settled",
] as const;
export type Act = (typeof ACTS)[number];

export type ActView = {
  id: string;
  act: Act;
  /** Null for what the room did by itself, when nobody led it. */
  by: string | null;
  /** The name of the person it was about, if about a person. */
  about: string | null;
  messageId: string | null;
  reason: string | null;
  /** ISO instant. */
  actedAt: string;
};
