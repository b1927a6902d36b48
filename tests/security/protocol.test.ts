import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { type AddressInfo, createServer as createNetServer } from "node:net";
import postgres from "postgres";
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  inject,
  it,
  vi,
} from "vitest";
import * as route from "@/app/api/trpc/[trpc]/route";
import { connect, type Database } from "@/server/db/client";
import { setLobby } from "@/server/domains/moderation/writes";
import { ROOM_PROTOCOL } from "@/server/domains/rooms/contract";
import { postOnLine, postToFacilitators, tellFacilitators } from "@/server/domains/rooms/writes";
import { readEnv } from "@/server/env";
import { createHealth } from "@/server/health";
import { createMailer } from "@/server/mail/transport";
import { setRuntime } from "@/server/runtime";
import { aBox } from "../support/boxes";
import { type AGroup, type AMember, aGroup, aMember, as } from "../support/builders";
import { type CapturedLog, captureLog } from "../support/captured-log";
import { useDatabase } from "../support/database";
import { enterRoom, opening, type RoomClient, signIn, socketTo, startLive } from "../support/live";
import { newId } from "../support/practice-builders";
import { type ARoom, aRoom, at, say } from "../support/rooms";
import { startTcpProxy } from "../support/tcp-proxy";

// What arrives at the two doors, tRPC's route and the socket, before any procedure has a say; and
// what leaves by them when something goes wrong.

const env = readEnv({ NODE_ENV: "test" });
const CANARY = "canary-3f9a-what-somebody-wrote";

const test = useDatabase();
let captured: CapturedLog;
let group: AGroup;
let member: AMember;
let cookie: string;

beforeAll(async () => {
  group = await aGroup(test);
  member = await aMember(test, group);
  cookie = await signIn(test, member.userId);
});

beforeEach(() => use(test.db));

/** Makes the route answer from `db`, with a log of its own. */
function use(db: Database): void {
  captured = captureLog();
  const mailer = createMailer({ url: undefined, from: env.mailFrom });
  setRuntime({ env, db, log: captured.log, mailer, clock: () => new Date() });
}

type Sending = { headers?: Record<string, string | null>; body?: BodyInit; method?: string };

/** A call as a page of ours makes it; `sending` makes it something else. */
function send(path: string, input: unknown, sending: Sending = {}): Promise<Response> {
  const body = sending.body ?? JSON.stringify(input);
  const headers = new Headers();
  const usual = {
    origin: env.publicUrl,
    "content-type": "application/json",
    "content-length": typeof body === "string" ? String(Buffer.byteLength(body)) : "99",
    cookie,
  };
  for (const [name, value] of Object.entries({ ...usual, ...sending.headers })) {
    if (value !== null) headers.set(name, value);
  }
  const url = `${env.publicUrl}/api/trpc/${path}`;
  return route.POST(new Request(url, { method: "POST", headers, body }));
}

const countOfOrganisations = async () => {
  const admin = postgres(test.adminUrl, { max: 1 });
  const [row] = await admin`select count(*)::int as rows from organisations`;
  await admin.end();
  return row?.rows;
};

const founding = () => ({ organisationId: randomUUID(), name: "Planted" });

describe("the tRPC route", () => {
  it("answers a page of ours, and tells caches to keep nothing", async () => {
    const response = await send("organisations.listMyOrganisations", undefined, { body: "{}" });
    expect(response.status).toBe(200);
    expect(response.headers.get("cache-control")).toBe("private, no-store");
    expect(await response.json()).toMatchObject({
      result: { data: [{ organisationId: group.organisationId }] },
    });
  });

  it("exists for POST alone", () => {
    expect(Object.keys(route)).toEqual(["POST"]);
  });

  it.each([
    ["another site", "https://elsewhere.example"],
    ["an opaque origin", "null"],
    ["no origin", null],
    ["a name that begins like ours", `${env.publicUrl}.elsewhere.example`],
    ["another port of ours", env.publicUrl.replace(/\d+$/, "9")],
    ["another scheme", env.publicUrl.replace("http:", "https:")],
    ["two of them", `${env.publicUrl}, https://elsewhere.example`],
  ])("refuses %s, and runs nothing", async (_what, origin) => {
    const before = await countOfOrganisations();
    const response = await send("organisations.createOrganisation", founding(), {
      headers: { origin },
    });
    expect([response.status, await response.text()]).toEqual([403, ""]);
    expect(await countOfOrganisations()).toBe(before);
  });

  it.each([
    ["a form", "application/x-www-form-urlencoded"],
    ["a form with parts", "multipart/form-data; boundary=x"],
    ["plain text", "text/plain"],
    ["plain text that calls itself something else", "text/plain; application/json"],
    ["bytes", "application/octet-stream"],
    ["nothing said", null],
  ])("refuses %s, which a page elsewhere could send without asking", async (_what, type) => {
    const before = await countOfOrganisations();
    const response = await send("organisations.createOrganisation", founding(), {
      headers: { "content-type": type },
    });
    expect([response.status, await response.text()]).toEqual([415, ""]);
    expect(await countOfOrganisations()).toBe(before);
  });

  it("refuses a body that is too large or does not say how large it is", async () => {
    const large = JSON.stringify({ ...founding(), name: "a".repeat(300_000) });
    for (const length of [String(large.length), null, "-1x", "many"]) {
      const response = await send("organisations.createOrganisation", undefined, {
        body: large,
        headers: { "content-length": length },
      });
      expect([length, response.status]).toEqual([length, 413]);
    }
  });

  it("takes ten calls at once and not eleven", async () => {
    const batch = (calls: number) =>
      send(`${Array(calls).fill("organisations.listMyOrganisations").join(",")}?batch=1`, {});
    const ten = await batch(10);
    expect([ten.status, (await ten.json()).length]).toEqual([200, 10]);
    const eleven = await batch(11);
    expect(eleven.status).toBe(400);
    expect(await eleven.text()).not.toContain(group.organisationId);
  });

  it.each([
    ["no JSON at all", "organisations.createOrganisation", "{]", "INVALID_INPUT"],
    ["JSON of the wrong shape", "organisations.createOrganisation", "[[]]", "INVALID_INPUT"],
    ["a procedure there is none of", "organisations.destroy", "{}", "NOT_FOUND"],
    ["a prototype's name", "__proto__.constructor", "{}", "NOT_FOUND"],
  ])("answers %s with a code and nothing else", async (_what, path, body, code) => {
    const response = await send(path, undefined, { body });
    const { error } = await response.json();
    expect(error.data.error.code).toBe(code);
    expect(Object.keys(error).sort()).toEqual(["code", "data", "message"]);
    expect(Object.keys(error.data).sort()).toEqual(["error", "httpStatus"]);
    expect(error.message).toMatch(/^[A-Z_]+$/);
    expect(JSON.stringify(error)).not.toMatch(/stack|node_modules|\.ts\b/);
  });
});

describe("something unforeseen", () => {
  const admin = () => postgres(test.adminUrl, { max: 1, onnotice: () => {} });

  afterEach(async () => {
    const sql = admin();
    await sql`alter table if exists drafts_elsewhere rename to drafts`;
    await sql`alter table if exists messages_elsewhere rename to messages`;
    await sql.end();
  });

  /** One line of the log, with the reference that the person was given and no words of theirs. */
  function expectLogged(reference: unknown): void {
    expect(reference).toMatch(/^[0-9a-f]{8}$/);
    const lines = captured.lines.filter((line) => line.reference === reference);
    expect(lines).toHaveLength(1);
    expect(captured.text).not.toContain(CANARY);
    expect(captured.text).not.toContain(cookie.split("=")[1]);
  }

  async function expectReference(response: Response): Promise<unknown> {
    const { error } = await response.json();
    const { reference } = error.data.error;
    expect(error).toEqual({
      code: -32603,
      message: "INTERNAL_SERVER_ERROR",
      data: { httpStatus: 500, error: { code: "UNEXPECTED", reference } },
    });
    expect(response.status).toBe(500);
    return reference;
  }

  const draft = () => ({
    organisationId: group.organisationId,
    draftId: newId(),
    body: CANARY,
    wantsBack: "witness",
  });

  it("inside a procedure is a reference to the person and a line in the log", async () => {
    const sql = admin();
    await sql`alter table drafts rename to drafts_elsewhere`;
    await sql.end();
    expectLogged(await expectReference(await send("drafts.saveDraft", draft())));
  });

  it("before any procedure, as when the database is gone, is no different", async () => {
    const url = new URL(test.appUrl);
    url.port = "1";
    const gone = connect(url.href, { max: 1 });
    use(gone);
    expectLogged(await expectReference(await send("drafts.saveDraft", draft())));
    await gone.close();
  });

  it("inside a socket's call is the same to the person and in the log", async () => {
    const room: ARoom = await aRoom(test, { of: group });
    const live = await startLive(test, { log: captured.log });
    const socket = socketTo(live.port, { cookie });
    expect(await opening(socket)).toBeNull();
    const sql = admin();
    await sql`alter table messages rename to messages_elsewhere`;
    await sql.end();
    const answer = await socket
      .timeout(5_000)
      .emitWithAck("message:post", { ...at(room), clientMessageId: randomUUID(), body: CANARY });
    expect(answer).toEqual({
      ok: false,
      error: { code: "UNEXPECTED", reference: expect.any(String) },
    });
    if (!answer.ok) expectLogged(answer.error.reference);
    socket.disconnect();
    await live.close();
  });

  it("while a connection is made is a reference too", async () => {
    const proxy = await startTcpProxy(Number(new URL(test.appUrl).port));
    const url = new URL(test.appUrl);
    url.port = String(proxy.port);
    const db = connect(url.href, { max: 2 });
    const live = await startLive({ db }, { log: captured.log });
    await proxy.close();
    const socket = socketTo(live.port, { cookie });
    const refusal = (await opening(socket)) as (Error & { data?: { reference?: string } }) | null;
    expect(refusal?.message).toBe("UNEXPECTED");
    expectLogged(refusal?.data?.reference);
    socket.disconnect();
    await live.close();
    await db.close();
  });
});

describe("a socket's door", () => {
  let live: Awaited<ReturnType<typeof startLive>>;

  beforeAll(async () => {
    live = await startLive(test);
  });
  afterAll(() => live.close());

  it.each([
    ["another site", "https://elsewhere.example"],
    ["an opaque origin", "null"],
    ["no origin", null],
    ["a name that begins like ours", `${env.publicUrl}.elsewhere.example`],
    ["another scheme", env.publicUrl.replace("http:", "https:")],
  ])("is shut to %s, however good the cookie", async (_what, origin) => {
    const socket = socketTo(live.port, { cookie, origin });
    expect(await opening(socket)).toBeInstanceOf(Error);
    expect(socket.connected).toBe(false);
    socket.disconnect();
  });

  it("offers no way in but a WebSocket", async () => {
    const url = `http://127.0.0.1:${live.port}/live/?EIO=4&transport=polling`;
    const response = await fetch(url, { headers: { origin: env.publicUrl, cookie } });
    expect(response.status).toBe(400);
    expect(await response.text()).not.toContain("sid");
    expect(response.headers.get("access-control-allow-origin")).toBeNull();
  });

  it("shuts on whoever sends more than 64 KiB at once", async () => {
    const socket = socketTo(live.port, { cookie });
    expect(await opening(socket)).toBeNull();
    const gone = new Promise((resolve) => socket.once("disconnect", resolve));
    socket.io.reconnection(false);
    const input = { ...founding(), roomId: randomUUID(), clientMessageId: randomUUID() };
    socket.emit("message:post", { ...input, body: "a".repeat(70_000) }, () => {});
    expect(await gone).toBeTruthy();
    socket.disconnect();
  });
});

describe("somebody who talks to the socket themself", () => {
  let live: Awaited<ReturnType<typeof startLive>>;
  let room: ARoom;
  let ivy: AMember;
  const clients: RoomClient[] = [];

  beforeAll(async () => {
    live = await startLive(test, { heartbeatMs: 100 });
    ivy = await aMember(test, group, { name: "Ivy" });
  });
  beforeEach(async () => {
    room = await aRoom(test, { of: group });
  });
  afterEach(() => {
    for (const { socket } of clients.splice(0)) socket.disconnect();
  });
  afterAll(() => live.close());

  async function enter({ userId }: { userId: string }): Promise<RoomClient> {
    const client = await enterRoom(test, live.port, room, { userId });
    clients.push(client);
    return client;
  }

  /** Sends what no client of ours would, and answers with the code of the refusal, or null. */
  async function attempt({ socket }: RoomClient, name: string, input: object) {
    const raw = socket.timeout(5_000) as unknown as {
      emitWithAck(name: string, input: object): Promise<{ ok: boolean; error?: { code: string } }>;
    };
    const answer = await raw.emitWithAck(name, input);
    return answer.ok ? null : answer.error?.code;
  }

  it("hears nothing of a box they did not join, of the desk, or of another's line", async () => {
    const lead = as(test, group.facilitator);
    const [nosy, writer] = [await enter(member), await enter(ivy)];
    const leader = await enter({ userId: group.facilitator.userId });
    const box = await aBox(test, room);
    await writer.socket.emitWithAck("box:join", { ...box, wantsBack: "witness" });
    const elsewhere = await aBox(test, await aRoom(test));
    const tries = [
      ["box:join", { ...elsewhere, ...at(room) }, "NOT_FOUND"],
      ["box:join", { ...elsewhere, organisationId: room.organisationId }, "NOT_FOUND"],
      ["box:join", { ...at(room), boxId: "*" }, "INVALID_INPUT"],
      ["box:type", { ...box, text: "not joined", version: 1 }, "STATE_CHANGED"],
      ["room:join", { ...at(room), protocol: 2 }, "INVALID_INPUT"],
      ["room:join", { ...at(room), protocol: 3, sinceSeq: -1 }, "INVALID_INPUT"],
      // What the server knows of a person is not asked of them.
      ["room:join", { ...at(room), protocol: 3, mine: { leads: true }, leads: true }, null],
      ["typing:tell", { ...at(room), typing: true, enrolmentId: ivy.enrolmentId }, null],
    ] as const;
    for (const [name, input, code] of tries) {
      expect([name, await attempt(nosy, name, input)]).toEqual([name, code]);
    }
    const canary = `canary-${randomUUID()}`;
    const words = () => ({ ...at(room), clientMessageId: randomUUID(), body: canary });
    await writer.socket.emitWithAck("box:type", { ...box, text: canary, version: 1 });
    await writer.socket.emitWithAck("typing:tell", { ...at(room), typing: true });
    await postOnLine(lead, { ...words(), withEnrolmentId: ivy.enrolmentId });
    await postToFacilitators(lead, words());
    await tellFacilitators(as(test, ivy.actor), { ...words(), regarding: "quiet_word" });
    await say(test, room, group.facilitator, "and now to everyone");
    const soon = { timeout: 10_000 };
    await vi.waitFor(() => expect(leader.typing).toContain(ivy.enrolmentId), soon);
    await vi.waitFor(() => expect(writer.typed.get(ivy.enrolmentId)?.text).toBe(canary), soon);
    await vi.waitFor(() => expect(nosy.words).toContain("and now to everyone"), soon);
    expect(JSON.stringify(nosy.received)).not.toContain(canary);
    // Who types is the connection's own person, whoever they say they are.
    expect(leader.typing).toEqual(expect.arrayContaining([member.enrolmentId]));
    const names = new Set(nosy.received.map((each) => (each as [string])[0]));
    for (const name of ["roster:changed", "typing:changed", "box:typed"]) {
      expect(names).not.toContain(name);
    }
  });

  it("gets no further than the lobby by any call", async () => {
    await setLobby(as(test, group.facilitator), { ...at(room), open: true });
    const box = await aBox(test, room);
    const waiting = await enter(member);
    const canary = `canary-${randomUUID()}`;
    await say(test, room, group.facilitator, canary);
    const tries = [
      ["box:join", { ...box, wantsBack: "witness" }, "NOT_ADMITTED"],
      ["box:type", { ...box, text: "let me in", version: 1 }, "STATE_CHANGED"],
      ["typing:tell", { ...at(room), typing: true }, "NOT_FOUND"],
      ["room:join", { ...at(room), protocol: 3, sinceSeq: 0 }, null],
      ["room:join", { ...at(room), protocol: 3 }, null],
    ] as const;
    for (const [name, input, code] of tries) {
      expect([name, await attempt(waiting, name, input)]).toEqual([name, code]);
    }
    expect(waiting.snapshot).toMatchObject({ messages: [], run: null, round: null, box: null });
    const missed = await waiting.socket.emitWithAck("room:join", {
      ...at(room),
      protocol: ROOM_PROTOCOL,
      sinceSeq: 1,
    });
    expect(missed).toMatchObject({ ok: true, here: { people: [], more: 0 }, roster: null });
    expect(JSON.stringify([missed, waiting.received])).not.toContain(canary);
    expect(JSON.stringify([missed, waiting.received])).not.toContain(box.boxId);
  });
});

describe("health", () => {
  async function serveHealth(db: Database) {
    const health = createHealth(db);
    const server = createServer((request, response) => {
      void health.answer(request.url ?? "", response).then((answered) => {
        if (!answered) response.writeHead(404).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    return {
      ask: async (path: string) => {
        const response = await fetch(`http://127.0.0.1:${port}${path}`);
        return [response.status, await response.text()];
      },
      close: () => new Promise((resolve) => server.close(resolve)),
    };
  }

  it("is ready with a migrated database, not when that is gone, and again once it is back", async () => {
    const db = connect(test.appUrl, { max: 2 });
    const { ask, close } = await serveHealth(db);
    expect(await ask("/healthz")).toEqual([200, "ok\n"]);
    expect(await ask("/readyz")).toEqual([200, "ok\n"]);

    const name = new URL(test.appUrl).pathname.slice(1);
    const admin = postgres(inject("adminUrl"), { max: 1 });
    await admin`alter database ${admin(name)} allow_connections false`;
    await admin`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name}`;
    for (let probe = 0; probe < 3; probe += 1) {
      expect(await ask("/readyz")).toEqual([503, "not ready\n"]);
      expect(await ask("/healthz")).toEqual([200, "ok\n"]);
    }
    await admin`alter database ${admin(name)} allow_connections true`;
    await vi.waitFor(async () => expect(await ask("/readyz")).toEqual([200, "ok\n"]), 10_000);
    await admin.end();
    await close();
    await db.close();
  });

  it("says so within seconds when the database says nothing at all", async () => {
    const silent = createNetServer((socket) => socket.on("error", () => {}));
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const url = new URL(test.appUrl);
    url.port = String((silent.address() as AddressInfo).port);
    const db = connect(url.href, { max: 1 });
    const { ask, close } = await serveHealth(db);
    const began = Date.now();
    expect(await Promise.all([ask("/readyz"), ask("/readyz")])).toEqual([
      [503, "not ready\n"],
      [503, "not ready\n"],
    ]);
    expect(await ask("/healthz")).toEqual([200, "ok\n"]);
    expect(Date.now() - began).toBeLessThan(5_000);
    await close();
    silent.close();
  });

  it("is not ready with a database that nothing has been made in", async () => {
    const db = connect(test.adminUrl.replace(/\/[^/]*$/, "/postgres"), { max: 1 });
    const { ask, close } = await serveHealth(db);
    expect(await ask("/readyz")).toEqual([503, "not ready\n"]);
    expect(await ask("/healthz")).toEqual([200, "ok\n"]);
    await close();
    await db.close();
  });
});
