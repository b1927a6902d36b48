import { newId } from "@/components/new-id";
import type { MemberActor } from "@/server/auth/actor";
import type {
  ExposureView,
  PlanExposure,
  ReflectOnExposure,
} from "@/server/domains/exposures/contract";
import {
  finishExposure,
  planExposure,
  reflectOnExposure,
  sealAndStart,
} from "@/server/domains/exposures/writes";
import { as, NOW } from "./builders";
import type { TestDatabase } from "./database";

// A member's own practice, made by the real writes.

type Test = Pick<TestDatabase, "db">;

export { newId };

/** What a form sends: a plan with everything said. */
export function aPlan(actor: MemberActor, said: Partial<PlanExposure> = {}): PlanExposure {
  return {
    organisationId: actor.organisationId,
    exposureId: newId(),
    librarySlug: null,
    category: null,
    kind: "exposure",
    repeatOfId: null,
    as: "planned",
    plan: "Send the report with one typo left in",
    whereAndWho: "At work",
    fearedOutcome: "They think I am careless",
    likelihoodBefore: 80,
    expectedSuds: 70,
    copingWords: "I can handle this",
    safetyBehaviours: [],
    kindnessPlan: null,
    plannedFor: null,
    plannedZone: null,
    notDoing: false,
    handsOffMinutes: null,
    audience: null,
    stakes: null,
    reversibility: null,
    timeUntilFixed: null,
    ...said,
  };
}

/** What the reflection form sends, with nothing filled in but what is said. */
export function aReflection(
  actor: MemberActor,
  exposureId: string,
  said: Partial<ReflectOnExposure> = {},
): ReflectOnExposure {
  return {
    organisationId: actor.organisationId,
    exposureId,
    peakSuds: null,
    endSuds: null,
    whatHappened: null,
    fearedOutcomeHappened: null,
    howGotThrough: null,
    likelihoodAfter: null,
    surprise: null,
    safetyBehavioursUsed: [],
    felt: null,
    worse: null,
    better: null,
    learned: null,
    ...said,
  };
}

type Told = { now?: Date; plan?: Partial<PlanExposure> };

/** An exposure that its author planned, sealed and began. */
export async function aStartedExposure(
  test: Test,
  actor: MemberActor,
  { now = NOW, plan }: Told = {},
): Promise<ExposureView> {
  const ctx = as(test, actor, now);
  const { id: exposureId } = await planExposure(ctx, aPlan(actor, plan));
  const { organisationId } = actor;
  return sealAndStart(ctx, { organisationId, exposureId, couldHarm: "no" });
}

/** One that was also done. */
export async function aDoneExposure(
  test: Test,
  actor: MemberActor,
  told: Told = {},
): Promise<ExposureView> {
  const { id: exposureId } = await aStartedExposure(test, actor, told);
  const { organisationId } = actor;
  return finishExposure(as(test, actor, told.now), { organisationId, exposureId });
}

/** One that was also reflected on. */
export async function aReflectedExposure(
  test: Test,
  actor: MemberActor,
  { after, ...told }: Told & { after?: Partial<ReflectOnExposure> } = {},
): Promise<ExposureView> {
  const { id } = await aDoneExposure(test, actor, told);
  return reflectOnExposure(as(test, actor, told.now), aReflection(actor, id, after));
}
