import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { mintInvited, mintMember, mintUser } from "@/server/auth/actor";
import { withActor } from "@/server/db/transaction";
import { findInvitation, listInvites, listPeople } from "@/server/domains/groups/reads";
import { agreementAcceptances, invites } from "@/server/domains/groups/tables";
import {
  acceptInvitation,
  callBackInvite,
  createInvite,
  reviseAgreement,
} from "@/server/domains/groups/writes";
import { listMyOrganisations } from "@/server/domains/organisations/reads";
import { memberships } from "@/server/domains/organisations/tables";
import { newSecret } from "@/server/lib/ids";
import { eventStreams } from "@/server/realtime/tables";
import {
  type AGroup,
  type AnInvite,
  aGroup,
  aMember,
  anInvite,
  anOrganisation,
  as,
  aUser,
  NOW,
} from "../support/builders";
import { useDatabase } from "../support/database";

const test = useDatabase();
const absent = { code: "NOT_FOUND" };

const DAY_MS = 24 * 60 * 60 * 1000;
const daysLater = (days: number) => new Date(NOW.getTime() + days * DAY_MS);

async function someoneWith(invite: AnInvite) {
  const { userId } = await aUser(test);
  return { userId, actor: mintInvited(userId, invite.organisationId, invite.secret) };
}

const accepting = (invite: AnInvite, shownName = "Otter") => ({
  organisationId: invite.organisationId,
  secret: invite.secret,
  shownName,
  agreedVersion: 1,
});

const peopleOf = async (group: AGroup) =>
  (await listPeople(as(test, group.facilitator), group)).items.map((each) => each.name);

describe("an invitation", () => {
  it("shows its holder the group, what it is for and the agreement to read", async () => {
    const group = await aGroup(test, { name: "Quiet ones", purpose: "Sending drafts." });
    const invite = await anInvite(test, group);
    const { actor } = await someoneWith(invite);
    expect(await findInvitation(as(test, actor))).toEqual({
      organisationName: "Harbour Practice",
      groupId: group.groupId,
      groupName: "Quiet ones",
      purpose: "Sending drafts.",
      role: "member",
      agreement: { version: 1, text: "We let things be unfinished." },
      iAmIn: false,
    });
  });

  it("cannot be guessed", async () => {
    const group = await aGroup(test);
    const invite = await anInvite(test, group);
    const { actor } = await someoneWith({ ...invite, secret: newSecret() });
    await expect(findInvitation(as(test, actor))).rejects.toMatchObject(absent);
    await expect(acceptInvitation(as(test, actor), accepting(invite))).rejects.toMatchObject(
      absent,
    );
  });

  it("opens nothing under another organisation's id", async () => {
    const invite = await anInvite(test, await aGroup(test));
    const { organisationId } = await anOrganisation(test);
    const { actor } = await someoneWith({ ...invite, organisationId });
    await expect(findInvitation(as(test, actor))).rejects.toMatchObject(absent);
  });

  it("is over after fourteen days", async () => {
    const group = await aGroup(test);
    const invite = await anInvite(test, group);
    const { actor } = await someoneWith(invite);
    await expect(findInvitation(as(test, actor, daysLater(13.9)))).resolves.toBeDefined();
    for (const when of [14, 30]) {
      const late = as(test, actor, daysLater(when));
      await expect(findInvitation(late)).rejects.toMatchObject(absent);
      await expect(acceptInvitation(late, accepting(invite))).rejects.toMatchObject(absent);
    }
    expect(await peopleOf(group)).toEqual(["Robin"]);
  });

  it("is over as soon as it is called back", async () => {
    const group = await aGroup(test);
    const invite = await anInvite(test, group);
    const { actor } = await someoneWith(invite);
    await callBackInvite(as(test, group.facilitator), { ...group, inviteId: invite.inviteId });
    await expect(acceptInvitation(as(test, actor), accepting(invite))).rejects.toMatchObject(
      absent,
    );
    expect(await peopleOf(group)).toEqual(["Robin"]);
  });

  it("leaves no secret in the database", async () => {
    const group = await aGroup(test);
    const { secret } = await anInvite(test, group);
    const rows = await withActor(as(test, group.owner), (tx) => tx.select().from(invites));
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(secret);
  });
});

describe("handing out an invitation", () => {
  it("is for owners, who need not be in the group, and for its facilitators", async () => {
    const group = await aGroup(test);
    for (const actor of [group.owner, group.facilitator]) {
      const answer = await createInvite(as(test, actor), { ...group, role: "facilitator" });
      expect(answer.path).toMatch(/^\/join\/[\w-]{64}$/);
    }
  });

  it("is refused to members, other groups' facilitators and other organisations' owners", async () => {
    const group = await aGroup(test);
    const member = await aMember(test, group);
    const neighbour = await aGroup(test, { in: group });
    const { owner: outsider } = await anOrganisation(test);
    for (const actor of [member.actor, neighbour.facilitator, outsider]) {
      const asked = createInvite(as(test, actor), { ...group, role: "member" });
      await expect(asked).rejects.toMatchObject(absent);
      await expect(listInvites(as(test, actor), group)).rejects.toMatchObject(absent);
    }
  });

  it("lets a co-facilitator invite members and co-facilitators only", async () => {
    const group = await aGroup(test);
    const { actor } = await aMember(test, group, { role: "co-facilitator" });
    const ask = (role: "member" | "facilitator") =>
      createInvite(as(test, actor), { ...group, role });
    await expect(ask("member")).resolves.toBeDefined();
    await expect(ask("facilitator")).rejects.toMatchObject(absent);
  });

  it("again gives another link, each listed so that it can be called back", async () => {
    const group = await aGroup(test);
    const first = await anInvite(test, group);
    const second = await anInvite(test, group);
    expect(second.secret).not.toBe(first.secret);
    await callBackInvite(as(test, group.owner), { ...group, inviteId: first.inviteId });

    const { items } = await listInvites(as(test, group.facilitator), group);
    expect(items.map(({ id, state }) => ({ id, state }))).toEqual([
      { id: second.inviteId, state: "open" },
      { id: first.inviteId, state: "called_back" },
    ]);
  });

  it("cannot be called back from outside; calling back twice is harmless", async () => {
    const group = await aGroup(test);
    const { inviteId } = await anInvite(test, group);
    const neighbour = await aGroup(test, { in: group });
    const { owner: outsider } = await anOrganisation(test);
    const invite = { ...group, inviteId };
    for (const actor of [neighbour.facilitator, outsider]) {
      await expect(callBackInvite(as(test, actor), invite)).rejects.toMatchObject(absent);
    }
    const throughOwnGroup = { ...invite, groupId: neighbour.groupId };
    await expect(
      callBackInvite(as(test, neighbour.facilitator), throughOwnGroup),
    ).rejects.toMatchObject(absent);

    await callBackInvite(as(test, group.facilitator), invite);
    await callBackInvite(as(test, group.facilitator, daysLater(1)), invite);
    const [row] = await withActor(as(test, group.owner), (tx) =>
      tx.select().from(invites).where(eq(invites.id, inviteId)),
    );
    expect(row?.calledBackAt).toEqual(NOW);
  });
});

describe("accepting an invitation", () => {
  it("makes a member of the organisation and of the group, and records the version read", async () => {
    const group = await aGroup(test);
    const invite = await anInvite(test, group);
    const { userId, actor } = await someoneWith(invite);
    const { groupId, enrolmentId } = await acceptInvitation(as(test, actor), accepting(invite));

    expect(groupId).toBe(group.groupId);
    expect(await peopleOf(group)).toEqual(["Otter", "Robin"]);
    const member = await mintMember(test.db, userId, group.organisationId);
    const [acceptance, stream] = await withActor(as(test, member), async (tx) => [
      await tx
        .select({ version: agreementAcceptances.version, at: agreementAcceptances.acceptedAt })
        .from(agreementAcceptances)
        .where(eq(agreementAcceptances.enrolmentId, enrolmentId)),
      await tx
        .select({ kind: eventStreams.kind, lastSeq: eventStreams.lastSeq })
        .from(eventStreams)
        .where(eq(eventStreams.id, enrolmentId)),
    ]);
    expect(acceptance).toEqual([{ version: 1, at: NOW }]);
    expect(stream).toEqual([{ kind: "enrolment", lastSeq: 0 }]);
    expect(await listMyOrganisations(as(test, mintUser(userId)))).toHaveLength(1);
    expect((await findInvitation(as(test, actor))).iAmIn).toBe(true);
  });

  it("gives the role that the link was made for", async () => {
    const group = await aGroup(test);
    const { actor, enrolmentId } = await aMember(test, group, { role: "facilitator" });
    const { items } = await listPeople(as(test, actor), group);
    expect(items.find((each) => each.id === enrolmentId)?.role).toBe("facilitator");
  });

  it("twenty times at once gives one person one place", async () => {
    const group = await aGroup(test);
    const invite = await anInvite(test, group);
    const { actor } = await someoneWith(invite);
    const accept = () => acceptInvitation(as(test, actor), accepting(invite));
    const answers = await Promise.all(Array.from({ length: 20 }, accept));

    expect(new Set(answers.map((each) => each.enrolmentId)).size).toBe(1);
    expect(await peopleOf(group)).toEqual(["Otter", "Robin"]);
  });

  it("twenty times at once by someone known from another group gives one place as well", async () => {
    const first = await aGroup(test);
    const { userId } = await aMember(test, first);
    const group = await aGroup(test, { in: first });
    const invite = await anInvite(test, group);
    const actor = mintInvited(userId, invite.organisationId, invite.secret);
    const accept = () => acceptInvitation(as(test, actor), accepting(invite));
    const answers = await Promise.all(Array.from({ length: 20 }, accept));

    expect(new Set(answers.map((each) => each.enrolmentId)).size).toBe(1);
    expect(await peopleOf(group)).toEqual(["Otter", "Robin"]);
  });

  it("by many people under one name at once gives it to one, and tells the others at the field", async () => {
    const group = await aGroup(test);
    const invite = await anInvite(test, group);
    const people = await Promise.all(Array.from({ length: 8 }, () => someoneWith(invite)));
    const answers = await Promise.allSettled(
      people.map(({ actor }, at) =>
        acceptInvitation(as(test, actor), accepting(invite, at % 2 ? "otter" : "OTTER")),
      ),
    );
    expect(answers.filter((each) => each.status === "fulfilled")).toHaveLength(1);
    for (const answer of answers) {
      if (answer.status === "fulfilled") continue;
      expect(answer.reason).toMatchObject({ code: "NAME_TAKEN", data: { field: "shownName" } });
      expect(answer.reason.data).toEqual({ field: "shownName" });
    }
    expect(await peopleOf(group)).toHaveLength(2);
  });

  it("under a name that is taken leaves nothing behind, so another name works", async () => {
    const group = await aGroup(test, { facilitatorName: "Robin" });
    const invite = await anInvite(test, group);
    const { userId, actor } = await someoneWith(invite);
    await expect(
      acceptInvitation(as(test, actor), accepting(invite, "robin")),
    ).rejects.toMatchObject({ code: "NAME_TAKEN" });
    expect(await listMyOrganisations(as(test, mintUser(userId)))).toEqual([]);
    await acceptInvitation(as(test, actor), accepting(invite, "Robin T"));
    expect(await peopleOf(group)).toEqual(["Robin", "Robin T"]);
  });

  it("with another version than the one in force asks to read again", async () => {
    const group = await aGroup(test);
    const invite = await anInvite(test, group);
    const { actor } = await someoneWith(invite);
    await reviseAgreement(as(test, group.facilitator), {
      ...group,
      revisedVersion: 1,
      agreement: "Something new.",
    });
    await expect(acceptInvitation(as(test, actor), accepting(invite))).rejects.toMatchObject({
      code: "AGREEMENT_CHANGED",
    });
    const answer = await acceptInvitation(as(test, actor), {
      ...accepting(invite),
      agreedVersion: 2,
    });
    expect(answer.groupId).toBe(group.groupId);
  });

  it("does not bring back someone whose membership has ended", async () => {
    const group = await aGroup(test);
    const { actor: member, userId } = await aMember(test, group);
    await withActor(as(test, member), (tx) =>
      tx.update(memberships).set({ endedAt: NOW }).where(eq(memberships.id, member.membershipId)),
    );
    const invite = await anInvite(test, group);
    const actor = mintInvited(userId, invite.organisationId, invite.secret);
    await expect(findInvitation(as(test, actor))).rejects.toMatchObject(absent);
    await expect(
      acceptInvitation(as(test, actor), accepting(invite, "Again")),
    ).rejects.toMatchObject(absent);
  });

  it("into a second group keeps one membership and says nothing of the first", async () => {
    const { userId } = await aUser(test);
    const first = await aGroup(test);
    const second = await aGroup(test, { in: first });
    const inFirst = await aMember(test, first, { userId, name: "Otter" });
    const inSecond = await aMember(test, second, { userId, name: "Otter" });
    expect(inSecond.actor.membershipId).toBe(inFirst.actor.membershipId);
    expect(inSecond.enrolmentId).not.toBe(inFirst.enrolmentId);
  });
});
