import { initTRPC } from "@trpc/server";
import * as z from "zod/mini";
import { mintInvited, mintMember, mintUser } from "../auth/actor";
import type { Database } from "../db/client";
import { DomainError } from "../lib/errors";
import { id } from "../lib/fields";
import type { Log } from "../lib/log";
import { trpcErrorOf, wireErrorOf } from "./errors";

/** What a transport knows of a request: whose login session it carries, and when it arrived. */
export type RequestContext = {
  db: Database;
  userId: string | null;
  now: Date;
  log: Log;
};

const t = initTRPC.context<RequestContext>().create({
  isDev: false,
  // The message of an unexpected error may hold a row of the database: clients get codes only.
  errorFormatter: ({ shape, error }) => ({
    code: shape.code,
    message: error.code,
    data: { httpStatus: shape.data.httpStatus, error: wireErrorOf(error) },
  }),
});

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;

/** Gives what a domain function throws its tRPC form. A body that is no JSON is the sender's fault. */
const errors = t.middleware(async ({ ctx, next, path, getRawInput }) => {
  await getRawInput().catch(() => {
    throw trpcErrorOf(new DomainError("INVALID_INPUT", { issues: [] }), ctx.log, path);
  });
  const result = await next();
  if (result.ok) return result;
  throw trpcErrorOf(result.error.cause ?? result.error, ctx.log, path);
});

const open = t.procedure.use(errors);

/** Signed in; no organisation chosen. The domain function gets `{ db, actor, now }`. */
export const userProcedure = open.use(({ ctx, next }) => {
  const userId = signedIn(ctx.userId);
  return next({ ctx: { db: ctx.db, now: ctx.now, actor: mintUser(userId) } });
});

/** Signed in and a current member of `input.organisationId`; otherwise NOT_FOUND. */
export const memberProcedure = open
  .input(z.looseObject({ organisationId: id() }))
  .use(async ({ ctx, input, next }) => {
    const userId = signedIn(ctx.userId);
    const actor = await mintMember(ctx.db, userId, input.organisationId);
    return next({ ctx: { db: ctx.db, now: ctx.now, actor } });
  });

/** Signed in and holding an invite link. */
export const invitedProcedure = open
  .input(z.looseObject({ organisationId: id(), secret: z.string() }))
  .use(({ ctx, input, next }) => {
    const userId = signedIn(ctx.userId);
    const actor = mintInvited(userId, input.organisationId, input.secret);
    return next({ ctx: { db: ctx.db, now: ctx.now, actor } });
  });

function signedIn(userId: string | null): string {
  if (!userId) throw new DomainError("SIGN_IN_NEEDED");
  return userId;
}
