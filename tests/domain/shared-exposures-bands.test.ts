import fc from "fast-check";
import type { PendingQuery, Row, TransactionSql } from "postgres";
import { beforeAll, describe, expect, it } from "vitest";
import { useDatabase } from "../support/database";
import { newId } from "../support/practice-builders";
import { type ARoom, aRoom } from "../support/rooms";
import { later } from "../support/shared-exposures";

// The band as PostgreSQL tells it, beside a model that shares no line with it: over everything that
// people can do, and everything that a statement of the app's role could ask for.

const test = useDatabase();
let room: ARoom;

beforeAll(async () => {
  room = await aRoom(test);
});

const PEOPLE = Array.from({ length: 10 }, () => newId());

type Told = { kind: "forecast" | "during" | "reality"; low: number; high: number; at: number };

/** `by` seconds after the step before. `back`: asks up to so many seconds before then. */
type Step = { by: number } & (
  | { what: "join" | "tap"; who: number; suds: number }
  | { what: "done"; who: number; suds: number | null }
  | { what: "let_go"; who: number }
  | { what: "start" | "end" }
  | { what: "ask"; kind: Told["kind"]; back: number }
);

const by = fc.integer({ min: 1, max: 12 });
const who = fc.nat({ max: PEOPLE.length - 1 });
const suds = fc.integer({ min: 0, max: 100 });
const join = fc.record({ by, what: fc.constant("join" as const), who, suds });
const tap = fc.record({ by, what: fc.constant("tap" as const), who, suds });
const done = fc.record({
  by,
  what: fc.constant("done" as const),
  who,
  suds: fc.option(suds, { freq: 12 }),
});
const letGo = fc.record({ by, what: fc.constant("let_go" as const), who });
const kind = fc.constantFrom("during", "during", "during", "forecast", "reality" as const);
const ask = fc.record({
  by,
  what: fc.constant("ask" as const),
  kind,
  back: fc.constantFrom(0, 0, 0, 5, 30, 90),
});
const often = <T>(weight: number, arbitrary: fc.Arbitrary<T>) => ({ weight, arbitrary });

const histories: fc.Arbitrary<Step[]> = fc
  .tuple(
    fc.array(fc.oneof(often(9, join), often(1, letGo)), { minLength: 10, maxLength: 20 }),
    fc.array(
      fc.oneof(often(12, tap), often(5, ask), often(2, join), often(1, done), often(1, letGo)),
      { minLength: 15, maxLength: 60 },
    ),
    fc.array(fc.oneof(often(6, done), often(1, letGo)), { minLength: 12, maxLength: 24 }),
    fc.array(fc.oneof(often(2, ask), often(1, done), often(1, tap)), { maxLength: 4 }),
  )
  .map(([before, during, finishing, afterwards]) =>
    possible([
      ...before,
      { by: 1, what: "start" },
      { by: 1, what: "ask", kind: "forecast", back: 0 },
      ...during,
      ...finishing,
      { by: 1, what: "end" },
      { by: 1, what: "ask", kind: "reality", back: 0 },
      ...afterwards,
    ]),
  );

/** Leaves out what the app refuses whatever the database would say to it. */
function possible(steps: Step[]): Step[] {
  const [taking, over] = [new Set<number>(), new Set<number>()];
  let [started, ended] = [false, false];
  return steps.filter((step) => {
    switch (step.what) {
      case "start":
        started = true;
        return true;
      case "end":
        ended = true;
        return true;
      case "ask":
        return true;
      case "join":
        return !ended && !taking.has(step.who) && Boolean(taking.add(step.who));
      case "tap":
        return started && !ended && taking.has(step.who) && !over.has(step.who);
      default:
        return taking.has(step.who) && !over.has(step.who) && Boolean(over.add(step.who));
    }
  });
}

const iso = (seconds: number) => later(seconds).toISOString();

/** What PostgreSQL tells of a history, after each of its steps; it is undone afterwards. */
async function toldByDatabase(steps: Step[]): Promise<Told[][]> {
  const undo = new Error("undo");
  const told: Promise<Told[]>[] = [];
  await test.db.sql
    .begin(async (tx) => {
      const exposure = await open(tx);
      let now = 0;
      const sent: Promise<unknown>[] = [];
      for (const step of steps) {
        now += step.by;
        // At once and in order; a query waits to be awaited otherwise.
        for (const query of send(tx, exposure, step, now)) sent.push(query.execute());
        told.push(readBands(tx, exposure));
      }
      await Promise.all([...sent, ...told]);
      throw undo;
    })
    .catch((error: unknown) => {
      if (error !== undo) throw error;
    });
  return Promise.all(told);
}

type Sent = PendingQuery<Row[]>;

async function open(tx: TransactionSql): Promise<string> {
  const { organisationId, groupId, roomId, facilitatorEnrolmentId } = room;
  const exposure = newId();
  await tx`select set_config('app.organisation_id', ${organisationId}, true),
    set_config('app.group_ids', ${`{${groupId}}`}, true)`;
  await tx`insert into shared_exposures
    (organisation_id, id, group_id, room_id, opened_by_enrolment_id, opened_at)
    values (${organisationId}, ${exposure}, ${groupId}, ${roomId}, ${facilitatorEnrolmentId},
      ${iso(0)})`;
  return exposure;
}

function send(tx: TransactionSql, exposure: string, step: Step, now: number): Sent[] {
  const { organisationId, groupId } = room;
  const at = iso(now);
  const as = (index: number) => {
    const membershipId = PEOPLE[index] as string;
    return [
      membershipId,
      tx`select set_config('app.membership_id', ${membershipId}, true)`,
    ] as const;
  };
  switch (step.what) {
    case "start":
      return [tx`update shared_exposures set started_at = ${at} where id = ${exposure}`];
    case "end":
      return [tx`update shared_exposures set ended_at = ${at} where id = ${exposure}`];
    case "ask":
      return [
        tx`select app.tell_shared_exposure_band(${exposure}, ${step.kind}, ${iso(now - step.back)})`,
      ];
    case "join": {
      const [membershipId, acting] = as(step.who);
      return [
        acting,
        tx`insert into shared_exposure_parts (organisation_id, shared_exposure_id, membership_id,
             group_id, exposure_id, expected_suds, joined_at)
           values (${organisationId}, ${exposure}, ${membershipId}, ${groupId}, ${newId()},
             ${step.suds}, ${at})`,
      ];
    }
    case "tap": {
      const [membershipId, acting] = as(step.who);
      return [
        acting,
        tx`insert into shared_exposure_taps
             (organisation_id, id, shared_exposure_id, membership_id, group_id, suds, at)
           values (${organisationId}, ${newId()}, ${exposure}, ${membershipId}, ${groupId},
             ${step.suds}, ${at})`,
      ];
    }
    default: {
      const [membershipId, acting] = as(step.who);
      const peak = step.what === "done" ? step.suds : null;
      return [
        acting,
        tx`update shared_exposure_parts set ended_at = ${at}, peak_suds = ${peak}
           where shared_exposure_id = ${exposure} and membership_id = ${membershipId}`,
      ];
    }
  }
}

async function readBands(tx: TransactionSql, exposure: string): Promise<Told[]> {
  const rows = await tx<Told[]>`
    select kind, low, high, extract(epoch from closed_at - ${iso(0)})::int as at
    from shared_exposure_bands where shared_exposure_id = ${exposure} order by position`;
  return rows.map((row) => ({ ...row }));
}

/** A reading as the model knows it: of whom, and which of theirs. */
type Reading = { of: string; who: number; suds: number; at: number };

/** What ought to be told, with the readings that each band is of. */
function toldByModel(steps: Step[]): { band: Told; readings: Reading[] }[] {
  const bands: { band: Told; readings: Reading[] }[] = [];
  const taking = new Map<number, Reading>();
  let taps: Reading[] = [];
  let peaks: Reading[] = [];
  let expected: Reading[] | null = null;
  let toldPeaks: Reading[] | null = null;
  let from = 0;
  let now = 0;
  for (const [index, step] of steps.entries()) {
    now += step.by;
    if (step.what === "start") {
      expected = [...taking.values()];
      from = now;
    } else if (step.what === "end") toldPeaks = [...peaks];
    else if (step.what === "join") taking.set(step.who, { of: `join ${index}`, ...step, at: now });
    else if (step.what === "tap") taps.push({ of: `tap ${index}`, ...step, at: now });
    else if (step.what === "let_go") taking.delete(step.who);
    else if (step.what === "done") {
      taking.delete(step.who);
      const { suds } = step;
      if (suds !== null) peaks = [...peaks, { of: `peak ${index}`, who: step.who, suds, at: now }];
    } else if (step.what === "ask" && bands.at(-1)?.band.kind !== "reality") {
      const until = now - step.back;
      if (step.kind === "forecast" && expected && bands.length === 0)
        tell(step.kind, expected, from);
      else if (step.kind === "reality" && toldPeaks) tell(step.kind, toldPeaks, endOf(steps));
      else if (step.kind === "during" && expected && !toldPeaks && until >= from + 30) {
        const latest = new Map<number, Reading>();
        for (const each of taps) if (each.at <= until) latest.set(each.who, each);
        if (tell(step.kind, [...latest.values()], until)) {
          taps = taps.filter((each) => each.at > until);
          from = until;
        }
      }
    }
  }
  return bands;

  function tell(kind: Told["kind"], readings: Reading[], at: number): boolean {
    if (readings.length < 5) return false;
    bands.push({ band: { kind, ...endsOf(readings.map(({ suds }) => suds)), at }, readings });
    return true;
  }
}

function endOf(steps: Step[]): number {
  const last = steps.findIndex(({ what }) => what === "end");
  return steps.slice(0, last + 1).reduce((sum, step) => sum + step.by, 0);
}

const FIFTHS = [
  [0, 20],
  [20, 40],
  [40, 60],
  [60, 80],
  [80, 101],
] as const;
const fifthOf = (reading: number) =>
  FIFTHS.findIndex(([from, to]) => reading >= from && reading < to);

/** Without those at either end: one of five to eight people, two of nine to twelve, and so on. */
function endsOf(readings: number[]): { low: number; high: number } {
  const fifths = readings.map(fifthOf).sort();
  let cut = 1;
  while (readings.length > 4 * (cut + 1)) cut += 1;
  const inner = fifths.slice(cut, fifths.length - cut);
  return { low: Math.min(...inner) * 20, high: (Math.max(...inner) + 1) * 20 };
}

/** Other readings of one person, each somewhere else in its own fifth. */
function elsewhereInFifth(steps: Step[], of: number, shift: number): Step[] {
  return steps.map((step) => {
    if (!("who" in step) || step.who !== of || !("suds" in step) || step.suds === null) return step;
    const [from, to] = FIFTHS[fifthOf(step.suds)] as (typeof FIFTHS)[number];
    return { ...step, suds: from + ((step.suds - from + shift) % (to - from)) };
  });
}

describe("the room's band", () => {
  it("is what the model says it is, over everything that people do and anyone asks", async () => {
    const told = { forecast: 0, during: 0, reality: 0 };
    await fc.assert(
      fc.asyncProperty(histories, async (steps) => {
        const bands = (await toldByDatabase(steps)).at(-1);
        expect(bands).toEqual(toldByModel(steps).map(({ band }) => band));
        for (const band of bands ?? []) told[band.kind] += 1;
      }),
      { numRuns: 70 },
    );
    // Else the above would have said nothing.
    for (const count of Object.values(told)) expect(count).toBeGreaterThan(5);
  });

  it("is of five people or more, and no reading is in two", () => {
    fc.assert(
      fc.property(histories, (steps) => {
        const seen = new Set<string>();
        for (const { readings } of toldByModel(steps)) {
          expect(new Set(readings.map((each) => each.who)).size).toBeGreaterThanOrEqual(5);
          for (const { of } of readings) {
            expect(seen).not.toContain(of);
            seen.add(of);
          }
        }
      }),
    );
  });

  it("stays as it was told, whoever joins, leaves or taps after it", async () => {
    await fc.assert(
      fc.asyncProperty(histories, async (steps) => {
        const told = await toldByDatabase(steps);
        const last = told.at(-1);
        for (const soFar of told) expect(last?.slice(0, soFar.length)).toEqual(soFar);
      }),
      { numRuns: 30 },
    );
  });

  it("tells of nobody more than the fifth they were in, not even to all the others together", async () => {
    await fc.assert(
      fc.asyncProperty(
        histories,
        who,
        fc.integer({ min: 1, max: 19 }),
        async (steps, someone, shift) => {
          const twin = elsewhereInFifth(steps, someone, shift);
          expect(await toldByDatabase(twin)).toEqual(await toldByDatabase(steps));
        },
      ),
      { numRuns: 30 },
    );
  });
});
