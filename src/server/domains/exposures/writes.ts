import { and, eq } from "drizzle-orm";
import type { MemberActor } from "../../auth/actor";
import type { Tx } from "../../db/client";
import { withActor } from "../../db/transaction";
import type { Ctx } from "../../lib/ctx";
import { DomainError } from "../../lib/errors";
import type {
  ExposureRef,
  ExposureView,
  PlanExposure,
  Prediction,
  ReflectOnExposure,
  RevisePlan,
} from "./contract";
import { type ExposureRow, loadOwnExposure, viewExposure } from "./reads";
import { aftermathOf, type Move, moveFrom, predictionOf, samePrediction } from "./rules";
import { exposures } from "./tables";

type Change = Partial<typeof exposures.$inferInsert>;

/**
 * Keeps a plan. Sent again with the same `exposureId` it stores once; what was changed in between
 * is kept while the plan is still open.
 * @throws PREDICTION_SEALED, STATE_CHANGED when the plan has moved on and reads differently
 */
export function planExposure(ctx: Ctx<MemberActor>, input: PlanExposure): Promise<ExposureView> {
  return ownWork(ctx, async (tx) => {
    const [planned] = await tx
      .insert(exposures)
      .values({
        organisationId: ctx.actor.organisationId,
        id: input.exposureId,
        membershipId: ctx.actor.membershipId,
        state: "planned",
        createdAt: ctx.now,
        librarySlug: input.librarySlug,
        ...predictionOf(input),
      })
      .onConflictDoNothing()
      .returning();
    return planned ?? revise(tx, ctx.actor, input.exposureId, input);
  });
}

/** @throws NOT_FOUND, PREDICTION_SEALED once sealed, STATE_CHANGED once let go */
export function revisePlan(ctx: Ctx<MemberActor>, input: RevisePlan): Promise<ExposureView> {
  return ownWork(ctx, (tx) => revise(tx, ctx.actor, input.exposureId, input));
}

/**
 * Freezes the prediction at `ctx.now` and begins. Done twice it begins once.
 * @throws NOT_FOUND, STATE_CHANGED once let go
 */
export function sealAndStart(
  ctx: Ctx<MemberActor>,
  { exposureId }: ExposureRef,
): Promise<ExposureView> {
  return move(ctx, exposureId, "seal_and_start", { sealedAt: ctx.now, startedAt: ctx.now });
}

/** @throws NOT_FOUND, STATE_CHANGED before it was started or once let go */
export function finishExposure(
  ctx: Ctx<MemberActor>,
  { exposureId }: ExposureRef,
): Promise<ExposureView> {
  return move(ctx, exposureId, "finish", { finishedAt: ctx.now });
}

/**
 * Keeps how it went and what it taught. May be added to later.
 * @throws NOT_FOUND, STATE_CHANGED before it was finished or once let go
 */
export function reflectOnExposure(
  ctx: Ctx<MemberActor>,
  input: ReflectOnExposure,
): Promise<ExposureView> {
  return move(ctx, input.exposureId, "reflect", { ...aftermathOf(input), reflectedAt: ctx.now });
}

/** Lets it go, without a reason. @throws NOT_FOUND, STATE_CHANGED once reflected on */
export function letGo(ctx: Ctx<MemberActor>, { exposureId }: ExposureRef): Promise<ExposureView> {
  return move(ctx, exposureId, "let_go", { letGoAt: ctx.now });
}

/** One transaction; an edit of a sealed prediction that only the database caught says the same. */
async function ownWork(
  ctx: Ctx<MemberActor>,
  work: (tx: Tx) => Promise<ExposureRow>,
): Promise<ExposureView> {
  try {
    return viewExposure(await withActor(ctx, work));
  } catch (error) {
    if (brokenConstraint(error) === "exposures_prediction_sealed") {
      throw new DomainError("PREDICTION_SEALED");
    }
    throw error;
  }
}

function move(
  ctx: Ctx<MemberActor>,
  exposureId: string,
  name: Move,
  change: Change,
): Promise<ExposureView> {
  return ownWork(ctx, async (tx) => {
    const row = await loadOwnExposure(tx, ctx.actor, exposureId, { lock: true });
    return applyMove(tx, row, name, change);
  });
}

async function revise(
  tx: Tx,
  actor: MemberActor,
  exposureId: string,
  input: Prediction,
): Promise<ExposureRow> {
  const row = await loadOwnExposure(tx, actor, exposureId, { lock: true });
  const prediction = predictionOf(input);
  // A late retry of what is already kept harms nobody, sealed or not.
  if (samePrediction(row, prediction)) return row;
  return applyMove(tx, row, "revise", prediction);
}

async function applyMove(
  tx: Tx,
  row: ExposureRow,
  name: Move,
  change: Change,
): Promise<ExposureRow> {
  const result = moveFrom(row.state, name, row.sealedAt !== null);
  switch (result.kind) {
    case "already":
      return row;
    case "sealed":
      throw new DomainError("PREDICTION_SEALED");
    case "gone":
      throw new DomainError("STATE_CHANGED");
    case "changed": {
      const [changed] = await tx
        .update(exposures)
        .set({ ...change, state: result.to })
        .where(and(eq(exposures.organisationId, row.organisationId), eq(exposures.id, row.id)))
        .returning();
      return changed ?? row;
    }
  }
}

/** The name of the constraint behind a refused statement, if that is what it was. */
function brokenConstraint(error: unknown): string | undefined {
  const cause = error instanceof Error ? error.cause : undefined;
  return (cause as { constraint_name?: string } | undefined)?.constraint_name;
}
