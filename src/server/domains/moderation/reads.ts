import { and, desc, eq, lt } from "drizzle-orm";
import type { MemberActor } from "../../auth/actor";
import { withActor } from "../../db/transaction";
import type { Ctx } from "../../lib/ctx";
import { found } from "../../lib/errors";
import { accessAsFacilitator, readPeople } from "../groups/reads";
import { ACTS_PAGE, type ActView } from "./contract";
import { moderationActs } from "./tables";

/** The group's moderation log, newest first. @throws NOT_FOUND for members and outsiders. */
export function listActs(
  ctx: Ctx<MemberActor>,
  { groupId, beforeId }: { groupId: string; beforeId?: string | undefined },
): Promise<ActView[]> {
  const { organisationId } = ctx.actor;
  return withActor(ctx, async (tx) => {
    await accessAsFacilitator(tx, ctx.actor, groupId);
    const rows = await tx
      .select()
      .from(moderationActs)
      .where(
        and(
          eq(moderationActs.organisationId, organisationId),
          eq(moderationActs.groupId, groupId),
          beforeId ? lt(moderationActs.id, beforeId) : undefined,
        ),
      )
      .orderBy(desc(moderationActs.id))
      .limit(ACTS_PAGE);
    const ids = rows.flatMap((row) => [row.byEnrolmentId, row.enrolmentId ?? row.byEnrolmentId]);
    const people = await readPeople(tx, organisationId, ids);
    return rows.map((row) => ({
      id: row.id,
      act: row.act,
      by: found(people.get(row.byEnrolmentId)).name,
      about: row.enrolmentId && found(people.get(row.enrolmentId)).name,
      messageId: row.messageId,
      reason: row.reason,
      actedAt: row.actedAt.toISOString(),
    }));
  });
}
