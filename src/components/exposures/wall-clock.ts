// What a clock on the wall shows, and the instant that is. Zones are IANA names.

/** `2026-03-29T09:30`, as a date-and-time field holds it. */
const WALL_CLOCK = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)/;
const MINUTE_MS = 60_000;

/** What the clocks of `zone` show at an ISO instant. */
export function wallClockOf(instant: string, zone: string): string {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    calendar: "iso8601",
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  }).formatToParts(new Date(instant));
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? "";
  return `${part("year").padStart(4, "0")}-${part("month")}-${part("day")}T${part("hour")}:${part("minute")}`;
}

/**
 * The ISO instant at which the clocks of `zone` show `wallClock`; null where that is no time. An
 * hour that happens twice is its first one; one that is skipped moves on by what was skipped.
 */
export function instantOf(wallClock: string, zone: string): string | null {
  if (!WALL_CLOCK.test(wallClock)) return null;
  const asIfUtc = Date.parse(`${wallClock.slice(0, 16)}Z`);
  if (Number.isNaN(asIfUtc)) return null;
  // What the zone is ahead by, half a day to either side: the two differ where clocks change.
  const aheadBefore = aheadMs(asIfUtc - 12 * 60 * MINUTE_MS, zone);
  const aheadAfter = aheadMs(asIfUtc + 12 * 60 * MINUTE_MS, zone);
  const candidates = [asIfUtc - aheadBefore, asIfUtc - aheadAfter];
  const shown = candidates.find((each) => aheadMs(each, zone) === asIfUtc - each);
  return new Date(shown ?? asIfUtc - aheadBefore).toISOString();
}

function aheadMs(at: number, zone: string): number {
  return Date.parse(`${wallClockOf(new Date(at).toISOString(), zone)}Z`) - at;
}
