import { and, asc, desc, eq, isNull } from "drizzle-orm";
import type { MemberActor } from "../../auth/actor";
import type { Tx } from "../../db/client";
import { withActor } from "../../db/transaction";
import type { Ctx } from "../../lib/ctx";
import { found } from "../../lib/errors";
import { loadOwnExposure, settleElapsedIn } from "../exposures/reads";
import { accessRoom, type Room } from "../rooms/reads";
import type { OwnPartView, SharedExposureRef, SharedExposureView } from "./contract";
import { partStateOf, stateOf } from "./rules";
import {
  sharedExposureBands,
  sharedExposureParts,
  sharedExposures,
  sharedExposureTaps,
} from "./tables";

export type SharedExposure = typeof sharedExposures.$inferSelect;
export type Part = typeof sharedExposureParts.$inferSelect;

/** One's own taps are read back up to this many. */
const TAPS_READ = 500;

/** The room's shared exposure that is not over, else the last one; null before the first. */
export async function readSharedExposureIn(tx: Tx, room: Room): Promise<SharedExposureView | null> {
  const [latest] = await tx
    .select()
    .from(sharedExposures)
    .where(inRoom(room))
    .orderBy(desc(sharedExposures.openedAt), desc(sharedExposures.id))
    .limit(1);
  if (!latest) return null;
  const bands = await tx
    .select()
    .from(sharedExposureBands)
    .where(bandsOf(latest))
    .orderBy(asc(sharedExposureBands.position));
  return {
    id: latest.id,
    prompt: latest.prompt,
    state: stateOf(latest),
    openedAt: latest.openedAt.toISOString(),
    startedAt: latest.startedAt?.toISOString() ?? null,
    endedAt: latest.endedAt?.toISOString() ?? null,
    bands: bands.map(({ kind, low, high, closedAt }) => ({
      kind,
      low,
      high,
      at: closedAt.toISOString(),
    })),
  };
}

/** One's own part, as nobody else ever sees it; null for those who take none. @throws NOT_FOUND */
export function findOwnPart(
  ctx: Ctx<MemberActor>,
  ref: SharedExposureRef,
): Promise<OwnPartView | null> {
  return withActor(ctx, async (tx) => {
    const { room } = await accessRoom(tx, ctx.actor, ref);
    const shared = await loadSharedExposureIn(tx, room, ref.sharedExposureId);
    await settleElapsedIn(tx, ctx.actor, ctx.now);
    const part = await findPartIn(tx, ctx.actor, shared.id);
    return part ? viewPartIn(tx, ctx.actor, part) : null;
  });
}

/** A part as the one whose it is reads it. */
export async function viewPartIn(tx: Tx, actor: MemberActor, part: Part): Promise<OwnPartView> {
  const exposure = await loadOwnExposure(tx, actor, part.exposureId);
  const taps = await tx
    .select()
    .from(sharedExposureTaps)
    .where(
      and(
        eq(sharedExposureTaps.organisationId, actor.organisationId),
        eq(sharedExposureTaps.sharedExposureId, part.sharedExposureId),
        eq(sharedExposureTaps.membershipId, actor.membershipId),
      ),
    )
    .orderBy(asc(sharedExposureTaps.at), asc(sharedExposureTaps.id))
    .limit(TAPS_READ);
  return {
    exposureId: part.exposureId,
    plan: exposure.plan,
    expectedSuds: part.expectedSuds,
    taps: taps.map(({ id, suds, at }) => ({ id, suds, at: at.toISOString() })),
    peakSuds: part.peakSuds,
    state: partStateOf(exposure.state),
  };
}

export async function findPartIn(
  tx: Tx,
  actor: MemberActor,
  sharedExposureId: string,
): Promise<Part | undefined> {
  const [part] = await tx
    .select()
    .from(sharedExposureParts)
    .where(
      and(
        eq(sharedExposureParts.organisationId, actor.organisationId),
        eq(sharedExposureParts.sharedExposureId, sharedExposureId),
        eq(sharedExposureParts.membershipId, actor.membershipId),
      ),
    );
  return part;
}

/** One of that room. @throws NOT_FOUND */
export async function loadSharedExposureIn(
  tx: Tx,
  room: Room,
  sharedExposureId: string,
): Promise<SharedExposure> {
  const shared = await findSharedExposureIn(tx, room.organisationId, sharedExposureId);
  return found(shared?.roomId === room.id ? shared : undefined);
}

/** As far as the actor's groups hold it. */
export async function findSharedExposureIn(
  tx: Tx,
  organisationId: string,
  sharedExposureId: string,
): Promise<SharedExposure | undefined> {
  const [shared] = await tx
    .select()
    .from(sharedExposures)
    .where(
      and(
        eq(sharedExposures.organisationId, organisationId),
        eq(sharedExposures.id, sharedExposureId),
      ),
    );
  return shared;
}

/** The room's one that is not over yet. */
export async function findUnderWayIn(tx: Tx, room: Room): Promise<SharedExposure | undefined> {
  const [shared] = await tx
    .select()
    .from(sharedExposures)
    .where(and(inRoom(room), isNull(sharedExposures.endedAt)));
  return shared;
}

/** When the latest band was told; null before the first. */
export async function findLastBandAtIn(tx: Tx, shared: SharedExposure): Promise<Date | null> {
  const [last] = await tx
    .select({ closedAt: sharedExposureBands.closedAt })
    .from(sharedExposureBands)
    .where(bandsOf(shared))
    .orderBy(desc(sharedExposureBands.position))
    .limit(1);
  return last?.closedAt ?? null;
}

function bandsOf({ organisationId, id }: SharedExposure) {
  return and(
    eq(sharedExposureBands.organisationId, organisationId),
    eq(sharedExposureBands.sharedExposureId, id),
  );
}

function inRoom({ organisationId, id }: Room) {
  return and(eq(sharedExposures.organisationId, organisationId), eq(sharedExposures.roomId, id));
}
