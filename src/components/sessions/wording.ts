// How times are said. Always day, month and year in words: 4/5 means two days in two countries.

function format(at: Date, timeZone: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat("en-GB", { timeZone, ...options }).format(at);
}

const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;

/** "Tuesday 3 March 2026, 19:00 to 20:15", as clocks in `timeZone` show it. */
export function sayWhen(startsAt: Date, endsAt: Date, timeZone: string): string {
  const day = format(startsAt, timeZone, {
    weekday: "long",
    day: "numeric",
    month: "long",
    year: "numeric",
  });
  return `${day}, ${format(startsAt, timeZone, clock)} to ${format(endsAt, timeZone, clock)}`;
}

/** "Tue 20:00", for a second zone beside the first. */
export function sayShortly(at: Date, timeZone: string): string {
  return `${format(at, timeZone, { weekday: "short" })} ${format(at, timeZone, clock)}`;
}

/** "Buenos Aires" for America/Argentina/Buenos_Aires. */
export function placeOf(timeZone: string): string {
  return (timeZone.split("/").at(-1) ?? timeZone).replaceAll("_", " ");
}
