import { and, eq } from "drizzle-orm";
import { type MemberActor, mintMember } from "../../auth/actor";
import type { Database, Tx } from "../../db/client";
import { withActor } from "../../db/transaction";
import type { Ctx } from "../../lib/ctx";
import { DomainError, found } from "../../lib/errors";
import { openToken } from "../../lib/sealed-token";
import { findLastLearnedIn, listIdeasIn, listRecentTriesIn } from "../exposures/reads";
import type { DigestPreferencesView, DigestState, NotePreview, PreviewNote } from "./contract";
import { renderNote } from "./emails/weekly-note";
import { composeDigest, NOTE_SPAN_MS, type NoteContent, weekStartOn } from "./rules";
import { digestPreferences, digests } from "./tables";

export type DigestPreferencesRow = typeof digestPreferences.$inferSelect;
export type DigestRow = typeof digests.$inferSelect;

/** What the sealed token of an unsubscribe link is good for: nothing else. */
export const UNSUBSCRIBE = "stop the weekly note";

const UNCHOSEN = {
  optedIn: false,
  weekday: 1,
  hour: 8,
  timeZone: null,
  withDetail: false,
} as const satisfies DigestPreferencesView;

/** The member's wishes; off and Monday at eight until they choose. */
export function accessDigestPreferences(ctx: Ctx<MemberActor>): Promise<DigestPreferencesView> {
  return withActor(ctx, async (tx) => {
    const row = await findPreferencesIn(tx, ctx.actor);
    if (!row) return UNCHOSEN;
    return {
      optedIn: row.optedInAt !== null,
      weekday: row.weekday,
      hour: row.hour,
      timeZone: row.timeZone,
      withDetail: row.withDetail,
    };
  });
}

export async function findPreferencesIn(
  tx: Tx,
  actor: MemberActor,
): Promise<DigestPreferencesRow | null> {
  const [row] = await tx
    .select()
    .from(digestPreferences)
    .where(
      and(
        eq(digestPreferences.organisationId, actor.organisationId),
        eq(digestPreferences.membershipId, actor.membershipId),
      ),
    );
  return row ?? null;
}

/** The member's own note. `lock` holds the row to the end of `tx`. @throws NOT_FOUND */
export async function loadOwnDigest(
  tx: Tx,
  actor: MemberActor,
  digestId: string,
  { lock = false } = {},
): Promise<DigestRow> {
  const query = tx
    .select()
    .from(digests)
    .where(
      and(
        eq(digests.organisationId, actor.organisationId),
        eq(digests.membershipId, actor.membershipId),
        eq(digests.id, digestId),
      ),
    );
  const [row] = await (lock ? query.for("update") : query);
  return found(row);
}

/** How far a note has come: for whoever waits for it. @throws NOT_FOUND */
export function accessDigestState(
  ctx: Ctx<MemberActor>,
  { digestId }: { digestId: string },
): Promise<DigestState> {
  return withActor(ctx, async (tx) => (await loadOwnDigest(tx, ctx.actor, digestId)).state);
}

/** The note as it would read now, for the member's own eyes. Nothing is sent or stored. */
export async function previewNote(
  ctx: Ctx<MemberActor>,
  { withDetail }: Pick<PreviewNote, "withDetail">,
): Promise<NotePreview> {
  const content = await withActor(ctx, async (tx) => {
    const timeZone = (await findPreferencesIn(tx, ctx.actor))?.timeZone ?? "UTC";
    return composeIn(tx, ctx.actor, { timeZone, withDetail }, ctx.now);
  });
  return renderNote(content, notePath(ctx.actor));
}

/** Where the note can be read in the app. Asks for a sign-in like every other page. */
export function notePath({ organisationId }: Pick<MemberActor, "organisationId">): string {
  return `/o/${organisationId}/note`;
}

/** Composes with the member's own rights: what they may not read cannot get in. */
export async function composeIn(
  tx: Tx,
  actor: MemberActor,
  wishes: { timeZone: string; withDetail: boolean },
  now: Date,
): Promise<NoteContent> {
  // Not even read when the note will not say it.
  if (!wishes.withDetail) return { kind: "discreet" };
  const since = new Date(now.getTime() - NOTE_SPAN_MS);
  const tries = await listRecentTriesIn(tx, actor, { since, now });
  const lastLearned = await findLastLearnedIn(tx, actor);
  return composeDigest(
    {
      tries,
      lastLearned: lastLearned?.learned ?? null,
      ideas: await listIdeasIn(tx, actor),
      weekStartOn: weekStartOn(now, wishes.timeZone),
    },
    wishes,
  );
}

/** What answering an unsubscribe link takes. `secret` is AUTH_SECRET, known once we serve. */
export type LinkContext = { db: Database; now: Date; secret: string | undefined };

/**
 * Acts as the member an unsubscribe link was sent to, signed in or not: holding the link is enough
 * for this one thing. Null once they have left the organisation, which ended the note as well.
 * @throws LINK_OVER for a link that we did not make
 */
export async function asHolder<T>(
  { db, now, secret }: LinkContext,
  token: string,
  work: (ctx: Ctx<MemberActor>) => Promise<T>,
): Promise<T | null> {
  if (!secret) throw new Error("AUTH_SECRET is not known");
  const [organisationId, userId] = openToken(secret, UNSUBSCRIBE, token) ?? [];
  if (!organisationId || !userId) throw new DomainError("LINK_OVER");
  try {
    return await work({ db, now, actor: await mintMember(db, userId, organisationId) });
  } catch (error) {
    if (error instanceof DomainError && error.code === "NOT_FOUND") return null;
    throw error;
  }
}

/**
 * Whether the note behind an unsubscribe link is on; `over` for a link that is not one of ours.
 * Looking changes nothing.
 */
export async function findNoteOfLink(
  link: LinkContext,
  token: string,
): Promise<"on" | "off" | "over"> {
  try {
    const preferences = await asHolder(link, token, accessDigestPreferences);
    return preferences?.optedIn ? "on" : "off";
  } catch (error) {
    if (error instanceof DomainError && error.code === "LINK_OVER") return "over";
    throw error;
  }
}
