import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import type { MemberActor } from "@/server/auth/actor";
import { mintRooms } from "@/server/auth/actor";
import { withActor } from "@/server/db/transaction";
import type { KeepSessionNote } from "@/server/domains/debriefs/contract";
import {
  findAfterwards,
  findHandover,
  findSessionNote,
  listAttendance,
} from "@/server/domains/debriefs/reads";
import { sessionNotes, takeaways } from "@/server/domains/debriefs/tables";
import { keepSessionNote, keepTakeaway } from "@/server/domains/debriefs/writes";
import { letGo } from "@/server/domains/exposures/writes";
import { setRetention } from "@/server/domains/groups/writes";
import { removePerson } from "@/server/domains/moderation/writes";
import { noteArrivals } from "@/server/domains/rooms/attendance";
import { closeRoom, retractMessage } from "@/server/domains/rooms/writes";
import { type AGroup, type AMember, aGroup, aMember, aSession, as, NOW } from "../support/builders";
import { useDatabase } from "../support/database";
import { aReflectedExposure, aStartedExposure } from "../support/practice-builders";
import { type ARoom, aRoom, at, say, shareCard } from "../support/rooms";

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
  outsiders = [stranger.actor, neighbour.actor, group.owner];
});

const DAY_MS = 24 * 60 * 60 * 1000;

function aNote(sessionId: string, said: Partial<KeepSessionNote> = {}): KeepSessionNote {
  const { organisationId } = group;
  const nothing = { note: null, wentWell: null, wasHard: null, toFollowUp: null, forMyself: null };
  return { organisationId, sessionId, basedOn: 0, handover: null, ...nothing, ...said };
}

describe("a session's note", () => {
  it("is one for all who lead, with who kept it last", async () => {
    const { id: sessionId } = await aSession(test, group);
    const lead = as(test, group.facilitator);
    expect(await findSessionNote(lead, { sessionId })).toMatchObject({
      version: 0,
      note: null,
      changedBy: null,
    });
    await keepSessionNote(lead, aNote(sessionId, { note: "Quiet start", wasHard: "The silence" }));
    const kept = await keepSessionNote(
      as(test, co.actor),
      aNote(sessionId, { basedOn: 1, note: "Quiet start, warm end", forMyself: "Rest" }),
    );
    expect(kept).toEqual({
      sessionId,
      groupId: group.groupId,
      title: "Evening circle",
      note: "Quiet start, warm end",
      wentWell: null,
      wasHard: null,
      toFollowUp: null,
      forMyself: "Rest",
      handover: null,
      version: 2,
      changedBy: { id: co.enrolmentId, name: "Co", role: "co-facilitator" },
      changedAt: NOW.toISOString(),
    });
    expect(await findSessionNote(lead, { sessionId })).toEqual(kept);
  });

  it("kept again with the same words, or twice at once, is kept once", async () => {
    const { id: sessionId } = await aSession(test, group);
    const note = aNote(sessionId, { note: "Once" });
    const keeping = (basedOn: number, actor = group.facilitator) =>
      keepSessionNote(as(test, actor), { ...note, basedOn });
    const all = await Promise.all(Array.from({ length: 8 }, () => keeping(0)));
    for (const each of all) expect(each).toEqual(all[0]);
    expect(await keeping(0)).toEqual(all[0]);
    expect(await keeping(1, co.actor)).toEqual(all[0]);
    expect(all[0]?.version).toBe(1);
  });

  it("that somebody else changed in between is not written over", async () => {
    const { id: sessionId } = await aSession(test, group);
    await keepSessionNote(as(test, group.facilitator), aNote(sessionId, { note: "Theirs" }));
    for (const basedOn of [0, 2]) {
      const late = keepSessionNote(as(test, co.actor), aNote(sessionId, { basedOn, note: "Mine" }));
      await expect(late).rejects.toThrow("STATE_CHANGED");
    }
    const both = await Promise.allSettled(
      ["One", "Two"].map((note) =>
        keepSessionNote(as(test, co.actor), aNote(sessionId, { basedOn: 1, note })),
      ),
    );
    expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect((await findSessionNote(as(test, co.actor), { sessionId })).version).toBe(2);
  });

  it("is for those who lead: to everyone else there is no such session", async () => {
    const { id: sessionId } = await aSession(test, group);
    for (const actor of [...outsiders, ivy.actor]) {
      const ctx = as(test, actor);
      await expect(findSessionNote(ctx, { sessionId })).rejects.toThrow("NOT_FOUND");
      await expect(keepSessionNote(ctx, aNote(sessionId))).rejects.toThrow("NOT_FOUND");
      await expect(findHandover(ctx, { sessionId })).rejects.toThrow("NOT_FOUND");
      await expect(listAttendance(ctx, { sessionId })).rejects.toThrow("NOT_FOUND");
    }
  });

  it("is hidden from members by the database as well", async () => {
    const { id: sessionId } = await aSession(test, group);
    await keepSessionNote(as(test, co.actor), aNote(sessionId, { note: "For us" }));
    const rows = (actor: MemberActor) =>
      withActor(as(test, actor), (tx) => tx.select().from(sessionNotes));
    expect((await rows(co.actor)).length).toBeGreaterThan(0);
    for (const actor of [...outsiders, ivy.actor]) expect(await rows(actor)).toEqual([]);
  });
});

describe("what is handed over", () => {
  it("is from the latest session before that says something", async () => {
    const circle = await aGroup(test);
    const lead = as(test, circle.facilitator);
    const session = (date: string) => aSession(test, circle, { date, title: `On ${date}` });
    const [first, second, third, fourth] = [
      await session("2026-03-03"),
      await session("2026-03-10"),
      await session("2026-03-17"),
      await session("2026-03-24"),
    ];
    const handing = (sessionId: string, handover: string | null) =>
      keepSessionNote(lead, { ...aNote(sessionId), ...circle, handover });
    expect(await findHandover(lead, { sessionId: fourth.id })).toBeNull();
    await handing(first.id, "Begin with breathing");
    await handing(second.id, "Ask Jo about the letter");
    await handing(third.id, null);
    await handing(fourth.id, "For the one after");
    expect(await findHandover(lead, { sessionId: fourth.id })).toEqual({
      sessionId: second.id,
      title: "On 2026-03-10",
      handover: "Ask Jo about the letter",
      by: { id: circle.facilitatorEnrolmentId, name: "Robin", role: "facilitator" },
    });
    expect(await findHandover(lead, { sessionId: first.id })).toBeNull();
  });
});

describe("attendance", () => {
  it("says who was there from when to when, and is empty before the room opens", async () => {
    const session = await aSession(test, group);
    const lead = as(test, co.actor);
    expect(await listAttendance(lead, { sessionId: session.id })).toEqual([]);
    const room = await aRoom(test, { of: group });
    const rooms = mintRooms(room.organisationId, [room.groupId]);
    // One came in; the other waits at the door.
    const { roomId } = room;
    await noteArrivals(as(test, rooms), [
      { roomId, enrolmentId: ivy.enrolmentId, admitted: true },
      { roomId, enrolmentId: sol.enrolmentId, admitted: false },
    ]);
    expect(await listAttendance(lead, { sessionId: room.sessionId })).toEqual([
      {
        person: { id: ivy.enrolmentId, name: "Ivy", role: "member" },
        firstHereAt: NOW.toISOString(),
        lastSeenAt: NOW.toISOString(),
      },
    ]);
  });
});

describe("afterwards", () => {
  // The session of `aRoom` begins tomorrow at seven in the evening; its room is open since NOW.
  const afterwardsOf = (room: ARoom, actor: MemberActor, now = NOW) =>
    findAfterwards(as(test, actor, now), { sessionId: room.sessionId });

  it("one finds what one shared oneself and is still there, and nothing of anyone else", async () => {
    const room = await aRoom(test, { of: group });
    await say(test, room, ivy.actor, "crooked");
    const { messageId } = await say(test, room, ivy.actor, "taken back");
    await retractMessage(as(test, ivy.actor), { ...at(room), messageId });
    await shareCard(test, room, ivy.actor, { lifetime: "session" });
    await shareCard(test, room, ivy.actor);
    await say(test, room, sol.actor, "somebody else's");
    await closeRoom(as(test, group.facilitator), at(room));
    const view = await afterwardsOf(room, ivy.actor);
    expect(view.shared.map(({ kind, body }) => [kind, body])).toEqual([
      ["words", "crooked"],
      ["draft", null],
    ]);
    expect(view).toMatchObject({
      title: "Evening circle",
      roomId: room.roomId,
      closedAt: NOW.toISOString(),
      readableUntil: new Date(NOW.getTime() + 90 * DAY_MS).toISOString(),
      learned: null,
    });
    expect((await afterwardsOf(room, group.facilitator)).shared).toEqual([]);
  });

  it("one finds what one did around it, and not what one let go of", async () => {
    const room = await aRoom(test, { of: group });
    const done = await aReflectedExposure(test, sol.actor, { after: { learned: "It held" } });
    const { id: exposureId } = await aStartedExposure(test, sol.actor);
    await letGo(as(test, sol.actor), { organisationId: group.organisationId, exposureId });
    expect((await afterwardsOf(room, sol.actor)).exposures).toEqual([
      {
        exposureId: done.id,
        plan: done.plan,
        expectedSuds: done.expectedSuds,
        peakSuds: done.peakSuds,
        learned: "It held",
      },
    ]);
    expect((await afterwardsOf(room, ivy.actor)).exposures).toEqual([]);
    const earlier = new Date(NOW.getTime() - DAY_MS);
    const before = await aRoom(test, { of: group });
    await aReflectedExposure(test, ivy.actor, { now: earlier });
    expect((await afterwardsOf(before, ivy.actor)).exposures).toEqual([]);
  });

  it("one keeps what one takes along, changes it, and takes it away again", async () => {
    const room = await aRoom(test, { of: group });
    const { organisationId, sessionId } = room;
    const keep = (learned: string | null, actor = ivy.actor) =>
      keepTakeaway(as(test, actor), { organisationId, sessionId, learned });
    await Promise.all([keep("Nobody laughed"), keep("Nobody laughed")]);
    expect((await afterwardsOf(room, ivy.actor)).learned).toBe("Nobody laughed");
    await keep("Somebody laughed, and it was fine");
    expect((await afterwardsOf(room, ivy.actor)).learned).toBe("Somebody laughed, and it was fine");
    for (const actor of [sol.actor, group.facilitator]) {
      expect((await afterwardsOf(room, actor)).learned).toBeNull();
      const rows = await withActor(as(test, actor), (tx) => tx.select().from(takeaways));
      expect(rows).toEqual([]);
    }
    await keep(null);
    await keep(null);
    expect((await afterwardsOf(room, ivy.actor)).learned).toBeNull();
  });

  it("is there before the room was, and stays when the transcript is gone", async () => {
    const circle = await aGroup(test);
    const jo = await aMember(test, circle);
    const { id: sessionId } = await aSession(test, circle);
    const view = await findAfterwards(as(test, jo.actor), { sessionId });
    expect(view).toMatchObject({ roomId: null, closedAt: null, readableUntil: null, shared: [] });

    const room = await aRoom(test, { of: circle });
    await say(test, room, jo.actor);
    const ref = { organisationId: circle.organisationId, sessionId: room.sessionId };
    await keepTakeaway(as(test, jo.actor), { ...ref, learned: "Still mine" });
    await closeRoom(as(test, circle.facilitator), at(room));
    const { organisationId, groupId } = circle;
    await setRetention(as(test, circle.facilitator), { organisationId, groupId, days: 1 });
    const gone = new Date(NOW.getTime() + 2 * DAY_MS);
    expect(await afterwardsOf(room, jo.actor, gone)).toMatchObject({
      roomId: null,
      closedAt: NOW.toISOString(),
      shared: [],
      learned: "Still mine",
    });
  });

  it("is nobody's who is not of the group", async () => {
    const room = await aRoom(test, { of: group });
    const { organisationId, groupId, sessionId } = room;
    const person = await aMember(test, group);
    const { enrolmentId } = person;
    const removal = { organisationId, groupId, enrolmentId, reason: null };
    await removePerson(as(test, group.facilitator), removal);
    for (const actor of [...outsiders, person.actor]) {
      const ctx = as(test, actor);
      await expect(findAfterwards(ctx, { sessionId })).rejects.toThrow("NOT_FOUND");
      const keeping = keepTakeaway(ctx, { organisationId, sessionId, learned: "mine" });
      await expect(keeping).rejects.toThrow("NOT_FOUND");
    }
    const absent = findAfterwards(as(test, ivy.actor), { sessionId: randomUUID() });
    await expect(absent).rejects.toThrow("NOT_FOUND");
  });
});
