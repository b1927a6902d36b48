import * as z from "zod/mini";
import { DomainError, notFound } from "../lib/errors";
import { settleError } from "../lib/wire-errors";
import { type Runtime, runtime } from "../runtime";
import type { StoredBlob } from "../storage/blobs";
import { refusePhoto } from "../storage/photos";
import { type MemberActor, mintMember } from "./actor";
import { isOwnOrigin } from "./origin";
import { refuse, refuseWith, send } from "./post-route";
import { findSignedInUser } from "./session";

type MemberCtx = { db: Runtime["db"]; actor: MemberActor; now: Date };

/** So many uploads are held in memory at once, by everyone and by one person. */
const MOST_UPLOADS = 12;
const MOST_UPLOADS_EACH = 2;
const RETRY_AFTER_MS = 5_000;

// One per process, like the runtime: Next bundles its own copy of this module for each route.
const KEY = Symbol.for("unpolished.uploads");
const holder = globalThis as { [KEY]?: string[] };

/**
 * The frame around a route that takes a photo as the body of a request: only pages of ours may call
 * it, the sender is signed in and of the organisation before a byte is read, and what arrives is
 * counted rather than believed.
 */
export function uploadRoute<Input extends { organisationId: string }>(
  { schema, maxBytes }: { schema: z.ZodMiniType<Input>; maxBytes: number },
  work: (ctx: MemberCtx, input: Input, bytes: Buffer) => Promise<object>,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const { env, log } = runtime();
    if (!isOwnOrigin(request.headers, env)) return refuse(403, notFound());
    const { pathname, searchParams } = new URL(request.url);
    try {
      const userId = await signedInUser(request);
      if (!userId) throw new DomainError("SIGN_IN_NEEDED");
      const input = z.parse(schema, Object.fromEntries(searchParams));
      const ctx = await memberCtx(userId, input.organisationId);
      const view = await holding(userId, async () =>
        work(ctx, input, await readBytes(request, maxBytes)),
      );
      return send(200, view);
    } catch (thrown) {
      return refuseWith(settleError(thrown, log, pathname));
    }
  };
}

/**
 * The frame around a route that shows a photo. Whoever may not see it is answered as if it did not
 * exist; the bytes can do nothing but be drawn, and no cache keeps them.
 */
export function photoRoute<Input extends { organisationId: string }>(
  schema: z.ZodMiniType<Input>,
  find: (ctx: MemberCtx, input: Input) => Promise<{ blob: StoredBlob; mediaType: string }>,
): (request: Request, params: unknown) => Promise<Response> {
  return async (request, params) => {
    const { db, log } = runtime();
    try {
      const userId = await signedInUser(request);
      const input = z.safeParse(schema, params);
      if (!userId || !input.success) throw notFound();
      const ctx = await memberCtx(userId, input.data.organisationId);
      const { blob, mediaType } = await find(ctx, input.data);
      return show(await db.blobs.read(blob), mediaType);
    } catch (thrown) {
      // Without its path, which is what makes a shared photo's address a secret.
      const error = settleError(thrown, log, "photo");
      return nothing(error instanceof DomainError ? 404 : 500);
    }
  };
}

const NOTHING_KEPT = {
  "cache-control": "private, no-store",
  "x-content-type-options": "nosniff",
  "content-security-policy": "default-src 'none'; sandbox",
};

function show(bytes: Buffer, mediaType: string): Response {
  return new Response(new Uint8Array(bytes), {
    headers: { ...NOTHING_KEPT, "content-type": mediaType, "content-disposition": "inline" },
  });
}

function nothing(status: 404 | 500): Response {
  return new Response(
    status === 404 ? "There is nothing at this address.\n" : "Please try again.\n",
    {
      status,
      headers: { ...NOTHING_KEPT, "content-type": "text/plain; charset=utf-8" },
    },
  );
}

async function signedInUser(request: Request): Promise<string | null> {
  const signedIn = await findSignedInUser(
    runtime(),
    request.headers.get("cookie"),
    runtime().clock(),
  );
  return signedIn?.userId ?? null;
}

async function memberCtx(userId: string, organisationId: string): Promise<MemberCtx> {
  const { db } = runtime();
  return { db, actor: await mintMember(db, userId, organisationId), now: runtime().clock() };
}

/** Runs `work` while there is room for it. @throws TOO_MANY, so that a flood cannot eat memory */
async function holding<T>(userId: string, work: () => Promise<T>): Promise<T> {
  holder[KEY] ??= [];
  const held = holder[KEY];
  const own = held.filter((each) => each === userId).length;
  if (held.length >= MOST_UPLOADS || own >= MOST_UPLOADS_EACH) {
    throw new DomainError("TOO_MANY", { retryAfterMs: RETRY_AFTER_MS });
  }
  held.push(userId);
  try {
    return await work();
  } finally {
    held.splice(held.indexOf(userId), 1);
  }
}

/** @throws INVALID_INPUT on path `photo` as soon as there is too much of it, or it breaks off */
async function readBytes(request: Request, maxBytes: number): Promise<Buffer> {
  const tooMuch = () =>
    refusePhoto(`That photo is larger than ${Math.floor(maxBytes / 1024 / 1024)} MB.`);
  if (Number(request.headers.get("content-length")) > maxBytes) throw tooMuch();
  const chunks: Uint8Array[] = [];
  let length = 0;
  const body = (request.body ?? []) as AsyncIterable<Uint8Array>;
  try {
    for await (const chunk of body) {
      length += chunk.byteLength;
      if (length > maxBytes) throw tooMuch();
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof DomainError) throw error;
    throw refusePhoto("The photo did not arrive whole. Please send it again.");
  }
  return Buffer.concat(chunks, length);
}
