import { and, desc, eq, lt } from "drizzle-orm";
import type { MemberActor } from "../../auth/actor";
import { withActor } from "../../db/transaction";
import type { Ctx } from "../../lib/ctx";
import { found } from "../../lib/errors";
import type { GroupRef, Page } from "../groups/contract";
import { accessAsFacilitator, readPeople } from "../groups/reads";
import { listHeldWordsIn } from "../rooms/reads";
import { ACTS_PAGE, type ActView, type HeldWordView } from "./contract";
import { moderationActs } from "./tables";

/** The group's moderation log, newest first. @throws NOT_FOUND for members and outsiders. */
export function listActs(
  ctx: Ctx<MemberActor>,
  { groupId, beforeId }: { groupId: string; beforeId?: string | undefined },
): Promise<Page<ActView>> {
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
      .limit(ACTS_PAGE + 1);
    const page = rows.slice(0, ACTS_PAGE);
    const ids = page.flatMap((row) => [row.byEnrolmentId ?? [], row.enrolmentId ?? []].flat());
    const people = await readPeople(tx, organisationId, [...new Set(ids)]);
    return {
      items: page.map((row) => ({
        id: row.id,
        act: row.act,
        by: row.byEnrolmentId && found(people.get(row.byEnrolmentId)).name,
        about: row.enrolmentId && found(people.get(row.enrolmentId)).name,
        messageId: row.messageId,
        reason: row.reason,
        actedAt: row.actedAt.toISOString(),
      })),
      next: rows.length > page.length ? (page.at(-1)?.id ?? null) : null,
    };
  });
}

/** The words that let a post of this group wait, in order. @throws NOT_FOUND for members. */
export function listHeldWords(
  ctx: Ctx<MemberActor>,
  { groupId }: GroupRef,
): Promise<HeldWordView[]> {
  const { organisationId } = ctx.actor;
  return withActor(ctx, async (tx) => {
    await accessAsFacilitator(tx, ctx.actor, groupId);
    const words = await listHeldWordsIn(tx, { organisationId, groupId });
    return words.map(({ id, word }) => ({ id, word }));
  });
}
