import { and, desc, eq, lt, sql } from "drizzle-orm";
import type { MemberActor } from "../../auth/actor";
import type { Tx } from "../../db/client";
import { withActor } from "../../db/transaction";
import type { Ctx } from "../../lib/ctx";
import { found } from "../../lib/errors";
import {
  DRAFTS_PER_PAGE,
  type DraftPage,
  type DraftRef,
  type DraftView,
  type ListDrafts,
} from "./contract";
import { openingOf } from "./rules";
import { drafts } from "./tables";

export type DraftRow = typeof drafts.$inferSelect;

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

/** @throws NOT_FOUND for everyone but its author. */
export function accessDraft(ctx: Ctx<MemberActor>, { draftId }: DraftRef): Promise<DraftView> {
  return withActor(ctx, async (tx) => viewDraft(await loadOwnDraft(tx, ctx.actor, draftId)));
}

/** The member's own draft, or null before its first save. */
export function findDraft(ctx: Ctx<MemberActor>, { draftId }: DraftRef): Promise<DraftView | null> {
  return withActor(ctx, async (tx) => {
    const row = await findOwnDraft(tx, ctx.actor, draftId);
    return row ? viewDraft(row) : null;
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
        createdAt: drafts.createdAt,
        sealedAt: drafts.sealedAt,
      })
      .from(drafts)
      .where(and(ownedBy(ctx.actor), before ? lt(drafts.id, before) : undefined))
      .orderBy(desc(drafts.id))
      .limit(DRAFTS_PER_PAGE + 1);
    const page = rows.slice(0, DRAFTS_PER_PAGE);
    return {
      drafts: page.map(({ start, ...row }) => ({
        id: row.id,
        opening: openingOf(start),
        createdAt: row.createdAt.toISOString(),
        sealedAt: row.sealedAt?.toISOString() ?? null,
      })),
      next: rows.length > page.length ? (page.at(-1)?.id ?? null) : null,
    };
  });
}

/** A row as its author reads it. */
export function viewDraft(row: DraftRow): DraftView {
  return {
    id: row.id,
    body: row.body,
    wantsBack: row.wantsBack,
    createdAt: row.createdAt.toISOString(),
    savedAt: row.savedAt.toISOString(),
    sealedAt: row.sealedAt?.toISOString() ?? null,
  };
}
