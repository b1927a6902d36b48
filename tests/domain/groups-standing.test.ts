import { describe, expect, it } from "vitest";
import { type MemberActor, mintInvited } from "@/server/auth/actor";
import { withActor } from "@/server/db/transaction";
import type { Standing } from "@/server/domains/groups/contract";
import {
  accessAsFacilitator,
  accessEnrolment,
  findGroup,
  findInvitation,
  listGroups,
  listPeople,
} from "@/server/domains/groups/reads";
import { standingChanges } from "@/server/domains/groups/tables";
import { acceptInvitation, changeStandingIn } from "@/server/domains/groups/writes";
import { streamEvents } from "@/server/realtime/tables";
import { type AGroup, aGroup, aMember, anInvite, as, NOW } from "../support/builders";
import { useDatabase } from "../support/database";

const test = useDatabase();
const absent = { code: "NOT_FOUND" };

function changeStanding(
  actor: MemberActor,
  { groupId }: AGroup,
  enrolmentId: string,
  standing: Standing,
) {
  return withActor(as(test, actor), async (tx) => {
    const by = await accessAsFacilitator(tx, actor, groupId);
    return changeStandingIn(tx, { by, enrolmentId, standing, now: NOW });
  });
}

async function historyOf(group: AGroup, actor: MemberActor = group.facilitator) {
  return withActor(as(test, actor), async (tx) => ({
    changes: await tx
      .select({
        enrolmentId: standingChanges.enrolmentId,
        standing: standingChanges.standing,
        by: standingChanges.byEnrolmentId,
      })
      .from(standingChanges),
    events: await tx
      .select({
        streamId: streamEvents.streamId,
        seq: streamEvents.seq,
        kind: streamEvents.kind,
        subjectId: streamEvents.subjectId,
      })
      .from(streamEvents),
  }));
}

describe("changing someone's standing", () => {
  it("is kept with who and when, and told on that person's own stream", async () => {
    const group = await aGroup(test);
    const { enrolmentId } = await aMember(test, group);
    const answer = await changeStanding(group.facilitator, group, enrolmentId, "muted");

    expect(answer).toMatchObject({ changed: true, enrolment: { standing: "muted" } });
    expect(await historyOf(group)).toEqual({
      changes: [{ enrolmentId, standing: "muted", by: group.facilitatorEnrolmentId }],
      events: [{ streamId: enrolmentId, seq: 1, kind: "standing_changed", subjectId: enrolmentId }],
    });
  });

  it("to what it is already changes and tells nothing, however often", async () => {
    const group = await aGroup(test);
    const { enrolmentId } = await aMember(test, group);
    await Promise.all(
      Array.from({ length: 5 }, () =>
        changeStanding(group.facilitator, group, enrolmentId, "removed"),
      ),
    );
    const { changes, events } = await historyOf(group);
    expect(changes).toHaveLength(1);
    expect(events).toHaveLength(1);
  });

  it("is refused to members and to those who lead another group", async () => {
    const group = await aGroup(test);
    const member = await aMember(test, group);
    const other = await aMember(test, group);
    const neighbour = await aGroup(test, { in: group });
    const change = (actor: MemberActor, where: AGroup) =>
      changeStanding(actor, where, other.enrolmentId, "removed");

    await expect(change(member.actor, group)).rejects.toMatchObject(absent);
    await expect(change(group.owner, group)).rejects.toMatchObject(absent);
    await expect(change(neighbour.facilitator, group)).rejects.toMatchObject(absent);
    await expect(change(neighbour.facilitator, neighbour)).rejects.toMatchObject(absent);
    const elsewhere = await aGroup(test);
    await expect(change(elsewhere.facilitator, elsewhere)).rejects.toMatchObject(absent);
  });

  it("lets a co-facilitator decide about members but not about those who lead", async () => {
    const group = await aGroup(test);
    const helper = await aMember(test, group, { role: "co-facilitator" });
    const member = await aMember(test, group);
    await changeStanding(helper.actor, group, member.enrolmentId, "held");
    await expect(
      changeStanding(helper.actor, group, group.facilitatorEnrolmentId, "removed"),
    ).rejects.toMatchObject(absent);
  });
});

describe("a facilitator who is removed while deciding about someone", () => {
  it("decides nothing any more", async () => {
    const group = await aGroup(test);
    const other = await aMember(test, group, { role: "facilitator" });
    const member = await aMember(test, group);
    const decision = withActor(as(test, other.actor), async (tx) => {
      const by = await accessAsFacilitator(tx, other.actor, group.groupId);
      await changeStanding(group.facilitator, group, other.enrolmentId, "removed");
      return changeStandingIn(tx, {
        by,
        enrolmentId: member.enrolmentId,
        standing: "removed",
        now: NOW,
      });
    });
    await expect(decision).rejects.toMatchObject(absent);
    await expect(findGroup(as(test, member.actor), group)).resolves.toBeDefined();
  });
});

describe("someone who was removed", () => {
  async function aRemovedMember() {
    const group = await aGroup(test);
    const removed = await aMember(test, group, { name: "Otter" });
    await changeStanding(group.facilitator, group, removed.enrolmentId, "removed");
    return { group, removed };
  }

  it("finds no group, from their next call on", async () => {
    const { group, removed } = await aRemovedMember();
    const ctx = as(test, removed.actor);
    await expect(findGroup(ctx, group)).rejects.toMatchObject(absent);
    await expect(listPeople(ctx, group)).rejects.toMatchObject(absent);
    expect((await listGroups(ctx, group)).items).toEqual([]);
    await expect(
      withActor(ctx, (tx) => accessEnrolment(tx, removed.actor, group.groupId)),
    ).rejects.toMatchObject(absent);
  });

  it("stays removed when they follow a link again", async () => {
    const { group, removed } = await aRemovedMember();
    const invite = await anInvite(test, group);
    const ctx = as(test, mintInvited(removed.userId, invite.organisationId, invite.secret));
    await expect(findInvitation(ctx)).rejects.toMatchObject(absent);
    await expect(
      acceptInvitation(ctx, { ...invite, shownName: "New name", agreedVersion: 1 }),
    ).rejects.toMatchObject(absent);
  });

  it("is listed for facilitators, and for nobody else", async () => {
    const { group, removed } = await aRemovedMember();
    const peer = await aMember(test, group);
    const ids = async (actor: MemberActor) =>
      (await listPeople(as(test, actor), group)).items.map((each) => each.id);
    expect(await ids(group.facilitator)).toContain(removed.enrolmentId);
    expect(await ids(peer.actor)).not.toContain(removed.enrolmentId);
  });

  it("can come back when a facilitator says so", async () => {
    const { group, removed } = await aRemovedMember();
    await changeStanding(group.facilitator, group, removed.enrolmentId, "active");
    await expect(findGroup(as(test, removed.actor), group)).resolves.toBeDefined();
  });
});

describe("the last facilitator", () => {
  it("cannot remove themself", async () => {
    const group = await aGroup(test);
    await aMember(test, group, { role: "co-facilitator" });
    await expect(
      changeStanding(group.facilitator, group, group.facilitatorEnrolmentId, "removed"),
    ).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(findGroup(as(test, group.facilitator), group)).resolves.toBeDefined();
  });

  it("remains when two leave at the same moment", async () => {
    const group = await aGroup(test);
    const other = await aMember(test, group, { role: "facilitator" });
    const answers = await Promise.allSettled([
      changeStanding(group.facilitator, group, group.facilitatorEnrolmentId, "removed"),
      changeStanding(other.actor, group, other.enrolmentId, "removed"),
    ]);
    expect(answers.map((each) => each.status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  it("remains when two remove each other at the same moment", async () => {
    const group = await aGroup(test);
    const other = await aMember(test, group, { role: "facilitator" });
    const answers = await Promise.allSettled([
      changeStanding(group.facilitator, group, other.enrolmentId, "removed"),
      changeStanding(other.actor, group, group.facilitatorEnrolmentId, "removed"),
    ]);
    expect(answers.map((each) => each.status).sort()).toEqual(["fulfilled", "rejected"]);
  });
});
