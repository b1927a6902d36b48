import { type InvitedActor, type MemberActor, mintJoined, type UserActor } from "../../auth/actor";
import type { Tx } from "../../db/client";
import { enter, enterFounding, withActor } from "../../db/transaction";
import type { Ctx } from "../../lib/ctx";
import { found } from "../../lib/errors";
import type { CreateOrganisation, OrganisationRole, OrganisationView } from "./contract";
import { findMembershipOfUser, readOrganisationName } from "./reads";
import { memberships, organisations, userOrganisations } from "./tables";

/**
 * Founds an organisation with its creator as owner. Asking again with the same id answers as the
 * first time did. @throws NOT_FOUND when the id is another organisation's.
 */
export function createOrganisation(
  ctx: Ctx<UserActor>,
  { organisationId, name }: CreateOrganisation,
): Promise<OrganisationView> {
  return withActor(ctx, async (tx) => {
    await enterFounding(tx, organisationId);
    const founded = await tx
      .insert(organisations)
      .values({ organisationId, name, createdAt: ctx.now })
      .onConflictDoNothing()
      .returning();
    if (founded.length > 0) {
      await joinOrganisation(tx, ctx, { organisationId, role: "owner" });
      return { organisationId, name };
    }
    const membership = found(await findMembershipOfUser(tx, organisationId, ctx.actor.userId));
    await enter(tx, mintJoined(ctx.actor, organisationId, membership.id), ctx.now);
    return { organisationId, name: await readOrganisationName(tx, organisationId) };
  });
}

/**
 * Makes the actor a member with `role`, unless they are one already, and goes on as that member.
 * Holds the membership until commit, so that one person's joining happens one at a time.
 * @throws NOT_FOUND when their membership has ended: coming back is the owner's decision.
 */
export async function joinOrganisation(
  tx: Tx,
  { actor, now }: { actor: UserActor | InvitedActor; now: Date },
  { organisationId, role }: { organisationId: string; role: OrganisationRole },
): Promise<MemberActor> {
  const { userId } = actor;
  await tx
    .insert(memberships)
    .values({ organisationId, userId, role, createdAt: now })
    .onConflictDoNothing();
  const membership = found(await findMembershipOfUser(tx, organisationId, userId, { lock: true }));
  const member = mintJoined(actor, organisationId, membership.id);
  await enter(tx, member, now);
  await tx.insert(userOrganisations).values({ userId, organisationId }).onConflictDoNothing();
  return member;
}
