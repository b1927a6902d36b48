import { and, eq, inArray, isNull, ne, or } from "drizzle-orm";
import type { InvitedActor, MemberActor } from "../../auth/actor";
import type { Tx } from "../../db/client";
import { enter, withActor } from "../../db/transaction";
import type { Ctx } from "../../lib/ctx";
import { DomainError, found, notFound } from "../../lib/errors";
import { hashSecret, newSecret } from "../../lib/ids";
import { appendEvent, openStream } from "../../realtime/outbox";
import { accessMembership } from "../organisations/reads";
import { joinOrganisation } from "../organisations/writes";
import {
  type AcceptAgreement,
  type AcceptInvitation,
  type AgreementView,
  type CreateGroup,
  type CreateInvite,
  type GroupRole,
  type InviteRef,
  inviteToken,
  type ReviseAgreement,
  type SetRetention,
  type Standing,
} from "./contract";
import {
  accessEnrolment,
  accessGroup,
  accessInvite,
  type Enrolment,
  findOwnEnrolment,
  readAgreement,
} from "./reads";
import {
  canChangeStanding,
  canCreateGroup,
  canReviseAgreement,
  canSetRetention,
  inviteExpiresAt,
  leavesNobodyLeading,
  membershipRoleFor,
} from "./rules";
import {
  agreementAcceptances,
  enrolments,
  groupAgreements,
  groups,
  invites,
  standingChanges,
} from "./tables";

/**
 * Founds a group: version 1 of its agreement, and the actor as its first facilitator, who accepts
 * it. Asking again with the same id changes nothing. @throws NOT_FOUND to plain members.
 */
export function createGroup(
  ctx: Ctx<MemberActor>,
  { groupId, name, purpose, agreement, shownName }: CreateGroup,
): Promise<{ groupId: string; enrolmentId: string }> {
  const { actor, now } = ctx;
  const { organisationId } = actor;
  return withActor(ctx, async (tx) => {
    const membership = await accessMembership(tx, actor);
    if (!canCreateGroup(membership.role)) throw notFound();
    // No `returning`: a facilitator may read the group only once they are in it.
    const founded = await tx
      .insert(groups)
      .values({
        organisationId,
        id: groupId,
        name,
        purpose: purpose ?? "",
        createdByMembershipId: membership.id,
        createdAt: now,
      })
      .onConflictDoNothing();
    if (founded.count === 0) {
      const enrolment = await accessEnrolment(tx, actor, groupId);
      return { groupId, enrolmentId: enrolment.id };
    }
    const enrolment = await enrol(tx, ctx, { groupId, role: "facilitator", shownName });
    await tx
      .insert(groupAgreements)
      .values({ organisationId, groupId, version: 1, text: agreement, createdAt: now });
    await recordAcceptance(tx, enrolment, { version: 1, now });
    return { groupId, enrolmentId: enrolment.id };
  });
}

/**
 * Appends the agreement's next version. The text now in force answers like a success, so a retry
 * appends nothing. @throws AGREEMENT_CHANGED when another version came in between; NOT_FOUND to
 * all but the group's facilitators.
 */
export function reviseAgreement(
  ctx: Ctx<MemberActor>,
  { groupId, revisedVersion, agreement: text }: ReviseAgreement,
): Promise<AgreementView> {
  const { organisationId } = ctx.actor;
  return withActor(ctx, async (tx) => {
    const me = await accessEnrolment(tx, ctx.actor, groupId);
    if (!canReviseAgreement(me.role)) throw notFound();
    const current = await readAgreement(tx, organisationId, groupId);
    if (current.text === text) return current;
    const version = revisedVersion + 1;
    // The version is the key: of two facilitators revising at once, one comes second and is told.
    const appended =
      current.version === revisedVersion &&
      (await tx
        .insert(groupAgreements)
        .values({ organisationId, groupId, version, text, createdAt: ctx.now })
        .onConflictDoNothing());
    if (!appended || appended.count === 0) throw new DomainError("AGREEMENT_CHANGED");
    await recordAcceptance(tx, me, { version, now: ctx.now });
    return { version, text };
  });
}

/**
 * Says yes to the version that was on the screen, for someone already in the group. Harmless when
 * they had. @throws AGREEMENT_CHANGED when it is no longer in force; NOT_FOUND outside the group.
 */
export function acceptAgreement(
  ctx: Ctx<MemberActor>,
  { groupId, version }: AcceptAgreement,
): Promise<void> {
  return withActor(ctx, async (tx) => {
    const me = await accessEnrolment(tx, ctx.actor, groupId);
    const current = await readAgreement(tx, ctx.actor.organisationId, groupId);
    if (current.version !== version) throw new DomainError("AGREEMENT_CHANGED");
    await recordAcceptance(tx, me, { version, now: ctx.now });
  });
}

/**
 * For how long the transcripts of the group's sessions stay readable, those that are over included:
 * it holds for readers at once. What is by then over its time is wiped by a job.
 * @throws NOT_FOUND to all but the group's facilitators.
 */
export function setRetention(
  ctx: Ctx<MemberActor>,
  { groupId, days }: SetRetention,
): Promise<void> {
  const { organisationId } = ctx.actor;
  return withActor(ctx, async (tx) => {
    const me = await accessEnrolment(tx, ctx.actor, groupId);
    if (!canSetRetention(me.role)) throw notFound();
    const changed = await tx
      .update(groups)
      .set({ retentionDays: days })
      .where(
        and(
          eq(groups.organisationId, organisationId),
          eq(groups.id, groupId),
          ne(groups.retentionDays, days),
        ),
      );
    if (changed.count === 0) return;
    await ctx.db.queue.enqueue(tx, "rooms.retire", { organisationId, groupId, roomId: null });
  });
}

/**
 * A link into the group for anyone who holds it, for 14 days. `token` is told this once: only its
 * hash is kept. @throws NOT_FOUND to those who may not invite for that role.
 */
export function createInvite(
  ctx: Ctx<MemberActor>,
  { groupId, role }: CreateInvite,
): Promise<{ inviteId: string; path: string; expiresAt: string }> {
  const { organisationId, membershipId } = ctx.actor;
  return withActor(ctx, async (tx) => {
    const { mayInvite } = await accessGroup(tx, ctx.actor, groupId);
    if (!mayInvite.includes(role)) throw notFound();
    const secret = newSecret();
    const expiresAt = inviteExpiresAt(ctx.now);
    const [invite] = await tx
      .insert(invites)
      .values({
        organisationId,
        groupId,
        secretHash: hashSecret(secret),
        role,
        createdByMembershipId: membershipId,
        createdAt: ctx.now,
        expiresAt,
      })
      .returning({ id: invites.id });
    return {
      inviteId: found(invite).id,
      path: `/join/${inviteToken(organisationId, secret)}`,
      expiresAt: expiresAt.toISOString(),
    };
  });
}

/** Ends an invite's link at once; harmless when it had ended. @throws NOT_FOUND */
export function callBackInvite(
  ctx: Ctx<MemberActor>,
  { groupId, inviteId }: InviteRef,
): Promise<void> {
  return withActor(ctx, async (tx) => {
    const { mayInvite } = await accessGroup(tx, ctx.actor, groupId);
    const thisInvite = and(
      eq(invites.organisationId, ctx.actor.organisationId),
      eq(invites.id, inviteId),
      eq(invites.groupId, groupId),
    );
    const [invite] = await tx.select({ role: invites.role }).from(invites).where(thisInvite);
    if (!mayInvite.includes(found(invite).role)) throw notFound();
    await tx
      .update(invites)
      .set({ calledBackAt: ctx.now })
      .where(and(thisInvite, isNull(invites.calledBackAt)));
  });
}

/**
 * Joins the invite's group under a name known only there, accepting the version that was shown.
 * Accepting again, from any number of tabs, leads to the same place.
 * @throws NOT_FOUND when the link is over, the membership has ended or the person was removed;
 * AGREEMENT_CHANGED; NAME_TAKEN at `shownName`, without a hint as to whose name it is.
 */
export function acceptInvitation(
  ctx: Ctx<InvitedActor>,
  { shownName, agreedVersion }: AcceptInvitation,
): Promise<{ groupId: string; enrolmentId: string }> {
  const { organisationId } = ctx.actor;
  return withActor(ctx, async (tx) => {
    const { groupId, role } = await accessInvite(tx, ctx.actor);
    const agreement = await readAgreement(tx, organisationId, groupId);
    const actor = await joinOrganisation(tx, ctx, {
      organisationId,
      role: membershipRoleFor(role),
    });
    const earlier = await findOwnEnrolment(tx, actor, groupId);
    if (earlier?.standing === "removed") throw notFound();
    if (earlier) return { groupId, enrolmentId: earlier.id };
    if (agreement.version !== agreedVersion) throw new DomainError("AGREEMENT_CHANGED");
    const enrolment = await enrol(tx, { actor, now: ctx.now }, { groupId, role, shownName });
    await recordAcceptance(tx, enrolment, { version: agreedVersion, now: ctx.now });
    return { groupId, enrolmentId: enrolment.id };
  });
}

/** Enrols the actor, who has no place in the group yet, and goes on as someone in it. */
async function enrol(
  tx: Tx,
  { actor, now }: { actor: MemberActor; now: Date },
  { groupId, role, shownName }: { groupId: string; role: GroupRole; shownName: string },
): Promise<Enrolment> {
  const { organisationId, membershipId } = actor;
  // Whoever enrols holds their membership (joinOrganisation) or a group of a moment ago, so the
  // name is the only key of another row that this one can meet.
  const inserted = await tx
    .insert(enrolments)
    .values({ organisationId, groupId, membershipId, role, shownName, joinedAt: now })
    .onConflictDoNothing();
  if (inserted.count === 0) throw new DomainError("NAME_TAKEN", { field: "shownName" });
  await enter(tx, actor, now);
  const enrolment = await accessEnrolment(tx, actor, groupId);
  await openStream(tx, { organisationId, id: enrolment.id, groupId, kind: "enrolment" });
  return enrolment;
}

async function recordAcceptance(
  tx: Tx,
  { organisationId, groupId, id }: Enrolment,
  { version, now }: { version: number; now: Date },
): Promise<void> {
  await tx
    .insert(agreementAcceptances)
    .values({ organisationId, groupId, enrolmentId: id, version, acceptedAt: now })
    .onConflictDoNothing();
}

export type StandingChange = {
  /** The facilitator's own enrolment, from `accessAsFacilitator` in this transaction. */
  by: Enrolment;
  enrolmentId: string;
  standing: Standing;
  /** What they may stand at before; left out for any. */
  from?: readonly Standing[];
  now: Date;
};

/**
 * Changes a person's standing inside the caller's transaction; row, history and event commit
 * together. The same standing again changes and tells nothing.
 * @returns the person as they are now, and whether anything changed.
 * @throws NOT_FOUND when `by` may not decide about them; STATE_CHANGED when they stand otherwise than
 * `from`; CONFLICT when nobody would be left leading.
 */
export async function changeStandingIn(
  tx: Tx,
  { by, enrolmentId, standing, from, now }: StandingChange,
): Promise<{ enrolment: Enrolment; changed: boolean }> {
  const { organisationId, groupId } = by;
  // Both people and all who lead are held until commit, in one order: two facilitators who remove
  // each other, or both leave, at the same moment are decided one after the other.
  const held = await tx
    .select()
    .from(enrolments)
    .where(
      and(
        eq(enrolments.organisationId, organisationId),
        eq(enrolments.groupId, groupId),
        or(
          inArray(enrolments.id, [by.id, enrolmentId]),
          and(eq(enrolments.role, "facilitator"), ne(enrolments.standing, "removed")),
        ),
      ),
    )
    .orderBy(enrolments.id)
    .for("no key update");
  const decider = found(held.find((each) => each.id === by.id));
  const person = found(held.find((each) => each.id === enrolmentId));
  if (decider.standing === "removed" || !canChangeStanding(decider.role, person.role)) {
    throw notFound();
  }
  if (person.standing === standing) return { enrolment: person, changed: false };
  if (from && !from.includes(person.standing)) throw new DomainError("STATE_CHANGED");
  const leading = held.filter((each) => each.role === "facilitator");
  if (leavesNobodyLeading(leading, { enrolmentId, standing })) throw new DomainError("CONFLICT");

  await tx
    .update(enrolments)
    .set({ standing })
    .where(and(eq(enrolments.organisationId, organisationId), eq(enrolments.id, enrolmentId)));
  await tx.insert(standingChanges).values({
    organisationId,
    groupId,
    enrolmentId,
    standing,
    byEnrolmentId: by.id,
    changedAt: now,
  });
  await appendEvent(
    tx,
    { organisationId, streamId: enrolmentId },
    { kind: "standing_changed", subjectId: enrolmentId, at: now },
  );
  return { enrolment: { ...person, standing }, changed: true };
}
