import { mintMember } from "../../auth/actor";
import type { Database } from "../../db/client";
import type { Jobs } from "../../jobs/queue";
import { DomainError } from "../../lib/errors";
import type { Log } from "../../lib/log";
import { MailError } from "../../mail/transport";
import type { Runtime } from "../../runtime";
import { type Postage, sendDigest } from "./writes";

/** Starts taking this domain's jobs off the queue. */
export async function workDigests({ db, log, env, mailer, clock }: Runtime): Promise<void> {
  if (!env.authSecret) throw new Error("AUTH_SECRET is not known");
  const postage = { origin: env.publicUrl, secret: env.authSecret, mailer };
  const send = createDigestSender({ db, log, postage, clock });
  await db.queue.work("digests.send", send);
}

/**
 * The handler of `digests.send`. A throw makes the queue try again with backoff. Two things end a
 * job for good: a member who has left, and a mail server that refuses the address.
 */
export function createDigestSender({
  db,
  log,
  postage,
  clock,
}: {
  db: Database;
  log: Log;
  postage: Postage;
  clock: () => Date;
}) {
  return async ({ organisationId, userId, digestId }: Jobs["digests.send"]): Promise<void> => {
    try {
      const actor = await mintMember(db, userId, organisationId);
      const outcome = await sendDigest({ db, actor, now: clock() }, digestId, postage);
      log.info({ digestId, outcome }, "weekly note");
    } catch (error) {
      const ended = endOf(error);
      if (!ended) throw error;
      log.info({ digestId, outcome: ended }, "weekly note");
    }
  };
}

function endOf(error: unknown): "left" | "refused" | null {
  if (error instanceof DomainError && error.code === "NOT_FOUND") return "left";
  return error instanceof MailError && error.outcome === "refused" ? "refused" : null;
}
