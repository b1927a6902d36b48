import { randomUUID } from "node:crypto";
import postgres from "postgres";
import { beforeAll, describe, expect, it } from "vitest";
import { type MemberActor, mintRooms } from "@/server/auth/actor";
import type { Tx } from "@/server/db/client";
import { withActor } from "@/server/db/transaction";
import {
  admitIn,
  GONE_AFTER_MS,
  letBackInIn,
  noteDepartures,
  noteSeen,
  readRosterIn,
  releaseIn,
  returnChairIn,
  sendOutIn,
  setAway,
  settleSafetyIn,
  takeChairIn,
} from "@/server/domains/rooms/attendance";
import {
  findPlace,
  findPlaces,
  findRoom,
  listAttendancesIn,
  listMessages,
  type Place,
  placeOfAuthorIn,
  projectManyIn,
  type Room,
} from "@/server/domains/rooms/reads";
import { UNATTENDED_AFTER_MS } from "@/server/domains/rooms/rules";
import {
  closeRoom,
  enterRoomToWrite,
  postOnLine,
  tellFacilitators,
} from "@/server/domains/rooms/writes";
import { readEvents, readLastSeq } from "@/server/realtime/outbox";
import { type AGroup, type AMember, aGroup, aMember, as, NOW } from "../support/builders";
import { useDatabase } from "../support/database";
import {
  type ARoom,
  aRoom,
  arrive,
  at,
  caughtUp,
  facilitatorHere,
  inPlace,
  permit,
  say,
  shareCard,
  snapshotFor,
} from "../support/rooms";
import { setStanding } from "../support/standing";

const test = useDatabase();
let group: AGroup;
let robin: MemberActor;
let ivy: AMember;
let sol: AMember;
let wren: AMember;
let stranger: AMember;

beforeAll(async () => {
  group = await aGroup(test);
  robin = group.facilitator;
  ivy = await aMember(test, group, { name: "Ivy" });
  sol = await aMember(test, group, { name: "Sol" });
  wren = await aMember(test, group, { name: "Wren" });
  stranger = await aMember(test, await aGroup(test));
});

const later = (ms: number) => new Date(NOW.getTime() + ms);
/** Half a minute and a moment: nobody who leads has been seen for too long. */
const UNLED = later(UNATTENDED_AFTER_MS + 1);
const aNewRoom = () => aRoom(test, { of: group });
const asGateway = (room: ARoom, now = NOW) =>
  as(test, mintRooms(room.organisationId, [room.groupId]), now);
const said = (body = "A word, please.") => ({ clientMessageId: randomUUID(), body });

/** Something the gateway or a job does with the room as it is. */
function inRoom<T>(room: ARoom, work: (tx: Tx, room: Room) => Promise<T>, now = NOW): Promise<T> {
  return withActor(asGateway(room, now), async (tx) => {
    const found = await findRoom(tx, at(room));
    if (!found) throw new Error("there is no room");
    return work(tx, found);
  });
}

/** Robin does it; `inPlace` would stop at the lobby. */
const asRobin = <T>(room: ARoom, work: (tx: Tx, place: Place) => Promise<T>, now = NOW) =>
  inPlace(test, room, robin, work, now);

const roster = (room: ARoom, now = NOW) =>
  inRoom(room, async (tx, found) =>
    (await readRosterIn(tx, found, now)).map(({ person, presence, since }) => [
      person.name,
      presence,
      since,
    ]),
  );

/** How often anything has been told to this person's open screens. */
const toldOf = (room: ARoom, { enrolmentId }: Pick<AMember, "enrolmentId">) =>
  withActor(asGateway(room), (tx) =>
    readLastSeq(tx, { organisationId: room.organisationId, streamId: enrolmentId }),
  );

describe("the lobby", () => {
  it("shows a newcomer nothing of the room but their own line, until they are let in", async () => {
    const room = await aNewRoom();
    await permit(test, room, { lobby: true });
    await say(test, room, robin, "said inside");
    const waiting = await snapshotFor(test, room, wren.actor);
    expect(waiting).toMatchObject({
      mine: { admitted: false, leads: false },
      messages: [],
      centreMessageId: null,
      settings: { lobby: true, held: false, deputy: null },
    });
    const line = { ...at(room), ...said("Can you hear me?") };
    await postOnLine(as(test, wren.actor), line);
    await postOnLine(as(test, robin), {
      ...at(room),
      ...said("Yes"),
      withEnrolmentId: wren.enrolmentId,
    });
    await say(test, room, robin, "more said inside");
    await permit(test, room, { held: true });
    const caught = await caughtUp(test, room, wren.actor, waiting);
    expect(caught).toEqual(await snapshotFor(test, room, wren.actor));
    expect(caught.messages.map(({ body }) => body)).toEqual(["Can you hear me?", "Yes"]);
    for (const call of [
      () => say(test, room, wren.actor),
      () => shareCard(test, room, wren.actor),
      () =>
        tellFacilitators(as(test, wren.actor), { ...at(room), ...said(), regarding: "quiet_word" }),
    ]) {
      await expect(call()).rejects.toThrow("NOT_ADMITTED");
    }
    const page = { ...at(room), beforeSeq: 99 };
    expect((await listMessages(as(test, wren.actor), page)).messages).toHaveLength(2);

    await arrive(test, room, [wren], { admitted: false });
    expect(await roster(room)).toEqual([["Wren", "lobby", NOW.toISOString()]]);
    const before = await toldOf(room, wren);
    const admit = () => asRobin(room, (tx, place) => admitIn(tx, place, wren.enrolmentId, NOW));
    expect([await admit(), await admit()]).toEqual([true, false]);
    expect(await toldOf(room, wren)).toBe(before + 1);
    const inside = await snapshotFor(test, room, wren.actor);
    expect(inside.mine.admitted).toBe(true);
    expect(inside.messages.map(({ body }) => body)).toContain("said inside");
  });

  it("lets those in who were here before, and everyone once it is taken away", async () => {
    const room = await aNewRoom();
    await arrive(test, room, [ivy]);
    await permit(test, room, { lobby: true });
    expect((await snapshotFor(test, room, ivy.actor)).mine.admitted).toBe(true);
    await arrive(test, room, [wren], { admitted: false });
    const before = await toldOf(room, wren);
    await permit(test, room, { lobby: false });
    expect(await toldOf(room, wren)).toBe(before + 1);
    expect((await snapshotFor(test, room, wren.actor)).mine.admitted).toBe(true);
  });

  it("is projected for whoever waits as for nobody else", async () => {
    const room = await aNewRoom();
    await permit(test, room, { lobby: true });
    await postOnLine(as(test, wren.actor), { ...at(room), ...said("Hello?") });
    await say(test, room, robin, "inside");
    const projection = await inRoom(room, async (tx, found) => {
      const stream = { organisationId: room.organisationId, streamId: room.roomId };
      const stored = await readEvents(tx, stream, 0, 100);
      const [projection] = await projectManyIn(tx, [{ room: found, stored }], NOW);
      if (!projection) throw new Error("no projection");
      return projection;
    });
    const own = projection.authors.get(wren.enrolmentId);
    expect(own?.admitted).toBe(false);
    const kinds = ["room_opened", "skip", "message_posted", "skip"];
    expect(own?.events.map(({ kind }) => kind)).toEqual(kinds);
    expect(projection.lobby.map(({ kind }) => kind)).toEqual([
      "room_opened",
      "skip",
      "skip",
      "skip",
    ]);
  });

  it("is asked for many at once as for one", async () => {
    const room = await aNewRoom();
    await arrive(test, room, [ivy]);
    await permit(test, room, { lobby: true });
    await asRobin(room, (tx, place) => sendOutIn(tx, place, sol.enrolmentId, NOW));
    const actors = [robin, ivy.actor, sol.actor, wren.actor, stranger.actor];
    const ids = actors.map(({ membershipId }) => membershipId);
    const places = await findPlaces(asGateway(room), at(room), ids);
    for (const actor of actors) {
      const alone = await findPlace(as(test, actor), at(room)).catch(
        (error: Error) => error.message,
      );
      const among = places.get(actor.membershipId);
      expect(among instanceof Error ? among.message : among).toEqual(alone);
    }
  });
});

describe("a person who is sent out", () => {
  it("finds no such room while it is open, comes back without waiting, and may read it afterwards", async () => {
    const room = await aNewRoom();
    await arrive(test, room, [ivy]);
    await permit(test, room, { deputyEnrolmentId: ivy.enrolmentId, lobby: true });
    const before = await toldOf(room, ivy);
    const sendOut = () => asRobin(room, (tx, place) => sendOutIn(tx, place, ivy.enrolmentId, NOW));
    expect([await sendOut(), await sendOut()]).toEqual([true, false]);
    expect(await toldOf(room, ivy)).toBe(before + 1);
    await expect(snapshotFor(test, room, ivy.actor)).rejects.toThrow("NOT_FOUND");
    await expect(say(test, room, ivy.actor)).rejects.toThrow("NOT_FOUND");
    const acting = inRoom(room, (tx, found) => placeOfAuthorIn(tx, found, ivy.enrolmentId));
    await expect(acting).rejects.toThrow("NOT_FOUND");
    expect((await snapshotFor(test, room, robin)).settings.deputy).toBeNull();
    expect(await roster(room)).toEqual([["Ivy", "sent_out", NOW.toISOString()]]);
    const back = () => asRobin(room, (tx, place) => letBackInIn(tx, place, ivy.enrolmentId, NOW));
    expect([await back(), await back()]).toEqual([true, false]);
    expect((await snapshotFor(test, room, ivy.actor)).mine.admitted).toBe(true);
    await sendOut();
    await closeRoom(as(test, robin), at(room));
    expect((await snapshotFor(test, room, ivy.actor)).state).toBe("closed");
  });

  it("is of the group, and not who facilitates it", async () => {
    const room = await aNewRoom();
    for (const id of [group.facilitatorEnrolmentId, stranger.enrolmentId]) {
      const sending = asRobin(room, (tx, place) => sendOutIn(tx, place, id, NOW));
      await expect(sending).rejects.toThrow("NOT_FOUND");
    }
    const admitting = asRobin(room, (tx, place) => admitIn(tx, place, stranger.enrolmentId, NOW));
    await expect(admitting).rejects.toThrow("NOT_FOUND");
  });
});

describe("presence", () => {
  it("is one row per person: here, away, back, left, and gone when nobody tells of them", async () => {
    const room = await aNewRoom();
    const people = [{ enrolmentId: group.facilitatorEnrolmentId }, ivy, sol];
    await arrive(test, room, [sol, ivy]);
    await arrive(test, room, people, { now: later(1_000) });
    const first = NOW.toISOString();
    const second = later(1_000).toISOString();
    expect(await roster(room, later(1_000))).toEqual(
      [
        ["Robin", "here", second],
        ...[
          ["Sol", "here", first],
          ["Ivy", "here", first],
        ].toSorted(),
      ].toSorted((one, other) => Number(other[0] === "Robin") - Number(one[0] === "Robin")),
    );
    await setAway(as(test, ivy.actor, later(2_000)), { ...at(room), away: true });
    await setAway(as(test, ivy.actor, later(3_000)), { ...at(room), away: true });
    await noteDepartures(asGateway(room, later(4_000)), room.roomId, [sol.enrolmentId]);
    const of = async (name: string, now: Date) =>
      (await roster(room, now)).find(([who]) => who === name)?.slice(1);
    expect(await of("Ivy", later(4_000))).toEqual(["away", later(2_000).toISOString()]);
    expect(await of("Sol", later(4_000))).toEqual(["left", later(4_000).toISOString()]);
    await setAway(as(test, ivy.actor, later(5_000)), { ...at(room), away: false });
    const seen = [{ roomId: room.roomId, enrolmentIds: [ivy.enrolmentId, sol.enrolmentId] }];
    await noteSeen(asGateway(room, later(6_000)), seen, []);
    // Another of their connections is still there.
    expect(await of("Sol", later(6_000))).toEqual(["here", first]);
    const gone = later(6_001 + GONE_AFTER_MS);
    expect(await of("Ivy", gone)).toEqual(["left", later(6_000).toISOString()]);
    const attended = await inRoom(room, (tx, found) => listAttendancesIn(tx, found));
    expect(attended).toHaveLength(3);
  });

  it("tells those who lead when each last posted, and leaves out who was removed", async () => {
    const room = await aNewRoom();
    const goner = await aMember(test, group);
    await arrive(test, room, [ivy, goner]);
    await say(test, room, ivy.actor, "hello", randomUUID(), later(2_000));
    await setStanding(test, goner.enrolmentId, "removed");
    const entries = await inRoom(room, (tx, found) => readRosterIn(tx, found, NOW));
    expect(entries).toMatchObject([
      { person: { name: "Ivy" }, standing: "active", lastPostedAt: later(2_000).toISOString() },
    ]);
  });

  it("is not kept of who reads a closed room", async () => {
    const room = await aNewRoom();
    await closeRoom(as(test, robin), at(room));
    await arrive(test, room, [ivy]);
    expect(await roster(room)).toEqual([]);
  });
});

describe("a room that nobody leads", () => {
  it("holds every post half a minute on, whether or not anyone has noticed", async () => {
    const room = await aNewRoom();
    await say(test, room, ivy.actor, "in time", randomUUID(), later(UNATTENDED_AFTER_MS));
    await say(test, room, ivy.actor, "too late", randomUUID(), UNLED);
    await shareCard(test, room, sol.actor, {}, UNLED);
    const { messages } = await snapshotFor(test, room, robin, UNLED);
    expect(messages.map(({ heldFor }) => heldFor)).toEqual([null, "safe", "safe"]);
    const seen = (await snapshotFor(test, room, wren.actor, UNLED)).messages;
    expect(seen.map(({ body }) => body)).toEqual(["in time"]);
  });

  it("goes safe once, for the members who are there, and an empty one does not", async () => {
    const room = await aNewRoom();
    const settle = (now: Date) => inRoom(room, (tx, found) => settleSafetyIn(tx, found, now), now);
    expect(await settle(NOW)).toEqual({ due: UNLED, wentSafe: false });
    expect(await settle(UNLED)).toEqual({ due: null, wentSafe: false });
    await arrive(test, room, [ivy], { now: UNLED });
    const before = await snapshotFor(test, room, ivy.actor, UNLED);
    expect(await settle(UNLED)).toEqual({ due: null, wentSafe: true });
    expect(await settle(UNLED)).toEqual({ due: null, wentSafe: false });
    const after = await caughtUp(test, room, ivy.actor, before, UNLED);
    expect(after.settings.safeSince).toBe(later(UNATTENDED_AFTER_MS).toISOString());
    expect(after.messages.map(({ notice }) => notice)).toEqual(["went_safe"]);
  });

  it("goes on as if nothing had been when its leader is back and nothing waits", async () => {
    const room = await aNewRoom();
    await arrive(test, room, [ivy], { now: UNLED });
    await inRoom(room, (tx, found) => settleSafetyIn(tx, found, UNLED), UNLED);
    expect(await facilitatorHere(test, room, later(60_000))).toEqual([]);
    expect((await snapshotFor(test, room, ivy.actor)).settings.safeSince).toBeNull();
    const soon = later(60_000 + UNATTENDED_AFTER_MS);
    const { messageId } = await say(test, room, ivy.actor, "on we go", randomUUID(), soon);
    const { messages } = await snapshotFor(test, room, sol.actor, soon);
    expect(messages.map(({ id }) => id)).toContain(messageId);
  });

  it("waits for its leader's decision when something was held, also if nobody had noticed", async () => {
    const room = await aNewRoom();
    const { messageId } = await say(test, room, ivy.actor, "one", randomUUID(), UNLED);
    const other = await say(test, room, ivy.actor, "two", randomUUID(), UNLED);
    expect(await facilitatorHere(test, room, UNLED)).toEqual([room.roomId]);
    expect(await facilitatorHere(test, room, later(40_000))).toEqual([]);
    // Until then what is posted goes on being held, although somebody leads again.
    await say(test, room, sol.actor, "three", randomUUID(), later(40_001));
    const before = await snapshotFor(test, room, robin, UNLED);
    expect(before.settings.safeSince).not.toBeNull();
    const decide = (ids: string[]) =>
      asRobin(room, (tx, place) => releaseIn(tx, place, ids, later(41_000)));
    expect(await decide([messageId])).toBe(true);
    expect(await decide([messageId])).toBe(false);
    const after = await snapshotFor(test, room, sol.actor, later(41_000));
    expect(after.settings.safeSince).toBeNull();
    expect(after.messages.filter(({ kind }) => kind === "words").map(({ body }) => body)).toEqual([
      "one",
      "three",
    ]);
    expect(await decide([other.messageId])).toBe(true);
    const asMember = inPlace(test, room, ivy.actor, (tx, place) => releaseIn(tx, place, [], NOW));
    await expect(asMember).rejects.toThrow("NOT_FOUND");
    await say(test, room, sol.actor, "four", randomUUID(), later(42_000));
    expect((await snapshotFor(test, room, ivy.actor)).messages.at(-1)?.body).toBe("four");
  });
});

describe("the chair", () => {
  const take = (room: ARoom, who: AMember, now = UNLED) =>
    inPlace(test, room, who.actor, (tx, place) => takeChairIn(tx, place, now), now);

  it("is for the deputy who was named, while nobody leads, once", async () => {
    const room = await aNewRoom();
    await permit(test, room, { deputyEnrolmentId: ivy.enrolmentId });
    await expect(take(room, ivy, NOW)).rejects.toThrow("NOT_NOW");
    await expect(take(room, sol)).rejects.toThrow("NOT_FOUND");
    const held = await say(test, room, sol.actor, "held", randomUUID(), UNLED);
    const before = await toldOf(room, ivy);
    expect([await take(room, ivy), await take(room, ivy)]).toEqual([true, false]);
    expect(await toldOf(room, ivy)).toBe(before + 1);
    const mine = await snapshotFor(test, room, ivy.actor, UNLED);
    expect(mine.mine).toMatchObject({ leads: true, facilitates: false });
    expect(mine.settings).toMatchObject({ chair: { name: "Ivy" } });
    expect(mine.settings.safeSince).not.toBeNull();
    expect(mine.messages.map(({ body, notice }) => body ?? notice)).toEqual([
      "held",
      "chair_taken",
    ]);
    const deciding = inPlace(test, room, ivy.actor, (tx, place) =>
      releaseIn(tx, place, [held.messageId], UNLED),
    );
    expect(await deciding).toBe(true);
    expect((await snapshotFor(test, room, wren.actor)).messages[0]?.body).toBe("held");
  });

  it("leads without facilitating: what is for facilitators stays theirs", async () => {
    const room = await aNewRoom();
    await permit(test, room, { deputyEnrolmentId: ivy.enrolmentId });
    await take(room, ivy);
    const quiet = { ...at(room), ...said("about the chair"), regarding: "worry" as const };
    await tellFacilitators(as(test, sol.actor, UNLED), quiet);
    await postOnLine(as(test, sol.actor, UNLED), { ...at(room), ...said("to you only") });
    await say(test, room, sol.actor, "I want to die", randomUUID(), UNLED);
    const chair = await snapshotFor(test, room, ivy.actor, UNLED);
    expect(chair.messages.map(({ body }) => body)).toEqual([null, "I want to die"]);
    expect(chair.careFlags).toEqual([]);
    expect((await snapshotFor(test, room, robin, UNLED)).careFlags).toHaveLength(1);
  });

  it("is given back, or taken back by a facilitator, and by nobody else", async () => {
    const room = await aNewRoom();
    await permit(test, room, { deputyEnrolmentId: ivy.enrolmentId });
    await take(room, ivy);
    const give = (actor: MemberActor) =>
      inPlace(test, room, actor, (tx, place) => returnChairIn(tx, place, UNLED), UNLED);
    await expect(give(sol.actor)).rejects.toThrow("NOT_FOUND");
    expect(await give(robin)).toBe(true);
    expect(await give(robin)).toBe(false);
    await expect(give(ivy.actor)).rejects.toThrow("NOT_FOUND");
    expect((await snapshotFor(test, room, ivy.actor)).mine.leads).toBe(false);
  });
});

describe("outsiders", () => {
  it("find no place, and no way to change who is where", async () => {
    const room = await aNewRoom();
    await expect(findPlace(as(test, stranger.actor), at(room))).rejects.toThrow("NOT_FOUND");
    const away = setAway(as(test, stranger.actor), { ...at(room), away: true });
    await expect(away).rejects.toThrow("NOT_FOUND");
    const entering = withActor(as(test, stranger.actor), (tx) =>
      enterRoomToWrite(tx, stranger.actor, at(room)),
    );
    await expect(entering).rejects.toThrow("NOT_FOUND");
    const elsewhere = mintRooms(stranger.actor.organisationId, [room.groupId]);
    const { enrolmentId } = ivy;
    await noteSeen(
      as(test, elsewhere, UNLED),
      [{ roomId: room.roomId, enrolmentIds: [enrolmentId] }],
      [room.roomId],
    );
    const admin = postgres(test.adminUrl, { max: 1 });
    const [row] = await admin`select facilitator_seen_at from rooms where id = ${room.roomId}`;
    await admin.end();
    expect(row?.facilitator_seen_at).toEqual(NOW);
  });
});
