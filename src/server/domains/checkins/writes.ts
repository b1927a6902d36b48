import type { MemberActor } from "../../auth/actor";
import { withActor } from "../../db/transaction";
import type { Ctx } from "../../lib/ctx";
import { found } from "../../lib/errors";
import type { CheckIn, CheckInView } from "./contract";
import { viewedCheckIn } from "./reads";
import { answersOf, weekStartOn } from "./rules";
import { checkIns } from "./tables";

/**
 * Keeps this week's answers, the week being that of the member's own calendar. There is one
 * check-in a week: sent again it is kept once, and within the week it may be answered anew.
 */
export function keepCheckIn(ctx: Ctx<MemberActor>, input: CheckIn): Promise<CheckInView> {
  const kept = { ...answersOf(input), keptAt: ctx.now };
  return withActor(ctx, async (tx) => {
    const [row] = await tx
      .insert(checkIns)
      .values({
        organisationId: ctx.actor.organisationId,
        membershipId: ctx.actor.membershipId,
        weekStartOn: weekStartOn(ctx.now, input.timeZone),
        ...kept,
      })
      .onConflictDoUpdate({
        target: [checkIns.organisationId, checkIns.membershipId, checkIns.weekStartOn],
        set: kept,
      })
      .returning(viewedCheckIn);
    return found(row);
  });
}
