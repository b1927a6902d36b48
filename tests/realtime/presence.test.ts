import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { mintRooms } from "@/server/auth/actor";
import { withActor } from "@/server/db/transaction";
import {
  admit,
  mutePerson,
  nameDeputy,
  release,
  sendOut,
  setLobby,
  setLock,
  takeChair,
} from "@/server/domains/moderation/writes";
import { noteArrivals } from "@/server/domains/rooms/attendance";
import { findRoom } from "@/server/domains/rooms/reads";
import { postOnLine } from "@/server/domains/rooms/writes";
import { PRESENCE_CHANNEL } from "@/server/realtime/presence";
import { type AGroup, type AMember, aGroup, aMember, as } from "../support/builders";
import { useDatabase } from "../support/database";
import { aClock, enterRoom, type RoomClient, startLive, until } from "../support/live";
import { type ARoom, aRoom, at, say } from "../support/rooms";

// Two servers on one database, with one clock that stands still until a test moves it.

const test = useDatabase();
let time: ReturnType<typeof aClock>;
let here: Awaited<ReturnType<typeof startLive>>;
let there: Awaited<ReturnType<typeof startLive>>;
let group: AGroup;
let ivy: AMember;
let sol: AMember;
let cara: AMember;
let room: ARoom;
const clients: RoomClient[] = [];

beforeAll(async () => {
  time = aClock();
  const options = { clock: () => time.clock(), heartbeatMs: 100 };
  [here, there] = [await startLive(test, options), await startLive(test, options)];
  group = await aGroup(test, { facilitatorName: "Robin" });
  ivy = await aMember(test, group, { name: "Ivy" });
  sol = await aMember(test, group, { name: "Sol" });
  cara = await aMember(test, group, { name: "Cara", role: "co-facilitator" });
});

beforeEach(async () => {
  time = aClock();
  room = await aRoom(test, { of: group });
});

afterEach(() => {
  for (const { socket } of clients.splice(0)) socket.disconnect();
});

afterAll(async () => {
  await here.close();
  await there.close();
});

const robin = () => group.facilitator;
const lead = () => as(test, robin(), time.clock());

async function enter({ userId }: { userId: string }, live = here): Promise<RoomClient> {
  const client = await enterRoom(test, live.port, room, { userId });
  clients.push(client);
  return client;
}

const roles = (client: RoomClient) =>
  Object.fromEntries((client.roster ?? []).map((each) => [each.person.name, each.presence]));
const namesOf = (received: unknown[]) => received.map((each) => (each as [string, unknown])[0]);

describe("who is here", () => {
  it("is one person, however many tabs, devices and servers they come by", async () => {
    const watcher = await enter(sol);
    await until(() => expect(namesOf(watcher.received)).toContain("presence:changed"));
    time.advance(1);
    const [laptop, phone] = [await enter(ivy, here), await enter(ivy, there)];
    const elsewhere = await enter(cara, there);
    for (const each of [watcher, elsewhere]) {
      await until(() => expect(each.names).toEqual(["Cara", "Sol", "Ivy"]));
    }
    const told = watcher.received.length;
    laptop.socket.disconnect();
    await elsewhere.post("something in between");
    await until(() => expect(watcher.words).toEqual(["something in between"]));
    phone.socket.disconnect();
    for (const each of [watcher, elsewhere]) {
      await until(() => expect(each.names).toEqual(["Cara", "Sol"]));
    }
    // Nobody was told in between that she had gone while one of the two was left.
    const lists = watcher.received
      .slice(told)
      .filter((each) => (each as [string])[0] === "presence:changed");
    expect(lists).toHaveLength(1);
  });

  it("lists those who lead first, and whoever is in a lobby not at all", async () => {
    const watcher = await enter(sol);
    await setLobby(lead(), { ...at(room), open: true });
    const waiting = await enter(ivy);
    await enter(cara);
    await until(() => expect(watcher.names).toEqual(["Cara", "Sol"]));
    expect([waiting.names, waiting.roster]).toEqual([[], null]);
  });

  it("forgets those of a server that died, once nobody has renewed them", async () => {
    const watcher = await enter(sol);
    await until(() => expect(namesOf(watcher.received)).toContain("presence:changed"));
    time.advance(1);
    const dead = as(test, mintRooms(room.organisationId, [room.groupId]), time.clock());
    const { roomId } = room;
    await noteArrivals(dead, [{ roomId, enrolmentId: ivy.enrolmentId, admitted: true }]);
    await test.db.sql.notify(PRESENCE_CHANNEL, `${room.organisationId}:${room.roomId}:moved:`);
    await until(() => expect(watcher.names).toEqual(["Sol", "Ivy"]));
    time.advance(16);
    await until(() => expect(watcher.names).toEqual(["Sol"]));
  });

  it("is told to those who lead with who stepped away and who left", async () => {
    const leader = await enter(cara, there);
    const [member, other] = [await enter(ivy), await enter(sol)];
    await until(() => expect(roles(leader)).toEqual({ Cara: "here", Ivy: "here", Sol: "here" }));
    await member.socket.emitWithAck("presence:tell", { ...at(room), away: true });
    other.socket.disconnect();
    await until(() => expect(roles(leader)).toEqual({ Cara: "here", Ivy: "away", Sol: "left" }));
    // Everyone else sees someone who is here.
    await until(() => expect(member.names).toEqual(["Cara", "Ivy"]));
    expect(member.roster).toBeNull();
    expect(namesOf(member.received)).not.toContain("roster:changed");
  });

  it("is told to those who lead with when each last posted, in the room and nowhere else", async () => {
    const [leader, writer] = [await enter(cara), await enter(ivy, there)];
    const lastPosted = () =>
      leader.roster?.find(({ person }) => person.id === ivy.enrolmentId)?.lastPostedAt;
    await until(() => expect(lastPosted()).toBeNull());
    time.advance(3);
    const { actor } = ivy;
    await postOnLine(as(test, actor, time.clock()), {
      ...{ ...at(room), clientMessageId: randomUUID(), withEnrolmentId: null },
      body: "to you alone",
    });
    const postedAt = new Date(time.clock());
    await say(test, room, robin(), "so that we know the line went by");
    await until(() => expect(writer.snapshot?.messages).toHaveLength(2));
    expect(lastPosted()).toBeNull();
    const post = { ...at(room), clientMessageId: randomUUID(), body: "here" };
    expect(await writer.socket.emitWithAck("message:post", post)).toMatchObject({ ok: true });
    await until(() => expect(lastPosted()).toBe(postedAt.toISOString()));
  });
});

describe("typing", () => {
  const tell = (client: RoomClient, typing: boolean) =>
    client.socket.emitWithAck("typing:tell", { ...at(room), typing });

  it("is told to those who lead, on whatever server, and to nobody else", async () => {
    const [leader, far] = [await enter(cara), await enter({ userId: robin().userId }, there)];
    const [writer, reader] = [await enter(ivy), await enter(sol, there)];
    expect(await tell(writer, true)).toEqual({ ok: true });
    for (const each of [leader, far]) {
      await until(() => expect(each.typing).toEqual([ivy.enrolmentId]));
    }
    expect(await tell(writer, false)).toEqual({ ok: true });
    for (const each of [leader, far]) await until(() => expect(each.typing).toEqual([]));
    for (const each of [writer, reader]) {
      expect(namesOf(each.received)).not.toContain("typing:changed");
    }
  });

  it("ends by itself, and with the connection", async () => {
    const [leader, writer, other] = [await enter(cara), await enter(ivy), await enter(sol)];
    await tell(writer, true);
    await until(() => expect(leader.typing).toEqual([ivy.enrolmentId]));
    time.advance(7);
    await until(() => expect(leader.typing).toEqual([]));
    await tell(other, true);
    await until(() => expect(leader.typing).toEqual([sol.enrolmentId]));
    other.socket.disconnect();
    await until(() => expect(leader.typing).toEqual([]));
  });

  it("is dropped when told again and again, and answered all the same", async () => {
    const nudges: string[] = [];
    const listener = await test.db.sql.listen("unpolished_typing", (payload) => {
      nudges.push(...payload.split(",").filter((each) => each.startsWith(room.roomId)));
    });
    const [leader, writer] = [await enter(cara), await enter(ivy)];
    const answers = await Promise.all(Array.from({ length: 50 }, () => tell(writer, true)));
    expect(new Set(answers.map((answer) => answer.ok))).toEqual(new Set([true]));
    await until(() => expect(leader.typing).toEqual([ivy.enrolmentId]));
    expect(nudges).toEqual([`${room.roomId}:${ivy.enrolmentId}:1`]);
    await listener.unlisten();
  });
});

describe("the door", () => {
  it("shows a newcomer in the lobby the private line and nothing else, until they are let in", async () => {
    await say(test, room, sol.actor, "before they came");
    await setLobby(lead(), { ...at(room), open: true });
    const [inside, leader] = [await enter(cara), await enter({ userId: robin().userId }, there)];
    const waiting = await enter(ivy);
    expect(waiting.snapshot).toMatchObject({
      mine: { admitted: false },
      messages: [],
      run: null,
      round: null,
      box: null,
      sharedExposure: null,
    });
    await until(() => expect(roles(leader)).toMatchObject({ Ivy: "lobby" }));
    const line = { ...at(room), clientMessageId: randomUUID(), withEnrolmentId: ivy.enrolmentId };
    await postOnLine(lead(), { ...line, body: "Hello! Shall I let you in?" });
    await until(() => expect(waiting.words).toEqual(["Hello! Shall I let you in?"]));
    const canary = `canary-${randomUUID()}`;
    await inside.post(canary);
    await until(() => expect(leader.words).toContain(canary));
    expect(await waiting.post("let me say something")).toMatchObject({
      error: { code: "NOT_ADMITTED" },
    });
    await until(() => expect(waiting.snapshot?.seq).toBe(inside.snapshot?.seq));
    expect(JSON.stringify(waiting.received)).not.toContain(canary);
    expect(namesOf(waiting.received)).not.toContain("presence:changed");

    await admit(lead(), { ...at(room), enrolmentId: ivy.enrolmentId, reason: null });
    await until(() => expect(waiting.snapshot?.mine.admitted).toBe(true));
    expect(waiting.placeChanged).toBe(1);
    expect(waiting.words).toEqual(
      expect.arrayContaining(["before they came", canary, "Hello! Shall I let you in?"]),
    );
    await until(() => expect(inside.names).toContain("Ivy"));
  });

  it("lets everyone in who waits, once the lobby is closed", async () => {
    await setLobby(lead(), { ...at(room), open: true });
    const waiting = [await enter(ivy, here), await enter(sol, there)];
    await setLobby(lead(), { ...at(room), open: false });
    for (const each of waiting) {
      await until(() => expect(each.snapshot?.mine.admitted).toBe(true));
    }
  });

  it("is locked to newcomers, and opens to whoever has been inside", async () => {
    const known = await enter(ivy);
    await until(() => expect(namesOf(known.received)).toContain("presence:changed"));
    await setLock(lead(), { ...at(room), locked: true });
    known.socket.disconnect();
    await expect(enter(sol)).rejects.toThrow("ROOM_LOCKED");
    expect((await enter(ivy)).snapshot?.settings.locked).toBe(true);
    expect((await enter(cara)).snapshot).not.toBeNull();
  });

  it("closes behind whoever is sent out, within a second, on every device", async () => {
    const [laptop, phone, watcher] = [await enter(ivy), await enter(ivy, there), await enter(sol)];
    await until(() => expect(watcher.names).toEqual(["Ivy", "Sol"]));
    await sendOut(lead(), { ...at(room), enrolmentId: ivy.enrolmentId, reason: null });
    for (const each of [laptop, phone]) {
      await vi.waitFor(() => expect(each.placeEnded).toBe(true), { timeout: 1_000, interval: 5 });
    }
    await say(test, room, sol.actor, "said without them");
    await until(() => expect(watcher.words).toContain("said without them"));
    for (const each of [laptop, phone]) {
      expect(JSON.stringify(each.received)).not.toContain("said without them");
    }
    expect(await laptop.join()).toEqual({ ok: false, error: { code: "NOT_FOUND" } });
    expect(await laptop.post("one more thing")).toMatchObject({ error: { code: "NOT_FOUND" } });
    await until(() => expect(watcher.names).toEqual(["Sol"]));
  });
});

describe("somebody who stands otherwise", () => {
  it("is told so at once and joins afresh", async () => {
    const wren = await aMember(test, group, { name: "Wren" });
    const [member, other] = [await enter(wren, there), await enter(sol)];
    const { groupId, organisationId } = room;
    const who = { organisationId, groupId, enrolmentId: wren.enrolmentId, reason: null };
    await mutePerson(lead(), who);
    await until(() => expect(member.snapshot?.mine.standing).toBe("muted"));
    expect([member.placeChanged, other.placeChanged]).toEqual([1, 0]);
  });

  it("while the line was down, learns of it on joining again", async () => {
    await setLobby(lead(), { ...at(room), open: true });
    const waiting = await enter(ivy);
    const [before] = [waiting.snapshot];
    waiting.socket.disconnect();
    await say(test, room, robin(), "while the line was down");
    await admit(lead(), { ...at(room), enrolmentId: ivy.enrolmentId, reason: null });
    waiting.socket.connect();
    await until(() => expect(waiting.words).toContain("while the line was down"));
    expect(before?.mine.admitted).toBe(false);
    expect(waiting.snapshot?.mine.admitted).toBe(true);
  });
});

describe("a room that nobody leads", () => {
  const isSafe = (client: RoomClient) => client.snapshot?.settings.safeSince !== null;

  it("goes safe after thirty seconds, and is led again by its deputy", async () => {
    await nameDeputy(lead(), { ...at(room), enrolmentId: ivy.enrolmentId });
    const [leader, deputy, member] = [await enter(cara, there), await enter(ivy), await enter(sol)];
    await until(() => expect(member.names).toEqual(["Cara", "Ivy", "Sol"]));
    time.advance(3600);
    // As long as she is here, however much time goes by.
    await until(() => expect(member.now).toBe(time.clock().toISOString()));
    await member.post("she is here");
    await until(() => expect(deputy.words).toContain("she is here"));
    expect([isSafe(deputy), isSafe(member)]).toEqual([false, false]);

    leader.socket.disconnect();
    await until(() => expect(member.names).toEqual(["Ivy", "Sol"]));
    time.advance(29);
    await until(() => expect(member.now).toBe(time.clock().toISOString()));
    expect(isSafe(member)).toBe(false);
    time.advance(2);
    for (const each of [member, deputy]) await until(() => expect(isSafe(each)).toBe(true));
    await member.post("and nobody leads");
    await until(() => expect(member.words).toContain("and nobody leads"));

    expect(deputy.roster).toBeNull();
    await takeChair(as(test, ivy.actor, time.clock()), at(room));
    await until(() => expect(deputy.snapshot?.mine.leads).toBe(true));
    expect(deputy.snapshot?.mine.facilitates).toBe(false);
    await until(() => expect(roles(deputy)).toMatchObject({ Ivy: "here", Sol: "here" }));
    const waits = deputy.snapshot?.messages.find(({ body }) => body === "and nobody leads");
    expect(waits).toMatchObject({ state: "held", heldFor: "safe" });
    const chosen = { ...at(room), messageIds: [waits?.id as string] };
    await release(as(test, ivy.actor, time.clock()), chosen);
    await until(() => expect(isSafe(member)).toBe(false));
    await member.post("and somebody does again");
    await until(() => expect(deputy.words).toContain("and somebody does again"));
    const last = deputy.snapshot?.messages.at(-1);
    expect(last).toMatchObject({ body: "and somebody does again", state: "shown" });
  });

  it("is led by whoever leads, on whatever server they are", async () => {
    const [member, leader] = [await enter(sol, here), await enter(cara, there)];
    for (const each of [member, leader]) {
      await until(() => expect(each.names).toEqual(["Cara", "Sol"]));
    }
    time.advance(100);
    await until(() => expect(member.now).toBe(time.clock().toISOString()));
    const gateway = as(test, mintRooms(room.organisationId, [room.groupId]), time.clock());
    await until(async () => {
      const row = await withActor(gateway, (tx) => findRoom(tx, at(room)));
      expect(row?.facilitatorSeenAt).toEqual(time.clock());
    });
    expect(isSafe(member)).toBe(false);
  });
});
