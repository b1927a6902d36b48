const MINUTE_MS = 60_000;
const HOUR_MINUTES = 60;
const DAY_MINUTES = 24 * HOUR_MINUTES;

/** A stretch of time as one would say it, coarsely on purpose: nobody here is being timed. */
export function aboutHowLong(ms: number): string {
  const minutes = Math.round(ms / MINUTE_MS);
  if (minutes < 2) return "a minute or so";
  if (minutes < 8) return "a few minutes";
  if (minutes < 53) return `about ${Math.round(minutes / 5) * 5} minutes`;
  if (minutes < 90) return "about an hour";
  if (minutes < 22 * HOUR_MINUTES) return `about ${Math.round(minutes / HOUR_MINUTES)} hours`;
  if (minutes < 36 * HOUR_MINUTES) return "about a day";
  return `about ${Math.round(minutes / DAY_MINUTES)} days`;
}
