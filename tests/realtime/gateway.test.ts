import { randomUUID } from "node:crypto";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { signOut } from "@/server/auth/session";
import { liveSocketEvents } from "@/server/domains/live/socket";
import { removePerson } from "@/server/domains/moderation/writes";
import { type Person, ROOM_PROTOCOL } from "@/server/domains/rooms/contract";
import { retractMessage } from "@/server/domains/rooms/writes";
import { readEnv } from "@/server/env";
import type { Connection } from "@/server/realtime/handler";
import { type AGroup, type AMember, aGroup, aMember, as, NOW } from "../support/builders";
import { useDatabase } from "../support/database";
import { opening, RoomClient, signIn, socketTo, startLive, until } from "../support/live";
import {
  type ARoom,
  aBoard,
  answer,
  aRoom,
  at,
  narrow,
  say,
  shareCard,
  snapshotFor,
} from "../support/rooms";
import { setStanding } from "../support/standing";
import { startTcpProxy } from "../support/tcp-proxy";

const test = useDatabase();
let live: Awaited<ReturnType<typeof startLive>>;
let group: AGroup;
let ivy: AMember;
let sol: AMember;
const clients: RoomClient[] = [];

beforeAll(async () => {
  live = await startLive(test, { heartbeatMs: 200 });
  group = await aGroup(test);
  ivy = await aMember(test, group, { name: "Ivy" });
  sol = await aMember(test, group, { name: "Sol" });
});

afterAll(async () => {
  for (const { socket } of clients) socket.disconnect();
  await live.close();
});

/** In the room, with a snapshot. */
async function enter(room: ARoom, { userId }: { userId: string }, port = live.port) {
  const client = new RoomClient(socketTo(port, { cookie: await signIn(test, userId) }), room);
  clients.push(client);
  expect(await opening(client.socket)).toBeNull();
  await until(() => expect(client.snapshot).not.toBeNull());
  return client;
}

describe("a connection", () => {
  it("is refused from a foreign page, and from something that names no origin", async () => {
    const cookie = await signIn(test, ivy.userId);
    for (const origin of ["https://elsewhere.example", "null", null]) {
      const socket = socketTo(live.port, { cookie, origin });
      expect(await opening(socket)).toBeInstanceOf(Error);
      socket.disconnect();
    }
  });

  it("is refused to those who are not signed in", async () => {
    for (const cookie of [undefined, "unpolished.session=made-up"]) {
      const socket = socketTo(live.port, cookie ? { cookie } : {});
      expect((await opening(socket))?.message).toBe("SIGN_IN_NEEDED");
      socket.disconnect();
    }
  });

  it("ends when the person signs out", async () => {
    const room = await aRoom(test, { of: group });
    const cookie = await signIn(test, ivy.userId);
    const client = new RoomClient(socketTo(live.port, { cookie }), room);
    clients.push(client);
    await opening(client.socket);
    const gone = new Promise((resolve) => client.socket.once("disconnect", resolve));
    await signOut({ db: test.db, env: readEnv({ NODE_ENV: "test" }) }, cookie, new Date());
    expect(await gone).toBe("io server disconnect");
  });

  it("survives nonsense, which is answered at the field or not at all", async () => {
    const room = await aRoom(test, { of: group });
    const client = await enter(room, ivy);
    const post = (input: object) =>
      client.socket.timeout(2_000).emitWithAck("message:post", input as never);
    const good = { ...at(room), clientMessageId: randomUUID(), body: "fine" };
    for (const [input, path] of [
      [{ ...good, body: "   " }, "body"],
      [{ ...good, body: "a".repeat(4001) }, "body"],
      [{ ...good, body: 7 }, "body"],
      [{ ...good, clientMessageId: "1" }, "clientMessageId"],
      [{ ...good, roomId: { $ne: null } }, "roomId"],
      [{}, "organisationId"],
      [[], ""],
    ] as const) {
      const answer = await post(input);
      expect(answer).toMatchObject({ ok: false, error: { code: "INVALID_INPUT" } });
      if (!answer.ok)
        expect(answer.error.issues?.map(({ path: at }: { path: string }) => at)).toContain(path);
    }
    client.socket.emit("message:post", good as never, undefined as never);
    (client.socket as unknown as { emit(name: string, input: object): void }).emit("x:y", {});
    expect(await post(good)).toMatchObject({ ok: true });
  });
});

describe("a room", () => {
  it("is the same for everyone in it, and an acknowledged post is committed", async () => {
    const room = await aRoom(test, { of: group });
    const [one, two] = [await enter(room, ivy), await enter(room, sol)];
    const other = postgres(test.adminUrl, { max: 1 });
    for (let n = 0; n < 10; n += 1) {
      const ack = await (n % 2 ? one : two).post(`${n}`);
      if (!ack.ok) throw new Error(ack.error.code);
      expect(await other`select from messages where id = ${ack.messageId}`).toHaveLength(1);
    }
    await other.end();
    const expected = Array.from({ length: 10 }, (_, n) => `${n}`);
    await until(() => expect([one.words, two.words]).toEqual([expected, expected]));
    expect(one.snapshot?.messages).toEqual(two.snapshot?.messages);
  });

  it("sends everything of one commit in one frame", async () => {
    const room = await aRoom(test, { of: group });
    const reader = await enter(room, ivy);
    await say(test, room, sol.actor, "warm");
    await until(() => expect(reader.words).toHaveLength(1));
    const before = reader.frames.length;
    await Promise.all(Array.from({ length: 50 }, (_, n) => say(test, room, sol.actor, `${n}`)));
    await until(() => expect(reader.words).toHaveLength(51));
    expect(reader.frames.length - before).toBeLessThanOrEqual(5);
  });

  it("shows who is here once, however many tabs they have open", async () => {
    const room = await aRoom(test, { of: group });
    const watcher = await enter(room, sol);
    const [tab, otherTab] = [await enter(room, ivy), await enter(room, ivy)];
    const names = () => watcher.names.toSorted();
    await until(() => expect(names()).toEqual(["Ivy", "Sol"]));
    tab.socket.disconnect();
    await say(test, room, sol.actor);
    expect(names()).toEqual(["Ivy", "Sol"]);
    otherTab.socket.disconnect();
    await until(() => expect(names()).toEqual(["Sol"]));
  });

  it("answers a join with who is here by then, not with who was when it began", async () => {
    const room = await aRoom(test, { of: group });
    const people: Person[] = [{ id: ivy.enrolmentId, name: "Ivy", role: "member" }];
    const mine = { standing: "active", admitted: true, facilitates: false, leads: false } as const;
    const connection = {
      db: test.db,
      memberOf: async () => ivy.actor,
      // Someone else comes in while the snapshot is being read.
      takePlace: async () => {
        setImmediate(() => people.push({ id: sol.enrolmentId, name: "Sol", role: "member" }));
      },
      welcome: async () => ({ mine, roster: null, here: { people: [...people], more: 0 } }),
    } as unknown as Connection;
    const join = { ...at(room), protocol: ROOM_PROTOCOL };
    const answer = await liveSocketEvents["room:join"].handle(connection, join, NOW);
    expect(answer).toMatchObject({ here: { people: [{ name: "Ivy" }, { name: "Sol" }] } });
  });

  it("is not there for other groups and organisations", async () => {
    const room = await aRoom(test, { of: group });
    const stranger = await aMember(test, await aGroup(test));
    const neighbour = await aMember(test, await aGroup(test, { in: group }));
    for (const outsider of [stranger, neighbour]) {
      const client = new RoomClient(
        socketTo(live.port, { cookie: await signIn(test, outsider.userId) }),
        room,
      );
      clients.push(client);
      await opening(client.socket);
      expect(await client.join()).toEqual({ ok: false, error: { code: "NOT_FOUND" } });
      expect(await client.post("let me in")).toEqual({ ok: false, error: { code: "NOT_FOUND" } });
      const absent = { ...at(room), roomId: randomUUID() };
      const nowhere = await client.socket.emitWithAck("room:join", {
        ...absent,
        protocol: ROOM_PROTOCOL,
      });
      expect(nowhere).toEqual({ ok: false, error: { code: "NOT_FOUND" } });
    }
  });

  it("never sends other members a byte of what is held", async () => {
    const room = await aRoom(test, { of: group });
    const held = await aMember(test, group, { name: `Held ${randomUUID().slice(0, 8)}` });
    await setStanding(test, held.enrolmentId, "held");
    const [reader, author] = [await enter(room, sol), await enter(room, held)];
    const canary = `canary-${randomUUID()}`;
    await author.post(canary);
    await say(test, room, ivy.actor, "after");
    await until(() => expect(reader.words).toEqual(["after"]));
    await until(() => expect(author.words).toEqual([canary, "after"]));
    expect(JSON.stringify(reader.frames)).not.toContain(canary);
  });

  it("sends a warm reply to the two whom it is between, not to others and facilitators", async () => {
    const room = await aRoom(test, { of: group });
    const cara = await aMember(test, group, { role: "co-facilitator" });
    const dee = await aMember(test, group, { role: "co-facilitator" });
    const ash = await aMember(test, group);
    const theirs = await shareCard(test, room, ivy.actor);
    const led = await shareCard(test, room, cara.actor);
    const [toIvy, toCara, toDee, toAsh] = [
      await enter(room, ivy),
      await enter(room, cara),
      await enter(room, dee),
      await enter(room, ash),
    ];
    const warm = { kind: "with_you" as const };
    const replies = [
      await answer(test, room, cara.actor, theirs.messageId, warm),
      await answer(test, room, sol.actor, led.messageId, warm),
    ];
    const { messageId: after } = await say(test, room, sol.actor, "after");
    const everyone = [toIvy, toCara, toDee, toAsh];
    for (const client of everyone) await until(() => expect(client.words).toContain("after"));
    const got = everyone.map((client) =>
      replies.map(({ messageId }) => JSON.stringify(client.frames).includes(messageId)),
    );
    expect(got).toEqual([
      [true, false],
      [true, true],
      [false, false],
      [false, false],
    ]);
    // Each event once, however many channels a person is in.
    for (const { applied, frames } of everyone) {
      expect(applied.map(({ seq }) => seq)).toEqual(frames.flat().map(({ seq }) => seq));
      expect(applied.at(-1)).toMatchObject({ messageId: after });
    }
    expect(toCara.snapshot?.messages.map((each) => each.replies.length)).toEqual([1, 1, 0]);
  });

  it("tells a board's readers what changes there, and never who else is reading", async () => {
    const board = { ...(await aBoard(test, group)), sessionId: "" };
    const cara = await aMember(test, group, { role: "co-facilitator" });
    const [reader, lead] = [await enter(board, sol), await enter(board, cara)];
    const told: unknown[] = [];
    for (const { socket } of [reader, lead]) {
      socket.on("presence:changed", (change) => told.push(change));
    }
    const open = await shareCard(test, board, ivy.actor);
    const quiet = await shareCard(test, board, ivy.actor, { audience: "facilitators" });
    await until(() => expect(lead.snapshot?.messages).toHaveLength(2));
    await until(() => expect(reader.snapshot?.seq).toBe(lead.snapshot?.seq));
    expect(reader.snapshot?.messages.map((each) => each.id)).toEqual([open.messageId]);
    expect(JSON.stringify(reader.frames)).not.toContain(quiet.messageId);
    await narrow(test, board, ivy.actor, open.messageId, { audience: "facilitators" });
    await until(() => expect(reader.snapshot?.messages).toEqual([]));
    expect(lead.snapshot?.messages).toHaveLength(2);
    expect(await reader.post("plain words")).toMatchObject({
      ok: false,
      error: { code: "INVALID_INPUT" },
    });
    expect([told, reader.names, lead.names, lead.roster]).toEqual([[], [], [], null]);
  });

  it("moves by events and nudges that carry ids, never words", async () => {
    const room = await aRoom(test, { of: group });
    const nudges: string[] = [];
    const listener = postgres(test.appUrl, { max: 1 });
    await listener.listen("unpolished_streams", (payload) => nudges.push(payload));
    const canary = `canary-${randomUUID()}`;
    const { messageId } = await say(test, room, ivy.actor, canary);
    await until(() =>
      expect(nudges).toContain([room.organisationId, room.roomId, test.db.news.origin].join(":")),
    );
    await listener.end();
    const admin = postgres(test.adminUrl, { max: 1 });
    const events = await admin`select * from stream_events where stream_id = ${room.roomId}`;
    await admin.end();
    expect(events.map((event) => event.subject_id)).toContain(messageId);
    expect(JSON.stringify([nudges, events])).not.toContain(canary);
  });

  it("reaches people whose server missed the nudge", async () => {
    const room = await aRoom(test, { of: group });
    const reader = await enter(room, sol);
    const { messageId } = await say(test, room, ivy.actor, "here for a moment");
    await until(() => expect(reader.words).toHaveLength(1));
    const admin = postgres(test.adminUrl, { max: 1 });
    // As if the notification were lost: the change commits, and nobody is told.
    await admin.begin(async (tx) => {
      await tx`update messages set state = 'removed' where id = ${messageId}`;
      await tx`insert into stream_events (organisation_id, stream_id, seq, group_id, kind, subject_id, at)
        select organisation_id, id, last_seq + 1, group_id, 'message_removed', ${messageId}, now()
        from event_streams where id = ${room.roomId}`;
      await tx`update event_streams set last_seq = last_seq + 1 where id = ${room.roomId}`;
    });
    await admin.end();
    await vi.waitFor(() => expect(reader.words).toEqual([null]), { timeout: 5_000 });
  });

  it("is one room to people on different nodes", async () => {
    const room = await aRoom(test, { of: group });
    const otherNode = await startLive(test);
    try {
      const [near, far] = [await enter(room, ivy), await enter(room, sol, otherNode.port)];
      await near.post("across");
      await until(() => expect(far.words).toEqual(["across"]));
      far.socket.disconnect();
    } finally {
      await otherNode.close();
    }
  });
});

describe("losing the connection", () => {
  it("mid-stream loses nothing, doubles nothing and reorders nothing", async () => {
    const room = await aRoom(test, { of: group });
    const proxy = await startTcpProxy(live.port);
    try {
      const steady = await enter(room, ivy);
      const shaky = await enter(room, sol, proxy.port);
      const total = 300;
      let sent = 0;
      const cutting = (async () => {
        for (let cut = 0; cut < 8; cut += 1) {
          const from = sent;
          await vi.waitFor(() => expect(sent).toBeGreaterThan(from + 20), {
            interval: 2,
            timeout: 10_000,
          });
          proxy.cutAll();
        }
      })();
      const post = async (client: RoomClient, n: number) => {
        const ack = await client.post(`${n}`);
        if (!ack.ok) throw new Error(ack.error.code);
        sent += 1;
      };
      // Both the steady one and the one who keeps losing the connection are sending.
      for (let n = 0; n < total; n += 4) {
        await Promise.all([
          post(steady, n),
          post(steady, n + 1),
          post(shaky, n + 2),
          post(shaky, n + 3),
        ]);
      }
      await cutting;
      const truth = await snapshotFor(test, room, ivy.actor);
      await vi.waitFor(
        () => {
          expect(shaky.snapshot?.seq).toBe(truth.seq);
          expect(steady.snapshot?.seq).toBe(truth.seq);
        },
        { timeout: 10_000 },
      );
      for (const client of [steady, shaky]) {
        const all = client.words.map(Number);
        expect([...all].sort((a, b) => a - b)).toEqual(Array.from({ length: total }, (_, n) => n));
        const seqs = client.snapshot?.messages.map((message) => message.seq) ?? [];
        expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => a - b));
        const applied = client.applied.map((event) => event.seq);
        expect(applied).toEqual([...new Set(applied)].sort((a, b) => a - b));
      }
      expect(shaky.words).toEqual(steady.words);
    } finally {
      await proxy.close();
    }
  });

  it("for long brings a fresh snapshot instead of a flood of events", async () => {
    const room = await aRoom(test, { of: group });
    const client = await enter(room, sol);
    client.socket.disconnect();
    for (let n = 0; n < 6; n += 1) {
      await Promise.all(
        Array.from({ length: 100 }, (_, m) => say(test, room, ivy.actor, `${n}-${m}`)),
      );
    }
    await opening(client.socket);
    const { seq } = await snapshotFor(test, room, sol.actor);
    await until(() => expect(client.snapshot?.seq).toBe(seq));
    expect(client.applied).toHaveLength(0);
  });

  it("is what happens to a reader who does not read, so that it cannot fill our memory", async () => {
    const room = await aRoom(test, { of: group });
    const proxy = await startTcpProxy(live.port);
    try {
      const watcher = await enter(room, ivy);
      const stalled = await enter(room, sol, proxy.port);
      stalled.socket.io.reconnection(false);
      const names = () => watcher.names.toSorted();
      await until(() => expect(names()).toEqual(["Ivy", "Sol"]));
      proxy.stopReading();
      const long = "a".repeat(4000);
      for (let n = 0; n < 40 && names().includes("Sol"); n += 1) {
        await Promise.all(Array.from({ length: 100 }, () => say(test, room, ivy.actor, long)));
      }
      // Well before the 20 s after which a silent connection would be given up anyway.
      await vi.waitFor(() => expect(names()).toEqual(["Ivy"]), { timeout: 8_000 });
    } finally {
      await proxy.close();
    }
  });
});

describe("being removed", () => {
  it("takes the place away within a second, and nothing more arrives", async () => {
    const room = await aRoom(test, { of: group });
    const leaving = await aMember(test, group, { name: `Leaving ${randomUUID().slice(0, 8)}` });
    const client = await enter(room, leaving);
    const watcher = await enter(room, sol);
    await until(() => expect(watcher.names).toHaveLength(2));
    const asked = performance.now();
    await removePerson(as(test, group.facilitator), {
      organisationId: group.organisationId,
      groupId: group.groupId,
      enrolmentId: leaving.enrolmentId,
      reason: null,
    });
    await vi.waitFor(() => expect(client.placeEnded).toBe(true), { timeout: 1_000, interval: 5 });
    console.info(`removal reached an open socket in ${(performance.now() - asked).toFixed(0)} ms`);
    const before = client.frames.length;
    await say(test, room, ivy.actor, "said without them");
    await until(() => expect(watcher.words).toEqual(["said without them"]));
    expect(client.frames).toHaveLength(before);
    expect(await client.join()).toEqual({ ok: false, error: { code: "NOT_FOUND" } });
    expect(await client.post("one more thing")).toMatchObject({ error: { code: "NOT_FOUND" } });
    await until(() => expect(watcher.names).toEqual(["Sol"]));
  });
});

describe("taking a message back", () => {
  it("takes it off every open screen", async () => {
    const room = await aRoom(test, { of: group });
    const [author, reader] = [await enter(room, ivy), await enter(room, sol)];
    const ack = await author.post("too much");
    if (!ack.ok) throw new Error(ack.error.code);
    await until(() => expect(reader.words).toEqual(["too much"]));
    await retractMessage(as(test, ivy.actor), { ...at(room), messageId: ack.messageId });
    await until(() => expect([author.words, reader.words]).toEqual([[null], [null]]));
  });
});
