import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  ANSWER_WITHIN_SECONDS,
  FINISH_WITHIN_SECONDS,
  TURN_MIN_SECONDS,
} from "@/server/domains/turns/contract";
import {
  type Act,
  actIn,
  dueAt,
  floorOf,
  follow,
  newRound,
  orderOf,
  type Round,
  settle,
  slotsOf,
  type Turn,
} from "@/server/domains/turns/rules";

const START = new Date("2026-03-03T19:00:00Z");

const secondsIn = (seconds: number, from = START) => new Date(from.getTime() + seconds * 1000);

/** Does `act` as someone who sees the round as it is at `seconds` from the start. */
function does(round: Round, act: Act, seconds = 0): Round {
  const now = secondsIn(seconds);
  const outcome = actIn(round, act, settle(round, now).version, now);
  if (outcome.kind === "refused") throw new Error(`${act.kind} was refused: ${outcome.code}`);
  return outcome.round;
}

const accept = (by: string, wantsBack: Turn["wantsBack"] = null): Act => ({
  kind: "accept",
  by,
  wantsBack,
});

const started = (people: string[], budgetSeconds: number) =>
  does(newRound(people, budgetSeconds), { kind: "start" });

const states = ({ turns }: Round) =>
  Object.fromEntries(turns.map(({ enrolmentId, state }) => [enrolmentId, state]));

const order = ({ turns }: Round) => turns.map(({ enrolmentId }) => enrolmentId).join("");

describe("a round of turns", () => {
  test("asks one after the other, each for an equal part of the time", () => {
    let round = started(["a", "b", "c"], 600);
    expect(slotsOf(round)).toEqual(new Map(Object.entries({ a: 200, b: 200, c: 200 })));
    expect(states(round)).toEqual({ a: "offered", b: "waiting", c: "waiting" });
    round = does(round, accept("a"), 10);
    expect(states(round).a).toBe("speaking");
    round = does(round, { kind: "give_back", by: "a" }, 210);
    expect(states(round)).toEqual({ a: "done", b: "offered", c: "waiting" });
  });

  test("gives back to the pot what was not used, for those still to come", () => {
    let round = does(started(["a", "b", "c"], 600), accept("a"));
    round = does(round, { kind: "give_back", by: "a" }, 50);
    expect(slotsOf(round)).toEqual(new Map(Object.entries({ b: 275, c: 275 })));
    round = does(round, { kind: "pass", by: "b" }, 60);
    expect(slotsOf(round)).toEqual(new Map([["c", 550]]));
  });

  test("lets anyone pass at any moment, and come back while they have not begun", () => {
    let round = newRound(["a", "b", "c"], 300);
    round = does(round, { kind: "pass", by: "b" });
    round = does(does(round, { kind: "start" }), { kind: "pass", by: "a" });
    expect(states(round)).toEqual({ a: "passed", b: "passed", c: "offered" });
    round = does(does(round, accept("c"), 5), { kind: "join", by: "a" }, 6);
    round = does(round, { kind: "pass", by: "c" }, 65);
    expect(states(round)).toEqual({ b: "passed", c: "passed", a: "offered" });
    // Whoever has begun has had their turn.
    expect(actIn(round, { kind: "join", by: "c" }, round.version, secondsIn(66)).kind).toBe(
      "refused",
    );
  });

  test("asks whoever does not answer once more at the end, and then goes on without them", () => {
    let round = started(["a", "b"], 300);
    round = settle(round, secondsIn(ANSWER_WITHIN_SECONDS));
    expect(states(round)).toEqual({ b: "offered", a: "waiting" });
    round = settle(round, secondsIn(2 * ANSWER_WITHIN_SECONDS));
    expect(states(round)).toEqual({ a: "offered", b: "waiting" });
    round = settle(round, secondsIn(3 * ANSWER_WITHIN_SECONDS));
    expect(states(round)).toEqual({ a: "passed", b: "offered" });
    round = settle(round, secondsIn(4 * ANSWER_WITHIN_SECONDS));
    expect(round.state).toBe("ended");
    expect(round.endedAt).toEqual(secondsIn(4 * ANSWER_WITHIN_SECONDS));
  });

  test("lets a speaker finish the sentence, and then asks the next", () => {
    let round = does(started(["a", "b"], 120), accept("a"));
    round = settle(round, secondsIn(60 + FINISH_WITHIN_SECONDS - 1));
    expect(states(round).a).toBe("speaking");
    round = settle(round, secondsIn(60 + FINISH_WITHIN_SECONDS));
    expect(states(round)).toEqual({ a: "done", b: "offered" });
    // The last words were nobody else's time.
    expect(slotsOf(round).get("b")).toBe(60);
  });

  test("seats a late comer at the end, with an equal part while that leaves enough for each", () => {
    let round = does(started(["a", "b"], 120), { kind: "join", by: "z" });
    expect(order(round)).toBe("abz");
    expect([...slotsOf(round).values()]).toEqual([40, 40, 40]);
    round = does(round, { kind: "join", by: "y" });
    expect([...slotsOf(round).values()]).toEqual([30, 30, 30, 30]);
    round = does(round, { kind: "join", by: "x" });
    expect([...slotsOf(round).values()]).toEqual([30, 30, 30, 30, 0]);
    // As soon as someone leaves time over, it is theirs.
    round = does(round, { kind: "pass", by: "b" });
    expect(slotsOf(round)).toEqual(new Map(Object.entries({ a: 30, z: 30, y: 30, x: 30 })));
  });

  test("asks nobody for whom no time is left, wherever they were moved to", () => {
    let round = does(started(["a", "b"], 60), { kind: "join", by: "z" });
    round = does(round, { kind: "move", of: "z", toPosition: 0 });
    expect(order(round)).toBe("azb");
    round = does(does(round, accept("a")), { kind: "give_back", by: "a" }, 30);
    expect(states(round)).toEqual({ a: "done", b: "offered", z: "waiting" });
    round = does(does(round, accept("b"), 30), { kind: "give_back", by: "b" }, 60);
    expect([round.state, states(round).z]).toEqual(["ended", "skipped"]);
  });

  test("moves only those who wait, and only among themselves", () => {
    let round = started(["a", "b", "c", "d"], 400);
    round = does(round, { kind: "move", of: "d", toPosition: 0 });
    expect(order(round)).toBe("adbc");
    round = does(round, { kind: "move", of: "d", toPosition: 99 });
    expect(order(round)).toBe("abcd");
    const { version } = round;
    expect(does(round, { kind: "move", of: "d", toPosition: 3 }).version).toBe(version);
    const ofTheAsked = actIn(round, { kind: "move", of: "a", toPosition: 3 }, version, START);
    expect(ofTheAsked).toEqual({ kind: "refused", code: "STATE_CHANGED" });
  });

  test("knows nobody who is not in it", () => {
    const round = started(["a"], 60);
    for (const act of [
      accept("z"),
      { kind: "pass", by: "z" },
      { kind: "give_back", by: "z" },
      { kind: "skip", of: "z" },
      { kind: "move", of: "z", toPosition: 0 },
    ] as Act[]) {
      expect(actIn(round, act, round.version, START)).toEqual({
        kind: "refused",
        code: "NOT_FOUND",
      });
    }
  });

  test("ends when it is ended, with what the speaker used", () => {
    let round = does(started(["a", "b"], 120), accept("a"));
    round = does(round, { kind: "end" }, 20);
    expect(states(round)).toEqual({ a: "done", b: "skipped" });
    expect(round.turns[0]?.slotSeconds).toBe(20);
    expect(dueAt(round)).toBeNull();
  });
});

describe("the floor", () => {
  test("is the speaker's and that of the one before, and open once more than reading is wanted", () => {
    let round = started(["a", "b", "c"], 600);
    expect(floorOf(newRound(["a"], 60))).toBeNull();
    expect(floorOf(round)).toEqual({ enrolmentIds: [], open: false });
    round = does(round, accept("a", "ideas"));
    expect(floorOf(round)).toEqual({ enrolmentIds: ["a"], open: true });
    round = does(round, { kind: "give_back", by: "a" }, 100);
    expect(floorOf(round)).toEqual({ enrolmentIds: ["a"], open: true });
    round = does(round, accept("b", "witness"), 101);
    expect(floorOf(round)).toEqual({ enrolmentIds: ["b", "a"], open: false });
    round = does(does(round, { kind: "pass", by: "b" }, 110), accept("c"), 111);
    expect(floorOf(round)).toEqual({ enrolmentIds: ["c", "b"], open: false });
    expect(floorOf(does(round, { kind: "end" }, 120))).toBeNull();
  });
});

describe("while the room is paused", () => {
  test("nobody's time runs out, and it goes on where it stood", () => {
    fc.assert(
      fc.property(
        fc.boolean(),
        fc.integer({ min: 0, max: 40 }),
        fc.integer({ min: 0, max: 100_000 }),
        (speaks, at, pauseSeconds) => {
          const asked = started(["a", "b"], 120);
          const round = speaks ? does(asked, accept("a")) : asked;
          const left = Number(dueAt(round)) - Number(secondsIn(at));
          const held = follow(round, secondsIn(at), secondsIn(at + 3));
          expect(dueAt(held)).toBeNull();
          expect(settle(held, secondsIn(at + pauseSeconds))).toBe(held);
          const resumed = follow(held, null, secondsIn(at + pauseSeconds));
          expect(Number(dueAt(resumed)) - Number(secondsIn(at + pauseSeconds))).toBe(left);
          expect(states(resumed)).toEqual(states(round));
        },
      ),
    );
  });

  test("what was due before the pause has happened, and passing is as free as ever", () => {
    const round = started(["a", "b"], 120);
    const held = follow(round, secondsIn(50), secondsIn(70));
    expect(states(held)).toEqual({ b: "offered", a: "waiting" });
    const passed = does(held, { kind: "pass", by: "b" }, 3600);
    const resumed = follow(passed, null, secondsIn(4000));
    expect(states(resumed)).toEqual({ b: "passed", a: "offered" });
    expect(dueAt(resumed)).toEqual(secondsIn(4000 + ANSWER_WITHIN_SECONDS));
  });

  test("nothing changes for a round that is told, ended, or known to be paused", () => {
    const told = newRound(["a"], 60);
    expect(follow(told, START, START)).toBe(told);
    const held = follow(started(["a"], 60), START, START);
    expect(follow(held, START, secondsIn(60))).toBe(held);
    const ended = does(started(["a"], 60), { kind: "end" });
    expect(follow(ended, START, secondsIn(60))).toBe(ended);
  });
});

describe("the order", () => {
  const ids = fc.uniqueArray(fc.uuid(), { minLength: 1, maxLength: 30 });
  const nobody = new Map<string, number>();

  test("by hand is the hand's", () => {
    expect(orderOf(["c", "a", "b", "a"], "hand", { salt: "", posts: nobody })).toEqual([
      "c",
      "a",
      "b",
    ]);
  });

  test("of a shuffle can be grown by anyone from its seed, whoever was named first", () => {
    fc.assert(
      fc.property(ids, fc.string(), (people, salt) => {
        const told = orderOf(people, "shuffle", { salt, posts: nobody });
        const key = (id: string) => createHash("sha256").update(`${salt}:${id}`).digest("hex");
        expect(told).toEqual([...people].sort((a, b) => (key(a) < key(b) ? -1 : 1)));
        expect(orderOf(people.toReversed(), "shuffle", { salt, posts: nobody })).toEqual(told);
      }),
      { numRuns: 50 },
    );
  });

  test("of two seeds differs", () => {
    const people = Array.from({ length: 20 }, (_, at) => `person ${at}`);
    const by = (salt: string) => orderOf(people, "shuffle", { salt, posts: nobody });
    expect(by("one")).not.toEqual(by("another"));
  });

  test("quiet first goes by who posted least, and is stable among equals", () => {
    fc.assert(
      fc.property(ids, fc.array(fc.integer({ min: 0, max: 3 })), (people, counts) => {
        const posts = new Map(people.map((id, at) => [id, counts[at] ?? 0]));
        const told = orderOf(people, "quiet_first", { salt: "round", posts });
        const said = told.map((id) => posts.get(id) ?? 0);
        expect(said).toEqual(said.toSorted((a, b) => a - b));
        expect(orderOf(people.toReversed(), "quiet_first", { salt: "round", posts })).toEqual(told);
      }),
      { numRuns: 50 },
    );
  });
});

// Whatever people and time do, in whatever order.

const people = fc.integer({ min: 1, max: 8 });
const who = fc.integer({ min: 0, max: 10 }).map((n) => `p${n}`);
const anyAct: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("accept" as const),
      by: who,
      wantsBack: fc.constantFrom(null, "witness" as const, "ideas" as const),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constantFrom("pass" as const, "give_back" as const), by: who }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("join" as const), by: who }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("move" as const),
      of: who,
      toPosition: fc.integer({ min: 0, max: 12 }),
    }),
  },
);
const leadersAct: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ kind: fc.constant("skip" as const), of: who }),
  fc.constant<Act>({ kind: "start" }),
  fc.constant<Act>({ kind: "end" }),
);
/** What someone does after some seconds; `who speaks next` is favoured, so that rounds get somewhere. */
const steps = (act: fc.Arbitrary<Act>) =>
  fc.array(
    fc.record({
      wait: fc.integer({ min: 0, max: 150 }),
      act,
      answers: fc.boolean(),
      stale: fc.boolean(),
    }),
    { maxLength: 40 },
  );
const budget = fc.integer({ min: 60, max: 1200 });
const named = (count: number) => Array.from({ length: count }, (_, at) => `p${at}`);

type Step = { wait: number; act: Act; answers: boolean; stale: boolean };

/** Walks a started round through the steps, looking at every round on the way. */
function walk(
  first: Round,
  taken: readonly Step[],
  look: (round: Round, before: Round, now: Date) => void,
): { round: Round; seconds: number } {
  let round = first;
  let seconds = 0;
  for (const { wait, act, answers, stale } of taken) {
    seconds += wait;
    const now = secondsIn(seconds);
    const settled = settle(round, now);
    look(settled, round, now);
    const offered = settled.turns.find(({ state }) => state === "offered");
    const done = answers && offered ? accept(offered.enrolmentId) : act;
    const outcome = actIn(settled, done, settled.version - (stale ? 1 : 0), now);
    if (stale && outcome.kind !== "refused") expect(outcome.kind).toBe("already");
    round = outcome.kind === "refused" ? settled : outcome.round;
    look(round, settled, now);
  }
  return { round, seconds };
}

describe("whatever people and time do", () => {
  test("slots sum to the budget, one speaks at most, and versions only grow", () => {
    fc.assert(
      fc.property(people, budget, steps(fc.oneof(anyAct, leadersAct)), (count, seconds, taken) => {
        const first = started(named(count), seconds);
        walk(first, taken, (round, before) => {
          const slots = [...slotsOf(round).values()];
          const spent = round.turns.reduce((sum, turn) => sum + (turn.slotSeconds ?? 0), 0);
          const all = spent + slots.reduce((sum, slot) => sum + slot, 0);
          if (slots.length > 0) expect(all).toBe(seconds);
          expect(all).toBeLessThanOrEqual(seconds);
          expect(Math.min(0, ...slots)).toBe(0);

          const underWay = round.turns.filter(({ state }) => /offered|speaking/.test(state));
          expect(underWay.length).toBeLessThanOrEqual(1);
          if (round.state === "under_way") expect(underWay).toHaveLength(1);
          const ids = round.turns.map(({ enrolmentId }) => enrolmentId);
          expect(new Set(ids).size).toBe(ids.length);
          for (const { enrolmentId } of before.turns) expect(ids).toContain(enrolmentId);
          const firstWaiting = round.turns.findIndex(({ state }) => state === "waiting");
          if (firstWaiting >= 0) {
            const rest = round.turns.slice(firstWaiting).map(({ state }) => state);
            expect(new Set(rest)).toEqual(new Set(["waiting"]));
          }

          if (round !== before) expect(round.version).toBeGreaterThan(before.version);
        });
      }),
      { numRuns: 200 },
    );
  });

  test("nobody who was there from the start goes without being asked, or is left too little", () => {
    fc.assert(
      fc.property(people, budget, steps(anyAct), (count, seconds, taken) => {
        const least = Math.min(TURN_MIN_SECONDS, Math.floor(seconds / count));
        const first = started(named(count), seconds);
        const { round, seconds: at } = walk(first, taken, (each) => {
          const slots = slotsOf(each);
          const inTime = each.turns.flatMap(({ enrolmentId, joinedAt }) =>
            joinedAt ? [] : (slots.get(enrolmentId) ?? []),
          );
          expect(Math.min(least, ...inTime)).toBe(least);
          expect(Math.max(0, ...inTime) - Math.min(...inTime, Math.max(0, ...inTime))).toBeLessThan(
            2,
          );
        });
        // Long after the last act, time alone has brought it to its end.
        const ended = settle(round, secondsIn(at + 100_000));
        expect(ended.state).toBe("ended");
        for (const turn of ended.turns.filter(({ joinedAt }) => !joinedAt)) {
          expect(turn.state).not.toBe("skipped");
          if (turn.state === "done") expect(turn.offeredAt).not.toBeNull();
        }
        const spent = ended.turns.reduce((sum, turn) => sum + (turn.slotSeconds ?? 0), 0);
        const unasked = ended.turns.filter(({ state }) => state === "skipped");
        // A late comer is left out only if the others used everything.
        if (unasked.length > 0) expect(spent).toBe(seconds);
      }),
      { numRuns: 200 },
    );
  });

  test("it makes no difference how often anyone looks at the clock", () => {
    const looks = fc.array(fc.integer({ min: 0, max: 2000 }), { maxLength: 10 });
    fc.assert(
      fc.property(people, budget, steps(anyAct), looks, (count, seconds, taken, at) => {
        const { round, seconds: from } = walk(started(named(count), seconds), taken, () => {});
        const last = secondsIn(from + 2000);
        const often = at
          .toSorted((one, other) => one - other)
          .reduce((each, look) => settle(each, secondsIn(from + look)), round);
        expect(settle(often, last)).toEqual(settle(round, last));
        const once = settle(round, last);
        expect(settle(once, last)).toBe(once);
      }),
      { numRuns: 100 },
    );
  });

  test("of two people who press at once, the second does nothing that they did not see coming", () => {
    fc.assert(
      fc.property(people, steps(anyAct), anyAct, anyAct, (count, taken, one, other) => {
        const { round, seconds } = walk(started(named(count), 600), taken, () => {});
        const now = secondsIn(seconds);
        const seen = settle(round, now).version;
        const first = actIn(round, one, seen, now);
        if (first.kind !== "changed") return;
        expect(actIn(first.round, other, seen, now).kind).not.toBe("changed");
      }),
      { numRuns: 100 },
    );
  });
});
