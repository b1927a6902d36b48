import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import type { MemberActor } from "@/server/auth/actor";
import { ACTS_PAGE } from "@/server/domains/moderation/contract";
import { listActs } from "@/server/domains/moderation/reads";
import {
  holdMessage,
  holdPerson,
  mutePerson,
  pauseRoom,
  removeMessage,
  removePerson,
  restoreMessage,
  resumeRoom,
  returnPerson,
  showMessage,
  unholdPerson,
  unmutePerson,
} from "@/server/domains/moderation/writes";
import { retractMessage } from "@/server/domains/rooms/writes";
import { type AGroup, type AMember, aGroup, aMember, as } from "../support/builders";
import { useDatabase } from "../support/database";
import { type ARoom, aRoom, at, say, snapshotFor } from "../support/rooms";

const test = useDatabase();
let group: AGroup;
let ivy: AMember;
let sol: AMember;
let co: AMember;
let outsiders: MemberActor[];

beforeAll(async () => {
  group = await aGroup(test);
  ivy = await aMember(test, group, { name: "Ivy" });
  sol = await aMember(test, group, { name: "Sol" });
  co = await aMember(test, group, { name: "Co", role: "co-facilitator" });
  const stranger = await aMember(test, await aGroup(test));
  const neighbour = await aMember(test, await aGroup(test, { in: group }));
  // Members of this very group are told the same as strangers.
  outsiders = [stranger.actor, neighbour.actor, group.owner, ivy.actor];
});

async function acts() {
  const { groupId } = group;
  const { items } = await listActs(as(test, group.facilitator), { groupId });
  return items.map((each) => each.act);
}

async function seenBy(room: ARoom, actor: MemberActor) {
  const { messages } = await snapshotFor(test, room, actor);
  return messages.map((each) => [each.state, each.body]);
}

describe("pausing a room", () => {
  it("makes members wait and lets facilitators speak, until it is resumed", async () => {
    const room = await aRoom(test, { of: group });
    await pauseRoom(as(test, co.actor), at(room));
    await expect(say(test, room, ivy.actor)).rejects.toThrow("ROOM_PAUSED");
    await say(test, room, group.facilitator, "Let us take a breath.");
    await resumeRoom(as(test, group.facilitator), at(room));
    await say(test, room, ivy.actor);
    expect((await acts()).slice(0, 2)).toEqual(["resumed", "paused"]);
  });

  it("twice pauses once and is logged once", async () => {
    const room = await aRoom(test, { of: group });
    await Promise.all(
      Array.from({ length: 6 }, () => pauseRoom(as(test, group.facilitator), at(room))),
    );
    const { seq } = await snapshotFor(test, room, ivy.actor);
    expect(seq).toBe(2);
    expect((await acts()).slice(0, 2)).not.toEqual(["paused", "paused"]);
  });

  it("is for facilitators: to everyone else there is no such room", async () => {
    const room = await aRoom(test, { of: group });
    for (const actor of outsiders) {
      await expect(pauseRoom(as(test, actor), at(room))).rejects.toThrow("NOT_FOUND");
      await expect(resumeRoom(as(test, actor), at(room))).rejects.toThrow("NOT_FOUND");
    }
    expect((await snapshotFor(test, room, ivy.actor)).state).toBe("open");
  });
});

describe("a message", () => {
  it("that is held is seen by its author and facilitators, and by all once shown", async () => {
    const room = await aRoom(test, { of: group });
    const { messageId } = await say(test, room, ivy.actor, "raw");
    const ref = { ...at(room), messageId, reason: "a quiet word first" };
    await holdMessage(as(test, group.facilitator), ref);
    expect(await seenBy(room, sol.actor)).toEqual([]);
    expect(await seenBy(room, ivy.actor)).toEqual([["held", "raw"]]);
    expect(await seenBy(room, co.actor)).toEqual([["held", "raw"]]);
    await showMessage(as(test, co.actor), { ...ref, reason: null });
    expect(await seenBy(room, sol.actor)).toEqual([["shown", "raw"]]);
    expect((await acts()).slice(0, 2)).toEqual(["shown", "held"]);
  });

  it("that is removed is off every screen, and cannot be shown again", async () => {
    const room = await aRoom(test, { of: group });
    const { messageId } = await say(test, room, ivy.actor, "unkind");
    const ref = { ...at(room), messageId, reason: null };
    await removeMessage(as(test, group.facilitator), ref);
    await removeMessage(as(test, group.facilitator), ref);
    for (const actor of [ivy.actor, sol.actor, group.facilitator]) {
      expect(await seenBy(room, actor)).toEqual([["removed", null]]);
    }
    await expect(showMessage(as(test, co.actor), ref)).rejects.toThrow("STATE_CHANGED");
  });

  it("that was removed with a reason tells its author why, and can be restored", async () => {
    const room = await aRoom(test, { of: group });
    const { messageId } = await say(test, room, ivy.actor, "too much at once");
    const ref = { ...at(room), messageId, reason: "Let us come back to this together" };
    await removeMessage(as(test, group.facilitator), ref);
    const reasonFor = async (actor: MemberActor) =>
      (await snapshotFor(test, room, actor)).messages[0]?.reason;
    expect(await reasonFor(ivy.actor)).toBe("Let us come back to this together");
    expect(await reasonFor(co.actor)).toBe("Let us come back to this together");
    expect(await reasonFor(sol.actor)).toBeNull();
    await restoreMessage(as(test, co.actor), { ...ref, reason: null });
    await restoreMessage(as(test, co.actor), { ...ref, reason: null });
    expect(await seenBy(room, sol.actor)).toEqual([["shown", "too much at once"]]);
    expect((await acts()).slice(0, 2)).toEqual(["restored", "removed"]);
    await holdMessage(as(test, co.actor), ref);
    await expect(restoreMessage(as(test, co.actor), ref)).rejects.toThrow("STATE_CHANGED");
  });

  it("that its author took back while it was held cannot be shown any more", async () => {
    const room = await aRoom(test, { of: group });
    const { messageId } = await say(test, room, ivy.actor, "raw");
    const ref = { ...at(room), messageId, reason: null };
    await holdMessage(as(test, group.facilitator), ref);
    await retractMessage(as(test, ivy.actor), ref);
    await expect(showMessage(as(test, group.facilitator), ref)).rejects.toThrow("STATE_CHANGED");
    expect(await seenBy(room, sol.actor)).toEqual([["retracted", null]]);
  });

  it("is moderated by facilitators: to everyone else there is no such message", async () => {
    const room = await aRoom(test, { of: group });
    const { messageId } = await say(test, room, sol.actor, "still here");
    const ref = { ...at(room), messageId, reason: null };
    for (const actor of outsiders) {
      for (const act of [holdMessage, showMessage, removeMessage, restoreMessage]) {
        await expect(act(as(test, actor), ref)).rejects.toThrow("NOT_FOUND");
      }
    }
    const absent = { ...ref, messageId: randomUUID() };
    await expect(holdMessage(as(test, group.facilitator), absent)).rejects.toThrow("NOT_FOUND");
    expect(await seenBy(room, ivy.actor)).toEqual([["shown", "still here"]]);
  });

  it("of another room of the same group is not reached through this one", async () => {
    const [room, other] = [await aRoom(test, { of: group }), await aRoom(test, { of: group })];
    const { messageId } = await say(test, other, sol.actor);
    const ref = { ...at(room), messageId, reason: null };
    await expect(removeMessage(as(test, group.facilitator), ref)).rejects.toThrow("NOT_FOUND");
  });
});

describe("removing a person", () => {
  it("ends their place and can be undone, each logged once", async () => {
    const room = await aRoom(test, { of: group });
    const person = await aMember(test, group, { name: "Leaving" });
    const ref = {
      organisationId: group.organisationId,
      groupId: group.groupId,
      enrolmentId: person.enrolmentId,
      reason: "asked to",
    };
    await removePerson(as(test, group.facilitator), ref);
    await removePerson(as(test, group.facilitator), ref);
    await expect(snapshotFor(test, room, person.actor)).rejects.toThrow("NOT_FOUND");
    await expect(say(test, room, person.actor)).rejects.toThrow("NOT_FOUND");
    await returnPerson(as(test, group.facilitator), ref);
    await say(test, room, person.actor, "thank you for the mess");
    const { groupId } = group;
    const { items: log } = await listActs(as(test, group.facilitator), { groupId });
    expect(log.slice(0, 2)).toMatchObject([
      { act: "person_returned", by: "Robin", about: "Leaving", reason: "asked to" },
      { act: "person_removed", by: "Robin", about: "Leaving", reason: "asked to" },
    ]);
    expect(log[2]?.act).not.toBe("person_removed");
  });

  it("is for facilitators: to everyone else there is no such person", async () => {
    const ref = {
      organisationId: group.organisationId,
      groupId: group.groupId,
      enrolmentId: sol.enrolmentId,
      reason: null,
    };
    for (const actor of outsiders) {
      await expect(removePerson(as(test, actor), ref)).rejects.toThrow("NOT_FOUND");
      await expect(returnPerson(as(test, actor), ref)).rejects.toThrow("NOT_FOUND");
    }
  });
});

describe("a person's standing", () => {
  const refOf = ({ enrolmentId }: AMember) => {
    const { organisationId, groupId } = group;
    return { organisationId, groupId, enrolmentId, reason: null };
  };

  it("of muted lets them read along until it is undone", async () => {
    const [room, person] = [await aRoom(test, { of: group }), await aMember(test, group)];
    await mutePerson(as(test, co.actor), refOf(person));
    await mutePerson(as(test, co.actor), refOf(person));
    await expect(say(test, room, person.actor)).rejects.toThrow("MUTED");
    expect(await seenBy(room, person.actor)).toEqual([]);
    await unmutePerson(as(test, co.actor), refOf(person));
    await unmutePerson(as(test, co.actor), refOf(person));
    await say(test, room, person.actor);
    expect((await acts()).slice(0, 2)).toEqual(["person_unmuted", "person_muted"]);
  });

  it("of held lets facilitators see first what they post, until it is undone", async () => {
    const [room, person] = [await aRoom(test, { of: group }), await aMember(test, group)];
    await holdPerson(as(test, co.actor), refOf(person));
    await say(test, room, person.actor, "first");
    expect(await seenBy(room, sol.actor)).toEqual([]);
    await unholdPerson(as(test, co.actor), refOf(person));
    await say(test, room, person.actor, "second");
    expect(await seenBy(room, sol.actor)).toEqual([["shown", "second"]]);
    expect((await acts()).slice(0, 2)).toEqual(["person_unheld", "person_held"]);
  });

  it("is undone only by its own opposite, and muting brings back nobody", async () => {
    const person = await aMember(test, group);
    const lead = as(test, group.facilitator);
    await mutePerson(lead, refOf(person));
    await expect(unholdPerson(lead, refOf(person))).rejects.toThrow("STATE_CHANGED");
    await expect(returnPerson(lead, refOf(person))).rejects.toThrow("STATE_CHANGED");
    await removePerson(lead, refOf(person));
    for (const act of [mutePerson, holdPerson, unmutePerson]) {
      const acting = act(lead, refOf(person));
      await expect(acting).rejects.toThrow("STATE_CHANGED");
    }
    expect((await acts()).slice(0, 2)).toEqual(["person_removed", "person_muted"]);
  });

  it("of those who lead is changed by a facilitator alone", async () => {
    const second = await aMember(test, group, { role: "co-facilitator" });
    await expect(mutePerson(as(test, co.actor), refOf(second))).rejects.toThrow("NOT_FOUND");
    for (const actor of outsiders) {
      for (const act of [mutePerson, unmutePerson, holdPerson, unholdPerson]) {
        await expect(act(as(test, actor), refOf(sol))).rejects.toThrow("NOT_FOUND");
      }
    }
    await mutePerson(as(test, group.facilitator), refOf(second));
  });
});

describe("the moderation log", () => {
  it("comes a page at a time, newest first, and whole", async () => {
    const circle = await aGroup(test);
    const room = await aRoom(test, { of: circle });
    const lead = as(test, circle.facilitator);
    for (let turn = 0; turn < ACTS_PAGE / 2 + 1; turn++) {
      await pauseRoom(lead, at(room));
      await resumeRoom(lead, at(room));
    }
    const { groupId } = circle;
    const first = await listActs(lead, { groupId });
    expect(first.items).toHaveLength(ACTS_PAGE);
    const rest = await listActs(lead, { groupId, beforeId: String(first.next) });
    expect(rest).toMatchObject({ items: [{ act: "resumed" }, { act: "paused" }], next: null });
    const all = [...first.items, ...rest.items].map(({ id }) => id);
    expect(all).toEqual(all.toSorted().reverse());
  });

  it("is read by facilitators only", async () => {
    for (const actor of outsiders) {
      const reading = listActs(as(test, actor), { groupId: group.groupId });
      await expect(reading).rejects.toThrow("NOT_FOUND");
    }
  });
});
