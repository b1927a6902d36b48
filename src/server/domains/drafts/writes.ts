import { and, eq } from "drizzle-orm";
import type { MemberActor } from "../../auth/actor";
import { brokenConstraint } from "../../db/broken-constraint";
import type { Tx } from "../../db/client";
import { withActor } from "../../db/transaction";
import type { Ctx } from "../../lib/ctx";
import { DomainError, found, notFound } from "../../lib/errors";
import { keepBlob } from "../../storage/blobs";
import { eraseBlobIn } from "../../storage/jobs";
import { redrawPhoto } from "../../storage/photos";
import {
  type AttachPhoto,
  type DescribePhoto,
  type DraftRef,
  type DraftView,
  PHOTO_MAX_SIDE,
  type SaveDraft,
} from "./contract";
import { type DraftRow, findPhotoFactsIn, loadOwnDraft, viewDraftIn } from "./reads";
import { canSeal, saveOutcome } from "./rules";
import { draftPhotos, drafts } from "./tables";

/**
 * Keeps a draft as it stands; the first save starts it. Sent twice it changes nothing.
 * @throws NOT_FOUND, STATE_CHANGED once it was called good enough and the words differ, CONFLICT
 *   when it is based on older words than the kept ones
 */
export function saveDraft(ctx: Ctx<MemberActor>, input: SaveDraft): Promise<DraftView> {
  return withDrafts(ctx, async (tx) =>
    viewDraftIn(tx, ctx.actor, await saveDraftIn(tx, ctx, input)),
  );
}

/**
 * "Good enough": keeps these words and seals them in one step, so that nothing typed last is left
 * behind. Sent twice it seals once.
 * @throws NOT_FOUND, INVALID_INPUT for an empty page, STATE_CHANGED when sealed with other words,
 *   CONFLICT when it is based on older words than the kept ones
 */
export function sealDraft(ctx: Ctx<MemberActor>, input: SaveDraft): Promise<DraftView> {
  return withDrafts(ctx, async (tx) => {
    await saveDraftIn(tx, ctx, input);
    const sealed = await sealDraftIn(tx, ctx.actor, input.draftId, ctx.now);
    return viewDraftIn(tx, ctx.actor, sealed);
  });
}

/**
 * Seals a draft as it was last saved, inside the caller's transaction; a sealed one is returned as
 * it is.
 * @throws NOT_FOUND, INVALID_INPUT for an empty page
 */
export async function sealDraftIn(
  tx: Tx,
  actor: MemberActor,
  draftId: string,
  now: Date,
): Promise<DraftRow> {
  const draft = await loadOwnDraft(tx, actor, draftId, { lock: true });
  if (draft.sealedAt) return draft;
  const photo = await findPhotoFactsIn(tx, actor, draftId);
  if (!canSeal(draft, photo !== null)) {
    throw new DomainError("INVALID_INPUT", {
      issues: [{ path: "body", message: "A word, a link or a photo is enough to hand over." }],
    });
  }
  return change(tx, draft, { sealedAt: now });
}

/**
 * Gives a draft its photo, redrawn and bare of everything but pixels, in place of the one it had.
 * Sent twice with the same `photoId` it is kept once.
 * @throws NOT_FOUND, INVALID_INPUT on path `photo`, STATE_CHANGED once sealed, TOO_MANY
 */
export async function attachPhoto(
  ctx: Ctx<MemberActor>,
  { draftId, photoId }: AttachPhoto,
  bytes: Buffer,
): Promise<DraftView> {
  // Asked first, so that nobody has a photo decoded who has no draft to put it in.
  const kept = await withActor(ctx, (tx) => findAttached(tx, ctx.actor, { draftId, photoId }));
  if (kept) return kept;

  const { bytes: bare, ...facts } = await redrawPhoto(bytes, PHOTO_MAX_SIDE);
  return keepBlob(ctx.db.blobs, bare, (blob) =>
    withDrafts(ctx, async (tx) => {
      const attached = await findAttached(tx, ctx.actor, { draftId, photoId });
      if (attached) {
        // The same photo came in twice at once; the other one was faster.
        await eraseBlobIn(tx, ctx.db.queue, blob);
        return attached;
      }
      await forgetPhotoIn(tx, ctx, draftId);
      const { organisationId, membershipId } = ctx.actor;
      const [photo] = await tx
        .insert(draftPhotos)
        .values({
          ...{ organisationId, membershipId, id: photoId, draftId },
          ...{ ...facts, ...blob },
          addedAt: ctx.now,
        })
        .onConflictDoNothing()
        .returning({ id: draftPhotos.id });
      // The id is taken by a photo that is somebody else's, or of another draft.
      if (!photo) throw notFound();
      return viewDraftIn(tx, ctx.actor, await loadOwnDraft(tx, ctx.actor, draftId));
    }),
  );
}

/**
 * Says what is to be seen on the photo, for those who do not see it; null takes it back.
 * @throws NOT_FOUND, STATE_CHANGED once sealed
 */
export function describePhoto(
  ctx: Ctx<MemberActor>,
  { draftId, alt }: DescribePhoto,
): Promise<DraftView> {
  return withDrafts(ctx, async (tx) => {
    const draft = await loadOwnDraft(tx, ctx.actor, draftId, { lock: true });
    const photo = found(await findPhotoFactsIn(tx, ctx.actor, draftId));
    if (photo.alt !== alt) {
      assertOpen(draft);
      await tx.update(draftPhotos).set({ alt }).where(photoOf(ctx.actor, draftId));
    }
    return viewDraftIn(tx, ctx.actor, draft);
  });
}

/** Takes the photo off a draft; done twice it does nothing. @throws NOT_FOUND, STATE_CHANGED */
export function removePhoto(ctx: Ctx<MemberActor>, { draftId }: DraftRef): Promise<DraftView> {
  return withDrafts(ctx, async (tx) => {
    const draft = await loadOwnDraft(tx, ctx.actor, draftId, { lock: true });
    if (await findPhotoFactsIn(tx, ctx.actor, draftId)) {
      assertOpen(draft);
      await forgetPhotoIn(tx, ctx, draftId);
    }
    return viewDraftIn(tx, ctx.actor, draft);
  });
}

/**
 * Deletes the actor's own draft with its photo, sealed or not, inside the caller's transaction.
 * The caller has made sure that it is not shared any more (see sharing). @throws NOT_FOUND
 */
export async function deleteDraftIn(
  tx: Tx,
  { db, actor }: Pick<Ctx<MemberActor>, "db" | "actor">,
  draftId: string,
): Promise<void> {
  const draft = await loadOwnDraft(tx, actor, draftId, { lock: true });
  const photo = await findPhotoFactsIn(tx, actor, draftId);
  if (photo) await eraseBlobIn(tx, db.queue, photo);
  // The photo's row goes with it.
  await tx
    .delete(drafts)
    .where(and(eq(drafts.organisationId, draft.organisationId), eq(drafts.id, draft.id)));
}

/** As `saveDraft`, inside the caller's transaction. */
export async function saveDraftIn(
  tx: Tx,
  ctx: Pick<Ctx<MemberActor>, "actor" | "now">,
  input: SaveDraft,
): Promise<DraftRow> {
  const { body, link, contentNote, wantsBack } = input;
  const words = { body, link, contentNote, wantsBack };
  const [started] = await tx
    .insert(drafts)
    .values({
      organisationId: ctx.actor.organisationId,
      id: input.draftId,
      membershipId: ctx.actor.membershipId,
      ...words,
      createdAt: ctx.now,
      savedAt: ctx.now,
    })
    .onConflictDoNothing()
    .returning();
  if (started) return started;

  const draft = await loadOwnDraft(tx, ctx.actor, input.draftId, { lock: true });
  switch (saveOutcome(draft, words, input.basedOn)) {
    case "same":
      return draft;
    case "sealed":
      throw new DomainError("STATE_CHANGED");
    case "conflict":
      throw new DomainError("CONFLICT");
    case "save":
      return change(tx, draft, { ...words, savedAt: ctx.now });
  }
}

/** The draft, if this very photo is on it already; null if there is room for it. */
async function findAttached(
  tx: Tx,
  actor: MemberActor,
  { draftId, photoId }: Pick<AttachPhoto, "draftId" | "photoId">,
): Promise<DraftView | null> {
  const draft = await loadOwnDraft(tx, actor, draftId, { lock: true });
  const photo = await findPhotoFactsIn(tx, actor, draftId);
  if (photo?.id === photoId) return viewDraftIn(tx, actor, draft);
  assertOpen(draft);
  return null;
}

async function forgetPhotoIn(
  tx: Tx,
  { db, actor }: Pick<Ctx<MemberActor>, "db" | "actor">,
  draftId: string,
): Promise<void> {
  const [forgotten] = await tx
    .delete(draftPhotos)
    .where(photoOf(actor, draftId))
    .returning({ objectKey: draftPhotos.objectKey });
  if (forgotten) await eraseBlobIn(tx, db.queue, forgotten);
}

function photoOf(actor: MemberActor, draftId: string) {
  return and(
    eq(draftPhotos.organisationId, actor.organisationId),
    eq(draftPhotos.draftId, draftId),
    eq(draftPhotos.membershipId, actor.membershipId),
  );
}

function assertOpen(draft: Pick<DraftRow, "sealedAt">): void {
  if (draft.sealedAt) throw new DomainError("STATE_CHANGED");
}

async function change(
  tx: Tx,
  draft: DraftRow,
  values: Partial<typeof drafts.$inferInsert>,
): Promise<DraftRow> {
  const [changed] = await tx
    .update(drafts)
    .set(values)
    .where(and(eq(drafts.organisationId, draft.organisationId), eq(drafts.id, draft.id)))
    .returning();
  return changed ?? draft;
}

/** A transaction in which what the database itself refuses about sealed drafts has its own error. */
async function withDrafts<T>(ctx: Ctx<MemberActor>, work: (tx: Tx) => Promise<T>): Promise<T> {
  try {
    return await withActor(ctx, work);
  } catch (error) {
    throw brokenConstraint(error) === "drafts_sealed" ? new DomainError("STATE_CHANGED") : error;
  }
}
