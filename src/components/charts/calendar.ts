// Days and months as a plain calendar has them. Pure.

/** `YYYY-MM-DD` of an ISO instant, by the calendar of `timeZone`. */
export function dayIn(timeZone: string): (instant: string) => string {
  const words = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  });
  return (instant) => {
    const parts = words.formatToParts(new Date(instant));
    const part = (type: string) => parts.find((each) => each.type === type)?.value ?? "";
    return `${part("year")}-${part("month")}-${part("day")}`;
  };
}

/** A month that holds something; `days` by the day of the month. */
export type Month<T> = { month: string; days: Map<number, T[]> };

/** The months that hold something, newest first; `month` is `YYYY-MM`. */
export function monthsOf<T extends { at: string }>(
  items: readonly T[],
  timeZone: string,
): Month<T>[] {
  const dayOf = dayIn(timeZone);
  const months = new Map<string, Map<number, T[]>>();
  for (const item of items) {
    const day = dayOf(item.at);
    const month = day.slice(0, 7);
    const days = months.get(month) ?? new Map<number, T[]>();
    const date = Number(day.slice(8));
    days.set(date, [...(days.get(date) ?? []), item]);
    months.set(month, days);
  }
  return [...months]
    .map(([month, days]) => ({ month, days }))
    .sort((a, b) => b.month.localeCompare(a.month));
}

/** The weeks of `YYYY-MM`, Monday first; null where a day belongs to another month. */
export function weeksOf(month: string): (number | null)[][] {
  const [year = 0, monthNumber = 1] = month.split("-").map(Number);
  const length = new Date(Date.UTC(year, monthNumber, 0)).getUTCDate();
  const before = (new Date(Date.UTC(year, monthNumber - 1, 1)).getUTCDay() + 6) % 7;
  return Array.from({ length: Math.ceil((before + length) / 7) }, (_, week) =>
    Array.from({ length: 7 }, (_, weekday) => {
      const day = week * 7 + weekday - before + 1;
      return day < 1 || day > length ? null : day;
    }),
  );
}

/** "March 2026". */
export function sayMonth(month: string): string {
  return new Intl.DateTimeFormat("en-GB", {
    month: "long",
    year: "numeric",
    timeZone: "UTC",
  }).format(new Date(`${month}-01T00:00:00Z`));
}

/** "2 March 2026", of a date `YYYY-MM-DD` that belongs to no zone. */
export function sayDate(date: string): string {
  return new Intl.DateTimeFormat("en-GB", {
    day: "numeric",
    month: "long",
    year: "numeric",
    timeZone: "UTC",
  }).format(new Date(`${date}T00:00:00Z`));
}
