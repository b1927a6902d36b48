import { sql } from "drizzle-orm";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { MemberActor } from "@/server/auth/actor";
import { withActor } from "@/server/db/transaction";
import { MOMENTS_MAX, type NoteMoment } from "@/server/domains/exposures/contract";
import {
  accessExposure,
  listExposures,
  listLadder,
  listRecentTriesIn,
  listTries,
  settleElapsedIn,
} from "@/server/domains/exposures/reads";
import { exposureMoments } from "@/server/domains/exposures/tables";
import {
  finishExposure,
  letGo,
  logEntry,
  noteMoment,
  reflectOnExposure,
} from "@/server/domains/exposures/writes";
import { aMembership, anOrganisation, as, NOW } from "../support/builders";
import { useDatabase } from "../support/database";
import { aDoneExposure, aReflection, aStartedExposure, newId } from "../support/practice-builders";

const db = useDatabase();
let ada: MemberActor;
let other: MemberActor;

beforeAll(async () => {
  const harbour = await anOrganisation(db);
  ada = await aMembership(db, harbour);
  other = await aMembership(db, harbour);
});

const MINUTE = 60_000;
const minutes = (count: number, from = NOW) => new Date(from.getTime() + count * MINUTE);
const ref = (exposureId: string) => ({ organisationId: ada.organisationId, exposureId });

/** What a device sends; by default a tap of 50 at the start. */
function moment(exposureId: string, said: Partial<NoteMoment> = {}): NoteMoment {
  const base = { ...ref(exposureId), momentId: newId(), at: NOW.toISOString() };
  return { ...base, kind: "distress", suds: 50, words: null, ...said } as NoteMoment;
}

const note = (now: Date, exposureId: string, said: Partial<NoteMoment> = {}) =>
  noteMoment(as(db, ada, now), moment(exposureId, said));

describe("noting along the way", () => {
  test("keeps a tap at the time it was, oldest first, however it was queued", async () => {
    const { id } = await aStartedExposure(db, ada);
    const now = minutes(30);
    await note(now, id, { at: minutes(20).toISOString(), suds: 30 });
    const view = await note(now, id, { at: minutes(5).toISOString(), suds: 80 });
    expect(view.moments.map(({ at, suds }) => [at, suds])).toEqual([
      [minutes(5).toISOString(), 80],
      [minutes(20).toISOString(), 30],
    ]);
    expect(await accessExposure(as(db, ada, now), ref(id))).toEqual(view);
  });

  test("sent twice, or at the same time, it is kept once, even when all is over", async () => {
    const { id } = await aStartedExposure(db, ada);
    const tap = moment(id);
    await Promise.all([noteMoment(as(db, ada), tap), noteMoment(as(db, ada, minutes(1)), tap)]);
    await letGo(as(db, ada, minutes(2)), ref(id));
    const view = await noteMoment(as(db, ada, minutes(3)), tap);
    expect(view.moments).toHaveLength(1);
  });

  test("a device is believed about when, from the start until now", async () => {
    const { id } = await aStartedExposure(db, ada);
    await note(minutes(10), id, { at: "2020-01-01T00:00:00Z" });
    const view = await note(minutes(10), id, { at: "2099-01-01T00:00:00Z" });
    expect(view.moments.map(({ at }) => at)).toEqual([
      NOW.toISOString(),
      minutes(10).toISOString(),
    ]);
  });

  test("distress and hands-off end with the reflection, though word of them may come later", async () => {
    const { id } = await aDoneExposure(db, ada);
    await note(minutes(4), id, { at: minutes(3).toISOString() });
    await reflectOnExposure(as(db, ada, minutes(5)), aReflection(ada, id));
    await expect(note(minutes(9), id, { at: minutes(6).toISOString() })).rejects.toMatchObject({
      code: "STATE_CHANGED",
    });
    const began = { kind: "hands_off_began", minutes: 30 } as const;
    await expect(
      note(minutes(9), id, { ...began, at: minutes(8).toISOString() }),
    ).rejects.toMatchObject({ code: "STATE_CHANGED" });
    const view = await note(minutes(9), id, { at: minutes(4).toISOString() });
    expect(view.moments).toHaveLength(2);
  });

  test("a thought may follow at any time after the start, also after letting go", async () => {
    const thought = { kind: "thought", words: "Nobody even looked" } as const;
    const { id } = await aStartedExposure(db, ada);
    await letGo(as(db, ada), ref(id));
    const view = await note(minutes(60 * 24), id, { ...thought, at: minutes(60).toISOString() });
    expect(view.moments).toMatchObject([{ kind: "thought", words: "Nobody even looked" }]);
    const logged = await logEntry(as(db, ada), {
      ...ref(newId()),
      kind: "accident",
      plan: "Spilt it",
      whereAndWho: null,
    });
    const after = await note(minutes(5), logged.id, { ...thought, at: minutes(4).toISOString() });
    expect(after.moments).toHaveLength(1);
  });

  test("nothing is noted before it began", async () => {
    const { id } = await aStartedExposure(db, other);
    await expect(note(NOW, id)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("under an id that something else has, nothing is found and nothing kept", async () => {
    const one = await aStartedExposure(db, ada);
    const two = await aStartedExposure(db, ada);
    const theirs = await aStartedExposure(db, other);
    const tap = moment(one.id);
    await noteMoment(as(db, ada), tap);
    await expect(noteMoment(as(db, ada), { ...tap, ...ref(two.id) })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await expect(
      noteMoment(as(db, other), { ...tap, exposureId: theirs.id }),
    ).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("has an end, so that nobody's record fills the page", async () => {
    const { id } = await aStartedExposure(db, ada);
    await withActor(as(db, ada), (tx) =>
      tx.insert(exposureMoments).values(
        Array.from({ length: MOMENTS_MAX }, () => ({
          organisationId: ada.organisationId,
          id: newId(),
          membershipId: ada.membershipId,
          exposureId: id,
          kind: "distress" as const,
          at: NOW,
          receivedAt: NOW,
          suds: 10,
        })),
      ),
    );
    await expect(note(NOW, id)).rejects.toMatchObject({ code: "TOO_MANY" });
  });

  test("what was noted can be neither changed nor removed, not even past our rules", async () => {
    const { id } = await aStartedExposure(db, ada);
    await note(NOW, id);
    const attempts = [
      (tx: Parameters<Parameters<typeof withActor>[1]>[0]) =>
        tx.update(exposureMoments).set({ suds: 0 }),
      (tx: Parameters<Parameters<typeof withActor>[1]>[0]) => tx.delete(exposureMoments),
    ];
    for (const attempt of attempts) {
      await expect(withActor(as(db, ada), attempt)).rejects.toMatchObject({
        cause: { code: "42501" },
      });
    }
  });

  test("another member sees no moment, even when asking the table for all of them", async () => {
    const rows = await withActor(as(db, other), (tx) => tx.select().from(exposureMoments));
    expect(rows.filter((row) => row.membershipId !== other.membershipId)).toEqual([]);
  });
});

describe("the hands-off window", () => {
  test("survives what lies between, and breaking it early is noted and starts nothing over", async () => {
    const { id } = await aStartedExposure(db, ada);
    await note(minutes(1), id, {
      kind: "hands_off_began",
      minutes: 30,
      at: minutes(1).toISOString(),
    } as Partial<NoteMoment>);
    const window = { beganAt: minutes(1).toISOString(), endsAt: minutes(31).toISOString() };
    expect((await accessExposure(as(db, ada, minutes(20)), ref(id))).handsOff).toEqual({
      ...window,
      brokenAt: null,
    });
    const broken = {
      kind: "hands_off_broken",
      words: null,
      at: minutes(21).toISOString(),
    } as const;
    const view = await note(minutes(25), id, broken);
    expect(view.handsOff).toEqual({ ...window, brokenAt: minutes(21).toISOString() });
    expect(view.state).toBe("under_way");
    const later = await note(minutes(26), id, { ...broken, at: minutes(26).toISOString() });
    expect(later.handsOff).toEqual(view.handsOff);
  });

  test("reads the same in whichever order a queue was replayed", async () => {
    const queue = (id: string) => [
      moment(id, { kind: "hands_off_began", minutes: 30 } as Partial<NoteMoment>),
      moment(id, { at: minutes(3).toISOString(), suds: 70 } as Partial<NoteMoment>),
      moment(id, { kind: "hands_off_broken", at: minutes(9).toISOString() } as Partial<NoteMoment>),
      moment(id, {
        kind: "hands_off_began",
        minutes: 10,
        at: minutes(12).toISOString(),
      } as Partial<NoteMoment>),
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }),
        fc.array(fc.nat(3), { maxLength: 3 }),
        async (order, again) => {
          const { id } = await aStartedExposure(db, ada);
          const taps = queue(id);
          for (const index of [...order, ...again]) {
            await noteMoment(as(db, ada, minutes(40)), taps[index] as NoteMoment);
          }
          const view = await accessExposure(as(db, ada, minutes(40)), ref(id));
          expect(view.moments.map((each) => each.id)).toEqual(taps.map((each) => each.momentId));
          expect(view.handsOff).toEqual({
            beganAt: minutes(12).toISOString(),
            endsAt: minutes(22).toISOString(),
            brokenAt: null,
          });
        },
      ),
      { numRuns: 15 },
    );
  });
});

describe("a rung of not doing", () => {
  const notDoing = (now = NOW, said = {}) =>
    aStartedExposure(db, ada, { now, plan: { notDoing: true, handsOffMinutes: 60, ...said } });

  test("is done once its time has passed, at that very instant, with nobody looking", async () => {
    const { id } = await notDoing();
    const early = await accessExposure(as(db, ada, minutes(59)), ref(id));
    expect(early).toMatchObject({ state: "under_way", finishedAt: null });
    const done = { state: "done", finishedAt: minutes(60).toISOString() };
    expect(await accessExposure(as(db, ada, minutes(600)), ref(id))).toMatchObject(done);
    expect(await finishExposure(as(db, ada, minutes(601)), ref(id))).toMatchObject(done);
  });

  test("is done wherever it is read next", async () => {
    const now = minutes(60);
    const ctx = as(db, ada, now);
    const { organisationId } = ada;
    const readers: Record<string, (id: string) => Promise<boolean>> = {
      list: async (id) =>
        (await listExposures(ctx, { organisationId })).exposures.some(
          (each) => each.id === id && each.state === "done",
        ),
      ladder: async (id) => (await listLadder(ctx)).rungs.every((rung) => rung.id !== id),
      chart: async (id) => (await listTries(ctx)).some((each) => each.id === id),
      note: async (id) => {
        const since = minutes(-60);
        const tries = await withActor(ctx, (tx) => listRecentTriesIn(tx, ada, { since, now }));
        return tries.some((each) => each.id === id);
      },
      reflection: async (id) =>
        (await reflectOnExposure(ctx, aReflection(ada, id))).state === "reflected",
    };
    for (const [reader, sees] of Object.entries(readers)) {
      const { id } = await notDoing();
      expect(await sees(id), reader).toBe(true);
    }
  });

  test("broken early goes on as it was; its author may call it done, or let it go", async () => {
    const { id } = await notDoing();
    const broken = await note(minutes(10), id, {
      kind: "hands_off_broken",
      at: minutes(10).toISOString(),
    } as Partial<NoteMoment>);
    expect(broken).toMatchObject({
      state: "under_way",
      handsOff: { endsAt: minutes(60).toISOString(), brokenAt: minutes(10).toISOString() },
    });
    const kept = await accessExposure(as(db, ada, minutes(61)), ref(id));
    expect(kept).toMatchObject({ state: "done", finishedAt: minutes(60).toISOString() });
    const early = await notDoing();
    const done = await finishExposure(as(db, ada, minutes(5)), ref(early.id));
    expect(done).toMatchObject({ state: "done", finishedAt: minutes(5).toISOString() });
    const gone = await notDoing();
    await letGo(as(db, ada, minutes(5)), ref(gone.id));
    expect((await accessExposure(as(db, ada, minutes(600)), ref(gone.id))).state).toBe("let_go");
  });

  test("nothing else is done by time alone", async () => {
    const { id } = await aStartedExposure(db, ada, { plan: { handsOffMinutes: 5 } });
    expect((await accessExposure(as(db, ada, minutes(600)), ref(id))).state).toBe("under_way");
  });

  test.each([
    ["the clocks go forward", "2026-03-29T00:30:00Z"],
    ["the clocks go back", "2026-10-25T00:30:00Z"],
  ])("takes as long as it was sealed for when %s, in every zone", async (_what, instant) => {
    const start = new Date(instant);
    for (const plannedZone of ["Europe/Lisbon", "America/New_York", "Australia/Lord_Howe"]) {
      const { id } = await notDoing(start, { plannedFor: instant, plannedZone });
      await note(minutes(1, start), id, {
        kind: "hands_off_broken",
        at: minutes(1, start).toISOString(),
      } as Partial<NoteMoment>);
      // Even where the database itself keeps that zone's time.
      for (const [after, state] of [
        [59, "under_way"],
        [60, "done"],
      ] as const) {
        const now = minutes(after, start);
        await withActor(as(db, ada, now), async (tx) => {
          await tx.execute(sql.raw(`set local timezone = '${plannedZone}'`));
          await settleElapsedIn(tx, ada, now);
        });
        expect((await accessExposure(as(db, ada, start), ref(id))).state).toBe(state);
      }
      expect(await accessExposure(as(db, ada, minutes(90, start)), ref(id))).toMatchObject({
        finishedAt: minutes(60, start).toISOString(),
        handsOff: { beganAt: start.toISOString(), endsAt: minutes(60, start).toISOString() },
        plannedFor: start.toISOString(),
        plannedZone,
      });
    }
  });
});
