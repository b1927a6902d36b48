import fc from "fast-check";
import postgres from "postgres";
import { beforeAll, describe, expect, test } from "vitest";
import type { MemberActor } from "@/server/auth/actor";
import { withActor } from "@/server/db/transaction";
import { EXPOSURES_PER_PAGE, type ExposureView } from "@/server/domains/exposures/contract";
import {
  accessExposure,
  findLastLearned,
  listExposures,
  listRecentTriesIn,
} from "@/server/domains/exposures/reads";
import { MOVES, predictionOf } from "@/server/domains/exposures/rules";
import { exposures } from "@/server/domains/exposures/tables";
import {
  finishExposure,
  letGo,
  planExposure,
  reflectOnExposure,
  revisePlan,
  sealAndStart,
} from "@/server/domains/exposures/writes";
import { aMembership, anOrganisation, as, NOW } from "../support/builders";
import { useDatabase } from "../support/database";
import { aPlan, aReflectedExposure, aReflection, newId } from "../support/practice-builders";

const db = useDatabase();
let ada: MemberActor;
let sameOrganisation: MemberActor;
let otherOrganisation: MemberActor;

beforeAll(async () => {
  const harbour = await anOrganisation(db);
  ada = await aMembership(db, harbour);
  sameOrganisation = await aMembership(db, harbour);
  otherOrganisation = (await anOrganisation(db)).owner;
});

const later = new Date(NOW.getTime() + 60_000);
const ref = (exposureId: string) => ({ organisationId: ada.organisationId, exposureId });
const planned = (said = {}) => planExposure(as(db, ada), aPlan(ada, said));

async function started(): Promise<ExposureView> {
  const { id } = await planned();
  return sealAndStart(as(db, ada), ref(id));
}

async function done(): Promise<ExposureView> {
  const { id } = await started();
  return finishExposure(as(db, ada), ref(id));
}

describe("planning", () => {
  test("keeps a plan of a few words and nothing else", async () => {
    const plan = { ...aPlan(ada), whereAndWho: null, fearedOutcome: null, likelihoodBefore: null };
    const kept = await planExposure(as(db, ada), plan);
    expect(kept).toMatchObject({ state: "planned", plan: plan.plan, fearedOutcome: null });
    expect(await accessExposure(as(db, ada), ref(kept.id))).toEqual(kept);
  });

  test("sent twice it is kept once", async () => {
    const plan = aPlan(ada);
    const [one, two] = await Promise.all([
      planExposure(as(db, ada), plan),
      planExposure(as(db, ada), plan),
    ]);
    expect(two).toEqual(one);
  });

  test("sent again with other words, the later words are kept while it is open", async () => {
    const plan = aPlan(ada);
    await planExposure(as(db, ada), plan);
    const again = await planExposure(as(db, ada), { ...plan, plan: "Something smaller" });
    expect(again.plan).toBe("Something smaller");
  });

  test("under an id that is someone else's, nothing is found", async () => {
    const { id } = await planned();
    const theirs = aPlan(sameOrganisation, { exposureId: id });
    await expect(planExposure(as(db, sameOrganisation), theirs)).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    expect((await accessExposure(as(db, ada), ref(id))).plan).toBe(aPlan(ada).plan);
  });
});

describe("revising", () => {
  test("changes an open plan", async () => {
    const { id } = await planned();
    const revised = await revisePlan(as(db, ada), aPlan(ada, { exposureId: id, expectedSuds: 20 }));
    expect(revised).toMatchObject({ expectedSuds: 20, state: "planned" });
  });

  test("is refused once sealed, and a late retry of the same words is not", async () => {
    const { id } = await started();
    const same = aPlan(ada, { exposureId: id });
    await expect(revisePlan(as(db, ada), same)).resolves.toMatchObject({ state: "under_way" });
    await expect(revisePlan(as(db, ada), { ...same, likelihoodBefore: 10 })).rejects.toMatchObject({
      code: "PREDICTION_SEALED",
    });
    await expect(
      planExposure(as(db, ada), { ...same, likelihoodBefore: 10 }),
    ).rejects.toMatchObject({ code: "PREDICTION_SEALED" });
  });
});

describe("sealing and starting", () => {
  test("freezes the prediction at the server's clock", async () => {
    const { id } = await planned();
    const exposure = await sealAndStart(as(db, ada, later), ref(id));
    expect(exposure).toMatchObject({ state: "under_way", sealedAt: later.toISOString() });
  });

  test("done twice, or at the same time, it keeps the first clock", async () => {
    const { id } = await planned();
    const [one, two] = await Promise.all([
      sealAndStart(as(db, ada), ref(id)),
      sealAndStart(as(db, ada, later), ref(id)),
    ]);
    expect(two.sealedAt).toBe(one.sealedAt);
    const third = await sealAndStart(as(db, ada, new Date(later.getTime() + 1)), ref(id));
    expect(third.sealedAt).toBe(one.sealedAt);
  });

  test("cannot follow letting go", async () => {
    const { id } = await planned();
    await letGo(as(db, ada), ref(id));
    await expect(sealAndStart(as(db, ada), ref(id))).rejects.toMatchObject({
      code: "STATE_CHANGED",
    });
  });
});

describe("a sealed prediction", () => {
  test("cannot be changed by the app's role, past every rule of ours", async () => {
    const { id } = await started();
    const change = withActor(as(db, ada), (tx) =>
      tx.update(exposures).set({ expectedSuds: 1, state: "planned", sealedAt: null }),
    );
    await expect(change).rejects.toMatchObject({
      cause: { constraint_name: "exposures_prediction_sealed" },
    });
    expect((await accessExposure(as(db, ada), ref(id))).expectedSuds).toBe(70);
  });

  test("cannot be changed by hand, not even by the superuser", async () => {
    const { id } = await started();
    const url = new URL(db.adminUrl);
    const sql = postgres(url.href, { max: 1, onnotice: () => {} });
    for (const column of ["plan", "where_and_who", "feared_outcome", "coping_words"]) {
      await expect(
        sql`update exposures set ${sql(column)} = 'polished' where id = ${id}`,
      ).rejects.toMatchObject({ constraint_name: "exposures_prediction_sealed" });
    }
    for (const column of ["likelihood_before", "expected_suds"]) {
      await expect(
        sql`update exposures set ${sql(column)} = null where id = ${id}`,
      ).rejects.toMatchObject({ constraint_name: "exposures_prediction_sealed" });
    }
    await expect(
      sql`update exposures set sealed_at = now() where id = ${id}`,
    ).rejects.toMatchObject({ constraint_name: "exposures_prediction_sealed" });
    await sql.end();
  });

  test("survives any sequence of writes unchanged", async () => {
    const moves = {
      revise: (id: string, at: number) =>
        revisePlan(
          as(db, ada),
          aPlan(ada, { exposureId: id, plan: `Words ${at}`, expectedSuds: at }),
        ),
      seal_and_start: (id: string) => sealAndStart(as(db, ada), ref(id)),
      finish: (id: string) => finishExposure(as(db, ada), ref(id)),
      reflect: (id: string, at: number) =>
        reflectOnExposure(as(db, ada), aReflection(ada, id, { peakSuds: at })),
      let_go: (id: string) => letGo(as(db, ada), ref(id)),
    };
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...MOVES), { minLength: 1, maxLength: 10 }),
        async (sequence) => {
          let exposure = await planned();
          for (const [at, move] of sequence.entries()) {
            const before = exposure;
            exposure = await moves[move](exposure.id, at).catch(
              async (error: { code?: string }) => {
                expect(["STATE_CHANGED", "PREDICTION_SEALED"]).toContain(error.code);
                return accessExposure(as(db, ada), ref(before.id));
              },
            );
            if (before.sealedAt) {
              expect(predictionOf(exposure)).toEqual(predictionOf(before));
              expect(exposure.sealedAt).toBe(before.sealedAt);
            }
            if (["done", "reflected"].includes(exposure.state))
              expect(exposure.sealedAt).not.toBeNull();
          }
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe("after doing it", () => {
  test("finishing is recorded once, at the first clock", async () => {
    const { id } = await started();
    const exposure = await finishExposure(as(db, ada), ref(id));
    expect(exposure).toMatchObject({ state: "done", finishedAt: NOW.toISOString() });
    expect(await finishExposure(as(db, ada, later), ref(id))).toEqual(exposure);
  });

  test("something not started cannot be finished or reflected on", async () => {
    const { id } = await planned();
    for (const write of [
      () => finishExposure(as(db, ada), ref(id)),
      () => reflectOnExposure(as(db, ada), aReflection(ada, id)),
    ]) {
      await expect(write()).rejects.toMatchObject({ code: "STATE_CHANGED" });
    }
  });

  test("an empty reflection is a reflection", async () => {
    const { id } = await done();
    const exposure = await reflectOnExposure(as(db, ada), aReflection(ada, id));
    expect(exposure).toMatchObject({ state: "reflected", learned: null, peakSuds: null });
  });

  test("a reflection sent twice is kept once, and can be added to later", async () => {
    const { id } = await done();
    const said = aReflection(ada, id, { peakSuds: 45, learned: "Nobody noticed." });
    const once = await reflectOnExposure(as(db, ada), said);
    expect(await reflectOnExposure(as(db, ada), said)).toEqual(once);
    const more = await reflectOnExposure(as(db, ada, later), { ...said, better: "It was quick." });
    expect(more).toMatchObject({ learned: "Nobody noticed.", better: "It was quick." });
  });
});

describe("letting go", () => {
  test("is open before, during and after doing it, and keeps what was written", async () => {
    for (const exposure of [await planned(), await started(), await done()]) {
      const gone = await letGo(as(db, ada, later), ref(exposure.id));
      expect(gone).toMatchObject({
        state: "let_go",
        letGoAt: later.toISOString(),
        plan: exposure.plan,
        sealedAt: exposure.sealedAt,
      });
      expect(await letGo(as(db, ada), ref(exposure.id))).toEqual(gone);
    }
  });

  test("does not undo a reflection", async () => {
    const { id } = await aReflectedExposure(db, ada);
    await expect(letGo(as(db, ada), ref(id))).rejects.toMatchObject({ code: "STATE_CHANGED" });
  });
});

describe("everyone but its author", () => {
  test.each([
    ["another member of the same organisation", () => sameOrganisation],
    ["the owner of another organisation", () => otherOrganisation],
  ])("%s finds nothing to read or change", async (_who, actor) => {
    const { id } = await planned();
    const ctx = as(db, actor());
    const target = { organisationId: actor().organisationId, exposureId: id };
    for (const attempt of [
      () => accessExposure(ctx, target),
      () => revisePlan(ctx, aPlan(actor(), target)),
      () => sealAndStart(ctx, target),
      () => finishExposure(ctx, target),
      () => reflectOnExposure(ctx, aReflection(actor(), id)),
      () => letGo(ctx, target),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
    expect((await accessExposure(as(db, ada), ref(id))).state).toBe("planned");
  });

  test("another member sees no row, even when asking the table for all of them", async () => {
    await planned();
    const rows = await withActor(as(db, sameOrganisation), (tx) => tx.select().from(exposures));
    expect(rows.filter((row) => row.membershipId !== sameOrganisation.membershipId)).toEqual([]);
  });

  test("a connection that acts as nobody sees none either", async () => {
    expect(await db.db.orm.select().from(exposures)).toEqual([]);
  });
});

describe("the member's own list", () => {
  test("comes newest first, a page at a time, each exposure once", async () => {
    const bea = await aMembership(db, ada);
    const made: string[] = [];
    for (let at = 0; at < EXPOSURES_PER_PAGE + 3; at += 1) {
      const exposureId = newId(NOW.getTime() + at);
      await planExposure(as(db, bea), aPlan(bea, { exposureId, plan: `Plan ${at}` }));
      made.push(exposureId);
    }
    const { organisationId } = bea;
    const first = await listExposures(as(db, bea), { organisationId });
    expect(first.exposures).toHaveLength(EXPOSURES_PER_PAGE);
    const second = await listExposures(as(db, bea), {
      organisationId,
      before: first.next ?? undefined,
    });
    expect(second.next).toBeNull();
    expect([...first.exposures, ...second.exposures].map((each) => each.id)).toEqual(
      made.reverse(),
    );
  });

  test("is empty without fuss for someone new", async () => {
    const { owner } = await anOrganisation(db);
    expect(await listExposures(as(db, owner), { organisationId: owner.organisationId })).toEqual({
      exposures: [],
      next: null,
    });
    expect(await findLastLearned(as(db, owner))).toBeNull();
  });
});

describe("what was learned last", () => {
  test("is the latest reflection that says so, whenever it was planned", async () => {
    const cleo = await aMembership(db, ada);
    const old = await aReflectedExposure(db, cleo, { after: { learned: "First" } });
    await aReflectedExposure(db, cleo, { now: later, after: { learned: "Second" } });
    await aReflectedExposure(db, cleo, { now: new Date(later.getTime() + 1) });
    expect(await findLastLearned(as(db, cleo))).toMatchObject({ learned: "Second" });
    await reflectOnExposure(
      as(db, cleo, new Date(later.getTime() + 2)),
      aReflection(cleo, old.id, { learned: "First, seen again" }),
    );
    expect(await findLastLearned(as(db, cleo))).toMatchObject({ learned: "First, seen again" });
  });
});

describe("recent tries", () => {
  test("are those done or let go since, of this member alone", async () => {
    const dot = await aMembership(db, ada);
    const weekAgo = new Date(NOW.getTime() - 7 * 86_400_000);
    await aReflectedExposure(db, dot, { now: new Date(weekAgo.getTime() - 1) });
    const recent = await aReflectedExposure(db, dot);
    const { id } = await planExposure(as(db, dot), aPlan(dot));
    const gone = await letGo(as(db, dot), { organisationId: dot.organisationId, exposureId: id });
    await planExposure(as(db, dot), aPlan(dot));
    const tries = await withActor(as(db, dot), (tx) => listRecentTriesIn(tx, dot, weekAgo));
    expect(tries.map((each) => each.id).toSorted()).toEqual([recent.id, gone.id].toSorted());
  });
});
