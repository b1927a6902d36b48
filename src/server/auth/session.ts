import { type AuthSession, findAuthSession, findAuthSessions } from "../domains/users/reads";
import { endAuthSession } from "../domains/users/writes";
import { hashSecret } from "../lib/ids";
import { WriteLane } from "../lib/write-lane";
import type { Runtime } from "../runtime";
import { mintNobody } from "./actor";
import { cookieNames, readCookie, setCookie } from "./cookies";

const ASKED_AT_ONCE = 500;

/**
 * Who is signed in, by the `Cookie` header of a page, a tRPC call or a socket's handshake. Read
 * from the database each time, so that revoking holds from the next call on. A socket stays open
 * longer than that: it keeps `sessionId`, hears of it on REVOKED_CHANNEL, and ends at `expiresAt`.
 */
export async function findSignedInUser(
  { db, env }: Pick<Runtime, "db" | "env">,
  cookieHeader: string | null | undefined,
  now: Date,
): Promise<AuthSession | null> {
  const token = readCookie(cookieHeader, cookieNames(env).session);
  if (!token) return null;
  return findAuthSession({ db, actor: mintNobody(), now }, hashSecret(token));
}

/**
 * `findSignedInUser` for sockets: those who come in one turn of the event loop, five hundred when a
 * line drops, are one question.
 */
export function createSignedInFinder(
  { db, env }: Pick<Runtime, "db" | "env">,
  clock: () => Date,
): (cookieHeader: string | null | undefined) => Promise<AuthSession | null> {
  const lane = new WriteLane<string, AuthSession | null>(
    async (hashes) => {
      const ctx = { db, actor: mintNobody(), now: clock() };
      const sessions = await findAuthSessions(ctx, hashes);
      return hashes.map((hash) => sessions.get(hash) ?? null);
    },
    { keyOf: (hash) => hash, maxBatch: ASKED_AT_ONCE },
  );
  return async (cookieHeader) => {
    const token = readCookie(cookieHeader, cookieNames(env).session);
    return token ? lane.submit(hashSecret(token)) : null;
  };
}

/** Ends the browser's session; returns the `Set-Cookie` lines that leave nothing of it behind. */
export async function signOut(
  { db, env }: Pick<Runtime, "db" | "env">,
  cookieHeader: string | null,
  now: Date,
): Promise<string[]> {
  const names = cookieNames(env);
  const token = readCookie(cookieHeader, names.session);
  if (token) await endAuthSession({ db, actor: mintNobody(), now }, hashSecret(token));
  return Object.values(names).map((name) => setCookie(env, name, "", 0));
}
