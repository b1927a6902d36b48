import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { MemberActor } from "@/server/auth/actor";
import { withActor } from "@/server/db/transaction";
import { keepCheckIn } from "@/server/domains/checkins/writes";
import { CHARTED_TRIES, type PlanExposure } from "@/server/domains/exposures/contract";
import { listLadder, listTries } from "@/server/domains/exposures/reads";
import { exposures } from "@/server/domains/exposures/tables";
import { letGo, planExposure } from "@/server/domains/exposures/writes";
import { type AnOrganisation, aMembership, anOrganisation, as, NOW } from "../support/builders";
import { useDatabase } from "../support/database";
import {
  aDoneExposure,
  aPlan,
  aReflectedExposure,
  aStartedExposure,
  newId,
} from "../support/practice-builders";

const db = useDatabase();
let harbour: AnOrganisation;
let ada: MemberActor;

beforeAll(async () => {
  harbour = await anOrganisation(db);
});
beforeEach(async () => {
  ada = await aMembership(db, harbour);
});

const DAY = 86_400_000;
const days = (count: number) => new Date(NOW.getTime() + count * DAY);
const ladder = (now = NOW) => listLadder(as(db, ada, now));
const planned = (said: Partial<PlanExposure> = {}) => planExposure(as(db, ada), aPlan(ada, said));
const tried = (peakSuds: number, day: number, plan: Partial<PlanExposure> = {}) =>
  aReflectedExposure(db, ada, { now: days(day), plan, after: { peakSuds } });

describe("the ladder", () => {
  test("is empty without fuss for someone new", async () => {
    expect(await ladder()).toEqual({ rungs: [], suggestion: null, risingDistress: null });
  });

  test("holds ideas, plans and what is under way, gentlest first, and nothing that is over", async () => {
    const unsaid = await planned({ as: "idea", expectedSuds: null });
    const high = await planned({ expectedSuds: 90 });
    const low = await planned({ as: "idea", expectedSuds: 10 });
    const now = await aStartedExposure(db, ada, { plan: { expectedSuds: 50 } });
    await aDoneExposure(db, ada);
    const gone = await planned();
    await letGo(as(db, ada), { organisationId: ada.organisationId, exposureId: gone.id });
    await planExposure(as(db, harbour.owner), aPlan(harbour.owner));
    const { rungs } = await ladder();
    expect(rungs.map(({ id }) => id)).toEqual([low.id, now.id, high.id, unsaid.id]);
  });

  test("suggests the member's own next rung, or a dial", async () => {
    const { id } = await tried(30, 0, { expectedSuds: 40, audience: 2, reversibility: 1 });
    expect((await ladder()).suggestion).toMatchObject({
      kind: "turn_dial",
      from: { id },
      dial: "reversibility",
      to: 2,
    });
    const next = await planned({ as: "idea", expectedSuds: 50, plan: "Say it aloud" });
    expect((await ladder()).suggestion).toMatchObject({
      kind: "rung",
      rung: { id: next.id, plan: "Say it aloud" },
    });
  });

  test("suggests another context after two repeats", async () => {
    const first = await tried(50, -3, { whereAndWho: "At work" });
    await tried(40, -2, { whereAndWho: "At work", repeatOfId: first.id });
    await tried(30, -1, { whereAndWho: "at work", repeatOfId: first.id });
    expect((await ladder()).suggestion).toMatchObject({
      kind: "another_context",
      contexts: ["at work"],
    });
  });
});

describe("rising distress", () => {
  test("of three tries is noticed, and nothing harder is said then", async () => {
    const first = await tried(30, -3, { audience: 0 });
    await tried(40, -2, { repeatOfId: first.id, audience: 0 });
    expect((await ladder()).suggestion).not.toBeNull();
    await tried(50, -1, { repeatOfId: first.id, audience: 0 });
    expect(await ladder()).toMatchObject({
      suggestion: null,
      risingDistress: { because: "peaks" },
    });
  });

  test("of check-ins is noticed as well", async () => {
    await tried(30, -1, { audience: 0 });
    for (const [day, distress] of [
      [-14, 3],
      [-7, 6],
      [0, 6],
    ] as const) {
      expect((await ladder(days(day))).risingDistress).toBeNull();
      await keepCheckIn(as(db, ada, days(day)), {
        organisationId: ada.organisationId,
        timeZone: "Europe/Lisbon",
        fear: null,
        avoidance: null,
        distress,
        nothingCameUp: false,
        goodEnough: null,
      });
    }
    expect(await ladder()).toMatchObject({
      suggestion: null,
      risingDistress: { because: "check_ins" },
    });
  });

  test("of someone else is nobody's business", async () => {
    const first = await tried(30, -3);
    await tried(40, -2, { repeatOfId: first.id });
    await tried(50, -1, { repeatOfId: first.id });
    const theirs = await listLadder(as(db, harbour.owner));
    expect(theirs.risingDistress).toBeNull();
  });
});

describe("the tries of a chart", () => {
  test("come oldest first, with gaps as gaps, and without what was let go", async () => {
    const old = await tried(20, -9, { likelihoodBefore: null });
    const recent = await aDoneExposure(db, ada, { now: days(-1) });
    const gone = await tried(20, -2);
    await letGo(as(db, ada), { organisationId: ada.organisationId, exposureId: gone.id });
    await planned();
    expect(await listTries(as(db, ada))).toMatchObject([
      {
        id: old.id,
        predicted: true,
        peakSuds: 20,
        likelihoodBefore: null,
        at: days(-9).toISOString(),
      },
      { id: recent.id, predicted: true, peakSuds: null, expectedSuds: 70 },
    ]);
  });

  test("are the newest 500, whatever there is", async () => {
    const all = CHARTED_TRIES + 5;
    const rows = Array.from({ length: all }, (_, index) => ({
      organisationId: ada.organisationId,
      id: newId(NOW.getTime() + index),
      membershipId: ada.membershipId,
      kind: "accident" as const,
      state: "done" as const,
      createdAt: NOW,
      plan: `Slip ${index}`,
      startedAt: new Date(NOW.getTime() + index),
      finishedAt: new Date(NOW.getTime() + index),
    }));
    await withActor(as(db, ada), (tx) => tx.insert(exposures).values(rows));
    const tries = await listTries(as(db, ada));
    expect(tries.map(({ plan }) => plan)).toEqual(rows.slice(5).map(({ plan }) => plan));
    await ladder();
  });
});
