import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { mintRooms } from "@/server/auth/actor";
import { openBox } from "@/server/domains/boxes/writes";
import { createSettler } from "@/server/domains/live/jobs";
import { closeRoom, settleLater } from "@/server/domains/live/writes";
import { listActs } from "@/server/domains/moderation/reads";
import { noteArrivals } from "@/server/domains/rooms/attendance";
import { ANSWER_WITHIN_SECONDS } from "@/server/domains/turns/contract";
import { tellRound } from "@/server/domains/turns/writes";
import { type AGroup, type AMember, aGroup, aMember, as, NOW } from "../support/builders";
import { useDatabase } from "../support/database";
import { aClock, enterRoom, type RoomClient, settle, startLive, until } from "../support/live";
import { type ARoom, aBoard, aRoom, at, say, snapshotFor } from "../support/rooms";
import { waitingJobs } from "../support/waiting-jobs";

// What time does in a room, done by the gateway's look and by the job, on a clock that stands still.

const test = useDatabase();
let time: ReturnType<typeof aClock>;
let live: Awaited<ReturnType<typeof startLive>>;
let group: AGroup;
let ivy: AMember;
let sol: AMember;
let room: ARoom;
const clients: RoomClient[] = [];

beforeAll(async () => {
  time = aClock();
  live = await startLive(test, { clock: () => time.clock(), heartbeatMs: 100 });
  group = await aGroup(test, { facilitatorName: "Robin" });
  ivy = await aMember(test, group, { name: "Ivy" });
  sol = await aMember(test, group, { name: "Sol" });
});

beforeEach(async () => {
  time = aClock();
  room = await aRoom(test, { of: group });
});

afterEach(() => {
  for (const { socket } of clients.splice(0)) socket.disconnect();
});

afterAll(() => live.close());

const lead = () => as(test, group.facilitator, time.clock());
const gateway = (now: Date) => as(test, mintRooms(room.organisationId, [room.groupId]), now);
const inSeconds = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);

async function enter({ userId }: { userId: string }): Promise<RoomClient> {
  const client = await enterRoom(test, live.port, room, { userId });
  clients.push(client);
  return client;
}

/** A round of these two, in this order, begun by the facilitator over her socket. */
async function startRound(leader: RoomClient): Promise<string> {
  const roundId = randomUUID();
  const enrolmentIds = [ivy.enrolmentId, sol.enrolmentId];
  const round = {
    ...at(room),
    roundId,
    orderedBy: "hand",
    budgetSeconds: 600,
    enrolmentIds,
  } as const;
  await tellRound(lead(), round);
  await until(() => expect(leader.snapshot?.round?.id).toBe(roundId));
  const version = leader.snapshot?.round?.version ?? 0;
  const act = { ...at(room), roundId, act: "start", version } as const;
  expect(await leader.socket.emitWithAck("turn:act", act)).toMatchObject({ ok: true });
  return roundId;
}

const turnsOf = (client: RoomClient) =>
  client.snapshot?.round?.turns.map(({ person, state }) => `${person.name} ${state}`);

describe("a round of turns", () => {
  it("is led over the socket, and each is told what became of it", async () => {
    const [leader, one, two] = [
      await enter({ userId: group.facilitator.userId }),
      await enter(ivy),
      await enter(sol),
    ];
    const roundId = await startRound(leader);
    for (const each of [leader, one, two]) {
      await until(() => expect(turnsOf(each)).toEqual(["Ivy offered", "Sol waiting"]));
    }
    const version = one.snapshot?.round?.version ?? 0;
    const accept = { ...at(room), roundId, act: "accept", version, wantsBack: "company" } as const;
    expect(await one.socket.emitWithAck("turn:act", accept)).toMatchObject({ ok: true });
    await until(() => expect(turnsOf(two)).toEqual(["Ivy speaking", "Sol waiting"]));
    // Two who act on what they saw: the second learns that it has moved on.
    const late = { ...at(room), roundId, act: "pass", version } as const;
    expect(await two.socket.emitWithAck("turn:act", late)).toMatchObject({
      error: { code: "STATE_CHANGED" },
    });
  });

  it("goes on by itself when somebody does not answer", async () => {
    const leader = await enter({ userId: group.facilitator.userId });
    await startRound(leader);
    await until(() => expect(turnsOf(leader)).toEqual(["Ivy offered", "Sol waiting"]));
    time.advance(ANSWER_WITHIN_SECONDS + 1);
    await until(() => expect(turnsOf(leader)).toContain("Sol offered"));
  });

  it("goes on without any server, by the job, which does nothing twice", async () => {
    const leader = await enter({ userId: group.facilitator.userId });
    await startRound(leader);
    await until(() => expect(turnsOf(leader)).toEqual(["Ivy offered", "Sol waiting"]));
    leader.socket.disconnect();
    const now = inSeconds(ANSWER_WITHIN_SECONDS + 1);
    const job = { ...at(room), groupId: room.groupId };
    const work = createSettler({ db: test.db, clock: () => now });
    await Promise.all([work(job), work(job)]);
    const { seq, round } = await snapshotFor(test, room, sol.actor, now);
    expect(round?.turns.map(({ state }) => state)).toContain("offered");
    await work(job);
    expect((await snapshotFor(test, room, sol.actor, now)).seq).toBe(seq);
    // The gateway, too, leaves one behind for the leader it has just lost.
    const unled = inSeconds(30).getTime() + 1;
    const waiting = async () =>
      (await waitingJobs(test, "live.settle", room.roomId)).map((at) => at.getTime());
    await until(async () => expect(await waiting()).toContain(unled));
    // Whoever moved it saw to what comes next; looking again leaves no further job behind.
    const due = await waitingJobs(test, "live.settle", room.roomId);
    await work(job);
    expect(await waitingJobs(test, "live.settle", room.roomId)).toEqual(due);
    expect(due.at(-1)?.getTime()).toBeGreaterThan(now.getTime());
  });
});

describe("a good-enough box", () => {
  const boxOf = () => ({ ...at(room), boxId: randomUUID() });
  const typed = (client: RoomClient, { enrolmentId }: AMember) =>
    client.typed.get(enrolmentId)?.text;

  async function openedBox() {
    const box = boxOf();
    await openBox(lead(), { ...box, minutes: 5, prompt: "One unpolished paragraph" });
    return box;
  }

  it("shows those who joined what the others type, key by key, and nobody else", async () => {
    const wren = await aMember(test, group, { name: "Wren" });
    const [one, two, outside] = [await enter(ivy), await enter(sol), await enter(wren)];
    const box = await openedBox();
    for (const each of [one, two]) {
      expect(await each.socket.emitWithAck("box:join", box)).toMatchObject({ ok: true });
    }
    const text = `canary-${randomUUID()}`;
    for (let at = 1; at <= text.length; at += 1) {
      const typing = { ...box, text: text.slice(0, at), version: at };
      one.socket.emit("box:type", typing, () => {});
    }
    await until(() => expect(typed(two, ivy)).toBe(text));
    const mine = { ...box, text: "mine", version: 1 };
    expect(await two.socket.emitWithAck("box:type", mine)).toEqual({ ok: true, version: 1 });
    await until(() => expect(typed(one, sol)).toBe("mine"));
    await outside.post("something else meanwhile");
    await until(() => expect(outside.words).toContain("something else meanwhile"));
    expect(JSON.stringify(outside.received)).not.toContain(text.slice(0, 12));
    // An older keystroke that comes late changes nothing.
    const late = { ...box, text: "older", version: 2 };
    expect(await one.socket.emitWithAck("box:type", late)).toEqual({
      ok: true,
      version: text.length,
    });
  });

  it("is left by passing: the others see it, and one hears nothing more", async () => {
    const [one, two] = [await enter(ivy), await enter(sol)];
    const elsewhere = await enter(ivy);
    const box = await openedBox();
    for (const each of [one, two, elsewhere]) await each.socket.emitWithAck("box:join", box);
    await one.socket.emitWithAck("box:type", { ...box, text: "half a th", version: 1 });
    await until(() => expect(typed(two, ivy)).toBe("half a th"));
    expect(await one.socket.emitWithAck("box:pass", box)).toEqual({ ok: true });
    await until(() => expect(typed(two, ivy)).toBeNull());
    await until(() => expect(typed(elsewhere, ivy)).toBeNull());
    const canary = `canary-${randomUUID()}`;
    await two.socket.emitWithAck("box:type", { ...box, text: canary, version: 1 });
    await until(() => expect(typed(two, sol)).toBe(canary));
    for (const each of [one, elsewhere]) expect(typed(each, sol)).toBeUndefined();
  });

  it("stands at zero: what was written is shared, and a keystroke after that is too late", async () => {
    const [one, reader] = [await enter(ivy), await enter(sol)];
    const leader = await enter({ userId: group.facilitator.userId });
    const box = await openedBox();
    await one.socket.emitWithAck("box:join", box);
    await one.socket.emitWithAck("box:type", { ...box, text: "As far as I g", version: 1 });
    time.advance(5 * 60);
    const late = { ...box, text: "As far as I got, and a bit further.", version: 2 };
    expect(await one.socket.emitWithAck("box:type", late)).toMatchObject({
      error: { code: "TOO_LATE" },
    });
    for (const each of [reader, leader]) {
      await until(() =>
        expect(each.snapshot?.messages.map(({ card }) => card)).toMatchObject([
          { kind: "draft", text: "As far as I g" },
        ]),
      );
    }
    await until(() => expect(reader.snapshot?.box?.closedAt).not.toBeNull());
  });

  it("stands as well when the room is closed before its time", async () => {
    const one = await enter(ivy);
    const box = await openedBox();
    await one.socket.emitWithAck("box:join", { ...box, lifetime: "kept" });
    await one.socket.emitWithAck("box:type", { ...box, text: "As far as I g", version: 1 });
    await closeRoom(lead(), at(room));
    await until(() => expect(one.snapshot?.state).toBe("closed"));
    const { messages, box: closed, round } = await snapshotFor(test, room, sol.actor);
    expect(messages.map(({ card }) => card)).toMatchObject([{ text: "As far as I g" }]);
    expect([closed?.closedAt === null, round?.state === "under_way"]).toEqual([false, false]);
    await closeRoom(lead(), at(room));
  });
});

describe("settling a room", () => {
  it("says when it is due next, and does nothing to one in which nothing is", async () => {
    const before = await snapshotFor(test, room, ivy.actor);
    const due = await settle(test, room, NOW);
    expect(due.partsAt).toBeNull();
    expect(due.unledAt?.getTime()).toBe(inSeconds(30).getTime() + 1);
    expect(await snapshotFor(test, room, ivy.actor)).toEqual(before);
    const board = await aBoard(test, group);
    expect(await settle(test, board, inSeconds(3600))).toEqual({ partsAt: null, unledAt: null });
  });

  it("makes it safe once, and logs that nobody did it", async () => {
    const arrival = { enrolmentId: ivy.enrolmentId, admitted: true };
    await noteArrivals(gateway(inSeconds(20)), [{ ...arrival, roomId: room.roomId }]);
    await settle(test, room, inSeconds(30));
    expect((await snapshotFor(test, room, ivy.actor)).settings.safeSince).toBeNull();
    await Promise.all([settle(test, room, inSeconds(31)), settle(test, room, inSeconds(31))]);
    const { settings } = await snapshotFor(test, room, ivy.actor);
    expect(settings.safeSince).toBe(inSeconds(30).toISOString());
    const { groupId } = group;
    const { items } = await listActs(lead(), { groupId });
    expect(items.filter(({ act }) => act === "went_safe")).toMatchObject([{ by: null }]);
  });

  it("is left to the queue when the last who leads drops", async () => {
    const leader = await enter({ userId: group.facilitator.userId });
    leader.socket.disconnect();
    await until(async () => {
      const [due] = await waitingJobs(test, "live.settle", room.roomId);
      expect(due?.getTime()).toBe(inSeconds(30).getTime() + 1);
    });
  });

  it("is nobody else's to ask for, and gone with its room", async () => {
    const other = await aGroup(test);
    const stranger = as(test, mintRooms(other.organisationId, [other.groupId]), NOW);
    await settleLater(stranger, at(room), NOW);
    expect(await waitingJobs(test, "live.settle", room.roomId)).toEqual([]);
    const work = createSettler({ db: test.db, clock: () => NOW });
    const nowhere = { organisationId: room.organisationId, groupId: room.groupId };
    await expect(work({ ...nowhere, roomId: randomUUID() })).resolves.toBeUndefined();
  });
});

describe("a machine that slept", () => {
  it("tells nobody as gone for longer than it takes to notice", async () => {
    const slow = await startLive(test, { clock: () => time.clock(), heartbeatMs: 50, lookMs: 700 });
    const leader = await enterRoom(test, slow.port, room, group.facilitator);
    clients.push(leader, await enterRoom(test, slow.port, room, ivy));
    const presence = () =>
      leader.roster?.find(({ person }) => person.id === ivy.enrolmentId)?.presence;
    await until(() => expect(presence()).toBe("here"));
    for (const nap of [60, 120, 180]) {
      time.advance(nap);
      // What is posted has the roster read, most often before anyone is renewed.
      await say(test, room, group.facilitator, `after ${nap} seconds`);
      const before = leader.received.length;
      await until(() => expect(leader.received.length - before).toBeGreaterThan(16));
      await until(() => expect(presence()).toBe("here"));
    }
    await slow.close();
  });
});
