import { and, desc, eq } from "drizzle-orm";
import type { MemberActor } from "../../auth/actor";
import { withActor } from "../../db/transaction";
import type { Ctx } from "../../lib/ctx";
import { readMessages } from "../rooms/reads";
import type { ShareView } from "./contract";
import { shares } from "./tables";

/** Where one of my records is shared, newest first. Someone else's record has no shares here. */
export function listShares(
  ctx: Ctx<MemberActor>,
  { sourceId }: { sourceId: string },
): Promise<ShareView[]> {
  const { organisationId, membershipId } = ctx.actor;
  return withActor(ctx, async (tx) => {
    const rows = await tx
      .select()
      .from(shares)
      .where(
        and(
          eq(shares.organisationId, organisationId),
          eq(shares.membershipId, membershipId),
          eq(shares.sourceId, sourceId),
        ),
      )
      .orderBy(desc(shares.id))
      .limit(50);
    const posts = await readMessages(
      tx,
      organisationId,
      rows.map((row) => row.messageId),
    );
    // Someone who left the group no longer sees where in it their share was.
    return rows.flatMap((row) => {
      const post = posts.get(row.messageId);
      if (!post) return [];
      return {
        messageId: row.messageId,
        roomId: post.roomId,
        fields: row.fields,
        lifetime: row.lifetime,
        sharedAt: row.sharedAt.toISOString(),
        retracted: post.state === "retracted",
      };
    });
  });
}
