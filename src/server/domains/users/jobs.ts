import { mintNobody } from "../../auth/actor";
import { hashSecret } from "../../lib/ids";
import type { Runtime } from "../../runtime";
import { writeSignInMail } from "./emails/sign-in";
import { findOpenRequest } from "./reads";
import { linkToken } from "./rules";
import { sweepSignIn } from "./writes";

/** Starts taking this domain's jobs off the queue. */
export async function workUsers(runtime: Runtime): Promise<void> {
  await runtime.db.queue.work("sign-in.send", ({ requestId }) =>
    sendSignInMail(runtime, requestId, runtime.clock()),
  );
}

/**
 * Sends the link of one request, unless it is over. Safe to run again: the link is the same, and
 * the second mail carries the Message-ID of the first.
 */
export async function sendSignInMail(
  { db, env, mailer }: Runtime,
  requestId: string,
  now: Date,
): Promise<void> {
  if (!env.authSecret) throw new Error("AUTH_SECRET is not known");
  const ctx = { db, actor: mintNobody(), now };
  const request = await findOpenRequest(ctx, requestId);
  if (request) {
    // Behind a `#`, which browsers keep to themselves: no server, proxy or scanner that fetches
    // the address is ever sent the token.
    const link = `${env.publicUrl}/sign-in/confirm#${linkToken(env.authSecret, requestId)}`;
    await mailer.sendMail({
      to: request.email,
      messageId: `<sign-in-${hashSecret(requestId).slice(0, 22)}@${new URL(env.publicUrl).hostname}>`,
      ...(await writeSignInMail({ link })),
    });
  }
  await sweepSignIn(ctx);
}
