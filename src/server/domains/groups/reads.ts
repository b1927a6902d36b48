import { and, asc, desc, eq, gt, inArray, lt, ne, sql } from "drizzle-orm";
import { type InvitedActor, type MemberActor, mintJoined } from "../../auth/actor";
import type { Tx } from "../../db/client";
import { enter, withActor } from "../../db/transaction";
import type { Ctx } from "../../lib/ctx";
import { found, notFound } from "../../lib/errors";
import {
  accessMembership,
  findMembershipOfUser,
  readOrganisationName,
} from "../organisations/reads";
import {
  type AgreementView,
  type GroupRef,
  type GroupRole,
  type GroupSummaryView,
  type GroupView,
  type InvitationView,
  type InviteView,
  isFacilitator,
  type ListGroups,
  type ListInvites,
  type ListPeople,
  type Page,
  type Person,
  type PersonView,
  type Standing,
} from "./contract";
import { canReviseAgreement, canSetRetention, inviteState, rolesToInvite } from "./rules";
import { agreementAcceptances, enrolments, groupAgreements, groups, invites } from "./tables";

const PAGE = 50;

/** A membership in one group. `membershipId` stays on the server. */
export type Enrolment = {
  id: string;
  organisationId: string;
  groupId: string;
  membershipId: string;
  role: GroupRole;
  shownName: string;
  standing: Standing;
  joinedAt: Date;
};

const enrolmentColumns = {
  id: enrolments.id,
  organisationId: enrolments.organisationId,
  groupId: enrolments.groupId,
  membershipId: enrolments.membershipId,
  role: enrolments.role,
  shownName: enrolments.shownName,
  standing: enrolments.standing,
  joinedAt: enrolments.joinedAt,
};

/** The actor's own place in the group, removed or not; null if they never had one. */
export async function findOwnEnrolment(
  tx: Tx,
  actor: MemberActor,
  groupId: string,
): Promise<Enrolment | null> {
  const [enrolment] = await tx
    .select(enrolmentColumns)
    .from(enrolments)
    .where(
      and(
        eq(enrolments.organisationId, actor.organisationId),
        eq(enrolments.groupId, groupId),
        eq(enrolments.membershipId, actor.membershipId),
      ),
    );
  return enrolment ?? null;
}

/** The actor's own enrolment in the group. @throws NOT_FOUND if there is none or it was removed. */
export async function accessEnrolment(
  tx: Tx,
  actor: MemberActor,
  groupId: string,
): Promise<Enrolment> {
  const enrolment = found(await findOwnEnrolment(tx, actor, groupId));
  if (enrolment.standing === "removed") throw notFound();
  return enrolment;
}

/** As `accessEnrolment`, for those who lead here. @throws NOT_FOUND for members: denied looks like absent. */
export async function accessAsFacilitator(
  tx: Tx,
  actor: MemberActor,
  groupId: string,
): Promise<Enrolment> {
  const enrolment = await accessEnrolment(tx, actor, groupId);
  if (!isFacilitator(enrolment.role)) throw notFound();
  return enrolment;
}

/**
 * Somebody of this group, whoever asks: authorise the actor first.
 * @throws NOT_FOUND for those of other groups, those removed and the absent.
 */
export async function accessPersonIn(
  tx: Tx,
  { organisationId, groupId }: { organisationId: string; groupId: string },
  enrolmentId: string,
): Promise<Enrolment> {
  const [row] = await tx
    .select(enrolmentColumns)
    .from(enrolments)
    .where(
      and(
        eq(enrolments.organisationId, organisationId),
        eq(enrolments.groupId, groupId),
        eq(enrolments.id, enrolmentId),
        ne(enrolments.standing, "removed"),
      ),
    );
  return found(row);
}

/**
 * The enrolments in one group of these memberships, or of these ids: whatever their standing, which
 * is for the caller to judge, as is whether a membership goes on.
 */
export async function readEnrolmentsIn(
  tx: Tx,
  { organisationId, groupId }: { organisationId: string; groupId: string },
  which: { membershipIds: string[] } | { enrolmentIds: string[] },
): Promise<Enrolment[]> {
  const these =
    "membershipIds" in which
      ? inArray(enrolments.membershipId, which.membershipIds)
      : inArray(enrolments.id, which.enrolmentIds);
  return tx
    .select(enrolmentColumns)
    .from(enrolments)
    .where(
      and(eq(enrolments.organisationId, organisationId), eq(enrolments.groupId, groupId), these),
    );
}

/** People by enrolment id, as their group knows them, those removed included. Absent if unseen. */
export async function readPeople(
  tx: Tx,
  organisationId: string,
  enrolmentIds: string[],
): Promise<Map<string, Person>> {
  if (enrolmentIds.length === 0) return new Map();
  const people = await tx
    .select({ id: enrolments.id, name: enrolments.shownName, role: enrolments.role })
    .from(enrolments)
    .where(
      and(eq(enrolments.organisationId, organisationId), inArray(enrolments.id, enrolmentIds)),
    );
  return new Map(people.map((person) => [person.id, person]));
}

/** As `readPeople`, for the people this group has now and nobody else. */
export async function readPeopleOfGroupIn(
  tx: Tx,
  { organisationId, groupId }: { organisationId: string; groupId: string },
  enrolmentIds: string[],
): Promise<Map<string, Person>> {
  if (enrolmentIds.length === 0) return new Map();
  const people = await tx
    .select({ id: enrolments.id, name: enrolments.shownName, role: enrolments.role })
    .from(enrolments)
    .where(
      and(
        eq(enrolments.organisationId, organisationId),
        eq(enrolments.groupId, groupId),
        inArray(enrolments.id, enrolmentIds),
        ne(enrolments.standing, "removed"),
      ),
    );
  return new Map(people.map((person) => [person.id, person]));
}

/** Whether the actor leads in any group of the organisation. */
export async function leadsAnyGroupIn(
  tx: Tx,
  { organisationId, membershipId }: MemberActor,
): Promise<boolean> {
  const [led] = await tx
    .select({ id: enrolments.id })
    .from(enrolments)
    .where(
      and(
        eq(enrolments.organisationId, organisationId),
        eq(enrolments.membershipId, membershipId),
        ne(enrolments.role, "member"),
        ne(enrolments.standing, "removed"),
      ),
    )
    .limit(1);
  return led !== undefined;
}

export type GroupAccess = {
  id: string;
  name: string;
  purpose: string;
  retentionDays: number;
  /** Null for an owner who is not in the group. */
  enrolment: Enrolment | null;
  mayInvite: GroupRole[];
};

/** The group, for its people and for owners, with the actor's own place. @throws NOT_FOUND */
export async function accessGroup(
  tx: Tx,
  actor: MemberActor,
  groupId: string,
): Promise<GroupAccess> {
  const [row] = await tx
    .select({
      id: groups.id,
      name: groups.name,
      purpose: groups.purpose,
      retentionDays: groups.retentionDays,
    })
    .from(groups)
    .where(and(eq(groups.organisationId, actor.organisationId), eq(groups.id, groupId)));
  const group = found(row);
  const { role } = await accessMembership(tx, actor);
  const own = await findOwnEnrolment(tx, actor, groupId);
  const enrolment = own?.standing === "removed" ? null : own;
  if (!enrolment && role !== "owner") throw notFound();
  return { ...group, enrolment, mayInvite: rolesToInvite(role, enrolment?.role ?? null) };
}

/** For how many days after its end a session's transcript is kept. @throws NOT_FOUND outside. */
export async function readRetentionDaysIn(
  tx: Tx,
  organisationId: string,
  groupId: string,
): Promise<number> {
  const [row] = await tx
    .select({ retentionDays: groups.retentionDays })
    .from(groups)
    .where(and(eq(groups.organisationId, organisationId), eq(groups.id, groupId)));
  return found(row).retentionDays;
}

/** The agreement in force: its latest version. @throws NOT_FOUND outside the group. */
export async function readAgreement(
  tx: Tx,
  organisationId: string,
  groupId: string,
): Promise<AgreementView> {
  const [agreement] = await tx
    .select({ version: groupAgreements.version, text: groupAgreements.text })
    .from(groupAgreements)
    .where(
      and(eq(groupAgreements.organisationId, organisationId), eq(groupAgreements.groupId, groupId)),
    )
    .orderBy(desc(groupAgreements.version))
    .limit(1);
  return found(agreement);
}

async function hasAccepted(
  tx: Tx,
  { organisationId, id }: Enrolment,
  version: number,
): Promise<boolean> {
  const accepted = await tx
    .select({ version: agreementAcceptances.version })
    .from(agreementAcceptances)
    .where(
      and(
        eq(agreementAcceptances.organisationId, organisationId),
        eq(agreementAcceptances.enrolmentId, id),
        eq(agreementAcceptances.version, version),
      ),
    );
  return accepted.length > 0;
}

/** A group's page. @throws NOT_FOUND for all but its people and owners. */
export function findGroup(ctx: Ctx<MemberActor>, { groupId }: GroupRef): Promise<GroupView> {
  return withActor(ctx, async (tx) => {
    const group = await accessGroup(tx, ctx.actor, groupId);
    const { enrolment } = group;
    const facilitates = enrolment !== null && isFacilitator(enrolment.role);
    const agreement = await readAgreement(tx, ctx.actor.organisationId, groupId);
    return {
      id: group.id,
      name: group.name,
      purpose: group.purpose,
      agreement,
      me: enrolment && {
        id: enrolment.id,
        name: enrolment.shownName,
        role: enrolment.role,
        standing: enrolment.standing,
      },
      iAgreed: enrolment !== null && (await hasAccepted(tx, enrolment, agreement.version)),
      mayInvite: group.mayInvite,
      mayReviseAgreement: canReviseAgreement(enrolment?.role ?? null),
      mayFacilitate: facilitates,
      maySetRetention: canSetRetention(enrolment?.role ?? null),
      retentionDays: facilitates ? group.retentionDays : null,
    };
  });
}

/** The groups the actor is in; for owners every group's name. Oldest first, a page at a time. */
export function listGroups(
  ctx: Ctx<MemberActor>,
  { after }: ListGroups,
): Promise<Page<GroupSummaryView>> {
  const { organisationId, membershipId } = ctx.actor;
  return withActor(ctx, async (tx) => {
    const { role } = await accessMembership(tx, ctx.actor);
    const mine = and(
      eq(enrolments.organisationId, groups.organisationId),
      eq(enrolments.groupId, groups.id),
      eq(enrolments.membershipId, membershipId),
      ne(enrolments.standing, "removed"),
    );
    const columns = { id: groups.id, name: groups.name, enrolmentId: enrolments.id };
    const query = tx.select(columns).from(groups).$dynamic();
    const rows = await (role === "owner"
      ? query.leftJoin(enrolments, mine)
      : query.innerJoin(enrolments, mine)
    )
      .where(
        and(eq(groups.organisationId, organisationId), after ? gt(groups.id, after) : undefined),
      )
      .orderBy(asc(groups.id))
      .limit(PAGE + 1);
    const { items, next } = pageOf(rows, (row) => row.id);
    return {
      items: items.map(({ id, name, enrolmentId }) => ({ id, name, iAmIn: enrolmentId !== null })),
      next,
    };
  });
}

/**
 * The people of a group, by name, a page at a time. Those removed, and anyone's standing but one's
 * own, are shown to facilitators only. @throws NOT_FOUND to all but the group's people.
 */
export function listPeople(
  ctx: Ctx<MemberActor>,
  { groupId, after }: ListPeople,
): Promise<Page<PersonView>> {
  // The order of the unique index on names, so that a page costs the same in a group of any size.
  const byName = sql<string>`lower(${enrolments.shownName})`;
  return withActor(ctx, async (tx) => {
    const me = await accessEnrolment(tx, ctx.actor, groupId);
    const facilitates = isFacilitator(me.role);
    const rows = await tx
      .select({
        id: enrolments.id,
        name: enrolments.shownName,
        role: enrolments.role,
        standing: enrolments.standing,
        sortName: byName,
      })
      .from(enrolments)
      .where(
        and(
          eq(enrolments.organisationId, ctx.actor.organisationId),
          eq(enrolments.groupId, groupId),
          facilitates ? undefined : ne(enrolments.standing, "removed"),
          after === undefined ? undefined : gt(byName, after),
        ),
      )
      .orderBy(asc(byName))
      .limit(PAGE + 1);
    const { items, next } = pageOf(rows, (row) => row.sortName);
    return {
      items: items.map(({ id, name, role, standing }) => ({
        id,
        name,
        role,
        standing: facilitates || id === me.id ? standing : null,
      })),
      next,
    };
  });
}

/** The group's invites, newest first; never their secrets. @throws NOT_FOUND to who may not invite. */
export function listInvites(
  ctx: Ctx<MemberActor>,
  { groupId, after }: ListInvites,
): Promise<Page<InviteView>> {
  return withActor(ctx, async (tx) => {
    const { mayInvite } = await accessGroup(tx, ctx.actor, groupId);
    if (mayInvite.length === 0) throw notFound();
    const rows = await tx
      .select()
      .from(invites)
      .where(
        and(
          eq(invites.organisationId, ctx.actor.organisationId),
          eq(invites.groupId, groupId),
          after ? lt(invites.id, after) : undefined,
        ),
      )
      .orderBy(desc(invites.id))
      .limit(PAGE + 1);
    const { items, next } = pageOf(rows, (row) => row.id);
    return {
      items: items.map((invite) => ({
        id: invite.id,
        role: invite.role,
        state: inviteState(invite, ctx.now),
        createdAt: invite.createdAt.toISOString(),
        expiresAt: invite.expiresAt.toISOString(),
      })),
      next,
    };
  });
}

export type InviteAccess = { groupId: string; role: GroupRole };

/** The invite the actor holds. `withActor` has checked that it still opens something. */
export async function accessInvite(tx: Tx, actor: InvitedActor): Promise<InviteAccess> {
  const [invite] = await tx
    .select({ groupId: invites.groupId, role: invites.role })
    .from(invites)
    .where(
      and(
        eq(invites.organisationId, actor.organisationId),
        eq(invites.secretHash, actor.inviteHash),
      ),
    );
  return found(invite);
}

/**
 * What an invite leads to, and whether its holder is in already.
 * @throws NOT_FOUND when the link is over or unknown, and to those who were removed.
 */
export function findInvitation(ctx: Ctx<InvitedActor>): Promise<InvitationView> {
  const { actor } = ctx;
  return withActor(ctx, async (tx) => {
    const invite = await accessInvite(tx, actor);
    const agreement = await readAgreement(tx, actor.organisationId, invite.groupId);
    const [group] = await tx
      .select({ groupName: groups.name, purpose: groups.purpose })
      .from(groups)
      .where(and(eq(groups.organisationId, actor.organisationId), eq(groups.id, invite.groupId)));
    const organisationName = await readOrganisationName(tx, actor.organisationId);
    const iAmIn = await isIn(tx, ctx, invite.groupId);
    return { organisationName, ...found(group), ...invite, agreement, iAmIn };
  });
}

/** Last in its transaction, since it goes on as the member whom the invited person is. */
async function isIn(tx: Tx, { actor, now }: Ctx<InvitedActor>, groupId: string): Promise<boolean> {
  const membership = await findMembershipOfUser(tx, actor.organisationId, actor.userId);
  if (!membership) return false;
  const member = mintJoined(actor, actor.organisationId, membership.id);
  await enter(tx, member, now);
  const enrolment = await findOwnEnrolment(tx, member, groupId);
  if (enrolment?.standing === "removed") throw notFound();
  return enrolment !== null;
}

function pageOf<Row>(rows: Row[], cursorOf: (row: Row) => string): Page<Row> {
  const items = rows.slice(0, PAGE);
  const last = items.at(-1);
  return { items, next: rows.length > PAGE && last ? cursorOf(last) : null };
}
