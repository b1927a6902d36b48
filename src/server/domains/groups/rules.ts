import type { OrganisationRole } from "../organisations/contract";
import { GROUP_ROLES, type GroupRole, type Standing } from "./contract";

/** Days for which an invite's link opens the group. */
const INVITE_DAYS = 14;
const DAY_MS = 24 * 60 * 60 * 1000;

export function canCreateGroup(role: OrganisationRole): boolean {
  return role !== "member";
}

/** The agreement is the group's promise, so it changes by its facilitator's hand alone. */
export function canReviseAgreement(role: GroupRole | null): boolean {
  return role === "facilitator";
}

/** How long words stay is a promise to everyone who wrote some, like the agreement. */
export function canSetRetention(role: GroupRole | null): boolean {
  return role === "facilitator";
}

/** The roles for which a person may hand out links; empty for most. */
export function rolesToInvite(
  organisationRole: OrganisationRole,
  groupRole: GroupRole | null,
): GroupRole[] {
  if (organisationRole === "owner" || groupRole === "facilitator") return [...GROUP_ROLES];
  // Whoever could make facilitators could make themself one.
  if (groupRole === "co-facilitator") return ["member", "co-facilitator"];
  return [];
}

/** What someone new to the organisation becomes there by following a link. */
export function membershipRoleFor(invited: GroupRole): OrganisationRole {
  return invited === "facilitator" ? "facilitator" : "member";
}

export function inviteExpiresAt(now: Date): Date {
  return new Date(now.getTime() + INVITE_DAYS * DAY_MS);
}

export function inviteState(
  invite: { expiresAt: Date; calledBackAt: Date | null },
  now: Date,
): "open" | "over" | "called_back" {
  if (invite.calledBackAt) return "called_back";
  return invite.expiresAt > now ? "open" : "over";
}

/** A co-facilitator looks after members; only a facilitator decides about those who lead. */
export function canChangeStanding(by: GroupRole, of: GroupRole): boolean {
  return by === "facilitator" || (by === "co-facilitator" && of === "member");
}

/** True when, after the change, no facilitator would be left to lead the group. */
export function leavesNobodyLeading(
  facilitators: readonly { id: string; standing: Standing }[],
  change: { enrolmentId: string; standing: Standing },
): boolean {
  if (change.standing !== "removed") return false;
  const leads = facilitators.filter((each) => each.standing !== "removed");
  return leads.length > 0 && leads.every((each) => each.id === change.enrolmentId);
}
