import { randomBytes, randomUUID } from "node:crypto";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { GET as getDraftPhoto } from "@/app/api/photos/draft/[org]/[photo]/route";
import { POST as post } from "@/app/api/photos/draft/route";
import { GET as getSharedPhoto } from "@/app/api/photos/shared/[org]/[address]/route";
import type { MemberActor } from "@/server/auth/actor";
import { PHOTO_MAX_BYTES } from "@/server/domains/drafts/contract";
import { accessDraft } from "@/server/domains/drafts/reads";
import { attachPhoto, saveDraft } from "@/server/domains/drafts/writes";
import { retractMessage } from "@/server/domains/rooms/writes";
import { share } from "@/server/domains/sharing/writes";
import { readEnv } from "@/server/env";
import { createMailer } from "@/server/mail/transport";
import { setRuntime } from "@/server/runtime";
import { aMember, aMembership, anOrganisation, as } from "../support/builders";
import { type CapturedLog, captureLog } from "../support/captured-log";
import { useDatabase } from "../support/database";
import { signIn } from "../support/live";
import { aPhoto } from "../support/photos";
import { newId } from "../support/practice-builders";
import { type ARoom, aRoom, at, snapshotFor } from "../support/rooms";
import { aShare, inRoom } from "../support/sharing";

const db = useDatabase();
const { publicUrl: ORIGIN } = readEnv({ NODE_ENV: "test" });
let captured: CapturedLog;
let room: ARoom;
let author: MemberActor;
let peer: MemberActor;
/** In the same organisation, in none of its groups. */
let neighbour: MemberActor;
let stranger: MemberActor;
let photo: Buffer;

beforeAll(async () => {
  captured = captureLog();
  const env = { ...readEnv({ NODE_ENV: "test" }), authSecret: "s".repeat(40) };
  const mailer = createMailer({ url: undefined, from: env.mailFrom });
  setRuntime({ env, db: db.db, log: captured.log, mailer, clock: () => new Date() });
  room = await aRoom(db);
  author = (await aMember(db, room)).actor;
  peer = (await aMember(db, room)).actor;
  neighbour = await aMembership(db, room);
  stranger = (await anOrganisation(db)).owner;
  photo = await aPhoto();
});

async function aDraft(actor: MemberActor) {
  const ref = { organisationId: actor.organisationId, draftId: newId() };
  const words = { body: "Look", link: null, contentNote: null, wantsBack: "witness" as const };
  await saveDraft(as(db, actor), { ...ref, ...words });
  return { ...ref, photoId: randomUUID() };
}

type Ids = { organisationId: string; draftId: string; photoId: string };
type Sending = { origin?: string | null; body?: BodyInit; headers?: Record<string, string> };

/** Sends a photo as a page of ours does; `sending` makes it something else. */
async function send(actor: MemberActor | null, ids: Partial<Ids>, sending: Sending = {}) {
  const headers = new Headers({ "content-type": "image/png", ...sending.headers });
  const { origin = ORIGIN } = sending;
  if (origin) headers.set("origin", origin);
  if (actor) headers.set("cookie", await signIn(db, actor.userId));
  const query = new URLSearchParams(ids as Record<string, string>);
  const body = sending.body ?? new Uint8Array(photo);
  const request = { method: "POST", headers, body, duplex: "half" } as RequestInit;
  return post(new Request(`${ORIGIN}/api/photos/draft?${query}`, request));
}

async function asking(actor: MemberActor | null): Promise<Request> {
  const headers = new Headers();
  if (actor) headers.set("cookie", await signIn(db, actor.userId));
  return new Request(`${ORIGIN}/api/photos`, { headers });
}

async function lookAtDraft(actor: MemberActor | null, org: string, id: string) {
  const params = Promise.resolve({ org, photo: id });
  return getDraftPhoto(await asking(actor), { params });
}

async function lookAtShared(actor: MemberActor | null, org: string, address: string) {
  const params = Promise.resolve({ org, address });
  return getSharedPhoto(await asking(actor), { params });
}

/** What every refusal to show looks like, so that asking tells nothing. */
async function expectNothing(response: Response) {
  expect(response.status).toBe(404);
  expect(await response.text()).toBe("There is nothing at this address.\n");
  expect(Object.fromEntries(response.headers)).toEqual({
    "cache-control": "private, no-store",
    "content-security-policy": "default-src 'none'; sandbox",
    "content-type": "text/plain; charset=utf-8",
    "x-content-type-options": "nosniff",
  });
}

async function expectPhoto(response: Response) {
  expect(response.status).toBe(200);
  expect(Object.fromEntries(response.headers)).toEqual({
    "cache-control": "private, no-store",
    "content-disposition": "inline",
    "content-security-policy": "default-src 'none'; sandbox",
    "content-type": "image/jpeg",
    "x-content-type-options": "nosniff",
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  expect(bytes.subarray(0, 3).toString("hex")).toBe("ffd8ff");
}

describe("sending a photo", () => {
  test("puts it on one's own draft, whatever its declared type, and once however often", async () => {
    const ids = await aDraft(author);
    for (const _time of [1, 2]) {
      const response = await send(author, ids);
      expect(response.status).toBe(200);
      expect(response.headers.get("cache-control")).toBe("private, no-store");
      expect(await response.json()).toMatchObject({ photo: { id: ids.photoId, width: 64 } });
    }
  });

  test.each([
    ["another site", { origin: "https://evil.example" }],
    ["nowhere", { origin: null }],
    ["a sister site", { origin: null, headers: { "sec-fetch-site": "same-site" } }],
  ])("is refused from %s", async (_where, sending) => {
    const ids = await aDraft(author);
    expect((await send(author, ids, sending)).status).toBe(403);
    expect((await accessDraft(as(db, author), ids)).photo).toBeNull();
  });

  test("asks for a sign-in", async () => {
    const response = await send(null, await aDraft(author));
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({ error: { code: "SIGN_IN_NEEDED" } });
  });

  test("to anyone else's draft finds nothing, and nothing is read of what was sent", async () => {
    const ids = await aDraft(author);
    for (const actor of [peer, neighbour, stranger]) {
      const response = await send(actor, ids, { body: "not even a photo" });
      expect(response.status).toBe(404);
      expect(await response.json()).toEqual({ error: { code: "NOT_FOUND" } });
    }
    expect((await accessDraft(as(db, author), ids)).photo).toBeNull();
  });

  test.each([
    ["what is no photo", "Dear all"],
    ["nothing", ""],
  ])("answers %s in words", async (_what, body) => {
    const response = await send(author, await aDraft(author), { body });
    expect(response.status).toBe(400);
    const { error } = await response.json();
    expect(error).toMatchObject({ code: "INVALID_INPUT", issues: [{ path: "photo" }] });
  });

  test("counts what arrives and stops when it is too much, whatever length was told", async () => {
    const chunk = new Uint8Array(1024 * 1024);
    let sent = 0;
    const endless = () =>
      new ReadableStream<Uint8Array>({
        pull: (controller) => {
          sent += chunk.length;
          controller.enqueue(chunk);
        },
      });
    for (const told of ["", "5", String(2 ** 40)]) {
      const headers: Record<string, string> = told ? { "content-length": told } : {};
      sent = 0;
      const response = await send(author, await aDraft(author), { body: endless(), headers });
      expect(response.status).toBe(400);
      const { error } = await response.json();
      expect(error.issues).toEqual([
        { path: "photo", message: "That photo is larger than 15 MB." },
      ]);
      expect(sent).toBeLessThan(PHOTO_MAX_BYTES + 4 * chunk.length);
    }
  });

  test("that breaks off is the sender's trouble and not ours", async () => {
    const broken = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.error(new Error("aborted")),
    });
    const response = await send(author, await aDraft(author), { body: broken });
    expect(response.status).toBe(400);
  });

  test("of many at once turns some away, and takes photos again afterwards", async () => {
    const ids = await aDraft(author);
    const waiting: (() => void)[] = [];
    const slow = () =>
      new ReadableStream<Uint8Array>({
        start: (controller) => {
          waiting.push(() => controller.close());
        },
      });
    const many = Array.from({ length: 6 }, () => send(author, ids, { body: slow() }));
    const first = await Promise.race(many);
    expect(first.status).toBe(429);
    for (const end of waiting) end();
    await Promise.all(many);
    expect((await send(author, ids)).status).toBe(200);
  });

  test("never breaks on what it is sent", async () => {
    const ids = await aDraft(author);
    await fc.assert(
      fc.asyncProperty(
        fc.record(
          {
            organisationId: fc.oneof(fc.constant(ids.organisationId), fc.string(), fc.uuid()),
            draftId: fc.oneof(fc.constant(ids.draftId), fc.string(), fc.uuid()),
            photoId: fc.oneof(fc.string(), fc.uuid()),
          },
          { requiredKeys: [] },
        ),
        fc.uint8Array({ maxLength: 300 }),
        async (query, body) => {
          const response = await send(author, query, { body: new Uint8Array(body) });
          expect([400, 404]).toContain(response.status);
        },
      ),
      { numRuns: 60 },
    );
    expect(captured.lines.filter(({ msg }) => msg === "something unexpected happened")).toEqual([]);
  });
});

describe("the photo of a draft", () => {
  test("is shown to its author and to nobody else", async () => {
    const ids = await aDraft(author);
    await attachPhoto(as(db, author), ids, photo);
    const { organisationId, photoId } = ids;
    await expectPhoto(await lookAtDraft(author, organisationId, photoId));
    await expectNothing(await lookAtDraft(null, organisationId, photoId));
    for (const actor of [peer, neighbour, stranger, room.facilitator, room.owner]) {
      await expectNothing(await lookAtDraft(actor, organisationId, photoId));
      await expectNothing(await lookAtDraft(actor, actor.organisationId, photoId));
    }
  });

  test("that there is not looks the same", async () => {
    await expectNothing(await lookAtDraft(author, author.organisationId, randomUUID()));
    await expectNothing(await lookAtDraft(author, author.organisationId, "nonsense"));
    await expectNothing(await lookAtDraft(author, "nonsense", randomUUID()));
  });
});

describe("a shared photo", () => {
  /** Shared with the room; its address is what a member reads there. */
  async function shared() {
    const ids = await aDraft(author);
    await attachPhoto(as(db, author), ids, photo);
    const source = { kind: "draft", id: ids.draftId } as const;
    const given = aShare(author, source, ["photo"], inRoom(room));
    const { messageId } = await share(as(db, author), given);
    const { messages } = await snapshotFor(db, room, peer);
    const card = messages.find(({ id }) => id === messageId)?.card;
    if (card?.kind !== "draft" || !card.photo) throw new Error("the photo was not shared");
    return { messageId, address: card.photo.address, photoId: ids.photoId };
  }

  test("is shown to those who can see its card, under an address nobody can guess", async () => {
    const { address, photoId } = await shared();
    const { organisationId } = room;
    expect(Buffer.from(address, "base64url").length).toBeGreaterThanOrEqual(16);
    expect(address).not.toContain(photoId);
    for (const actor of [author, peer, room.facilitator]) {
      await expectPhoto(await lookAtShared(actor, organisationId, address));
    }
    await expectNothing(await lookAtShared(null, organisationId, address));
    for (const actor of [neighbour, stranger, room.owner]) {
      await expectNothing(await lookAtShared(actor, organisationId, address));
      await expectNothing(await lookAtShared(actor, actor.organisationId, address));
    }
  });

  test("is gone for everyone once its card is taken back", async () => {
    const { address, messageId } = await shared();
    await retractMessage(as(db, author), { ...at(room), messageId });
    for (const actor of [author, peer, room.facilitator]) {
      await expectNothing(await lookAtShared(actor, room.organisationId, address));
    }
  });

  test("that there is not looks the same", async () => {
    for (const address of [randomBytes(32).toString("base64url"), "short", "../../etc/passwd"]) {
      await expectNothing(await lookAtShared(peer, room.organisationId, address));
    }
  });

  test("leaves its address in no log", async () => {
    const { address } = await shared();
    await lookAtShared(stranger, room.organisationId, address);
    expect(captured.text).not.toContain(address);
  });
});
