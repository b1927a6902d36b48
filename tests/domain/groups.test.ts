import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { MemberActor } from "@/server/auth/actor";
import { withActor } from "@/server/db/transaction";
import { findGroup, listGroups, listPeople } from "@/server/domains/groups/reads";
import { enrolments, groupAgreements, groups, invites } from "@/server/domains/groups/tables";
import { acceptAgreement, createGroup, reviseAgreement } from "@/server/domains/groups/writes";
import {
  type AGroup,
  aGroup,
  aMember,
  aMembership,
  anOrganisation,
  as,
  aUser,
} from "../support/builders";
import { useDatabase } from "../support/database";

const test = useDatabase();
const absent = { code: "NOT_FOUND" };

function newGroup(actor: MemberActor) {
  return {
    organisationId: actor.organisationId,
    groupId: randomUUID(),
    name: "Tuesday circle",
    purpose: "Sending things as they are.",
    agreement: "We let things be unfinished.",
    shownName: "Robin",
  };
}

describe("founding a group", () => {
  it("makes its founder the first facilitator, under the name they chose", async () => {
    const { owner } = await anOrganisation(test);
    const input = newGroup(owner);
    const { enrolmentId } = await createGroup(as(test, owner), input);

    expect(await findGroup(as(test, owner), input)).toEqual({
      id: input.groupId,
      name: "Tuesday circle",
      purpose: "Sending things as they are.",
      agreement: { version: 1, text: "We let things be unfinished." },
      me: { id: enrolmentId, name: "Robin", role: "facilitator", standing: "active" },
      iAgreed: true,
      mayInvite: ["member", "co-facilitator", "facilitator"],
      mayReviseAgreement: true,
      mayFacilitate: true,
      maySetRetention: true,
      retentionDays: 90,
    });
  });

  it("is open to facilitators of the organisation, not to its members", async () => {
    const organisation = await anOrganisation(test);
    const facilitator = await aMembership(test, organisation, { role: "facilitator" });
    const member = await aMembership(test, organisation);

    await expect(createGroup(as(test, facilitator), newGroup(facilitator))).resolves.toBeDefined();
    await expect(createGroup(as(test, member), newGroup(member))).rejects.toMatchObject(absent);
  });

  it("makes one when asked again, even at the same moment", async () => {
    const { owner } = await anOrganisation(test);
    const input = newGroup(owner);
    const ask = () => createGroup(as(test, owner), input);
    const answers = await Promise.all(Array.from({ length: 8 }, ask));

    expect(new Set(answers.map((each) => each.enrolmentId)).size).toBe(1);
    expect((await listGroups(as(test, owner), input)).items).toHaveLength(1);
    expect((await listPeople(as(test, owner), input)).items).toHaveLength(1);
  });

  it("with the id of a group one is not in is refused", async () => {
    const group = await aGroup(test);
    const other = await aMembership(test, group, { role: "facilitator" });
    const input = { ...newGroup(other), groupId: group.groupId };
    await expect(createGroup(as(test, other), input)).rejects.toMatchObject(absent);
  });

  it("is possible in one organisation with an id that another happens to use", async () => {
    const theirs = await aGroup(test);
    const { owner } = await anOrganisation(test);
    const input = { ...newGroup(owner), groupId: theirs.groupId };
    await createGroup(as(test, owner), input);
    expect((await listPeople(as(test, owner), input)).items).toHaveLength(1);
    expect((await listPeople(as(test, theirs.facilitator), theirs)).items).toHaveLength(1);
  });
});

describe("a group", () => {
  it("looks absent to other organisations and to members who are not in it", async () => {
    const group = await aGroup(test);
    const { owner: outsider } = await anOrganisation(test);
    const neighbour = await aMember(test, await aGroup(test, { in: group }));

    for (const actor of [outsider, neighbour.actor]) {
      await expect(findGroup(as(test, actor), group)).rejects.toMatchObject(absent);
      await expect(listPeople(as(test, actor), group)).rejects.toMatchObject(absent);
      const { items } = await listGroups(as(test, actor), group);
      expect(items.map((each) => each.id)).not.toContain(group.groupId);
    }
  });

  it("shows an owner who is not in it its name, and nobody who is", async () => {
    const group = await aGroup(test, { name: "Quiet ones" });

    const { items } = await listGroups(as(test, group.owner), group);
    expect(items).toContainEqual({ id: group.groupId, name: "Quiet ones", iAmIn: false });
    const seen = await findGroup(as(test, group.owner), group);
    expect(seen.me).toBeNull();
    expect(seen.mayFacilitate).toBe(false);
    await expect(listPeople(as(test, group.owner), group)).rejects.toMatchObject(absent);
  });

  it("is kept from a neighbour's query that forgot to ask", async () => {
    const group = await aGroup(test);
    const neighbour = await aMember(test, await aGroup(test, { in: group }));
    const seen = await withActor(as(test, neighbour.actor), async (tx) => [
      ...(await tx.select({ id: groups.id }).from(groups)),
      ...(await tx.select({ id: groupAgreements.groupId }).from(groupAgreements)),
      ...(await tx.select({ id: invites.groupId }).from(invites)),
    ]);
    expect(seen.length).toBeGreaterThan(0);
    expect(seen.map((each) => each.id)).not.toContain(group.groupId);
  });

  it("keeps its people from a query that forgot to ask", async () => {
    const group = await aGroup(test);
    const neighbour = await aMember(test, await aGroup(test, { in: group }));

    for (const actor of [group.owner, neighbour.actor]) {
      const seen = await withActor(as(test, actor), (tx) =>
        tx.select({ groupId: enrolments.groupId }).from(enrolments),
      );
      expect(seen.map((each) => each.groupId)).not.toContain(group.groupId);
    }
  });

  it("lists its people by name and page, each with an id of this group only", async () => {
    const group = await aGroup(test, { facilitatorName: "Robin" });
    const zoe = await aMember(test, group, { name: "zoe" });
    const ann = await aMember(test, group, { name: "Ann" });

    const { items, next } = await listPeople(as(test, zoe.actor), group);
    expect(next).toBeNull();
    expect(items).toEqual([
      { id: ann.enrolmentId, name: "Ann", role: "member", standing: null },
      {
        id: group.facilitatorEnrolmentId,
        name: "Robin",
        role: "facilitator",
        standing: null,
      },
      { id: zoe.enrolmentId, name: "zoe", role: "member", standing: "active" },
    ]);
    const rest = await listPeople(as(test, zoe.actor), { ...group, after: "robin" });
    expect(rest.items.map((each) => each.name)).toEqual(["zoe"]);
  });

  it("shares no id of a person with another group they are in, in any answer", async () => {
    const { userId } = await aUser(test);
    const first = await aGroup(test);
    const second = await aGroup(test, { in: first });
    const inFirst = await aMember(test, first, { userId, name: "Otter" });
    await aMember(test, second, { userId, name: "Heron" });

    const answers = await Promise.all(
      [first, second].map(async (group) =>
        idsIn([
          await listPeople(as(test, group.facilitator), group),
          await listPeople(as(test, inFirst.actor), group),
          (await findGroup(as(test, inFirst.actor), group)).me,
        ]),
      ),
    );
    const [a = [], b = []] = answers;
    expect(a.length).toBeGreaterThan(0);
    expect(a.filter((id) => b.includes(id))).toEqual([]);
    expect([...a, ...b]).not.toContain(userId);
    expect([...a, ...b]).not.toContain(inFirst.actor.membershipId);
  });
});

describe("revising the agreement", () => {
  const text = "We let things be unfinished, and we pass when we like.";

  it("appends a version, which is the one in force", async () => {
    const group = await aGroup(test);
    const answer = await reviseAgreement(as(test, group.facilitator), {
      ...group,
      revisedVersion: 1,
      agreement: text,
    });
    expect(answer).toEqual({ version: 2, text });
    expect((await findGroup(as(test, group.owner), group)).agreement).toEqual({ version: 2, text });
  });

  it("appends nothing when asked again", async () => {
    const group = await aGroup(test);
    const input = { ...group, revisedVersion: 1, agreement: text };
    await reviseAgreement(as(test, group.facilitator), input);
    expect(await reviseAgreement(as(test, group.facilitator), input)).toEqual({ version: 2, text });
  });

  it("tells the second of two facilitators that it changed meanwhile, and keeps the first", async () => {
    const group = await aGroup(test);
    const other = await aMember(test, group, { role: "facilitator" });
    const answers = await Promise.allSettled(
      [group.facilitator, other.actor].map((actor, at) =>
        reviseAgreement(as(test, actor), {
          ...group,
          revisedVersion: 1,
          agreement: `${text} (${at})`,
        }),
      ),
    );
    expect(answers.filter((each) => each.status === "fulfilled")).toHaveLength(1);
    const [refused] = answers.filter((each) => each.status === "rejected");
    expect(refused?.reason).toMatchObject({ code: "AGREEMENT_CHANGED" });
    expect((await findGroup(as(test, group.owner), group)).agreement.version).toBe(2);
  });

  it("is for facilitators: to everyone else the group has nothing to revise", async () => {
    const group = await aGroup(test);
    const member = await aMember(test, group);
    const coFacilitator = await aMember(test, group, { role: "co-facilitator" });
    const { owner: outsider } = await anOrganisation(test);
    for (const actor of [member.actor, coFacilitator.actor, group.owner, outsider]) {
      const input = { ...group, revisedVersion: 1, agreement: text };
      await expect(reviseAgreement(as(test, actor), input)).rejects.toMatchObject(absent);
    }
  });
});

describe("an agreement that changed after someone joined", () => {
  async function aRevisedGroup() {
    const group = await aGroup(test);
    const member = await aMember(test, group);
    await reviseAgreement(as(test, group.facilitator), {
      ...group,
      revisedVersion: 1,
      agreement: "Something new.",
    });
    return { group, member };
  }
  const agreed = async (actor: MemberActor, group: AGroup) =>
    (await findGroup(as(test, actor), group)).iAgreed;

  it("is theirs to say yes to, once or twice", async () => {
    const { group, member } = await aRevisedGroup();
    expect(await agreed(group.facilitator, group)).toBe(true);
    expect(await agreed(member.actor, group)).toBe(false);
    await acceptAgreement(as(test, member.actor), { ...group, version: 2 });
    await acceptAgreement(as(test, member.actor), { ...group, version: 2 });
    expect(await agreed(member.actor, group)).toBe(true);
  });

  it("cannot be accepted in a version that is not in force", async () => {
    const { group, member } = await aRevisedGroup();
    for (const version of [1, 3]) {
      await expect(
        acceptAgreement(as(test, member.actor), { ...group, version }),
      ).rejects.toMatchObject({ code: "AGREEMENT_CHANGED" });
    }
  });

  it("cannot be accepted by anyone outside the group", async () => {
    const { group } = await aRevisedGroup();
    const { owner: outsider } = await anOrganisation(test);
    const neighbour = await aMember(test, await aGroup(test, { in: group }));
    for (const actor of [outsider, neighbour.actor, group.owner]) {
      await expect(
        acceptAgreement(as(test, actor), { ...group, version: 2 }),
      ).rejects.toMatchObject(absent);
    }
  });
});

/** Every UUID anywhere in what a client would receive. */
function idsIn(answer: unknown): string[] {
  return JSON.stringify(answer).match(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? [];
}
