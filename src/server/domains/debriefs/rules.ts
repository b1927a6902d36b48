import { DEBRIEF_FIELDS, type KeepSessionNote } from "./contract";

const DAY_MS = 24 * 60 * 60 * 1000;

/** Everything of a session's note that people write. */
export const WRITTEN_FIELDS = ["note", ...DEBRIEF_FIELDS, "handover"] as const;
export type Written = Pick<KeepSessionNote, (typeof WRITTEN_FIELDS)[number]>;

/** Whether the two say the same, word for word. */
export function saysTheSame(one: Written, other: Written): boolean {
  return WRITTEN_FIELDS.every((field) => one[field] === other[field]);
}

/** From when to when something a person did belongs to a session: until a day after it. */
export function timeAround(
  session: { startsAt: Date; endsAt: Date },
  room: { openedAt: Date; closedAt: Date | null } | null,
): { since: Date; until: Date } {
  const began = Math.min(...[session.startsAt, room?.openedAt].flatMap(msOf));
  const ended = Math.max(...[session.endsAt, room?.closedAt].flatMap(msOf));
  return { since: new Date(began), until: new Date(ended + DAY_MS) };
}

const msOf = (instant: Date | null | undefined) => (instant ? [instant.getTime()] : []);
