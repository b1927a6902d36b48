import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dayIn, monthsOf, sayDate, weeksOf } from "@/components/charts/calendar";
import {
  brokenLine,
  handLine,
  linesOf,
  markOf,
  PAIRS_ON_A_LINE,
  type Pair,
  type Plot,
  placePairs,
  placeWeeks,
  type WeekValue,
  weekMarkOf,
} from "@/components/charts/geometry";

const plot: Plot = { left: 30, right: 310, top: 10, bottom: 110 };

const hundred = fc.option(fc.integer({ min: 0, max: 100 }));
const pairs = fc
  .array(fc.record({ before: hundred, after: hundred }), { maxLength: PAIRS_ON_A_LINE })
  .map((made) => made.map((pair, at): Pair => ({ ...pair, id: String(at) })));

/** Mondays from 5 January 2026 on; a number in `weeks` counts from there. */
const monday = (week: number) =>
  new Date(Date.UTC(2026, 0, 5 + week * 7)).toISOString().slice(0, 10);
const weeksAt = (...said: [week: number, value: number | null][]): WeekValue[] =>
  said.map(([week, value]) => ({ weekStartOn: monday(week), value }));

describe("a line of tries", () => {
  test("holds every try once, the newest line first and each in order", () => {
    fc.assert(
      fc.property(fc.nat({ max: 700 }), fc.integer({ min: 1, max: 40 }), (count, perLine) => {
        const items = Array.from({ length: count }, (_, at) => at);
        const lines = linesOf(items, perLine);
        expect(lines.toReversed().flat()).toEqual(items);
        for (const line of lines.slice(0, -1)) expect(line).toHaveLength(perLine);
      }),
    );
  });

  test("places everything inside the picture, evenly and from left to right", () => {
    fc.assert(
      fc.property(pairs, (made) => {
        const placed = placePairs(made, plot);
        const size = markOf(made.length, plot);
        for (const [at, { x, before, after }] of placed.entries()) {
          expect(x - size).toBeGreaterThanOrEqual(plot.left);
          expect(x + size).toBeLessThanOrEqual(plot.right);
          const next = placed[at + 1];
          if (next) expect(next.x - x).toBeGreaterThan(size * 2);
          for (const y of [before, after].filter((each) => each !== null)) {
            expect(y).toBeGreaterThanOrEqual(plot.top);
            expect(y).toBeLessThanOrEqual(plot.bottom);
          }
        }
      }),
    );
  });

  test("draws nothing where nothing was said, and zero where zero was", () => {
    const [gap, zero, most] = placePairs(
      [
        { id: "a", before: null, after: 50 },
        { id: "b", before: 0, after: null },
        { id: "c", before: 100, after: 0 },
      ],
      plot,
    );
    expect(gap).toMatchObject({ before: null, after: 60 });
    expect(zero).toMatchObject({ before: 110, after: null });
    expect(most).toMatchObject({ before: 10, after: 110 });
  });
});

describe("the line through the weeks", () => {
  const moves = (weeks: WeekValue[]) =>
    (brokenLine(placeWeeks(weeks, plot, 10)).match(/M/g) ?? []).length;

  test("runs through neighbouring weeks that have a number", () => {
    expect(moves(weeksAt([0, 3], [1, 4], [2, 5]))).toBe(1);
  });

  test("breaks at a week that was skipped and at one that is not there", () => {
    expect(moves(weeksAt([0, 3], [1, null], [2, 5]))).toBe(2);
    expect(moves(weeksAt([0, 3], [2, 5]))).toBe(2);
    expect(moves(weeksAt([0, 3], [1, 3], [5, 5], [6, null], [7, 1]))).toBe(3);
    expect(moves(weeksAt([0, null]))).toBe(0);
    expect(moves([])).toBe(0);
  });

  test("never joins two weeks that do not follow each other", () => {
    const weeks = fc
      .uniqueArray(fc.nat({ max: 60 }), { maxLength: 30 })
      .map((some) => some.sort((a, b) => a - b))
      .chain((some) =>
        fc
          .array(fc.option(fc.integer({ min: 0, max: 10 })), {
            minLength: some.length,
            maxLength: some.length,
          })
          .map((values) => some.map((week, at) => ({ week, value: values[at] ?? null }))),
      );
    fc.assert(
      fc.property(weeks, (made) => {
        const said = made.filter(({ value }) => value !== null);
        const runs = said.filter(({ week }, at) => said[at - 1]?.week !== week - 1).length;
        expect(
          moves(
            weeksAt(...made.map(({ week, value }) => [week, value] as [number, number | null])),
          ),
        ).toBe(runs);
      }),
    );
  });

  test("places a week by the calendar, so that a gap is as wide as it was long", () => {
    const [first, second, last] = placeWeeks(weeksAt([0, 1], [1, 1], [10, 1]), plot, 10);
    expect(first?.x).toBe(plot.left);
    expect(last?.x).toBe(plot.right);
    expect(second?.x).toBeCloseTo(plot.left + (plot.right - plot.left) / 10, 1);
  });

  test("keeps two weeks, or one, at a hand's distance", () => {
    const [first, second] = placeWeeks(weeksAt([0, 1], [1, 1]), plot, 10);
    expect(first?.x).toBe(plot.left);
    expect(second?.x).toBeLessThan(plot.left + (plot.right - plot.left) / 4);
    expect(placeWeeks(weeksAt([0, 1]), plot, 10)[0]?.x).toBe(plot.left);
    expect(weekMarkOf([], plot)).toBeGreaterThan(0);
  });

  test("has smaller marks where there are many, and never none", () => {
    const five = Array.from({ length: 260 }, (_, week) => [week, 5] as [number, number]);
    expect(weekMarkOf(weeksAt(...five), plot)).toBeLessThan(weekMarkOf(weeksAt([0, 5]), plot));
    expect(weekMarkOf(weeksAt(...five), plot)).toBeGreaterThan(1);
  });
});

describe("a line drawn by hand", () => {
  test("sways by less than a unit, and each time the same way", () => {
    expect(handLine(50, 0, 100, 3)).toBe(handLine(50, 0, 100, 3));
    const heights = [...handLine(50, 0, 100, 3).matchAll(/ (\d+(?:\.\d+)?)/g)].map(([, y]) =>
      Number(y),
    );
    for (const y of heights.filter((_, at) => at !== 1)) expect(Math.abs(y - 50)).toBeLessThan(1);
  });
});

describe("the calendar", () => {
  test("puts an instant on the day that the reader's calendar shows", () => {
    expect(dayIn("UTC")("2026-03-29T22:30:00Z")).toBe("2026-03-29");
    expect(dayIn("Europe/Berlin")("2026-03-29T22:30:00Z")).toBe("2026-03-30");
    expect(dayIn("America/St_Johns")("2026-03-01T03:00:00Z")).toBe("2026-02-28");
  });

  test("has every day of a month once, under its weekday", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2000, max: 2040 }),
        fc.integer({ min: 1, max: 12 }),
        (year, number) => {
          const month = `${year}-${String(number).padStart(2, "0")}`;
          const weeks = weeksOf(month);
          const days = weeks.flat().filter((day) => day !== null);
          expect(days).toEqual(days.map((_, at) => at + 1));
          const at = new Date(Date.UTC(year, number - 1, days.length));
          expect(at.getUTCMonth()).toBe(number - 1);
          expect(new Date(at.getTime() + 86_400_000).getUTCDate()).toBe(1);
          for (const week of weeks) {
            expect(week).toHaveLength(7);
            for (const [weekday, day] of week.entries()) {
              if (day === null) continue;
              const shown = new Date(Date.UTC(year, number - 1, day)).getUTCDay();
              expect((shown + 6) % 7).toBe(weekday);
            }
          }
        },
      ),
    );
  });

  test("holds everything that was written down once, by month, newest first", () => {
    const instant = fc
      .date({
        min: new Date("2024-01-01T00:00:00Z"),
        max: new Date("2026-12-31T00:00:00Z"),
        noInvalidDate: true,
      })
      .map((at) => ({ at: at.toISOString() }));
    fc.assert(
      fc.property(
        fc.array(instant, { maxLength: 60 }),
        fc.constantFrom("UTC", "Asia/Kathmandu", "America/St_Johns"),
        (items, zone) => {
          const months = monthsOf(items, zone);
          const held = months.flatMap(({ days }) => [...days.values()].flat());
          expect(new Set(held)).toEqual(new Set(items));
          expect(held).toHaveLength(items.length);
          const names = months.map(({ month }) => month);
          expect(names).toEqual([...new Set(names)].sort().reverse());
        },
      ),
    );
  });

  test("says a date without a zone of its own", () => {
    expect(sayDate("2026-03-02")).toBe("2 March 2026");
  });
});
