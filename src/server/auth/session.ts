import { type AuthSession, findAuthSession } from "../domains/users/reads";
import { endAuthSession } from "../domains/users/writes";
import { hashSecret } from "../lib/ids";
import type { Runtime } from "../runtime";
import { mintNobody } from "./actor";
import { cookieNames, readCookie, setCookie } from "./cookies";

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
