import { and, desc, eq, lt, sql } from "drizzle-orm";
import type { MemberActor } from "../../auth/actor";
import type { Tx } from "../../db/client";
import { withActor } from "../../db/transaction";
import type { Ctx } from "../../lib/ctx";
import { found } from "../../lib/errors";
import type { StoredBlob } from "../../storage/blobs";
import {
  DRAFTS_PER_PAGE,
  type DraftPage,
  type DraftRef,
  type DraftView,
  type FindPhoto,
  type ListDrafts,
} from "./contract";
import { openingOf } from "./rules";
import { draftPhotos, drafts } from "./tables";

export type DraftRow = typeof drafts.$inferSelect;
/** A draft's photo with its bytes, or where they are. */
export type DraftPhotoRow = typeof draftPhotos.$inferSelect;
type PhotoFacts = Pick<DraftPhotoRow, "id" | "alt" | "width" | "height" | "objectKey">;

/** Row-level security says the same; saying it here too lets the index be used. */
function ownedBy(actor: MemberActor) {
  return and(
    eq(drafts.organisationId, actor.organisationId),
    eq(drafts.membershipId, actor.membershipId),
  );
}

/**
 * The actor's own draft, inside the caller's transaction. `lock` holds the row until its end.
 * @throws NOT_FOUND for everyone but its author.
 */
export async function loadOwnDraft(
  tx: Tx,
  actor: MemberActor,
  draftId: string,
  options: { lock?: boolean } = {},
): Promise<DraftRow> {
  return found(await findOwnDraft(tx, actor, draftId, options));
}

async function findOwnDraft(
  tx: Tx,
  actor: MemberActor,
  draftId: string,
  { lock = false }: { lock?: boolean } = {},
): Promise<DraftRow | undefined> {
  const query = tx
    .select()
    .from(drafts)
    .where(and(ownedBy(actor), eq(drafts.id, draftId)));
  const [row] = await (lock ? query.for("update") : query);
  return row;
}

/**
 * The photo of the actor's own draft with its bytes, inside the caller's transaction, or null. The
 * bytes may be in the object store: read them with `db.blobs`.
 */
export async function loadOwnPhotoIn(
  tx: Tx,
  actor: MemberActor,
  draftId: string,
): Promise<DraftPhotoRow | null> {
  const [row] = await tx
    .select()
    .from(draftPhotos)
    .where(and(photosOwnedBy(actor), eq(draftPhotos.draftId, draftId)));
  return row ?? null;
}

/** All there is to say about a draft's photo, without its bytes. */
export async function findPhotoFactsIn(
  tx: Tx,
  actor: MemberActor,
  draftId: string,
): Promise<PhotoFacts | null> {
  const { id, alt, width, height, objectKey } = draftPhotos;
  const [row] = await tx
    .select({ id, alt, width, height, objectKey })
    .from(draftPhotos)
    .where(and(photosOwnedBy(actor), eq(draftPhotos.draftId, draftId)));
  return row ?? null;
}

/**
 * Where the bytes of the member's own photo are. @throws NOT_FOUND for everyone but its author.
 */
export function findOwnPhoto(
  ctx: Ctx<MemberActor>,
  { photoId }: FindPhoto,
): Promise<{ blob: StoredBlob; mediaType: DraftPhotoRow["mediaType"] }> {
  return withActor(ctx, async (tx) => {
    const { bytes, objectKey, mediaType } = draftPhotos;
    const [row] = await tx
      .select({ bytes, objectKey, mediaType })
      .from(draftPhotos)
      .where(and(photosOwnedBy(ctx.actor), eq(draftPhotos.id, photoId)));
    const photo = found(row);
    return { blob: photo, mediaType: photo.mediaType };
  });
}

function photosOwnedBy(actor: MemberActor) {
  return and(
    eq(draftPhotos.organisationId, actor.organisationId),
    eq(draftPhotos.membershipId, actor.membershipId),
  );
}

/** @throws NOT_FOUND for everyone but its author. */
export function accessDraft(ctx: Ctx<MemberActor>, { draftId }: DraftRef): Promise<DraftView> {
  return withActor(ctx, async (tx) =>
    viewDraftIn(tx, ctx.actor, await loadOwnDraft(tx, ctx.actor, draftId)),
  );
}

/** The member's own draft, or null before its first save. */
export function findDraft(ctx: Ctx<MemberActor>, { draftId }: DraftRef): Promise<DraftView | null> {
  return withActor(ctx, async (tx) => {
    const row = await findOwnDraft(tx, ctx.actor, draftId);
    return row ? viewDraftIn(tx, ctx.actor, row) : null;
  });
}

/** The member's own drafts, newest first, a page at a time. */
export function listDrafts(ctx: Ctx<MemberActor>, { before }: ListDrafts): Promise<DraftPage> {
  return withActor(ctx, async (tx) => {
    const rows = await tx
      .select({
        id: drafts.id,
        // Enough for an opening; a page of whole drafts would be heavy.
        start: sql<string>`left(${drafts.body}, 1000)`,
        link: drafts.link,
        photoId: draftPhotos.id,
        createdAt: drafts.createdAt,
        sealedAt: drafts.sealedAt,
      })
      .from(drafts)
      .leftJoin(
        draftPhotos,
        and(
          eq(draftPhotos.organisationId, drafts.organisationId),
          eq(draftPhotos.draftId, drafts.id),
        ),
      )
      .where(and(ownedBy(ctx.actor), before ? lt(drafts.id, before) : undefined))
      .orderBy(desc(drafts.id))
      .limit(DRAFTS_PER_PAGE + 1);
    const page = rows.slice(0, DRAFTS_PER_PAGE);
    return {
      drafts: page.map(({ start, ...row }) => ({
        id: row.id,
        opening: openingOf(start.trim() || (row.link ?? "")),
        hasPhoto: row.photoId !== null,
        createdAt: row.createdAt.toISOString(),
        sealedAt: row.sealedAt?.toISOString() ?? null,
      })),
      next: rows.length > page.length ? (page.at(-1)?.id ?? null) : null,
    };
  });
}

/** A row as its author reads it, with what there is to say about its photo. */
export async function viewDraftIn(tx: Tx, actor: MemberActor, row: DraftRow): Promise<DraftView> {
  const photo = await findPhotoFactsIn(tx, actor, row.id);
  return {
    id: row.id,
    body: row.body,
    link: row.link,
    photo: photo && { id: photo.id, alt: photo.alt, width: photo.width, height: photo.height },
    contentNote: row.contentNote,
    wantsBack: row.wantsBack,
    createdAt: row.createdAt.toISOString(),
    savedAt: row.savedAt.toISOString(),
    sealedAt: row.sealedAt?.toISOString() ?? null,
  };
}
