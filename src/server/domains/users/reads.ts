import { and, eq, gt, isNull, lt, sql } from "drizzle-orm";
import type { NobodyActor } from "../../auth/actor";
import type { Tx } from "../../db/client";
import { withActor } from "../../db/transaction";
import type { Ctx } from "../../lib/ctx";
import { found } from "../../lib/errors";
import { CODE_ATTEMPTS } from "./rules";
import { authSessions, signInRequests, users } from "./tables";

/** A browser's login session. Neither id ever leaves the server. */
export type AuthSession = { sessionId: string; userId: string; expiresAt: Date };

/** Null for a token that is unknown, revoked or expired. */
export async function findAuthSession(
  ctx: Ctx<NobodyActor>,
  tokenHash: string,
): Promise<AuthSession | null> {
  const sessions = await findAuthSessions(ctx, [tokenHash]);
  return sessions.get(tokenHash) ?? null;
}

/** As `findAuthSession` for many at once, by token hash: whole rooms come back at the same moment. */
export async function findAuthSessions(
  ctx: Ctx<NobodyActor>,
  tokenHashes: string[],
): Promise<Map<string, AuthSession>> {
  const rows = await withActor(ctx, (tx) =>
    tx
      .select({
        tokenHash: authSessions.tokenHash,
        session: {
          sessionId: authSessions.id,
          userId: authSessions.userId,
          expiresAt: authSessions.expiresAt,
        },
      })
      .from(authSessions)
      .where(
        and(
          sql`${authSessions.tokenHash} = any (${`{${tokenHashes.join(",")}}`}::text[])`,
          gt(authSessions.expiresAt, ctx.now),
        ),
      ),
  );
  return new Map(rows.map(({ tokenHash, session }) => [tokenHash, session]));
}

export async function findUserIdByEmail(
  ctx: Ctx<NobodyActor>,
  email: string,
): Promise<string | null> {
  const [user] = await withActor(ctx, (tx) =>
    tx.select({ id: users.id }).from(users).where(eq(users.email, email)),
  );
  return user?.id ?? null;
}

/** Where mail to this user goes. For the job that sends it: an address never leaves the server. */
export async function readEmail(tx: Tx, userId: string): Promise<string> {
  const [user] = await tx.select({ email: users.email }).from(users).where(eq(users.id, userId));
  return found(user).email;
}

/** What every use of a sign-in request demands: unused, in time, its guesses not used up. */
export function isOpen(now: Date) {
  return and(
    isNull(signInRequests.usedAt),
    gt(signInRequests.expiresAt, now),
    lt(signInRequests.codeAttempts, CODE_ATTEMPTS),
  );
}

type OpenRequest = { id: string; email: string; browserHash: string };

const openRequest = {
  id: signInRequests.id,
  email: signInRequests.email,
  browserHash: signInRequests.browserHash,
};

/** Looking changes nothing, so that whoever fetches a link first takes nothing from its owner. */
export async function findOpenRequestByToken(
  ctx: Ctx<NobodyActor>,
  tokenHash: string,
): Promise<OpenRequest | null> {
  const [request] = await withActor(ctx, (tx) =>
    tx
      .select(openRequest)
      .from(signInRequests)
      .where(and(eq(signInRequests.tokenHash, tokenHash), isOpen(ctx.now))),
  );
  return request ?? null;
}

export async function findOpenRequest(
  ctx: Ctx<NobodyActor>,
  requestId: string,
): Promise<OpenRequest | null> {
  const [request] = await withActor(ctx, (tx) =>
    tx
      .select(openRequest)
      .from(signInRequests)
      .where(and(eq(signInRequests.id, requestId), isOpen(ctx.now))),
  );
  return request ?? null;
}
