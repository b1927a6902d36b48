import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  clockOf,
  KeepTemplate,
  type RunClock,
  type RunView,
  SEGMENT_KINDS,
  type SegmentView,
} from "@/server/domains/run-sheets/contract";
import {
  canEditTemplates,
  changeEndIn,
  endIn,
  extendIn,
  type Outcome,
  permitsOf,
  planIn,
  skipIn,
  startIn,
} from "@/server/domains/run-sheets/rules";
import house from "../../content/run-sheets.json";

const START = Date.parse("2026-03-03T19:00:00Z");
const MINUTE_MS = 60_000;

const at = (minutes: number) => START + minutes * MINUTE_MS;
const iso = (ms: number) => new Date(ms).toISOString();

function planned(id: string, minutes: number): SegmentView {
  return {
    id,
    kind: "share",
    title: id,
    prompt: "Say it as it comes.",
    state: "planned",
    plannedSeconds: minutes * 60,
    addedSeconds: 0,
    startedAt: null,
    endedAt: null,
  };
}

/** A session's sheet with a segment for each of `minutes`, called a, b, c…; its length is their sum. */
function aRun(minutes: number[], { endsAt = null as string | null, lasts = 0 } = {}): RunView {
  const whole = minutes.reduce((sum, each) => sum + each, 0);
  return {
    sessionId: "session",
    name: "Our circle",
    version: 0,
    startsAt: iso(START),
    plannedEndsAt: iso(at(lasts || whole)),
    endsAt,
    segments: minutes.map((each, index) => planned(String.fromCharCode(97 + index), each)),
  };
}

/** @throws when nothing came of it */
function changed(outcome: Outcome): RunView {
  if (outcome.kind !== "changed") throw new Error(`it was ${outcome.kind}`);
  return outcome.run;
}

const start = (run: RunView, id: string, minutes: number) =>
  changed(startIn(run, id, new Date(at(minutes))));

/** When everything is, in minutes from the start of the session: `a 0-10 b 10-20 = 20`. */
function told(run: RunView, minutes: number): string {
  const { segments, endsAtMs } = clockOf(run, at(minutes));
  const from = (ms: number) => (ms - START) / MINUTE_MS;
  const each = segments.map(
    ({ id, startsAtMs, endsAtMs }) => `${id} ${from(startsAtMs)}-${from(endsAtMs)}`,
  );
  return `${each.join(" ")} = ${from(endsAtMs)}`;
}

const states = ({ segments }: RunView) => segments.map(({ state }) => state);

describe("the clock of a session", () => {
  test("follows the plan until something else happens", () => {
    const run = aRun([10, 20, 30]);
    expect(told(run, -600)).toBe("a 0-10 b 10-30 c 30-60 = 60");
    expect(told(start(run, "a", 0), 5)).toBe("a 0-10 b 10-30 c 30-60 = 60");
  });

  test("fits a sheet into the session that takes it, longer or shorter", () => {
    expect(told(aRun([10, 20, 30], { lasts: 30 }), 0)).toBe("a 0-5 b 5-15 c 15-30 = 30");
    expect(told(aRun([10, 20], { lasts: 60 }), 0)).toBe("a 0-20 b 20-60 = 60");
  });

  test("lets what is to come take less when something takes longer, and ends on time", () => {
    const run = start(aRun([10, 20, 30]), "a", 0);
    expect(told(run, 35)).toBe("a 0-35 b 35-45 c 45-60 = 60");
    expect(clockOf(run, at(35)).overSeconds).toBe(25 * 60);
    const next = start(run, "b", 35);
    expect(told(next, 35)).toBe("a 0-35 b 35-45 c 45-60 = 60");
    expect(clockOf(next, at(35)).overSeconds).toBe(0);
  });

  test("gives what is to come more when something is over early or left out", () => {
    const run = start(aRun([10, 20, 30]), "a", 0);
    const early = changed(endIn(run, "a", new Date(at(5))));
    expect(told(early, 5)).toBe("a 0-5 b 5-27 c 27-60 = 60");
    const without = changed(skipIn(early, "b", new Date(at(5))));
    expect(told(without, 5)).toBe("a 0-5 c 5-60 = 60");
  });

  test("begins late when nobody has begun it, and early when somebody does", () => {
    const run = aRun([10, 20, 30]);
    expect(told(run, 30)).toBe("a 30-35 b 35-45 c 45-60 = 60");
    expect(told(start(run, "a", -60), -60)).toBe("a -60--40 b -40-0 c 0-60 = 60");
  });

  test("says the new end once there is nothing left to take from", () => {
    const run = start(aRun([10, 20, 30]), "a", 0);
    expect(told(run, 70)).toBe("a 0-70 b 70-70 c 70-70 = 70");
    const last = start(run, "c", 70);
    expect(states(last)).toEqual(["ended", "skipped", "under_way"]);
    expect(told(last, 75)).toBe("a 0-70 c 70-75 = 75");
    expect(clockOf(last, at(75)).overSeconds).toBe(5 * 60);
  });

  test("takes an extension from the rest", () => {
    const run = start(aRun([10, 20, 30]), "a", 0);
    expect(told(changed(extendIn(run, "a", 5)), 0)).toBe("a 0-15 b 15-33 c 33-60 = 60");
    expect(told(changed(extendIn(run, "a", -5)), 0)).toBe("a 0-5 b 5-27 c 27-60 = 60");
    expect(told(changed(extendIn(run, "a", 60)), 0)).toBe("a 0-70 b 70-70 c 70-70 = 70");
  });

  test("moves its end when the facilitator says so, also in the last segment", () => {
    let run = start(aRun([10, 20, 30]), "a", 0);
    run = changed(changeEndIn(run, iso(at(85)), at(1)));
    expect(told(run, 1)).toBe("a 0-10 b 10-40 c 40-85 = 85");
    run = start(run, "c", 40);
    expect(told(run, 41)).toBe("a 0-40 c 40-85 = 85");
    run = changed(changeEndIn(run, iso(at(50)), at(41)));
    expect(told(run, 41)).toBe("a 0-40 c 40-50 = 50");
    run = changed(changeEndIn(run, null, at(52)));
    expect(told(run, 52)).toBe("a 0-40 c 40-60 = 60");
    expect(changeEndIn(run, null, at(52)).kind).toBe("already");
  });
});

describe("a run sheet while it runs", () => {
  const now = new Date(at(3));

  test("starts one segment, which ends the one before and leaves out those between", () => {
    const run = start(aRun([10, 10, 10, 10]), "a", 0);
    const next = changed(startIn(run, "c", now));
    expect(states(next)).toEqual(["ended", "skipped", "under_way", "planned"]);
    expect(next.segments[0]?.endedAt).toBe(now.toISOString());
    expect(next.version).toBe(run.version + 1);
  });

  test("does nothing twice, and nothing to what is over", () => {
    const run = start(start(aRun([10, 10, 10, 10]), "a", 0), "c", 3);
    expect(startIn(run, "c", now).kind).toBe("already");
    expect(startIn(run, "a", now).kind).toBe("gone");
    expect(startIn(run, "b", now).kind).toBe("gone");
    expect(endIn(run, "a", now).kind).toBe("already");
    expect(endIn(run, "d", now).kind).toBe("gone");
    expect(skipIn(run, "b", now).kind).toBe("already");
    expect(skipIn(run, "a", now).kind).toBe("already");
    expect(extendIn(run, "d", 5).kind).toBe("gone");
    for (const outcome of [
      startIn(run, "z", now),
      endIn(run, "z", now),
      skipIn(run, "z", now),
      extendIn(run, "z", 1),
    ]) {
      expect(outcome.kind).toBe("absent");
    }
  });

  test("leaves out the rest of the segment under way", () => {
    const run = start(aRun([10, 10]), "a", 0);
    expect(states(changed(skipIn(run, "a", now)))).toEqual(["ended", "planned"]);
  });

  test("never takes more from a segment than it has", () => {
    const run = start(aRun([10, 10]), "a", 0);
    const short = changed(extendIn(run, "a", -60));
    expect(told(short, 0)).toBe("a 0-0 b 0-20 = 20");
    expect(told(changed(extendIn(short, "a", 5)), 0)).toBe("a 0-5 b 5-20 = 20");
  });

  test("keeps what has begun when the rest is planned anew", () => {
    const run = start(start(aRun([10, 10, 10, 10]), "a", 0), "c", 3);
    const plan = { kind: "closing", title: "Close", prompt: "One word.", minutes: 7 } as const;
    const anew = planIn(run, [
      { id: "a", ...plan },
      { id: "new", ...plan },
    ]);
    expect(anew.map(({ id }) => id)).toEqual(["a", "b", "c", "new"]);
    expect(anew.slice(0, 3)).toEqual(run.segments.slice(0, 3));
    expect(anew[3]).toMatchObject({ state: "planned", plannedSeconds: 420, title: "Close" });
  });
});

// Whatever is done to it, at any second and any number of times.

const minutes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 });
const lasts = fc.integer({ min: 5, max: 240 });
const step = fc.record({
  waitSeconds: fc.integer({ min: 0, max: 1500 }),
  kind: fc.constantFrom("start", "start", "start", "end", "skip", "extend", "changeEnd"),
  which: fc.integer({ min: 0, max: 7 }),
  by: fc.integer({ min: -60, max: 60 }),
});
type Step = { waitSeconds: number; kind: string; which: number; by: number };

/** Goes through the steps. @returns the sheet, and the moment of the last one */
function walk(first: RunView, early: number, steps: Step[]): { run: RunView; nowMs: number } {
  let run = first;
  let nowMs = START - early * 1000;
  for (const { waitSeconds, kind, which, by } of steps) {
    nowMs += waitSeconds * 1000;
    const now = new Date(nowMs);
    const id = run.segments[which % run.segments.length]?.id ?? "";
    const end = iso(at(60) + by * MINUTE_MS);
    const outcome =
      kind === "start"
        ? startIn(run, id, now)
        : kind === "end"
          ? endIn(run, id, now)
          : kind === "skip"
            ? skipIn(run, id, now)
            : kind === "extend"
              ? extendIn(run, id, by)
              : changeEndIn(run, by === 0 ? null : end, nowMs);
    if (outcome.kind !== "changed") continue;
    expect(outcome.run.version).toBe(run.version + 1);
    run = outcome.run;
  }
  return { run, nowMs };
}

const walked = fc
  .record({
    minutes,
    lasts,
    early: fc.integer({ min: -600, max: 600 }),
    steps: fc.array(step, { maxLength: 15 }),
  })
  .map(({ minutes, lasts, early, steps }) => walk(aRun(minutes, { lasts }), early, steps));

const dueOf = (run: RunView) => Date.parse(run.endsAt ?? run.plannedEndsAt);
const toCome = ({ segments }: RunView) => segments.filter(({ state }) => state === "planned");

describe("whatever is done to a run sheet", () => {
  test("its times follow each other without overlap, and what is to come without a gap", () => {
    fc.assert(
      fc.property(walked, ({ run, nowMs }) => {
        const { segments, endsAtMs } = clockOf(run, nowMs);
        const begun = run.segments.filter(({ startedAt }) => startedAt).length;
        expect(segments).toHaveLength(begun + toCome(run).length);
        segments.forEach((segment, index) => {
          const before = segments[index - 1];
          expect(segment.endsAtMs).toBeGreaterThanOrEqual(segment.startsAtMs);
          if (!before) return;
          expect(segment.startsAtMs).toBeGreaterThanOrEqual(before.endsAtMs);
          if (index > begun) expect(segment.startsAtMs).toBe(before.endsAtMs);
        });
        const first = segments[begun];
        if (first) expect(first.startsAtMs).toBeGreaterThanOrEqual(nowMs - 999);
        if (segments.length > 0) expect(segments.at(-1)?.endsAtMs).toBe(endsAtMs);
        expect(run.segments.filter(({ state }) => state === "under_way").length).toBeLessThan(2);
      }),
      { numRuns: 200 },
    );
  });

  test("it ends on time while anything is left to take from, in whole seconds and in proportion", () => {
    fc.assert(
      fc.property(walked, ({ run, nowMs }) => {
        const rest = toCome(run);
        const { segments, endsAtMs } = clockOf(run, nowMs);
        const times = segments.slice(segments.length - rest.length);
        const [first] = times;
        if (!first) return;
        expect(endsAtMs).toBe(Math.max(dueOf(run), first.startsAtMs));
        const available = (endsAtMs - first.startsAtMs) / 1000;
        const whole = rest.reduce((sum, { plannedSeconds }) => sum + plannedSeconds, 0);
        times.forEach(({ startsAtMs, endsAtMs }, index) => {
          const seconds = (endsAtMs - startsAtMs) / 1000;
          expect(Number.isInteger(seconds)).toBe(true);
          const part = (available * (rest[index]?.plannedSeconds ?? 0)) / whole;
          expect(Math.abs(seconds - part)).toBeLessThan(1 + 1e-6);
        });
      }),
      { numRuns: 200 },
    );
  });

  test("no time told moves backwards as time goes on", () => {
    fc.assert(
      fc.property(walked, fc.nat(7_200_000), ({ run, nowMs }, waitMs) => {
        const before = clockOf(run, nowMs);
        const later = clockOf(run, nowMs + waitMs);
        expect(later.endsAtMs).toBeGreaterThanOrEqual(before.endsAtMs);
        later.segments.forEach((segment, index) => {
          const then = before.segments[index];
          expect(segment.startsAtMs).toBeGreaterThanOrEqual(then?.startsAtMs ?? 0);
          expect(segment.endsAtMs).toBeGreaterThanOrEqual(then?.endsAtMs ?? 0);
        });
      }),
      { numRuns: 200 },
    );
  });

  test("an extension leaves the end where it is while the rest can give it", () => {
    fc.assert(
      fc.property(walked, fc.integer({ min: -60, max: 60 }), ({ run, nowMs }, by) => {
        const segment = run.segments.find(({ state }) => state === "under_way");
        if (!segment || toCome(run).length === 0) return;
        const longer = changed(extendIn(run, segment.id, by));
        const times = clockOf(longer, nowMs).segments;
        const own = times.find(({ id }) => id === segment.id);
        const { endsAtMs } = clockOf(longer, nowMs);
        expect(endsAtMs).toBe(Math.max(dueOf(run), own?.endsAtMs ?? 0));
      }),
      { numRuns: 200 },
    );
  });

  test("a segment keeps, once begun, the time that was told for it just before", () => {
    fc.assert(
      fc.property(walked, ({ run, nowMs }) => {
        const [next] = toCome(run);
        // Early, the first is told for the start of the session; begun earlier it has that time too.
        if (!next || nowMs < START) return;
        const now = new Date(Math.floor(nowMs / 1000) * 1000);
        const current = run.segments.find(({ state }) => state === "under_way");
        const left = current ? changed(endIn(run, current.id, now)) : run;
        const before = clockOf(left, now.getTime());
        const begun = clockOf(changed(startIn(left, next.id, now)), now.getTime());
        const own = ({ segments }: RunClock) => segments.find(({ id }) => id === next.id);
        expect(own(begun)).toEqual(own(before));
        expect(begun.endsAtMs).toBe(before.endsAtMs);
        expect(begun.overSeconds).toBe(0);
      }),
      { numRuns: 200 },
    );
  });

  test("neither date nor zone nor a change of the clocks has a part in it", () => {
    // Across the nights on which clocks change in Europe and America, and to the far side of the world.
    const shift = fc.integer({ min: -400 * 24 * 60, max: 400 * 24 * 60 });
    fc.assert(
      fc.property(walked, shift, ({ run, nowMs }, byMinutes) => {
        const by = byMinutes * MINUTE_MS;
        const moved = (instant: string | null) => instant && iso(Date.parse(instant) + by);
        const elsewhere: RunView = {
          ...run,
          startsAt: moved(run.startsAt) ?? "",
          plannedEndsAt: moved(run.plannedEndsAt) ?? "",
          endsAt: moved(run.endsAt),
          segments: run.segments.map((segment) => ({
            ...segment,
            startedAt: moved(segment.startedAt),
            endedAt: moved(segment.endedAt),
          })),
        };
        const here = clockOf(run, nowMs);
        expect(clockOf(elsewhere, nowMs + by)).toEqual({
          ...here,
          endsAtMs: here.endsAtMs + by,
          segments: here.segments.map((segment) => ({
            ...segment,
            startsAtMs: segment.startsAtMs + by,
            endsAtMs: segment.endsAtMs + by,
          })),
        });
      }),
      { numRuns: 100 },
    );
  });
});

describe("what the room permits", () => {
  test("follows from the kind of the segment", () => {
    const permits = Object.fromEntries(SEGMENT_KINDS.map((kind) => [kind, permitsOf(kind)]));
    expect(permits).toEqual({
      opening: { posting: "everyone", replies: "warm", together: false },
      check_in: { posting: "everyone", replies: "warm", together: true },
      share: { posting: "turns", replies: "as_asked", together: false },
      exposure: { posting: "everyone", replies: "warm", together: false },
      reflection: { posting: "everyone", replies: "as_asked", together: false },
      break: { posting: "facilitators", replies: "warm", together: false },
      closing: { posting: "everyone", replies: "warm", together: false },
    });
  });
});

describe("run sheets to take", () => {
  test("are edited by the practice's owner, and by those who lead any of its groups", () => {
    expect(canEditTemplates("owner", false)).toBe(true);
    expect(canEditTemplates("member", true)).toBe(true);
    expect(canEditTemplates("facilitator", false)).toBe(false);
    expect(canEditTemplates("member", false)).toBe(false);
  });

  test("that come with the house can be made the practice's own as they are", () => {
    expect(house.map(({ slug }) => slug)).toEqual(["first-meeting", "weekly-circle", "draft-swap"]);
    for (const template of house) {
      const ids = { organisationId: crypto.randomUUID(), templateId: crypto.randomUUID() };
      const kept = KeepTemplate.parse({ ...ids, ...template, basedOn: 0 });
      expect(kept.segments).toEqual(template.segments);
      expect(kept.purpose).toBe(template.purpose);
    }
  });
});
