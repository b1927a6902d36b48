import { Temporal } from "temporal-polyfill";

const MINUTE_MS = 60_000;

/**
 * The instant a person meant by a wall-clock time. Where clocks go forward and the time does not
 * exist, it moves forward by the gap; where they go back and it comes twice, the first is meant.
 * `date` YYYY-MM-DD, `time` HH:MM, `timeZone` IANA.
 */
export function instantOf({
  date,
  time,
  timeZone,
}: {
  date: string;
  time: string;
  timeZone: string;
}): Date {
  const wallClock = Temporal.PlainDateTime.from(`${date}T${time}`);
  const zoned = wallClock.toZonedDateTime(timeZone, { disambiguation: "compatible" });
  return new Date(zoned.epochMilliseconds);
}

export function endsAt(session: { startsAt: Date; durationMinutes: number }): Date {
  return new Date(session.startsAt.getTime() + session.durationMinutes * MINUTE_MS);
}

/** A session may begin a little late, but not be over before it is made. */
export function canSchedule(
  session: { startsAt: Date; durationMinutes: number },
  now: Date,
): boolean {
  return endsAt(session) > now;
}
