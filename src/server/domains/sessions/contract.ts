import * as z from "zod/mini";
import { id, timeZone, words } from "../../lib/fields";

export const TITLE_MAX = 80;
export const DURATION_MIN_MINUTES = 5;
export const DURATION_MAX_MINUTES = 480;

const DURATION = `From ${DURATION_MIN_MINUTES} to ${DURATION_MAX_MINUTES} minutes, please.`;

const newSession = {
  organisationId: id(),
  groupId: id(),
  /** Made by the client, so that asking twice schedules one. */
  sessionId: id(),
  title: words(TITLE_MAX, "Give it a title, any will do."),
  timeZone: timeZone(),
  durationMinutes: z
    .int(DURATION)
    .check(z.minimum(DURATION_MIN_MINUTES, DURATION), z.maximum(DURATION_MAX_MINUTES, DURATION)),
};

export const ScheduleSession = z.object({
  ...newSession,
  /** As on the group's wall: YYYY-MM-DD and HH:MM in `timeZone`. */
  date: z.iso.date("Choose a day."),
  time: z.iso.time({ precision: -1, error: "Choose a time." }),
});
export type ScheduleSession = z.infer<typeof ScheduleSession>;

/** A session that begins at once. */
export const StartSession = z.object(newSession);
export type StartSession = z.infer<typeof StartSession>;

const cursor = z.object({ startsAt: z.iso.datetime(), id: id() });

export const ListSessions = z.object({
  organisationId: id(),
  groupId: id(),
  /** `coming` includes what is under way, soonest first; `past` is latest first. */
  when: z.enum(["coming", "past"]),
  /** `next` of the page before. */
  after: z.optional(cursor),
});
export type ListSessions = z.infer<typeof ListSessions>;

export type SessionView = {
  id: string;
  groupId: string;
  title: string;
  /** ISO instants. */
  startsAt: string;
  endsAt: string;
  /** The zone in which its time was meant. */
  timeZone: string;
  durationMinutes: number;
};

export type SessionPage = { items: SessionView[]; next: z.infer<typeof cursor> | null };
