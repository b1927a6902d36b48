import { randomUUID } from "node:crypto";
import postgres from "postgres";
import { beforeAll, describe, expect, it } from "vitest";
import { connect, type Database } from "@/server/db/client";
import { loadSnapshot } from "@/server/domains/live/reads";
import { SNAPSHOT_MESSAGES } from "@/server/domains/rooms/contract";
import { findRoomOfSession, listMessages } from "@/server/domains/rooms/reads";
import { changeCentre, closeRoom, openRoom, retractMessage } from "@/server/domains/rooms/writes";
import { type AGroup, type AMember, aGroup, aMember, aSession, as } from "../support/builders";
import { useDatabase } from "../support/database";
import { type ARoom, aRoom, at, say, snapshotFor } from "../support/rooms";
import { setStanding } from "../support/standing";

const test = useDatabase();
type Node = { db: Database };
let group: AGroup;
let room: ARoom;
let ivy: AMember;
let sol: AMember;
let stranger: AMember;

beforeAll(async () => {
  group = await aGroup(test);
  room = await aRoom(test, { of: group });
  ivy = await aMember(test, group, { name: "Ivy" });
  sol = await aMember(test, group, { name: "Sol" });
  stranger = await aMember(test, await aGroup(test));
});

describe("opening a room", () => {
  it("is done once, however often and by however many it is asked for", async () => {
    const session = await aSession(test, group);
    const opened = await Promise.all(
      Array.from({ length: 8 }, () =>
        openRoom(as(test, group.facilitator), { sessionId: session.id }),
      ),
    );
    expect(new Set(opened.map((each) => each.roomId)).size).toBe(1);
    const found = await findRoomOfSession(as(test, ivy.actor), { sessionId: session.id });
    expect(found).toEqual({ roomId: opened[0]?.roomId, state: "open" });
  });

  it("is for facilitators; members and other organisations find no such session", async () => {
    const session = await aSession(test, group);
    const asking = { sessionId: session.id };
    await expect(openRoom(as(test, ivy.actor), asking)).rejects.toThrow("NOT_FOUND");
    await expect(openRoom(as(test, stranger.actor), asking)).rejects.toThrow("NOT_FOUND");
    expect(await findRoomOfSession(as(test, stranger.actor), asking)).toBeNull();
  });
});

describe("posting", () => {
  it("puts words into the room, in order", async () => {
    const here = await aRoom(test, { of: group });
    await say(test, here, ivy.actor, "first");
    await say(test, here, sol.actor, "second");
    const { messages } = await snapshotFor(test, here, group.facilitator);
    expect(messages.map((each) => [each.author.name, each.body])).toEqual([
      ["Ivy", "first"],
      ["Sol", "second"],
    ]);
  });

  it("stores a message once, however often it is sent, and answers as it did the first time", async () => {
    const here = await aRoom(test, { of: group });
    const clientMessageId = randomUUID();
    const send = () => say(test, here, ivy.actor, "once", clientMessageId);
    const [first, ...again] = await Promise.all(Array.from({ length: 20 }, send));
    again.push(await send());
    for (const each of again) expect(each).toEqual(first);
    const { messages, seq } = await snapshotFor(test, here, ivy.actor);
    expect(messages).toHaveLength(1);
    expect(messages[0]?.seq).toBe(seq);
  });

  it("leaves no gap and no tie in the order of many who post at once", async () => {
    const here = await aRoom(test, { of: group });
    const before = (await snapshotFor(test, here, ivy.actor)).seq;
    const posts = await Promise.all(
      Array.from({ length: 60 }, (_, n) => say(test, here, n % 2 ? ivy.actor : sol.actor, `${n}`)),
    );
    const seqs = posts.map((post) => post.seq).sort((a, b) => a - b);
    expect(seqs).toEqual(Array.from({ length: 60 }, (_, n) => before + 1 + n));
  });

  it("keeps both promises when several processes post at once", async () => {
    const here = await aRoom(test, { of: group });
    const nodes = await Promise.all(
      Array.from({ length: 4 }, async () => ({ db: connect(test.appUrl, { max: 4 }) })),
    );
    try {
      const before = (await snapshotFor(test, here, ivy.actor)).seq;
      const sendTwice = async (n: number) => {
        const id = randomUUID();
        const [near, far] = [nodes[n % 4], nodes[(n + 1) % 4]] as [Node, Node];
        const [first, second] = await Promise.all([
          say(near, here, ivy.actor, `${n}`, id),
          say(far, here, ivy.actor, `${n}`, id),
        ]);
        expect(second).toEqual(first);
        return first.seq;
      };
      const seqs = await Promise.all(Array.from({ length: 40 }, (_, n) => sendTwice(n)));
      const dense = Array.from({ length: 40 }, (_, n) => before + 1 + n);
      expect(seqs.sort((a, b) => a - b)).toEqual(dense);
    } finally {
      await Promise.all(nodes.map((node) => node.db.close()));
    }
  });

  it("is refused to other organisations as if there were no room", async () => {
    await expect(say(test, room, stranger.actor)).rejects.toThrow("NOT_FOUND");
    const posing = { ...room, organisationId: stranger.actor.organisationId };
    await expect(say(test, posing, stranger.actor)).rejects.toThrow("NOT_FOUND");
  });

  it("takes a bad neighbour's refusal without harm to the others of the same commit", async () => {
    const here = await aRoom(test, { of: group });
    await say(test, here, ivy.actor, "warm");
    const muted = await aMember(test, group, { name: "Muted" });
    await say(test, here, muted.actor, "warm");
    await setStanding(test, muted.enrolmentId, "muted");
    const outcomes = await Promise.allSettled([
      say(test, here, ivy.actor, "a"),
      say(test, here, muted.actor, "b"),
      say(test, here, sol.actor, "c"),
    ]);
    expect(outcomes.map((each) => each.status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  });

  it("of someone whose posts are held shows them to facilitators and to themself only", async () => {
    const here = await aRoom(test, { of: group });
    const held = await aMember(test, group, { name: "Held" });
    await setStanding(test, held.enrolmentId, "held");
    await say(test, here, held.actor, "wait for me");
    const seen = async (actor: typeof held.actor) =>
      (await snapshotFor(test, here, actor)).messages.map((each) => [each.state, each.body]);
    expect(await seen(held.actor)).toEqual([["held", "wait for me"]]);
    expect(await seen(group.facilitator)).toEqual([["held", "wait for me"]]);
    expect(await seen(ivy.actor)).toEqual([]);
  });
});

describe("retracting", () => {
  it("takes the words out of the store and every later snapshot, and again changes nothing", async () => {
    const here = await aRoom(test, { of: group });
    const { messageId } = await say(test, here, ivy.actor, "canary-of-regret");
    const ref = { ...at(here), messageId };
    await retractMessage(as(test, ivy.actor), ref);
    const { seq } = await snapshotFor(test, here, sol.actor);
    await retractMessage(as(test, ivy.actor), ref);
    const after = await snapshotFor(test, here, sol.actor);
    expect(after.seq).toBe(seq);
    expect(after.messages.map((each) => [each.state, each.body])).toEqual([["retracted", null]]);
    const admin = postgres(test.adminUrl, { max: 1 });
    const rows = await admin`select from messages where messages::text like '%canary-of-regret%'`;
    await admin.end();
    expect(rows).toHaveLength(0);
  });

  it("is for the author: to others, facilitators too, there is no such message of theirs", async () => {
    const { messageId } = await say(test, room, ivy.actor);
    for (const actor of [sol.actor, group.facilitator, stranger.actor]) {
      await expect(retractMessage(as(test, actor), { ...at(room), messageId })).rejects.toThrow(
        "NOT_FOUND",
      );
    }
  });
});

describe("closing a room", () => {
  it("ends it for good, once, by a facilitator", async () => {
    const here = await aRoom(test, { of: group });
    for (const actor of [ivy.actor, stranger.actor]) {
      await expect(closeRoom(as(test, actor), at(here))).rejects.toThrow("NOT_FOUND");
    }
    await closeRoom(as(test, group.facilitator), at(here));
    const { seq, state } = await snapshotFor(test, here, ivy.actor);
    expect(state).toBe("closed");
    await closeRoom(as(test, group.facilitator), at(here));
    expect((await snapshotFor(test, here, ivy.actor)).seq).toBe(seq);
    await expect(say(test, here, group.facilitator)).rejects.toThrow("ROOM_CLOSED");
  });
});

describe("the middle of the room", () => {
  it("cannot be changed by members for what is not theirs, nor by outsiders", async () => {
    const here = await aRoom(test, { of: group });
    const { messageId } = await say(test, here, ivy.actor);
    for (const actor of [sol.actor, stranger.actor]) {
      await expect(changeCentre(as(test, actor), { ...at(here), messageId })).rejects.toThrow(
        "NOT_FOUND",
      );
    }
    await changeCentre(as(test, ivy.actor), { ...at(here), messageId });
    await changeCentre(as(test, ivy.actor), { ...at(here), messageId });
    expect((await snapshotFor(test, here, sol.actor)).centreMessageId).toBe(messageId);
    await retractMessage(as(test, ivy.actor), { ...at(here), messageId });
    expect((await snapshotFor(test, here, sol.actor)).centreMessageId).toBeNull();
  });
});

describe("reading", () => {
  it("comes page by page, each message once", async () => {
    const here = await aRoom(test, { of: group });
    const count = SNAPSHOT_MESSAGES + 30;
    for (let n = 0; n < count; n += 1) await say(test, here, ivy.actor, `${n}`);
    const newest = await snapshotFor(test, here, sol.actor);
    expect(newest.hasEarlier).toBe(true);
    const [first] = newest.messages;
    const earlier = await listMessages(as(test, sol.actor), {
      ...at(here),
      beforeSeq: first?.seq ?? 0,
    });
    expect(earlier.hasEarlier).toBe(false);
    const bodies = [...earlier.messages, ...newest.messages].map((each) => each.body);
    expect(bodies).toEqual(Array.from({ length: count }, (_, n) => `${n}`));
  });

  it("is refused to other groups and organisations as if there were no room", async () => {
    const neighbour = await aMember(test, await aGroup(test, { in: group }));
    for (const actor of [neighbour.actor, stranger.actor, group.owner]) {
      await expect(loadSnapshot(as(test, actor), at(room))).rejects.toThrow("NOT_FOUND");
    }
  });
});
