import * as z from "zod/mini";
import { id, maybeWords } from "../../lib/fields";
import type { Person } from "../groups/contract";
import type { MessageView } from "../rooms/contract";

export const NOTE_MAX = 8000;
export const ANSWER_MAX = 2000;

/** The debrief, in the order in which it is asked. */
export const DEBRIEF_FIELDS = ["wentWell", "wasHard", "toFollowUp", "forMyself"] as const;
export type DebriefField = (typeof DEBRIEF_FIELDS)[number];

/** What the group's facilitators keep about a session; one for all of them. Version 0: nothing yet. */
export type SessionNoteView = {
  sessionId: string;
  groupId: string;
  title: string;
  note: string | null;
  handover: string | null;
  version: number;
  changedBy: Person | null;
  /** ISO instant. */
  changedAt: string | null;
} & Record<DebriefField, string | null>;

/** Who was there, for the group's facilitators, in order of arrival. ISO instants. */
export type AttendanceView = {
  person: Person;
  firstHereAt: string;
  lastSeenAt: string;
}[];

/** The handover of the latest session before this one that has one. */
export type HandoverView = {
  sessionId: string;
  title: string;
  handover: string;
  by: Person;
} | null;

/** What one person shared in a session and what they learned, for that person alone. */
export type AfterwardsView = {
  sessionId: string;
  groupId: string;
  title: string;
  /** ISO instant; null while the room is open. */
  closedAt: string | null;
  /** The room, while its transcript is there for this person to read; null otherwise. */
  roomId: string | null;
  /** ISO instant until which it is, once the room is closed; null while it is open. */
  readableUntil: string | null;
  /** One's own words and cards that are still there, oldest first. */
  shared: MessageView[];
  /** One's own exposures under way, done or reflected between its start and a day after it. */
  exposures: {
    exposureId: string;
    plan: string;
    expectedSuds: number | null;
    peakSuds: number | null;
    learned: string | null;
  }[];
  learned: string | null;
};

const sessionRef = { organisationId: id(), sessionId: id() };
export const SessionNoteRef = z.object(sessionRef);
export type SessionNoteRef = z.infer<typeof SessionNoteRef>;

export const KeepSessionNote = z.object({
  ...sessionRef,
  note: maybeWords(NOTE_MAX),
  wentWell: maybeWords(ANSWER_MAX),
  wasHard: maybeWords(ANSWER_MAX),
  toFollowUp: maybeWords(ANSWER_MAX),
  forMyself: maybeWords(ANSWER_MAX),
  handover: maybeWords(ANSWER_MAX),
  /** The version it was changed from. @throws STATE_CHANGED when another facilitator saved since. */
  basedOn: z.int().check(z.nonnegative()),
});
export type KeepSessionNote = z.infer<typeof KeepSessionNote>;

export const KeepTakeaway = z.object({ ...sessionRef, learned: maybeWords(ANSWER_MAX) });
export type KeepTakeaway = z.infer<typeof KeepTakeaway>;
