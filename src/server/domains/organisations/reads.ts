import { and, asc, eq, isNull } from "drizzle-orm";
import type { MemberActor, UserActor } from "../../auth/actor";
import type { Tx } from "../../db/client";
import { withActor } from "../../db/transaction";
import type { Ctx } from "../../lib/ctx";
import { found } from "../../lib/errors";
import type { MyOrganisationView, OrganisationRole, OrganisationView } from "./contract";
import { memberships, organisations, userOrganisations } from "./tables";

/** The actor's current role in the organisation. @throws NOT_FOUND once the membership has ended. */
export async function accessMembership(
  tx: Tx,
  actor: MemberActor,
): Promise<{ id: string; role: OrganisationRole }> {
  const [membership] = await tx
    .select({ id: memberships.id, role: memberships.role })
    .from(memberships)
    .where(
      and(
        eq(memberships.organisationId, actor.organisationId),
        eq(memberships.id, actor.membershipId),
        isNull(memberships.endedAt),
      ),
    );
  return found(membership);
}

/** The user's own membership there, ended or not; null for strangers. */
export async function findMembershipOfUser(
  tx: Tx,
  organisationId: string,
  userId: string,
  { lock = false }: { lock?: boolean } = {},
): Promise<{ id: string } | null> {
  const query = tx
    .select({ id: memberships.id })
    .from(memberships)
    .where(and(eq(memberships.organisationId, organisationId), eq(memberships.userId, userId)));
  // Not "for update", which would hold up every row that refers to the membership.
  const [membership] = await (lock ? query.for("no key update") : query);
  return membership ?? null;
}

export async function readOrganisationName(tx: Tx, organisationId: string): Promise<string> {
  const [organisation] = await tx
    .select({ name: organisations.name })
    .from(organisations)
    .where(eq(organisations.organisationId, organisationId));
  return found(organisation).name;
}

/** The organisations the actor belongs to, by name. One person has a handful: no pages. */
export function listMyOrganisations(ctx: Ctx<UserActor>): Promise<OrganisationView[]> {
  return withActor(ctx, (tx) =>
    tx
      .select({ organisationId: organisations.organisationId, name: organisations.name })
      .from(userOrganisations)
      .innerJoin(organisations, eq(organisations.organisationId, userOrganisations.organisationId))
      .where(eq(userOrganisations.userId, ctx.actor.userId))
      .orderBy(asc(organisations.name), asc(organisations.organisationId))
      .limit(200),
  );
}

/** The actor's organisation with their own role in it. */
export function findOrganisation(ctx: Ctx<MemberActor>): Promise<MyOrganisationView> {
  return withActor(ctx, async (tx) => {
    const { role } = await accessMembership(tx, ctx.actor);
    const { organisationId } = ctx.actor;
    const name = await readOrganisationName(tx, organisationId);
    return { organisationId, name, myRole: role };
  });
}
