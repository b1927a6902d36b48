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
    plan: "Send the report with one typo left in",
    whereAndWho: "At work",
    fearedOutcome: "They think I am careless",
    likelihoodBefore: 80,
    expectedSuds: 70,
    copingWords: "I can handle this",
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
    felt: null,
    worse: null,
    better: null,
    learned: null,
    ...said,
  };
}

/** An exposure that its author planned, did and reflected on. */
export async function aReflectedExposure(
  test: Test,
  actor: MemberActor,
  {
    now = NOW,
    plan,
    after,
  }: { now?: Date; plan?: Partial<PlanExposure>; after?: Partial<ReflectOnExposure> } = {},
): Promise<ExposureView> {
  const ctx = as(test, actor, now);
  const { id: exposureId } = await planExposure(ctx, aPlan(actor, plan));
  const ref = { organisationId: actor.organisationId, exposureId };
  await sealAndStart(ctx, ref);
  await finishExposure(ctx, ref);
  return reflectOnExposure(ctx, aReflection(actor, exposureId, after));
}
