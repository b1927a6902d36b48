import { and, count, eq, gt, inArray, lt, sql } from "drizzle-orm";
import type { NobodyActor } from "../../auth/actor";
import type { Tx } from "../../db/client";
import { withActor } from "../../db/transaction";
import type { Ctx } from "../../lib/ctx";
import { DomainError } from "../../lib/errors";
import { hashSecret } from "../../lib/ids";
import { type AuthSession, isOpen } from "./reads";
import {
  CODE_ATTEMPTS,
  hashCode,
  LINK_LIFETIME_MS,
  linkCode,
  linkToken,
  MAIL_WINDOW_MS,
  MAILS_PER_ADDRESS,
  SESSION_LIFETIME_MS,
} from "./rules";
import { authSessions, signInRequests, users } from "./tables";

/** The gateway listens here; the payload is the id of an `auth_sessions` row that is gone. */
export const REVOKED_CHANNEL = "unpolished_revoked";

/** Rows that one sweep removes at most, so that it never holds anything up. */
const SWEEP_ROWS = 500;

/**
 * Notes the wish for a link and enqueues its mail, in one transaction. Does nothing when the
 * address has had its mails for this hour; the caller cannot tell, and so neither can anyone
 * who probes addresses.
 */
export function askForLink(
  ctx: Ctx<NobodyActor>,
  ask: { email: string; browserHash: string; authSecret: string },
): Promise<void> {
  return withActor(ctx, async (tx) => {
    // Parallel asks for one address queue up here, so that the count below is exact.
    await tx.execute(
      sql`select pg_advisory_xact_lock(hashtextextended(${`sign-in:${ask.email}`}, 0))`,
    );
    const since = new Date(ctx.now.getTime() - MAIL_WINDOW_MS);
    const [recent] = await tx
      .select({ mails: count(), requestId: sql<string>`uuidv7()` })
      .from(signInRequests)
      .where(and(eq(signInRequests.email, ask.email), gt(signInRequests.createdAt, since)));
    if (!recent || recent.mails >= MAILS_PER_ADDRESS) return;
    await tx.insert(signInRequests).values({
      id: recent.requestId,
      email: ask.email,
      tokenHash: hashSecret(linkToken(ask.authSecret, recent.requestId)),
      browserHash: ask.browserHash,
      createdAt: ctx.now,
      expiresAt: new Date(ctx.now.getTime() + LINK_LIFETIME_MS),
    });
    await ctx.db.queue.enqueue(tx, "sign-in.send", { requestId: recent.requestId });
  });
}

/**
 * Uses up a link in the browser that asked for it, and says whose address it proved. Null for any
 * other browser and for a link that is over. Of any number of parallel uses one succeeds.
 */
export async function useLink(
  ctx: Ctx<NobodyActor>,
  link: { token: string; browserHash: string },
): Promise<{ email: string } | null> {
  const [used] = await withActor(ctx, (tx) =>
    tx
      .update(signInRequests)
      .set({ usedAt: ctx.now })
      .where(
        and(
          eq(signInRequests.tokenHash, hashSecret(link.token)),
          eq(signInRequests.browserHash, link.browserHash),
          isOpen(ctx.now),
        ),
      )
      .returning({ email: signInRequests.email }),
  );
  return used ?? null;
}

/**
 * Allows the short code of a link that was opened in another browser, and returns it.
 * @throws LINK_OVER
 */
export async function offerCode(
  ctx: Ctx<NobodyActor>,
  link: { token: string; authSecret: string },
): Promise<string> {
  return withActor(ctx, async (tx) => {
    const [request] = await tx
      .select({ id: signInRequests.id })
      .from(signInRequests)
      .where(and(eq(signInRequests.tokenHash, hashSecret(link.token)), isOpen(ctx.now)))
      .for("update");
    if (!request) throw new DomainError("LINK_OVER");
    const code = linkCode(link.authSecret, request.id);
    await tx
      .update(signInRequests)
      .set({ codeHash: hashCode(link.authSecret, code) })
      .where(eq(signInRequests.id, request.id));
    return code;
  });
}

/**
 * Tries a short code in the asking browser. A try counts against every open request of that
 * browser; a request whose tries are used up is over, its link included.
 * @throws INVALID_INPUT for a wrong code, LINK_OVER when nothing is open (any more)
 */
export async function useCode(
  ctx: Ctx<NobodyActor>,
  entry: { code: string; browserHash: string; authSecret: string },
): Promise<{ email: string }> {
  const isMatch = sql<boolean>`${signInRequests.codeHash} is not distinct from ${hashCode(
    entry.authSecret,
    entry.code,
  )}`;
  const tried = await withActor(ctx, (tx) =>
    tx
      .update(signInRequests)
      .set({
        codeAttempts: sql`${signInRequests.codeAttempts} + 1`,
        usedAt: sql`case when ${isMatch} then ${ctx.now.toISOString()}::timestamptz end`,
      })
      .where(and(eq(signInRequests.browserHash, entry.browserHash), isOpen(ctx.now)))
      .returning({
        email: signInRequests.email,
        matched: isMatch,
        attempts: signInRequests.codeAttempts,
      }),
  );
  const match = tried.find((request) => request.matched);
  if (match) return { email: match.email };
  if (tried.every((request) => request.attempts >= CODE_ATTEMPTS)) {
    throw new DomainError("LINK_OVER");
  }
  throw new DomainError("INVALID_INPUT", {
    issues: [
      {
        path: "code",
        message: "That is not the code we have. Have another look at the other browser.",
      },
    ],
  });
}

/** The user with this address, made on the first sign-in; the address counts as confirmed. */
export async function confirmUser(
  ctx: Ctx<NobodyActor>,
  email: string,
): Promise<{ userId: string }> {
  const [user] = await withActor(ctx, (tx) =>
    tx
      .insert(users)
      .values({ email, emailConfirmedAt: ctx.now, createdAt: ctx.now })
      .onConflictDoUpdate({ target: users.email, set: { emailConfirmedAt: ctx.now } })
      .returning({ userId: users.id }),
  );
  if (!user) throw new Error("a user was neither found nor made");
  return user;
}

/**
 * Signs a browser in for 30 days; only the token's hash is kept. Ends the session that the browser
 * had before, given by `replacesHash`.
 */
export function openAuthSession(
  ctx: Ctx<NobodyActor>,
  session: { userId: string; token: string; replacesHash?: string },
): Promise<AuthSession> {
  return withActor(ctx, async (tx) => {
    if (session.replacesHash) await revoke(tx, session.replacesHash);
    const [opened] = await tx
      .insert(authSessions)
      .values({
        userId: session.userId,
        tokenHash: hashSecret(session.token),
        createdAt: ctx.now,
        expiresAt: new Date(ctx.now.getTime() + SESSION_LIFETIME_MS),
      })
      .returning({
        sessionId: authSessions.id,
        userId: authSessions.userId,
        expiresAt: authSessions.expiresAt,
      });
    if (!opened) throw new Error("the session was not stored");
    return opened;
  });
}

/** Signs a browser out at once, on every open socket too. Harmless when it already was. */
export function endAuthSession(ctx: Ctx<NobodyActor>, tokenHash: string): Promise<void> {
  return withActor(ctx, (tx) => revoke(tx, tokenHash));
}

async function revoke(tx: Tx, tokenHash: string): Promise<void> {
  const [gone] = await tx
    .delete(authSessions)
    .where(eq(authSessions.tokenHash, tokenHash))
    .returning({ id: authSessions.id });
  // Sent when the transaction commits. Any role may listen, so it carries the bare id.
  if (gone) await tx.execute(sql`select pg_notify(${REVOKED_CHANNEL}, ${gone.id})`);
}

/** Forgets requests too old to count against an address, and sessions that have run out. */
export function sweepSignIn(ctx: Ctx<NobodyActor>): Promise<void> {
  return withActor(ctx, async (tx) => {
    const before = new Date(ctx.now.getTime() - MAIL_WINDOW_MS);
    await tx
      .delete(signInRequests)
      .where(
        inArray(
          signInRequests.id,
          tx
            .select({ id: signInRequests.id })
            .from(signInRequests)
            .where(lt(signInRequests.createdAt, before))
            .limit(SWEEP_ROWS)
            .for("update", { skipLocked: true }),
        ),
      );
    await tx
      .delete(authSessions)
      .where(
        inArray(
          authSessions.id,
          tx
            .select({ id: authSessions.id })
            .from(authSessions)
            .where(lt(authSessions.expiresAt, ctx.now))
            .limit(SWEEP_ROWS)
            .for("update", { skipLocked: true }),
        ),
      );
  });
}
