import { and, eq, isNotNull } from "drizzle-orm";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { MemberActor } from "@/server/auth/actor";
import { withActor } from "@/server/db/transaction";
import type { ExposureView, NoteMoment } from "@/server/domains/exposures/contract";
import {
  accessExposure,
  findLastLearned,
  listExposures,
  listLadder,
  listTries,
} from "@/server/domains/exposures/reads";
import { dialsOf, predictionOf } from "@/server/domains/exposures/rules";
import { exposureMoments, exposures } from "@/server/domains/exposures/tables";
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
import { aGroup, aMember, as, NOW } from "../support/builders";
import { useDatabase } from "../support/database";
import { aPlan, aReflection, newId } from "../support/practice-builders";
import { aBoard, answer, shareCard } from "../support/rooms";

// Whatever anyone does, in whatever order: what was sealed stays as it was, nothing that could do
// harm starts without a word, and nobody but its author reads any of it.

const db = useDatabase();
let ada: MemberActor;
/** In the same group, its facilitator, the organisation's owner. */
let others: MemberActor[];
let words: { goAhead: string; smaller: string };

beforeAll(async () => {
  const group = await aGroup(db);
  ada = (await aMember(db, group)).actor;
  others = [(await aMember(db, group)).actor, group.facilitator, group.owner];
  const board = await aBoard(db, group);
  const { messageId } = await shareCard(db, board, ada, {
    card: { kind: "plan", fields: { plan: "Anything" }, wantsBack: "witness", asksWord: true },
    audience: "facilitators",
  });
  const says = async (kind: "go_ahead" | "smaller_please") =>
    (await answer(db, board, group.facilitator, messageId, { kind })).messageId;
  words = { goAhead: await says("go_ahead"), smaller: await says("smaller_please") };
});

/** What a step meets: the exposure, and the time by then. */
type Here = { id: string; now: Date };
type Step = { name: string; act: (here: Here) => Promise<unknown> };

const SECRET = "not for anyone else";
const ref = (id: string) => ({ organisationId: ada.organisationId, exposureId: id });
const ctx = ({ now }: Here) => as(db, ada, now);

/** Another reading of every frozen column, past all our rules; as the app's own role. */
const TAMPERING = [
  { plan: "polished" },
  { whereAndWho: "polished" },
  { fearedOutcome: "polished" },
  { likelihoodBefore: 1 },
  { expectedSuds: 1 },
  { copingWords: "polished" },
  { safetyBehaviours: ["polished"] },
  { kindnessPlan: "polished" },
  { plannedFor: new Date(0) },
  { plannedZone: "Asia/Tokyo" },
  { notDoing: true, handsOffMinutes: 1 },
  { audience: 3 },
  { stakes: 3 },
  { reversibility: 3 },
  { timeUntilFixed: 3 },
  { couldHarm: "not_asked" as const },
  { kind: "rest" as const },
  { sealedAt: null },
  { sealedAt: new Date(0) },
  { state: "planned" as const, expectedSuds: 2 },
];

const rung = fc.record({
  as: fc.constantFrom("idea", "planned"),
  plan: fc.constantFrom(`${SECRET}, one`, `${SECRET}, two`),
  expectedSuds: fc.option(fc.nat(100)),
  notDoing: fc.boolean(),
  handsOffMinutes: fc.option(fc.integer({ min: 1, max: 30 })),
  stakes: fc.option(fc.nat(3)),
});

const step: fc.Arbitrary<Step> = fc.oneof(
  rung.map((said) => ({
    name: "revise",
    act: (here: Here) => revisePlan(ctx(here), aPlan(ada, { ...said, exposureId: here.id })),
  })),
  rung.map((said) => ({
    name: "plan",
    act: (here: Here) => planExposure(ctx(here), aPlan(ada, { ...said, exposureId: here.id })),
  })),
  fc.constantFrom("no" as const, "yes" as const).map((couldHarm) => ({
    name: `answer ${couldHarm}`,
    act: (here: Here) => answerStakes(ctx(here), { ...ref(here.id), couldHarm }),
  })),
  fc.constantFrom("goAhead" as const, "smaller" as const).map((which) => ({
    name: `word ${which}`,
    act: (here: Here) => withActor(ctx(here), (tx) => recordWordIn(tx, ada, here.id, words[which])),
  })),
  fc.constantFrom(undefined, "no" as const).map((couldHarm) => ({
    name: `seal ${couldHarm}`,
    act: (here: Here) => sealAndStart(ctx(here), { ...ref(here.id), couldHarm }),
  })),
  fc.constant({
    name: "finish",
    act: (here: Here) => finishExposure(ctx(here), ref(here.id)),
  }),
  fc.nat(100).map((peakSuds) => ({
    name: "reflect",
    act: (here: Here) =>
      reflectOnExposure(ctx(here), aReflection(ada, here.id, { peakSuds, learned: SECRET })),
  })),
  fc.constant({ name: "let go", act: (here: Here) => letGo(ctx(here), ref(here.id)) }),
  fc.constant({
    name: "log",
    act: (here: Here) =>
      logEntry(ctx(here), { ...ref(here.id), kind: "rest", plan: "polished", whereAndWho: null }),
  }),
  fc
    .constantFrom<NoteMoment["kind"]>("distress", "hands_off_began", "hands_off_broken", "thought")
    .map((kind) => ({
      name: kind,
      act: (here: Here) =>
        noteMoment(ctx(here), {
          ...ref(here.id),
          momentId: newId(),
          at: here.now.toISOString(),
          kind,
          suds: 40,
          minutes: 10,
          words: SECRET,
        } as NoteMoment),
    })),
  fc.constantFrom(...TAMPERING).map((change) => ({
    name: `tamper ${Object.keys(change)}`,
    act: (here: Here) =>
      withActor(ctx(here), (tx) =>
        tx
          .update(exposures)
          .set(change)
          .where(and(eq(exposures.id, here.id), isNotNull(exposures.sealedAt))),
      ),
  })),
);

const REFUSALS = [
  "STATE_CHANGED",
  "PREDICTION_SEALED",
  "STAKES_UNANSWERED",
  "STAKES_NEED_WORD",
  "exposures_prediction_sealed",
];

/** What a refusal was, by its code or by the database's rule. */
function refusal(error: unknown): string {
  const { code, cause } = error as { code?: string; cause?: { constraint_name?: string } };
  return code ?? cause?.constraint_name ?? String(error);
}

const frozen = (view: ExposureView) => ({
  ...predictionOf(view),
  ...dialsOf(view),
  kind: view.kind,
  sealedAt: view.sealedAt,
  couldHarm: view.couldHarm,
  hasWord: view.hasWord,
});

/** Each outsider tries all the doors there are, and the tables themselves. */
async function expectUnread(id: string): Promise<void> {
  for (const actor of others) {
    const outside = as(db, actor);
    const { organisationId } = actor;
    const target = { organisationId, exposureId: id };
    await expect(accessExposure(outside, target)).rejects.toMatchObject({ code: "NOT_FOUND" });
    const seen = await withActor(outside, async (tx) => [
      await tx.select().from(exposures),
      await tx.select().from(exposureMoments),
    ]);
    const read = [
      await listExposures(outside, { organisationId }),
      await listLadder(outside),
      await listTries(outside),
      await findLastLearned(outside),
      ...seen,
    ];
    expect(JSON.stringify(read)).not.toMatch(new RegExp(`${id}|${SECRET}`));
  }
}

/** Where a walk begins, and how one comes there. */
const BEGINNINGS: Record<string, (here: Here) => Promise<unknown>> = {
  idea: ({ id, now }) =>
    planExposure(as(db, ada, now), aPlan(ada, { exposureId: id, as: "idea", plan: SECRET })),
  planned: ({ id, now }) =>
    planExposure(as(db, ada, now), aPlan(ada, { exposureId: id, plan: SECRET })),
  "planned with a yes": async (here) => {
    await BEGINNINGS.planned?.(here);
    await answerStakes(ctx(here), { ...ref(here.id), couldHarm: "yes" });
  },
  "under way": async (here) => {
    await BEGINNINGS.planned?.(here);
    await sealAndStart(ctx(here), { ...ref(here.id), couldHarm: "no" });
  },
  "under way by a word": async (here) => {
    await BEGINNINGS["planned with a yes"]?.(here);
    await withActor(ctx(here), (tx) => recordWordIn(tx, ada, here.id, words.goAhead));
    await sealAndStart(ctx(here), ref(here.id));
  },
  done: async (here) => {
    await BEGINNINGS["under way"]?.(here);
    await finishExposure(ctx(here), ref(here.id));
  },
};

describe("an exposure, whatever is done to it", () => {
  test.each(Object.keys(BEGINNINGS))(
    "from %s on keeps what was sealed, starts nothing harmful by itself, is its author's alone",
    async (beginning) => {
      const walk = fc.array(fc.tuple(step, fc.constantFrom(0, 1, 40)), {
        minLength: 5,
        maxLength: 20,
      });
      await fc.assert(
        fc.asyncProperty(walk, async (steps) => {
          const here = { id: newId(), now: NOW };
          await BEGINNINGS[beginning]?.(here);
          let before = await accessExposure(ctx(here), ref(here.id));
          for (const [{ act }, minutes] of steps) {
            here.now = new Date(here.now.getTime() + minutes * 60_000);
            await act(here).catch((error) => expect(REFUSALS).toContain(refusal(error)));
            const view = await accessExposure(ctx(here), ref(here.id));
            expectToFollow(view, before);
            before = view;
          }
          await expectUnread(here.id);
        }),
        { numRuns: 10 },
      );
    },
  );
});

test.each(["smaller", "goAhead"] as const)(
  "a row made past all our rules, sealed from the start by the word %s, needs a true one too",
  async (which) => {
    const born = withActor(as(db, ada), (tx) =>
      tx.insert(exposures).values({
        organisationId: ada.organisationId,
        membershipId: ada.membershipId,
        state: "under_way",
        plan: "Born sealed",
        createdAt: NOW,
        startedAt: NOW,
        sealedAt: NOW,
        couldHarm: "yes",
        wordMessageId: words[which],
      }),
    );
    if (which === "goAhead") await expect(born).resolves.toBeDefined();
    else
      await expect(born).rejects.toMatchObject({
        cause: { constraint_name: "exposures_stakes_gate" },
      });
  },
);

/** What holds of every step, whatever it was. */
function expectToFollow(view: ExposureView, before: ExposureView): void {
  if (before.sealedAt) expect(frozen(view)).toEqual(frozen(before));
  if (before.state === "let_go") expect(view.state).toBe("let_go");
  if (view.sealedAt) expect(view.couldHarm === "no" || view.hasWord).toBe(true);
  else expect(["idea", "planned", "let_go"]).toContain(view.state);
  const noted = view.moments.filter(({ id }) => before.moments.some((each) => each.id === id));
  expect(noted).toEqual(before.moments);
}
