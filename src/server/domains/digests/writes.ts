import { and, eq, sql } from "drizzle-orm";
import type { MemberActor } from "../../auth/actor";
import type { Tx } from "../../db/client";
import { withActor } from "../../db/transaction";
import type { Ctx } from "../../lib/ctx";
import { DomainError } from "../../lib/errors";
import { sealToken } from "../../lib/sealed-token";
import type { Mail, Mailer } from "../../mail/transport";
import { readEmail } from "../users/reads";
import type { DigestPreferencesView, PlannedDigest, SetDigestPreferences } from "./contract";
import { renderNote } from "./emails/weekly-note";
import {
  accessDigestPreferences,
  asHolder,
  composeIn,
  type DigestRow,
  findPreferencesIn,
  type LinkContext,
  loadOwnDigest,
  notePath,
  UNSUBSCRIBE,
} from "./reads";
import { claimOutcome, LEASE_MS, weekStartOn } from "./rules";
import { digestPreferences, digests } from "./tables";

/** What sending needs from outside the database. */
export type Postage = {
  /** Origin of links, for example `https://practice.example`. */
  origin: string;
  /** Seals the unsubscribe link. */
  secret: string;
  mailer: Mailer;
};

/** Keeps the member's wishes, the note on or off among them. Harmless to repeat. */
export async function setDigestPreferences(
  ctx: Ctx<MemberActor>,
  input: SetDigestPreferences,
): Promise<DigestPreferencesView> {
  const wishes = {
    weekday: input.weekday,
    hour: input.hour,
    timeZone: input.timeZone,
    withDetail: input.withDetail,
    changedAt: ctx.now,
  };
  await withActor(ctx, (tx) =>
    tx
      .insert(digestPreferences)
      .values({
        organisationId: ctx.actor.organisationId,
        membershipId: ctx.actor.membershipId,
        optedInAt: input.optedIn ? ctx.now : null,
        ...wishes,
      })
      .onConflictDoUpdate({
        target: [digestPreferences.organisationId, digestPreferences.membershipId],
        set: {
          ...wishes,
          // The first yes is the one on record until it is taken back.
          optedInAt: input.optedIn
            ? sql`coalesce(${digestPreferences.optedInAt}, ${ctx.now.toISOString()})`
            : null,
        },
      }),
  );
  return accessDigestPreferences(ctx);
}

/** Turns the note off and leaves the other wishes as they are. */
async function stopNotes(ctx: Ctx<MemberActor>): Promise<void> {
  await withActor(ctx, (tx) =>
    tx
      .update(digestPreferences)
      .set({ optedInAt: null, changedAt: ctx.now })
      .where(
        and(
          eq(digestPreferences.organisationId, ctx.actor.organisationId),
          eq(digestPreferences.membershipId, ctx.actor.membershipId),
        ),
      ),
  );
}

/** Turns off the note of whoever the link was sent to. @throws LINK_OVER as `asHolder` */
export async function unsubscribe(link: LinkContext, token: string): Promise<void> {
  await asHolder(link, token, stopNotes);
}

/**
 * Plans this week's note and enqueues its sending in the same transaction. One row per week: asked
 * twice it is one note, and one that went wrong is tried again.
 */
export function planDigestNow(ctx: Ctx<MemberActor>): Promise<PlannedDigest> {
  const { organisationId, membershipId, userId } = ctx.actor;
  return withActor(ctx, async (tx): Promise<PlannedDigest> => {
    const preferences = await findPreferencesIn(tx, ctx.actor);
    if (!preferences?.optedInAt) return { kind: "not_opted_in" };

    const week = weekStartOn(ctx.now, preferences.timeZone);
    await tx
      .insert(digests)
      .values({
        organisationId,
        membershipId,
        weekStartOn: week,
        state: "pending",
        plannedAt: ctx.now,
      })
      .onConflictDoNothing();
    const digest = await loadWeek(tx, ctx.actor, week);
    if (digest.state === "sent") {
      return { kind: "sent_already", digestId: digest.id, weekStartOn: week };
    }
    // Consent was taken back when it was to be sent, and has been given again since.
    if (digest.state === "skipped") await setState(tx, digest, { state: "pending" });
    await ctx.db.queue.enqueue(tx, "digests.send", {
      organisationId,
      userId,
      digestId: digest.id,
    });
    return { kind: "planned", digestId: digest.id, weekStartOn: week };
  });
}

/**
 * Takes a note for sending, for as long as the lease runs. False when there is nothing left to do.
 * @throws CONFLICT while another worker has it: try again later, as that one may have died
 */
export function claimDigest(ctx: Ctx<MemberActor>, digestId: string): Promise<boolean> {
  return withActor(ctx, async (tx) => {
    const digest = await loadOwnDigest(tx, ctx.actor, digestId, { lock: true });
    const outcome = claimOutcome(digest, ctx.now);
    if (outcome === "held") throw new DomainError("CONFLICT");
    if (outcome === "over") return false;
    await setState(tx, digest, {
      state: "sending",
      leaseUntil: new Date(ctx.now.getTime() + LEASE_MS),
    });
    return true;
  });
}

/**
 * Sends one planned note. Consent and membership are asked again at the last moment. Should the
 * process die between the mail server's yes and our record of it, the note goes out again under
 * the same Message-ID, by which mailboxes know it for the same one.
 * @throws NOT_FOUND for a member who has left, CONFLICT as `claimDigest`, and MailError
 */
export async function sendDigest(
  ctx: Ctx<MemberActor>,
  digestId: string,
  postage: Postage,
): Promise<"sent" | "skipped" | "over"> {
  if (!(await claimDigest(ctx, digestId))) return "over";
  const mail = await writeMail(ctx, digestId, postage);
  if (!mail) return "skipped";
  try {
    await postage.mailer.sendMail(mail);
  } catch (error) {
    await finish(ctx, digestId, { state: "failed" });
    throw error;
  }
  await finish(ctx, digestId, { state: "sent", sentAt: ctx.now });
  return "sent";
}

/** The email, or null when its reader has taken back their consent, which ends the note. */
async function writeMail(
  ctx: Ctx<MemberActor>,
  digestId: string,
  { origin, secret }: Postage,
): Promise<Mail | null> {
  const { actor, now } = ctx;
  const written = await withActor(ctx, async (tx) => {
    const preferences = await findPreferencesIn(tx, actor);
    if (!preferences?.optedInAt) {
      const digest = await loadOwnDigest(tx, actor, digestId, { lock: true });
      await setState(tx, digest, { state: "skipped" });
      return null;
    }
    const content = await composeIn(tx, actor, preferences, now);
    return { content, to: await readEmail(tx, actor.userId) };
  });
  if (!written) return null;

  const token = sealToken(secret, UNSUBSCRIBE, [actor.organisationId, actor.userId]);
  return {
    to: written.to,
    ...(await renderNote(written.content, `${origin}${notePath(actor)}`)),
    headers: {
      "List-Unsubscribe": `<${origin}/api/unsubscribe/${token}>`,
      "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
      "Auto-Submitted": "auto-generated",
    },
    messageId: `<${digestId}@${new URL(origin).hostname}>`,
  };
}

async function loadWeek(tx: Tx, actor: MemberActor, week: string): Promise<DigestRow> {
  const [digest] = await tx
    .select()
    .from(digests)
    .where(
      and(
        eq(digests.organisationId, actor.organisationId),
        eq(digests.membershipId, actor.membershipId),
        eq(digests.weekStartOn, week),
      ),
    )
    .for("update");
  if (!digest) throw new Error("the week's note was just planned and is not there");
  return digest;
}

function finish(
  ctx: Ctx<MemberActor>,
  digestId: string,
  change: { state: "sent"; sentAt: Date } | { state: "failed" },
): Promise<void> {
  return withActor(ctx, async (tx) => {
    const digest = await loadOwnDigest(tx, ctx.actor, digestId, { lock: true });
    await setState(tx, digest, change);
  });
}

async function setState(
  tx: Tx,
  digest: DigestRow,
  change: { state: DigestRow["state"]; leaseUntil?: Date; sentAt?: Date },
): Promise<void> {
  await tx
    .update(digests)
    .set({ leaseUntil: null, ...change })
    .where(and(eq(digests.organisationId, digest.organisationId), eq(digests.id, digest.id)));
}
