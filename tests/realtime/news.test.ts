import { randomUUID } from "node:crypto";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { mintRooms } from "@/server/auth/actor";
import { loadProjectedEvents } from "@/server/domains/live/reads";
import { retractMessage } from "@/server/domains/rooms/writes";
import { hearNews, type News } from "@/server/realtime/news";
import { type AGroup, type AMember, aGroup, aMember, as } from "../support/builders";
import { useDatabase } from "../support/database";
import { opening, RoomClient, signIn, socketTo, startLive, until } from "../support/live";
import { type ARoom, aRoom, arrive, at, say, snapshotFor } from "../support/rooms";
import { setStanding } from "../support/standing";

const test = useDatabase();
let group: AGroup;
let ivy: AMember;
let sol: AMember;
let room: ARoom;
let told: News[];
let stopHearing: () => void;

beforeAll(async () => {
  group = await aGroup(test);
  ivy = await aMember(test, group, { name: "Ivy" });
  sol = await aMember(test, group, { name: "Sol" });
});

beforeEach(async () => {
  room = await aRoom(test, { of: group });
  await arrive(test, room, [ivy, sol]);
  told = [];
  stopHearing = hearNews(test.db, (news) => told.push(news));
});

afterEach(() => stopHearing());

const sinceOpened = async (sinceSeq: number) => {
  const { organisationId, groupId, roomId } = room;
  const gateway = as(test, mintRooms(organisationId, [groupId]));
  return (await loadProjectedEvents(gateway, [{ roomId, sinceSeq }])).get(roomId);
};

describe("what a commit tells its own gateway", () => {
  it("is what everyone let in would be sent after a read", async () => {
    const { seq } = await snapshotFor(test, room, ivy.actor);
    await Promise.all([
      say(test, room, ivy.actor, "It came out crooked."),
      say(test, room, group.facilitator, "So did mine."),
      say(test, room, sol.actor, "And mine."),
    ]);
    const read = await sinceOpened(seq);
    const events = told.flatMap((news) => news.events ?? []);
    expect(events).toEqual(read?.members);
    expect(events).toEqual(read?.facilitators);
    expect(read?.apart.size).toBe(0);
  });

  it("is to look for itself where not everyone sees the same", async () => {
    await setStanding(test, sol.enrolmentId, "held");
    await say(test, room, sol.actor, "For the facilitators first.");
    await setStanding(test, sol.enrolmentId, "active");
    await say(test, room, ivy.actor, "I want to end my life.");
    expect(told.map(({ events }) => events)).toEqual([null, null]);
  });

  it("is nothing the second time, and nothing of what was refused", async () => {
    const id = randomUUID();
    await say(test, room, ivy.actor, "Once.", id);
    await say(test, room, ivy.actor, "Once.", id);
    await setStanding(test, sol.enrolmentId, "muted");
    await expect(say(test, room, sol.actor, "Not now.")).rejects.toThrow("MUTED");
    await setStanding(test, sol.enrolmentId, "active");
    expect(told).toHaveLength(1);
  });
});

describe("a gateway that is told", () => {
  it("sends everything in order, among changes that it has to read", async () => {
    const live = await startLive(test);
    const cookie = await signIn(test, sol.userId);
    const reader = new RoomClient(socketTo(live.port, { cookie }), room);
    expect(await opening(reader.socket)).toBeNull();
    await until(() => expect(reader.snapshot).not.toBeNull());
    const seqs = () => reader.frames.flat().map(({ seq }) => seq);
    const first = (reader.snapshot?.seq ?? 0) + 1;
    const speak = async (n: number) => {
      const { messageId } = await say(test, room, ivy.actor, `Line ${n}.`);
      if (n % 3 === 0) await retractMessage(as(test, ivy.actor), { ...at(room), messageId });
    };
    await Promise.all(Array.from({ length: 30 }, (_, n) => speak(n)));
    const { seq, messages } = await snapshotFor(test, room, sol.actor);
    await until(() => expect(reader.snapshot?.seq).toBe(seq));
    expect(seqs()).toEqual(Array.from({ length: seq - first + 1 }, (_, n) => first + n));
    expect(reader.snapshot?.messages).toEqual(messages);
    reader.socket.disconnect();
    await live.close();
  });
});
