import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { newId } from "@/components/new-id";
import {
  CATEGORIES,
  DIAL_MAX,
  DIALS,
  DIFFICULTIES,
  EXPOSURE_STATES,
  type ExposureState,
  HANDS_OFF_MAX_MINUTES,
  HANDS_OFF_ORDINARY_MINUTES,
  type Idea,
  PlanExposure,
  type Rung,
} from "@/server/domains/exposures/contract";
import {
  byExpectedDistress,
  clampInstant,
  handsOffOf,
  isOpen,
  MOVES,
  matchIdeas,
  mayNote,
  moveFrom,
  peaksAreRising,
  predictionOf,
  readsTheSame,
  type StoredMoment,
  smallerThan,
  smallestFirst,
  stakesGate,
  storedRung,
  suggestNext,
  type Try,
  visibleIdeas,
} from "@/server/domains/exposures/rules";
import library from "../../content/exposures.json";

const ideas = library.map((idea) => ({ ...idea, own: false })) as Omit<Idea, "smaller">[];
const NOW = new Date("2026-03-02T10:00:00Z");
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const later = (ms: number) => new Date(NOW.getTime() + ms);

/** The states reachable in one step, as the practice describes them. */
const STEPS: Record<ExposureState, ExposureState[]> = {
  idea: ["idea", "let_go"],
  planned: ["planned", "under_way", "let_go"],
  under_way: ["under_way", "done", "let_go"],
  done: ["done", "reflected", "let_go"],
  reflected: ["reflected", "let_go"],
  let_go: ["let_go"],
};

describe("the state machine of an exposure", () => {
  test("no sequence of moves changes a sealed prediction or leaves the described steps", () => {
    const start = fc.constantFrom<ExposureState>("idea", "planned");
    fc.assert(
      fc.property(start, fc.array(fc.constantFrom(...MOVES), { maxLength: 30 }), (first, moves) => {
        let state = first;
        let sealed = false;
        for (const move of moves) {
          const result = moveFrom(state, move, sealed);
          if (result.kind !== "changed") continue;
          expect(STEPS[state]).toContain(result.to);
          if (move === "revise" || move === "answer") {
            expect(sealed).toBe(false);
            expect(isOpen(state)).toBe(true);
          }
          if (move === "seal_and_start") {
            expect(state).toBe("planned");
            sealed = true;
          }
          state = result.to;
        }
        if (!sealed) expect(["idea", "planned", "let_go"]).toContain(state);
      }),
    );
  });

  test("doing what was already done is a harmless retry", () => {
    for (const state of ["under_way", "done", "reflected"] as const) {
      expect(moveFrom(state, "seal_and_start", true).kind).toBe("already");
    }
    expect(moveFrom("done", "finish", true).kind).toBe("already");
    expect(moveFrom("reflected", "finish", true).kind).toBe("already");
    expect(moveFrom("let_go", "let_go", false).kind).toBe("already");
  });

  test.each(EXPOSURE_STATES)("letting go is possible from %s", (state) => {
    expect(["changed", "already"]).toContain(moveFrom(state, "let_go", true).kind);
  });

  test("what was sealed says so, whatever came after; what just happened was never a plan", () => {
    for (const state of EXPOSURE_STATES) {
      expect(moveFrom(state, "revise", true).kind).toBe("sealed");
      expect(moveFrom(state, "answer", true).kind).toBe("sealed");
    }
    for (const move of ["revise", "answer", "seal_and_start"] as const) {
      expect(moveFrom("let_go", move, false).kind).toBe("gone");
      expect(moveFrom("done", move, false).kind).toBe("gone");
    }
  });

  test("an idea is planned before it is begun", () => {
    expect(moveFrom("idea", "seal_and_start", false).kind).toBe("gone");
  });

  test("more can be added to a reflection at any time", () => {
    expect(moveFrom("reflected", "reflect", true)).toEqual({ kind: "changed", to: "reflected" });
  });
});

describe("the stakes gate", () => {
  const answers = fc.constantFrom("no", "yes", "not_asked", null);
  const word = fc.constantFrom(null, "a word");

  test("lets nothing start but a no, or a yes with a facilitator's word", () => {
    fc.assert(
      fc.property(
        answers,
        word,
        fc.constantFrom("no", undefined),
        (couldHarm, wordMessageId, now) => {
          const gate = stakesGate({ couldHarm, wordMessageId }, now);
          const saidYes = couldHarm === "yes";
          if (saidYes) expect(gate.kind).toBe(wordMessageId ? "open" : "needs_word");
          else expect(gate.kind).toBe(couldHarm === "no" || now === "no" ? "open" : "unanswered");
          // A yes is never turned into a no on the way.
          if (gate.kind === "open") expect(gate.couldHarm).toBe(saidYes ? "yes" : "no");
        },
      ),
    );
  });
});

describe("a plan", () => {
  const ref = { organisationId: newId(), exposureId: newId() };

  test("needs nothing but what", () => {
    const { plan, ...rest } = PlanExposure.parse({ ...ref, plan: " Wear odd socks " });
    expect(plan).toBe("Wear odd socks");
    expect(rest).toMatchObject({ ...ref, kind: "exposure", as: "planned", safetyBehaviours: [] });
    const { kind, as, notDoing, safetyBehaviours, organisationId, exposureId, ...empty } = rest;
    expect(new Set(Object.values(empty))).toEqual(new Set([null]));
  });

  test.each([-1, 101, 50.5, "50"])("refuses %s as a number of 100", (likelihoodBefore) => {
    expect(PlanExposure.safeParse({ ...ref, plan: "x", likelihoodBefore }).success).toBe(false);
  });

  test.each([-1, DIAL_MAX + 1, 0.5])("refuses %s as a dial", (stakes) => {
    expect(PlanExposure.safeParse({ ...ref, plan: "x", stakes }).success).toBe(false);
  });

  test.each([0, HANDS_OFF_MAX_MINUTES + 1])("refuses %s minutes of not doing", (minutes) => {
    const plan = { ...ref, plan: "x", handsOffMinutes: minutes };
    expect(PlanExposure.safeParse(plan).success).toBe(false);
  });

  test("refuses an id that was not made from the time, which the order of the list relies on", () => {
    const exposureId = "3f2c1ab0-6a0e-4a5c-9d3c-1e0f5b7a9c11";
    expect(PlanExposure.safeParse({ ...ref, exposureId, plan: "x" }).success).toBe(false);
  });

  const parsed = (said: object) => PlanExposure.parse({ ...ref, plan: "x", ...said });

  test("comes back from the database as it was said, the time it is meant for included", () => {
    const said = parsed({
      plannedFor: "2026-03-29T02:30:00+02:00",
      plannedZone: "Europe/Lisbon",
      safetyBehaviours: ["Checking", "Checking", "My own"],
    });
    const kept = storedRung(said);
    expect(kept.plannedFor).toEqual(new Date("2026-03-29T00:30:00Z"));
    expect(predictionOf(kept)).toEqual({
      ...predictionOf(said),
      safetyBehaviours: ["Checking", "My own"],
    });
    expect(readsTheSame(kept, storedRung(parsed({ ...said })))).toBe(true);
    expect(readsTheSame(kept, storedRung({ ...said, plannedFor: null }))).toBe(false);
  });

  test("of not doing without a time takes an ordinary one", () => {
    expect(storedRung(parsed({ notDoing: true })).handsOffMinutes).toBe(HANDS_OFF_ORDINARY_MINUTES);
    expect(storedRung(parsed({ notDoing: true, handsOffMinutes: 5 })).handsOffMinutes).toBe(5);
    expect(storedRung(parsed({})).handsOffMinutes).toBeNull();
  });

  test("without a time needs no zone", () => {
    expect(storedRung(parsed({ plannedZone: "Europe/Lisbon" })).plannedZone).toBeNull();
  });
});

describe("what a device says the time was", () => {
  test("is believed between the start and now, and nowhere else", () => {
    fc.assert(
      fc.property(fc.date({ noInvalidDate: true }), (said) => {
        const at = clampInstant(said.toISOString(), NOW, later(DAY));
        expect(at >= NOW && at <= later(DAY)).toBe(true);
        if (said >= NOW && said <= later(DAY)) expect(at).toEqual(said);
      }),
    );
    expect(clampInstant(undefined, NOW, later(DAY))).toEqual(later(DAY));
  });

  test("decides what may still be noted, however late it arrives", () => {
    const times = { startedAt: NOW, reflectedAt: later(10), letGoAt: null };
    expect(mayNote("distress", times, later(10))).toBe(true);
    expect(mayNote("distress", times, later(11))).toBe(false);
    expect(mayNote("hands_off_began", { ...times, letGoAt: later(5) }, later(6))).toBe(false);
    expect(mayNote("thought", times, later(DAY))).toBe(true);
    expect(mayNote("thought", { ...times, startedAt: null }, NOW)).toBe(false);
  });
});

const arbitraryMoment = fc
  .record({
    id: fc.uuid(),
    kind: fc.constantFrom("distress", "hands_off_began", "hands_off_broken", "thought"),
    at: fc.integer({ min: 0, max: 200 }).map((minutes) => later(minutes * MINUTE)),
    minutes: fc.integer({ min: 1, max: 60 }),
  })
  .map(
    ({ minutes, ...moment }): StoredMoment => ({
      ...moment,
      suds: moment.kind === "distress" ? 50 : null,
      minutes: moment.kind === "hands_off_began" ? minutes : null,
      words: null,
    }),
  );
const arbitraryMoments = fc.uniqueArray(arbitraryMoment, {
  selector: ({ id }) => id,
  maxLength: 12,
});

describe("the hands-off window", () => {
  const ordinary = { notDoing: false, handsOffMinutes: null, startedAt: NOW };
  const end = later(DAY);

  const moment = (kind: StoredMoment["kind"], minute: number, minutes: number | null = null) => ({
    id: newId(),
    kind,
    at: later(minute * MINUTE),
    suds: null,
    minutes,
    words: null,
  });

  test("is the same in whichever order its moments arrived, and however often", () => {
    fc.assert(
      fc.property(arbitraryMoments, fc.infiniteStream(fc.nat()), (moments, random) => {
        const shuffled = moments
          .map((each) => ({ each, at: random.next().value }))
          .sort((a, b) => a.at - b.at)
          .map(({ each }) => each);
        expect(handsOffOf(ordinary, shuffled, end)).toEqual(handsOffOf(ordinary, moments, end));
      }),
    );
  });

  test("lasts as long as was said, is broken only while it runs, and belongs to a beginning", () => {
    fc.assert(
      fc.property(arbitraryMoments, fc.nat(250), (moments, minute) => {
        const now = later(minute * MINUTE);
        const view = handsOffOf(ordinary, moments, now);
        if (!view) return;
        const began = moments.filter(
          ({ kind, at, minutes }) =>
            kind === "hands_off_began" &&
            at.toISOString() === view.beganAt &&
            Date.parse(view.endsAt) - Date.parse(view.beganAt) === (minutes ?? 0) * MINUTE,
        );
        expect(began.length).toBeGreaterThan(0);
        expect(Date.parse(view.beganAt)).toBeLessThanOrEqual(now.getTime());
        if (view.brokenAt) {
          expect(view.brokenAt >= view.beganAt && view.brokenAt < view.endsAt).toBe(true);
        }
      }),
    );
  });

  test("broken early, it ends there and starts nothing over", () => {
    const moments = [moment("hands_off_began", 0, 30), moment("hands_off_broken", 10)];
    const broken = handsOffOf(ordinary, moments, end);
    expect(broken).toEqual({
      beganAt: NOW.toISOString(),
      endsAt: later(30 * MINUTE).toISOString(),
      brokenAt: later(10 * MINUTE).toISOString(),
    });
    const again = [...moments, moment("hands_off_broken", 12), moment("thought", 15)];
    expect(handsOffOf(ordinary, again, end)).toEqual(broken);
  });

  test("begun again while it runs, it goes on as it was; after it, a new one may begin", () => {
    const first = [moment("hands_off_began", 0, 30), moment("hands_off_began", 10, 30)];
    expect(handsOffOf(ordinary, first, end)?.beganAt).toBe(NOW.toISOString());
    const afterwards = [...first, moment("hands_off_began", 30, 5)];
    expect(handsOffOf(ordinary, afterwards, end)?.beganAt).toBe(later(30 * MINUTE).toISOString());
  });

  test("of a rung of not doing is its whole time from the start, and a break is only noted", () => {
    const rung = { notDoing: true, handsOffMinutes: 60, startedAt: NOW };
    expect(handsOffOf(rung, [], NOW)).toMatchObject({ endsAt: later(60 * MINUTE).toISOString() });
    const broken = [moment("hands_off_broken", 20), moment("hands_off_began", 30, 600)];
    expect(handsOffOf(rung, broken, end)).toEqual({
      beganAt: NOW.toISOString(),
      endsAt: later(60 * MINUTE).toISOString(),
      brokenAt: later(20 * MINUTE).toISOString(),
    });
    expect(handsOffOf({ ...rung, startedAt: null }, [], NOW)).toBeNull();
  });

  test.each([
    ["clocks go forward", "2026-03-29T00:50:00Z"],
    ["clocks go back", "2026-10-25T00:50:00Z"],
    ["nothing happens", "2026-07-01T00:50:00Z"],
  ])("is as long where %s in the middle of it", (_what, start) => {
    const at = new Date(start);
    const began: StoredMoment = { ...moment("hands_off_began", 0, 30), at };
    const view = handsOffOf({ ...ordinary, startedAt: at }, [began], new Date(at.getTime() + DAY));
    expect(Date.parse(view?.endsAt ?? "") - Date.parse(view?.beganAt ?? "")).toBe(30 * MINUTE);
  });
});

const maybe = (max: number) => fc.option(fc.integer({ min: 0, max }));
const dials = {
  audience: maybe(DIAL_MAX),
  stakes: maybe(DIAL_MAX),
  reversibility: maybe(DIAL_MAX),
  timeUntilFixed: maybe(DIAL_MAX),
};
const someId = fc.integer({ min: 1, max: 1000 }).map((time) => newId(time));
const arbitraryTry: fc.Arbitrary<Try> = fc.record({
  id: someId,
  kind: fc.constantFrom("exposure", "exposure", "exposure", "rest", "accident"),
  plan: fc.constant("A try"),
  whereAndWho: fc.constantFrom(null, "At work", " at  WORK", "At home"),
  category: fc.constantFrom(null, "home", "social"),
  repeatOfId: fc.constantFrom(null, "one", "two"),
  predicted: fc.boolean(),
  expectedSuds: maybe(100),
  peakSuds: maybe(100),
  finishedAt: fc.integer({ min: -60, max: 0 }).map((days) => later(days * DAY)),
  ...dials,
});
const tries = fc.uniqueArray(arbitraryTry, { selector: ({ id }) => id, maxLength: 15 });
const arbitraryRung: fc.Arbitrary<Rung> = fc.record({
  id: someId,
  kind: fc.constantFrom("exposure", "rest"),
  state: fc.constantFrom("idea", "planned", "under_way"),
  plan: fc.constant("A rung"),
  expectedSuds: maybe(100),
  whereAndWho: fc.constant(null),
  repeatOfId: fc.constant(null),
  notDoing: fc.boolean(),
  ...dials,
});
const rungs = fc.uniqueArray(arbitraryRung, { selector: ({ id }) => id, maxLength: 10 });

const newest = (all: readonly Try[]) =>
  all.toSorted((a, b) => b.finishedAt.getTime() - a.finishedAt.getTime() || (a.id < b.id ? 1 : -1));

describe("the ladder", () => {
  test("is sorted by own expected distress, and what has no number comes last", () => {
    fc.assert(
      fc.property(rungs, (all) => {
        const heights = byExpectedDistress(all).map(({ expectedSuds }) => expectedSuds ?? 1000);
        expect(heights).toEqual(heights.toSorted((a, b) => a - b));
        expect(heights).toHaveLength(all.length);
      }),
    );
  });
});

describe("what might come next", () => {
  test("is never said while distress is rising, or after nothing was tried", () => {
    fc.assert(
      fc.property(tries, rungs, (done, all) => {
        expect(suggestNext(done, all, true)).toBeNull();
        expect(suggestNext([], all, false)).toBeNull();
        const unplanned = done.filter((each) => each.kind === "accident" || !each.predicted);
        expect(suggestNext(unplanned, all, false)).toBeNull();
      }),
    );
  });

  test("follows the latest predicted try, is one step, and leaves high stakes to the member", () => {
    fc.assert(
      fc.property(tries, rungs, (done, all) => {
        const last = newest(done).find((each) => each.kind === "exposure" && each.predicted);
        const next = suggestNext(done, all, false);
        if (!next || !last) {
          expect(next).toBeNull();
          return;
        }
        expect(next.from.id).toBe(last.id);
        if (next.kind === "turn_dial") {
          expect(next.to).toBe(Number(last[next.dial]) + 1);
          expect(next.to).toBeLessThanOrEqual(next.dial === "stakes" ? 1 : DIAL_MAX);
          const turnable = DIALS.filter(
            (dial) => last[dial] !== null && last[dial] < (dial === "stakes" ? 1 : DIAL_MAX),
          );
          const gentlest = Math.min(...turnable.map((dial) => Number(last[dial])));
          expect(last[next.dial]).toBe(gentlest);
        }
        if (next.kind === "rung") {
          const rung = all.find(({ id }) => id === next.rung.id);
          expect(rung?.expectedSuds).toBeGreaterThan(Number(last.expectedSuds));
          expect(rung?.stakes ?? 0).toBeLessThanOrEqual(1);
          const between = all.filter(
            ({ kind, state, stakes, expectedSuds }) =>
              kind === "exposure" &&
              isOpen(state) &&
              (stakes ?? 0) <= 1 &&
              expectedSuds !== null &&
              expectedSuds > Number(last.expectedSuds) &&
              expectedSuds < Number(rung?.expectedSuds),
          );
          expect(between).toEqual([]);
        }
      }),
    );
  });

  const once = (said: Partial<Try>): Try => ({
    id: newId(),
    kind: "exposure",
    plan: "Send it unread",
    whereAndWho: "At work",
    category: "social",
    repeatOfId: null,
    predicted: true,
    expectedSuds: 40,
    peakSuds: 30,
    finishedAt: NOW,
    audience: 1,
    stakes: 1,
    reversibility: 0,
    timeUntilFixed: null,
    ...said,
  });
  const repeats = (contexts: (string | null)[]): Try[] => {
    const first = once({ whereAndWho: contexts[0] ?? null, finishedAt: NOW });
    return [
      first,
      ...contexts
        .slice(1)
        .map((whereAndWho, index) =>
          once({ whereAndWho, repeatOfId: first.id, finishedAt: later((index + 1) * MINUTE) }),
        ),
    ];
  };

  test("after two repeats in one context is another context, and not a harder step", () => {
    const next = suggestNext(repeats(["At work", "at  work", "At Work "]), [], false);
    expect(next).toMatchObject({ kind: "another_context", contexts: ["At Work "] });
    expect(suggestNext(repeats(["At work", "At work"]), [], false)?.kind).toBe("turn_dial");
    const elsewhere = repeats(["At work", "At work", "At work", "At home"]);
    expect(suggestNext(elsewhere, [], false)?.kind).toBe("turn_dial");
    expect(suggestNext(repeats([null, null, null]), [], false)).toMatchObject({
      kind: "another_context",
      contexts: [],
    });
  });

  test("is never harder than the last while another context is due", () => {
    fc.assert(
      fc.property(tries, rungs, (done, all) => {
        const predicted = newest(done).filter((each) => each.kind === "exposure" && each.predicted);
        const [last] = predicted;
        if (!last) return;
        const repeated = [1, 2].map(
          (minute): Try => ({
            ...last,
            id: newId(),
            repeatOfId: last.repeatOfId ?? last.id,
            finishedAt: later(minute * MINUTE),
          }),
        );
        expect(suggestNext([...done, ...repeated], all, false)?.kind).toBe("another_context");
      }),
    );
  });

  test("is the member's own next rung where there is one, else the gentlest dial by a notch", () => {
    const rung = (id: string, said: Partial<Rung>): Rung => ({
      ...once({ id, plan: id }),
      state: "idea",
      notDoing: false,
      ...said,
    });
    const all = [
      rung("far", { expectedSuds: 90 }),
      rung("near", { expectedSuds: 45 }),
      rung("same", { expectedSuds: 40 }),
      rung("risky", { expectedSuds: 42, stakes: 2 }),
      rung("begun", { expectedSuds: 41, state: "under_way" }),
    ];
    expect(suggestNext([once({})], all, false)).toMatchObject({
      kind: "rung",
      rung: { id: "near" },
    });
    expect(suggestNext([once({})], [], false)).toMatchObject({
      kind: "turn_dial",
      dial: "reversibility",
      to: 1,
    });
  });
});

describe("rising distress", () => {
  const rising = (peaks: number[], said: (index: number) => Partial<Try> = () => ({})): Try[] =>
    peaks.map((peakSuds, index) => ({
      id: newId(),
      kind: "exposure",
      plan: "Again",
      whereAndWho: null,
      category: null,
      repeatOfId: "root",
      predicted: true,
      expectedSuds: null,
      peakSuds,
      finishedAt: later((index - peaks.length) * DAY),
      audience: null,
      stakes: null,
      reversibility: null,
      timeUntilFixed: null,
      ...said(index),
    }));

  test("is three tries of one rung, each peaking higher, in whatever order they are given", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(4), { maxLength: 6 }), (peaks) => {
        const [a = 0, b = 0, c = 0] = peaks.slice(-3);
        const expected = peaks.length >= 3 && a < b && b < c;
        expect(peaksAreRising(rising(peaks), NOW)).toBe(expected);
        expect(peaksAreRising(rising(peaks).reverse(), NOW)).toBe(expected);
      }),
    );
  });

  test("is also three of one category, where no rung was tried that often", () => {
    const apart = (index: number) => ({
      repeatOfId: null,
      category: "home" as const,
      id: `${index}`,
    });
    expect(peaksAreRising(rising([20, 30, 40], apart), NOW)).toBe(true);
    const elsewhere = (index: number) =>
      index === 1 ? { ...apart(index), category: "social" as const } : apart(index);
    expect(peaksAreRising(rising([20, 30, 40], elsewhere), NOW)).toBe(false);
    const unsorted = (index: number) => ({ ...apart(index), category: null });
    expect(peaksAreRising(rising([20, 30, 40], unsorted), NOW)).toBe(false);
  });

  test("takes only what was predicted and has a peak, and is over after a while", () => {
    expect(
      peaksAreRising(
        rising([20, 30, 40], () => ({ predicted: false })),
        NOW,
      ),
    ).toBe(false);
    const gap = rising([20, 99, 30, 40], (at) => (at === 1 ? { peakSuds: null } : {}));
    expect(peaksAreRising(gap, NOW)).toBe(true);
    expect(peaksAreRising(rising([20, 30, 40]), later(60 * DAY))).toBe(false);
  });

  test("does not vanish because something else was tried since", () => {
    const other = rising([10], () => ({ repeatOfId: "other", finishedAt: NOW }));
    expect(peaksAreRising([...rising([20, 30, 40]), ...other], NOW)).toBe(true);
  });
});

describe("the library", () => {
  test("knows every category and difficulty that its ideas use", () => {
    expect(ideas).toHaveLength(98);
    for (const idea of ideas) {
      expect(CATEGORIES).toContain(idea.category);
      expect(DIFFICULTIES).toContain(idea.difficulty);
    }
    expect(new Set(ideas.map((idea) => idea.slug)).size).toBe(ideas.length);
  });

  test("starts with the smallest", () => {
    const sizes = smallestFirst(ideas).map((idea) => idea.difficulty);
    expect(sizes).toEqual(sizes.toSorted());
  });

  test("is searched by every word, in any case", () => {
    const found = matchIdeas(ideas, { search: "  TYPO message " });
    expect(found.map((idea) => idea.slug)).toContain("one-typo-to-a-friend");
    expect(matchIdeas(ideas, { search: "typo zebra" })).toEqual([]);
  });

  test("narrows to a category and to no larger than asked", () => {
    for (const idea of matchIdeas(ideas, { category: "rest", difficulty: 2 })) {
      expect(idea.category).toBe("rest");
      expect(idea.difficulty).toBeLessThanOrEqual(2);
    }
  });

  test("shows nothing that is hidden and everything that is not", () => {
    const slug = fc.constantFrom(...ideas.map((idea) => idea.slug));
    fc.assert(
      fc.property(fc.array(slug), fc.subarray([...CATEGORIES]), (hidden, categories) => {
        const slugs = new Set(hidden);
        const seen = new Set(visibleIdeas(ideas, { slugs, categories }));
        for (const idea of ideas) {
          const gone = slugs.has(idea.slug) || categories.includes(idea.category);
          expect(seen.has(idea)).toBe(!gone);
        }
      }),
    );
  });

  test("offers something smaller of the same kind for all but the smallest", () => {
    for (const idea of ideas) {
      const smaller = smallerThan(ideas, idea);
      if (smaller) {
        expect(smaller.category).toBe(idea.category);
        expect(smaller.difficulty).toBeLessThan(idea.difficulty);
      } else {
        const kind = ideas.filter((each) => each.category === idea.category);
        expect(idea.difficulty).toBe(Math.min(...kind.map((each) => each.difficulty)));
      }
    }
  });
});

describe("an id made by the sender", () => {
  test("is a UUIDv7 that sorts by time", () => {
    expect(newId(0)).toMatch(/^00000000-0000-7[0-9a-f]{3}-[89ab]/);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 47 }), (time) => {
        expect(Number.parseInt(newId(time).replaceAll("-", "").slice(0, 12), 16)).toBe(time);
      }),
    );
  });
});
