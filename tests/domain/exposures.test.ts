import { eq } from "drizzle-orm";
import postgres from "postgres";
import { beforeAll, describe, expect, test } from "vitest";
import type { MemberActor } from "@/server/auth/actor";
import { withActor } from "@/server/db/transaction";
import { EXPOSURES_PER_PAGE } from "@/server/domains/exposures/contract";
import {
  accessExposure,
  findLastLearned,
  listExposures,
  listRecentTriesIn,
  listTries,
} from "@/server/domains/exposures/reads";
import { exposures } from "@/server/domains/exposures/tables";
import {
  answerStakes,
  finishExposure,
  letGo,
  logEntry,
  noteMoment,
  planExposure,
  recordWordIn,
  reflectOnExposure,
  revisePlan,
  sealAndStart,
} from "@/server/domains/exposures/writes";
import { aGroup, aMember, aMembership, anOrganisation, as, NOW } from "../support/builders";
import { useDatabase } from "../support/database";
import {
  aDoneExposure,
  aPlan,
  aReflectedExposure,
  aReflection,
  aStartedExposure,
  newId,
} from "../support/practice-builders";
import { aBoard, answer, shareCard } from "../support/rooms";

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

const started = (plan = {}) => aStartedExposure(db, ada, { plan });
const done = () => aDoneExposure(db, ada);
const start = (exposureId: string, now = NOW) =>
  sealAndStart(as(db, ada, now), { ...ref(exposureId), couldHarm: "no" });

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

  test("puts a plan back among the ideas and takes it up again, while it is open", async () => {
    const { id } = await planned({ as: "idea" });
    await expect(start(id)).rejects.toMatchObject({ code: "STATE_CHANGED" });
    const same = aPlan(ada, { exposureId: id });
    expect((await revisePlan(as(db, ada), { ...same, as: "planned" })).state).toBe("planned");
    expect((await revisePlan(as(db, ada), { ...same, as: "idea" })).state).toBe("idea");
    expect((await revisePlan(as(db, ada), { ...same, as: "idea" })).state).toBe("idea");
  });

  test("is refused once let go", async () => {
    const { id } = await planned();
    await letGo(as(db, ada), ref(id));
    const other = aPlan(ada, { exposureId: id, plan: "Something else" });
    await expect(revisePlan(as(db, ada), other)).rejects.toMatchObject({ code: "STATE_CHANGED" });
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
    const exposure = await start(id, later);
    expect(exposure).toMatchObject({ state: "under_way", sealedAt: later.toISOString() });
  });

  test("done twice, or at the same time, it keeps the first clock", async () => {
    const { id } = await planned();
    const [one, two] = await Promise.all([start(id), start(id, later)]);
    expect(two.sealedAt).toBe(one.sealedAt);
    const third = await sealAndStart(as(db, ada, new Date(later.getTime() + 1)), ref(id));
    expect(third.sealedAt).toBe(one.sealedAt);
  });

  test("cannot follow letting go", async () => {
    const { id } = await planned();
    await letGo(as(db, ada), ref(id));
    await expect(start(id)).rejects.toMatchObject({ code: "STATE_CHANGED" });
  });
});

/** What a seal freezes, with something else than `aPlan` says. */
const FROZEN = {
  sealed_at: "2020-01-01T00:00:00Z",
  kind: "rest",
  plan: "polished",
  where_and_who: null,
  feared_outcome: null,
  likelihood_before: 1,
  expected_suds: null,
  coping_words: "polished",
  safety_behaviours: ["polished"],
  kindness_plan: "polished",
  planned_for: "2020-01-01T00:00:00Z",
  planned_zone: "Europe/Lisbon",
  not_doing: true,
  hands_off_minutes: 5,
  audience: 1,
  stakes: 1,
  reversibility: 1,
  time_until_fixed: 1,
  could_harm: "not_asked",
  word_message_id: "0195a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b",
};

/** Where it belongs, how far it has come, and what came of it. */
const FREE = [
  "better",
  "category",
  "created_at",
  "end_suds",
  "feared_outcome_happened",
  "felt",
  "finished_at",
  "how_got_through",
  "id",
  "learned",
  "let_go_at",
  "library_slug",
  "likelihood_after",
  "membership_id",
  "organisation_id",
  "peak_suds",
  "reflected_at",
  "repeat_of_id",
  "safety_behaviours_used",
  "started_at",
  "state",
  "surprise",
  "what_happened",
  "worse",
];

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
    for (const [column, value] of Object.entries(FROZEN)) {
      await expect(
        sql`update exposures set ${sql(column)} = ${value} where id = ${id}`,
        column,
      ).rejects.toMatchObject({ constraint_name: "exposures_prediction_sealed" });
    }
    await sql.end();
  });

  test("freezes every column of the prediction there is", async () => {
    const sql = postgres(db.adminUrl, { max: 1, onnotice: () => {} });
    const columns = await sql<{ column_name: string }[]>`
      select column_name from information_schema.columns where table_name = 'exposures'`;
    await sql.end();
    const free = columns.map((each) => each.column_name).filter((name) => !(name in FROZEN));
    expect(free.toSorted()).toEqual(FREE);
  });
});

describe("after doing it", () => {
  test("finishing is recorded once, at the first clock", async () => {
    const { id } = await started();
    const exposure = await finishExposure(as(db, ada), ref(id));
    expect(exposure).toMatchObject({ state: "done", finishedAt: NOW.toISOString() });
    expect(await finishExposure(as(db, ada, later), ref(id))).toEqual(exposure);
  });

  test("a device is believed about when, from the start until now", async () => {
    for (const [at, finishedAt] of [
      ["2026-03-02T10:00:20Z", "2026-03-02T10:00:20.000Z"],
      ["2020-01-01T00:00:00Z", NOW.toISOString()],
      ["2099-01-01T00:00:00Z", later.toISOString()],
    ] as const) {
      const { id } = await started();
      const exposure = await finishExposure(as(db, ada, later), { ...ref(id), at });
      expect(exposure.finishedAt).toBe(finishedAt);
    }
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
    const reflected = await aReflectedExposure(db, ada);
    for (const exposure of [await planned(), await started(), await done(), reflected]) {
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

  test("ends it: nothing is begun, finished or reflected on any more", async () => {
    const { id } = await started();
    await letGo(as(db, ada), ref(id));
    for (const write of [
      () => start(id),
      () => finishExposure(as(db, ada), ref(id)),
      () => reflectOnExposure(as(db, ada), aReflection(ada, id)),
    ]) {
      await expect(write()).rejects.toMatchObject({ code: "STATE_CHANGED" });
    }
  });
});

describe("the stakes gate", () => {
  const begin = (id: string) => sealAndStart(as(db, ada), ref(id));
  const answered = (id: string, couldHarm: "no" | "yes") =>
    answerStakes(as(db, ada), { ...ref(id), couldHarm });

  test("is asked before anything starts, and a no opens it, said before or on the way", async () => {
    const { id } = await planned();
    await expect(begin(id)).rejects.toMatchObject({ code: "STAKES_UNANSWERED" });
    expect((await answered(id, "no")).couldHarm).toBe("no");
    expect(await answered(id, "no")).toMatchObject({ state: "planned", couldHarm: "no" });
    expect(await begin(id)).toMatchObject({ state: "under_way", couldHarm: "no" });
    const other = await planned();
    expect(await start(other.id)).toMatchObject({ state: "under_way", couldHarm: "no" });
  });

  test("after a yes neither starts nor takes a no, until the plan is another", async () => {
    const { id } = await planned();
    expect((await answered(id, "yes")).couldHarm).toBe("yes");
    for (const attempt of [() => begin(id), () => start(id), () => answered(id, "no")]) {
      await expect(attempt()).rejects.toMatchObject({ code: "STAKES_NEED_WORD" });
    }
    const same = aPlan(ada, { exposureId: id, kindnessPlan: "A walk" });
    expect((await revisePlan(as(db, ada), same)).couldHarm).toBe("yes");
    const smaller = { ...same, plan: "Say it to one person" };
    expect(await revisePlan(as(db, ada), smaller)).toMatchObject({ couldHarm: null });
    await expect(begin(id)).rejects.toMatchObject({ code: "STAKES_UNANSWERED" });
    expect((await start(id)).state).toBe("under_way");
  });

  test("an answer cannot be given or changed once sealed or let go", async () => {
    const { id } = await started();
    await expect(answered(id, "yes")).rejects.toMatchObject({ code: "PREDICTION_SEALED" });
    expect(await answered(id, "no")).toMatchObject({ state: "under_way" });
    const gone = await planned();
    await letGo(as(db, ada), ref(gone.id));
    await expect(answered(gone.id, "no")).rejects.toMatchObject({ code: "STATE_CHANGED" });
  });

  test("is held by the database where nothing else does", async () => {
    const { id } = await planned();
    await answered(id, "yes");
    const past = (change: object) =>
      withActor(as(db, ada), (tx) => tx.update(exposures).set(change).where(eq(exposures.id, id)));
    for (const change of [
      { sealedAt: NOW, startedAt: NOW, state: "under_way" },
      { sealedAt: NOW, startedAt: NOW, state: "under_way", couldHarm: null },
    ]) {
      await expect(past(change)).rejects.toMatchObject({
        cause: { constraint_name: "exposures_stakes_gate" },
      });
    }
  });

  describe("with a facilitator's word", () => {
    async function asked() {
      const group = await aGroup(db);
      const { actor } = await aMember(db, group);
      const board = await aBoard(db, group);
      const ctx = as(db, actor);
      const { id } = await planExposure(ctx, aPlan(actor));
      const own = { organisationId: actor.organisationId, exposureId: id };
      await answerStakes(ctx, { ...own, couldHarm: "yes" });
      const { messageId } = await shareCard(db, board, actor, {
        card: {
          kind: "plan",
          fields: { plan: aPlan(actor).plan },
          wantsBack: "witness",
          asksWord: true,
        },
        audience: "facilitators",
      });
      const says = (kind: "go_ahead" | "smaller_please") =>
        answer(db, board, board.facilitator, messageId, { kind });
      const record = (wordId: string) =>
        withActor(ctx, (tx) => recordWordIn(tx, actor, id, wordId));
      return { actor, ctx, own, messageId, says, record };
    }

    test("it starts, and the word stays with it", async () => {
      const { ctx, own, says, record } = await asked();
      const word = await says("go_ahead");
      await record(word.messageId);
      await record(word.messageId);
      expect(await accessExposure(ctx, own)).toMatchObject({ couldHarm: "yes", hasWord: true });
      const begun = await sealAndStart(ctx, { ...own, couldHarm: "no" });
      expect(begun).toMatchObject({ state: "under_way", couldHarm: "yes", hasWord: true });
      await record(word.messageId);
    });

    test("a word to be smaller, a card, or no message at all opens nothing", async () => {
      const { ctx, own, messageId, says, record } = await asked();
      const smaller = await says("smaller_please");
      for (const noWord of [smaller.messageId, messageId, newId()]) {
        await expect(record(noWord)).rejects.toMatchObject({ code: "STAKES_NEED_WORD" });
      }
      await expect(sealAndStart(ctx, own)).rejects.toMatchObject({ code: "STAKES_NEED_WORD" });
    });

    test("it goes with the plan it was said to", async () => {
      const { actor, ctx, own, says, record } = await asked();
      const word = await says("go_ahead");
      await record(word.messageId);
      const larger = aPlan(actor, { ...own, plan: "Something much larger" });
      expect(await revisePlan(ctx, larger)).toMatchObject({ couldHarm: null, hasWord: false });
      await expect(record(word.messageId)).rejects.toMatchObject({ code: "STATE_CHANGED" });
    });

    test("taken back before the start, it opens nothing any more", async () => {
      const { ctx, own, says, record } = await asked();
      const word = await says("go_ahead");
      await record(word.messageId);
      const sql = postgres(db.adminUrl, { max: 1, onnotice: () => {} });
      await sql`update messages set state = 'retracted', body = null where id = ${word.messageId}`;
      await sql.end();
      await expect(sealAndStart(ctx, own)).rejects.toMatchObject({ code: "STAKES_NEED_WORD" });
      expect((await accessExposure(ctx, own)).state).toBe("planned");
    });
  });
});

describe("what just happened", () => {
  const entry = (said = {}) => ({
    organisationId: ada.organisationId,
    exposureId: newId(),
    kind: "accident" as const,
    plan: "Sent it to the wrong list",
    whereAndWho: null,
    ...said,
  });

  test.each(["accident", "rest"] as const)(
    "as %s is done at once, and predicts nothing",
    async (kind) => {
      const logged = await logEntry(as(db, ada), entry({ kind }));
      expect(logged).toMatchObject({
        kind,
        state: "done",
        sealedAt: null,
        couldHarm: null,
        expectedSuds: null,
        finishedAt: NOW.toISOString(),
      });
      const reflected = await reflectOnExposure(
        as(db, ada),
        aReflection(ada, logged.id, { peakSuds: 60, learned: "It passed" }),
      );
      expect(reflected).toMatchObject({ state: "reflected", peakSuds: 60 });
      const tries = await listTries(as(db, ada));
      expect(tries.find(({ id }) => id === logged.id)).toMatchObject({ kind, predicted: false });
    },
  );

  test("sent twice is kept once, with its first time and its latest words", async () => {
    const said = entry({ at: "2026-03-01T09:00:00Z" });
    const [one, two] = await Promise.all([
      logEntry(as(db, ada), said),
      logEntry(as(db, ada, later), said),
    ]);
    expect(two).toEqual(one);
    const again = await logEntry(as(db, ada, later), { ...said, plan: "To the wrong list, twice" });
    expect(again).toMatchObject({
      plan: "To the wrong list, twice",
      finishedAt: "2026-03-01T09:00:00.000Z",
    });
  });

  test("is never in the future", async () => {
    const logged = await logEntry(as(db, ada), entry({ at: "2099-01-01T00:00:00Z" }));
    expect(logged.finishedAt).toBe(NOW.toISOString());
  });

  test("cannot be planned, begun or predicted afterwards, not even past our rules", async () => {
    const { id } = await logEntry(as(db, ada), entry());
    await expect(start(id)).rejects.toMatchObject({ code: "STATE_CHANGED" });
    const plan = aPlan(ada, { exposureId: id });
    await expect(revisePlan(as(db, ada), plan)).rejects.toMatchObject({ code: "STATE_CHANGED" });
    await expect(planExposure(as(db, ada), plan)).rejects.toMatchObject({ code: "STATE_CHANGED" });
    const sql = postgres(db.adminUrl, { max: 1, onnotice: () => {} });
    await expect(
      sql`update exposures set expected_suds = 5 where id = ${id}`,
    ).rejects.toMatchObject({
      constraint_name: expect.stringMatching(/accidents_unpredicted|outcome_after_seal/),
    });
    await sql.end();
  });

  test("does not take the place of a plan, nor of someone else's entry", async () => {
    const { id } = await planned();
    await expect(logEntry(as(db, ada), entry({ exposureId: id }))).rejects.toMatchObject({
      code: "STATE_CHANGED",
    });
    await expect(
      logEntry(as(db, sameOrganisation), entry({ exposureId: id })),
    ).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("can be let go like anything else", async () => {
    const said = entry();
    const { id } = await logEntry(as(db, ada), said);
    expect((await letGo(as(db, ada), ref(id))).state).toBe("let_go");
    expect((await logEntry(as(db, ada), said)).state).toBe("let_go");
  });
});

describe("a rest", () => {
  test("can be planned like anything else", async () => {
    const plan = aPlan(ada, { kind: "rest", plan: "An hour on the sofa" });
    expect(await planExposure(as(db, ada), plan)).toMatchObject({ kind: "rest", category: "rest" });
  });
});

describe("another try of the same rung", () => {
  test("names the first of them all, whichever was repeated", async () => {
    const first = await planned();
    const second = await planned({ repeatOfId: first.id });
    const third = await planned({ repeatOfId: second.id });
    expect([first, second, third].map((each) => each.repeatOfId)).toEqual([
      null,
      first.id,
      first.id,
    ]);
  });

  test("is one's own, and not of itself", async () => {
    const { id } = await planned();
    const theirs = aPlan(sameOrganisation, { repeatOfId: id });
    await expect(planExposure(as(db, sameOrganisation), theirs)).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    const second = await planned({ repeatOfId: id });
    const circle = aPlan(ada, { exposureId: id, repeatOfId: second.id });
    await expect(planExposure(as(db, ada), circle)).rejects.toMatchObject({ code: "NOT_FOUND" });
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
      () => answerStakes(ctx, { ...target, couldHarm: "no" }),
      () =>
        noteMoment(ctx, {
          ...target,
          momentId: newId(),
          at: NOW.toISOString(),
          kind: "thought",
          words: "x",
        }),
      () => withActor(ctx, (tx) => recordWordIn(tx, actor(), id, newId())),
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
    const tries = await withActor(as(db, dot), (tx) =>
      listRecentTriesIn(tx, dot, { since: weekAgo, now: NOW }),
    );
    expect(tries.map((each) => each.id).toSorted()).toEqual([recent.id, gone.id].toSorted());
  });
});
