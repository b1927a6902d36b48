import { randomUUID } from "node:crypto";
import { type MemberActor, mintInvited, mintMember, mintUser } from "@/server/auth/actor";
import { enterFounding, withActor } from "@/server/db/transaction";
import { type GroupRole, readInviteToken } from "@/server/domains/groups/contract";
import { acceptInvitation, createGroup, createInvite } from "@/server/domains/groups/writes";
import type { OrganisationRole } from "@/server/domains/organisations/contract";
import { createOrganisation, joinOrganisation } from "@/server/domains/organisations/writes";
import type { ScheduleSession, SessionView } from "@/server/domains/sessions/contract";
import { scheduleSession } from "@/server/domains/sessions/writes";
import { users } from "@/server/domains/users/tables";
import type { TestDatabase } from "./database";

// What tests start from, made by the real writes. Options hold the facts a test is about and
// nothing else; everything not said is ordinary.

type Test = Pick<TestDatabase, "db">;

/** The instant at which tests take place unless they say otherwise. */
export const NOW = new Date("2026-03-02T10:00:00Z");

/** A context for a read or write: this database, this actor, this instant. */
export function as<A>(test: Test, actor: A, now: Date = NOW) {
  return { db: test.db, actor, now };
}

export type AUser = { userId: string; email: string };

/** Someone with a login and nothing else. */
export async function aUser(test: Test, { email }: { email?: string } = {}): Promise<AUser> {
  const address = email ?? `${randomUUID()}@example.org`;
  const [user] = await test.db.orm
    .insert(users)
    .values({ email: address, emailConfirmedAt: NOW })
    .returning({ userId: users.id, email: users.email });
  if (!user) throw new Error("the user was not stored");
  return user;
}

export type AnOrganisation = { organisationId: string; owner: MemberActor };

export async function anOrganisation(
  test: Test,
  { name = "Harbour Practice", ownerId }: { name?: string; ownerId?: string } = {},
): Promise<AnOrganisation> {
  const userId = ownerId ?? (await aUser(test)).userId;
  const organisationId = randomUUID();
  await createOrganisation(as(test, mintUser(userId)), { organisationId, name });
  return { organisationId, owner: await mintMember(test.db, userId, organisationId) };
}

/** Someone in the organisation who is in none of its groups. */
export async function aMembership(
  test: Test,
  { organisationId }: { organisationId: string },
  { role = "member", userId }: { role?: OrganisationRole; userId?: string } = {},
): Promise<MemberActor> {
  const actor = mintUser(userId ?? (await aUser(test)).userId);
  return withActor(as(test, actor), async (tx) => {
    await enterFounding(tx, organisationId);
    return joinOrganisation(tx, { actor, now: NOW }, { organisationId, role });
  });
}

export type AGroup = {
  organisationId: string;
  groupId: string;
  /** The owner of the organisation, who is in the group only as its facilitator if asked for. */
  owner: MemberActor;
  facilitator: MemberActor;
  facilitatorEnrolmentId: string;
};

/** A group led by someone who is not the organisation's owner. */
export async function aGroup(
  test: Test,
  {
    name = "Tuesday circle",
    purpose = null,
    agreement = "We let things be unfinished.",
    facilitatorName = "Robin",
    facilitator,
    in: organisation,
  }: {
    name?: string;
    purpose?: string | null;
    agreement?: string;
    facilitatorName?: string;
    facilitator?: MemberActor;
    in?: AnOrganisation;
  } = {},
): Promise<AGroup> {
  const { organisationId, owner } = organisation ?? (await anOrganisation(test));
  const founder =
    facilitator ?? (await aMembership(test, { organisationId }, { role: "facilitator" }));
  const { groupId, enrolmentId } = await createGroup(as(test, founder), {
    organisationId,
    groupId: randomUUID(),
    name,
    purpose,
    agreement,
    shownName: facilitatorName,
  });
  return {
    organisationId,
    groupId,
    owner,
    facilitator: founder,
    facilitatorEnrolmentId: enrolmentId,
  };
}

/** An invite as its holder has it: what stands in the link. */
export type AnInvite = { inviteId: string; organisationId: string; secret: string };

export async function anInvite(
  test: Test,
  group: Pick<AGroup, "organisationId" | "groupId" | "facilitator">,
  { role = "member", now = NOW }: { role?: GroupRole; now?: Date } = {},
): Promise<AnInvite> {
  const { organisationId, groupId } = group;
  const { inviteId, path } = await createInvite(as(test, group.facilitator, now), {
    organisationId,
    groupId,
    role,
  });
  const read = readInviteToken(path.slice("/join/".length));
  if (!read) throw new Error("the link could not be read back");
  return { inviteId, ...read };
}

export type AMember = { actor: MemberActor; enrolmentId: string; userId: string };

/** Someone who followed an invite into the group. */
export async function aMember(
  test: Test,
  group: Pick<AGroup, "organisationId" | "groupId" | "facilitator">,
  { role = "member", name, userId }: { role?: GroupRole; name?: string; userId?: string } = {},
): Promise<AMember> {
  const id = userId ?? (await aUser(test)).userId;
  const { organisationId, secret } = await anInvite(test, group, { role });
  const invited = mintInvited(id, organisationId, secret);
  const { enrolmentId } = await acceptInvitation(as(test, invited), {
    organisationId,
    secret,
    shownName: name ?? `Someone ${id.slice(-8)}`,
    agreedVersion: 1,
  });
  return { actor: await mintMember(test.db, id, organisationId), enrolmentId, userId: id };
}

/** A session of the group; by default tomorrow at seven in the evening in Lisbon, for an hour. */
export function aSession(
  test: Test,
  group: Pick<AGroup, "organisationId" | "groupId" | "facilitator">,
  options: Partial<
    Pick<ScheduleSession, "title" | "date" | "time" | "timeZone" | "durationMinutes">
  > = {},
): Promise<SessionView> {
  return scheduleSession(as(test, group.facilitator), {
    organisationId: group.organisationId,
    groupId: group.groupId,
    sessionId: randomUUID(),
    title: "Evening circle",
    date: "2026-03-03",
    time: "19:00",
    timeZone: "Europe/Lisbon",
    durationMinutes: 60,
    ...options,
  });
}
