import { and, desc, eq } from "drizzle-orm";
import type { MemberActor } from "../../auth/actor";
import type { Tx } from "../../db/client";
import { withActor } from "../../db/transaction";
import type { Ctx } from "../../lib/ctx";
import { found } from "../../lib/errors";
import {
  CHECK_INS_READ,
  type CheckInHistory,
  type CheckInView,
  type FindCheckIn,
} from "./contract";
import { clearChanges, recentOf, risenForTwoWeeks, weekStartOn } from "./rules";
import { checkIns } from "./tables";

/** Row-level security says the same; saying it here too lets the index be used. */
function ownedBy(actor: MemberActor) {
  return and(
    eq(checkIns.organisationId, actor.organisationId),
    eq(checkIns.membershipId, actor.membershipId),
  );
}

/** A row as its author reads it. */
export const viewedCheckIn = {
  id: checkIns.id,
  weekStartOn: checkIns.weekStartOn,
  fear: checkIns.fear,
  avoidance: checkIns.avoidance,
  distress: checkIns.distress,
  nothingCameUp: checkIns.nothingCameUp,
  goodEnough: checkIns.goodEnough,
};

/** The member's check-in of the week it is now in `timeZone`; null while there is none. */
export function findThisWeek(
  ctx: Ctx<MemberActor>,
  { timeZone }: FindCheckIn,
): Promise<CheckInView | null> {
  return withActor(ctx, async (tx) => {
    const [row] = await tx
      .select(viewedCheckIn)
      .from(checkIns)
      .where(and(ownedBy(ctx.actor), eq(checkIns.weekStartOn, weekStartOn(ctx.now, timeZone))));
    return row ?? null;
  });
}

/** The member's check-ins, oldest first, and what may be said of how they moved. */
export function listCheckIns(ctx: Ctx<MemberActor>): Promise<CheckInHistory> {
  return withActor(ctx, async (tx) => {
    const read = await readRecentCheckInsIn(tx, ctx.actor, CHECK_INS_READ);
    return { checkIns: read, changes: clearChanges(read) };
  });
}

/** The member's newest `n` check-ins, oldest first, inside the caller's transaction. */
export async function readRecentCheckInsIn(
  tx: Tx,
  actor: MemberActor,
  n: number,
): Promise<CheckInView[]> {
  const rows = await tx
    .select(viewedCheckIn)
    .from(checkIns)
    .where(ownedBy(actor))
    .orderBy(desc(checkIns.weekStartOn))
    .limit(n);
  return rows.reverse();
}

/** The check-ins that five weeks can hold, with one to spare for a member who crosses zones. */
const RECENT = 6;

/** Whether distress has been two points up or more for two weeks, of late: for the guard. */
export async function hasDistressRisenIn(tx: Tx, actor: MemberActor, now: Date): Promise<boolean> {
  const read = await readRecentCheckInsIn(tx, actor, RECENT);
  return risenForTwoWeeks(recentOf(read, now));
}

/**
 * The actor's own check-in, inside the caller's transaction.
 * @throws NOT_FOUND for everyone but its author.
 */
export async function loadOwnCheckIn(
  tx: Tx,
  actor: MemberActor,
  checkInId: string,
): Promise<CheckInView> {
  const [row] = await tx
    .select(viewedCheckIn)
    .from(checkIns)
    .where(and(ownedBy(actor), eq(checkIns.id, checkInId)));
  return found(row);
}
