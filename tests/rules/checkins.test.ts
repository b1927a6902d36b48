import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  CHECK_IN_ITEMS,
  CheckIn,
  type CheckInAnswers,
  type CheckInItem,
} from "@/server/domains/checkins/contract";
import {
  answersOf,
  clearChanges,
  recentOf,
  risenForTwoWeeks,
  weekStartOn,
} from "@/server/domains/checkins/rules";

const skipped: CheckInAnswers = {
  fear: null,
  avoidance: null,
  distress: null,
  nothingCameUp: false,
  goodEnough: null,
};

/** One check-in a week, with nothing said but `item`. */
const only = (item: CheckInItem, values: (number | null)[]) =>
  values.map((value) => ({ ...skipped, [item]: value }));

const ten = fc.integer({ min: 0, max: 10 });
const maybeTen = fc.option(ten);
const answers = fc.record({
  fear: maybeTen,
  avoidance: maybeTen,
  distress: maybeTen,
  nothingCameUp: fc.constant(false),
  goodEnough: maybeTen,
});

describe("the member's own week", () => {
  test("begins on the Monday that their calendar shows, not ours", () => {
    const late = new Date("2026-03-01T22:30:00Z");
    expect(weekStartOn(late, "Europe/Lisbon")).toBe("2026-02-23");
    expect(weekStartOn(late, "Asia/Kathmandu")).toBe("2026-03-02");
    const early = new Date("2026-03-02T03:00:00Z");
    expect(weekStartOn(early, "Europe/Lisbon")).toBe("2026-03-02");
    expect(weekStartOn(early, "America/St_Johns")).toBe("2026-02-23");
  });

  test("turns at their midnight, though clocks change on the Sunday before", () => {
    for (const [zone, lastMoment, monday] of [
      ["Europe/Berlin", "2026-03-29T21:59:59.999Z", "2026-03-30"],
      ["Europe/Berlin", "2026-10-25T22:59:59.999Z", "2026-10-26"],
      ["America/New_York", "2026-03-09T03:59:59.999Z", "2026-03-09"],
      ["Australia/Lord_Howe", "2026-10-04T12:59:59.999Z", "2026-10-05"],
    ] as const) {
      const last = new Date(lastMoment);
      expect(weekStartOn(last, zone)).not.toBe(monday);
      expect(weekStartOn(new Date(last.getTime() + 1), zone)).toBe(monday);
    }
  });

  test("is the one a calendar of that zone shows, at every instant", () => {
    const zones = [
      "Europe/Berlin",
      "Europe/Lisbon",
      "America/St_Johns",
      "America/Sao_Paulo",
      "Asia/Kathmandu",
      "Australia/Lord_Howe",
      "Pacific/Apia",
      "Pacific/Kiritimati",
      "UTC",
    ];
    fc.assert(
      fc.property(
        fc.date({
          min: new Date("2010-01-01T00:00:00Z"),
          max: new Date("2037-12-31T00:00:00Z"),
          noInvalidDate: true,
        }),
        fc.constantFrom(...zones),
        (now, zone) => {
          expect(weekStartOn(now, zone)).toBe(mondayByIntl(now, zone));
        },
      ),
      { numRuns: 500 },
    );
  });

  test("is right within a minute of any zone's change of week", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1500 }),
        fc.integer({ min: -60_000, max: 60_000 }),
        fc.constantFrom("Europe/Berlin", "America/St_Johns", "Asia/Kathmandu", "Africa/Cairo"),
        (weeks, aside, zone) => {
          const sundayUtc = Date.parse("2010-01-03T00:00:00Z") + weeks * 7 * 86_400_000;
          const midnight = firstInstantOfMonday(sundayUtc, zone);
          const now = new Date(midnight + aside);
          expect(weekStartOn(now, zone)).toBe(mondayByIntl(now, zone));
        },
      ),
    );
  });
});

/** Independent of the rules: the Monday of the week a calendar on the wall shows, by Intl alone. */
function mondayByIntl(at: Date, zone: string): string {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    weekday: "short",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  }).formatToParts(at);
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? "";
  const since = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].indexOf(part("weekday"));
  const monday = new Date(Date.UTC(+part("year"), +part("month") - 1, +part("day") - since));
  return monday.toISOString().slice(0, 10);
}

/** Found by halving the day and a half after a Sunday's UTC midnight. */
function firstInstantOfMonday(sundayUtc: number, zone: string): number {
  const week = (at: number) => mondayByIntl(new Date(at), zone);
  let before = sundayUtc - 86_400_000;
  let after = sundayUtc + 3 * 86_400_000;
  const next = week(after);
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (week(middle) === next) after = middle;
    else before = middle;
  }
  return after;
}

describe("answering", () => {
  test("that nothing came up leaves no number behind", () => {
    const said = { ...skipped, distress: 6, nothingCameUp: true };
    expect(answersOf(said)).toEqual({ ...skipped, nothingCameUp: true });
    expect(answersOf({ ...said, nothingCameUp: false }).distress).toBe(6);
  });

  test("may skip any item, and all of them", () => {
    const week = { organisationId: crypto.randomUUID(), timeZone: "Europe/Lisbon" };
    expect(CheckIn.parse(week)).toEqual({ ...week, ...skipped });
    expect(CheckIn.parse({ ...week, fear: 0 }).fear).toBe(0);
  });

  test("takes whole numbers from 0 to 10 and no zone without a name", () => {
    const week = { organisationId: crypto.randomUUID(), timeZone: "Europe/Lisbon" };
    for (const fear of [-1, 11, 2.5, "3", Number.NaN]) {
      expect(CheckIn.safeParse({ ...week, fear }).success).toBe(false);
    }
    expect(CheckIn.safeParse({ ...week, timeZone: "+01:00" }).success).toBe(false);
  });
});

describe("a clear change", () => {
  const steady = [7, 6, 7, 7, 6, 7, 6, 7];
  const fell = [7, 7, 7, 6, 5, 4, 4, 4];

  test("is said of a shift that is larger than the usual movement and has held", () => {
    expect(clearChanges(only("fear", steady))).toEqual([]);
    expect(clearChanges(only("fear", fell))).toEqual([{ item: "fear", direction: "lower" }]);
  });

  test("needs eight answers to that very item; weeks without one do not count", () => {
    expect(clearChanges(only("fear", fell.slice(1)))).toEqual([]);
    expect(clearChanges(only("fear", [...fell.slice(1), null, null]))).toEqual([]);
    expect(clearChanges(only("fear", [null, ...fell.slice(0, 4), null, ...fell.slice(4)]))).toEqual(
      [{ item: "fear", direction: "lower" }],
    );
  });

  test("is not made by the newest answer alone", () => {
    const lately = [5, 5, 5, 5, 5, 5, 5, 5, 10];
    // The last three lie 1.67 above; a tenth answer makes it three.
    expect(clearChanges(only("distress", lately))).toEqual([]);
    const once = [5, 5, 5, 5, 5, 5, 6, 7, 9];
    expect(clearChanges(only("distress", once))).toEqual([]);
    expect(clearChanges(only("distress", [...once, 9]))).toEqual([
      { item: "distress", direction: "higher" },
    ]);
  });

  test("begins at two points exactly", () => {
    const third = [5, 6, 6, 6, 7, 7, 8, 8, 7];
    expect(clearChanges(only("fear", third))).toEqual([{ item: "fear", direction: "higher" }]);
    const less = [5, 6, 6, 6, 7, 7, 7, 8, 7];
    expect(clearChanges(only("fear", less))).toEqual([]);
  });

  test("weighs the same in both directions, for every item", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...CHECK_IN_ITEMS),
        fc.array(ten, { minLength: 6, maxLength: 14 }),
        (item, values) => {
          const turn = (direction: string) => (direction === "higher" ? "lower" : "higher");
          const mirrored = clearChanges(
            only(
              item,
              values.map((value) => 10 - value),
            ),
          );
          const expected = clearChanges(only(item, values)).map((change) => ({
            item,
            direction: turn(change.direction),
          }));
          expect(mirrored).toEqual(expected);
        },
      ),
    );
  });

  test("of one item never leans on what was said to another", () => {
    fc.assert(
      fc.property(fc.array(answers, { maxLength: 16 }), (checkIns) => {
        const apart = CHECK_IN_ITEMS.flatMap((item) =>
          clearChanges(
            only(
              item,
              checkIns.map((each) => each[item]),
            ),
          ),
        );
        expect(clearChanges(checkIns)).toEqual(apart);
      }),
    );
  });

  test("says what the house rule says in plain arithmetic", () => {
    const shift = fc.tuple(
      fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 4, maxLength: 7 }),
      fc.array(fc.integer({ min: 3, max: 10 }), { minLength: 3, maxLength: 7 }),
    );
    let said = 0;
    fc.assert(
      fc.property(shift, ([before, after]) => {
        const values = [...before, ...after];
        const expected = plainRule(values);
        if (expected) said += 1;
        expect(clearChanges(only("goodEnough", values)).length > 0).toBe(expected);
      }),
      { numRuns: 500 },
    );
    expect(said).toBeGreaterThan(20);
  });
});

/** As written down, without regard for thirds in floating point beyond a hair. */
function plainRule(values: number[]): boolean {
  const holds = (series: number[]) => {
    const mean = (some: number[]) => some.reduce((a, b) => a + b, 0) / some.length;
    const moves = series.slice(1).map((value, i) => Math.abs(value - (series[i] as number)));
    const shift = mean(series.slice(-3)) - mean(series.slice(0, 3));
    const isClear = Math.abs(shift) > Math.max(2, 2 * mean(moves)) - 1e-9;
    return isClear ? Math.sign(shift) : 0;
  };
  const now = holds(values);
  return values.length >= 8 && now !== 0 && now === holds(values.slice(0, -1));
}

describe("distress that has risen for two weeks", () => {
  const weeks = (...said: (number | "nothing" | null)[]) =>
    said.map((each) => ({
      distress: each === "nothing" ? null : each,
      nothingCameUp: each === "nothing",
    }));

  test("lies two points above where it was, in both", () => {
    expect(risenForTwoWeeks(weeks(3, 5, 5))).toBe(true);
    expect(risenForTwoWeeks(weeks(9, 3, 6, 5))).toBe(true);
    expect(risenForTwoWeeks(weeks(3, 5, 4))).toBe(false);
    expect(risenForTwoWeeks(weeks(3, 4, 5))).toBe(false);
    expect(risenForTwoWeeks(weeks(8, 8, 8))).toBe(false);
  });

  test("needs something to have risen from", () => {
    expect(risenForTwoWeeks([])).toBe(false);
    expect(risenForTwoWeeks(weeks(9, 9))).toBe(false);
    expect(risenForTwoWeeks(weeks("nothing", 9, 9))).toBe(false);
    expect(risenForTwoWeeks(weeks(4, "nothing", 9, 9))).toBe(true);
  });

  test("is over once nothing came up, and is not made or unmade by a skipped item", () => {
    expect(risenForTwoWeeks(weeks(3, 5, 6, "nothing"))).toBe(false);
    expect(risenForTwoWeeks(weeks(3, null, 5, null, 6, null))).toBe(true);
  });

  test("is news for five weeks", () => {
    const on = (weekStart: string) => ({ weekStartOn: weekStart });
    const read = [on("2026-01-26"), on("2026-02-02"), on("2026-03-02")];
    expect(recentOf(read, new Date("2026-03-02T10:00:00Z"))).toEqual(read.slice(1));
  });
});
