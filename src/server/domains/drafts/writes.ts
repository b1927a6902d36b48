import { and, eq } from "drizzle-orm";
import type { MemberActor } from "../../auth/actor";
import type { Tx } from "../../db/client";
import { withActor } from "../../db/transaction";
import type { Ctx } from "../../lib/ctx";
import { DomainError } from "../../lib/errors";
import type { DraftView, SaveDraft } from "./contract";
import { type DraftRow, loadOwnDraft, viewDraft } from "./reads";
import { canSeal, saveOutcome } from "./rules";
import { drafts } from "./tables";

/**
 * Keeps a draft as it stands; the first save starts it. Sent twice it changes nothing.
 * @throws NOT_FOUND, STATE_CHANGED once it was called good enough and the words differ
 */
export function saveDraft(ctx: Ctx<MemberActor>, input: SaveDraft): Promise<DraftView> {
  return withActor(ctx, async (tx) => viewDraft(await save(tx, ctx, input)));
}

/**
 * "Good enough": keeps these words and seals them in one step, so that nothing typed last is left
 * behind. Sent twice it seals once.
 * @throws NOT_FOUND, INVALID_INPUT for an empty page, STATE_CHANGED when sealed with other words
 */
export function sealDraft(ctx: Ctx<MemberActor>, input: SaveDraft): Promise<DraftView> {
  return withActor(ctx, async (tx) => {
    await save(tx, ctx, input);
    return viewDraft(await sealDraftIn(tx, ctx.actor, input.draftId, ctx.now));
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
  if (!canSeal(draft)) {
    throw new DomainError("INVALID_INPUT", {
      issues: [{ path: "body", message: "A word or two is enough to hand over." }],
    });
  }
  return change(tx, draft, { sealedAt: now });
}

async function save(tx: Tx, ctx: Ctx<MemberActor>, input: SaveDraft): Promise<DraftRow> {
  const [started] = await tx
    .insert(drafts)
    .values({
      organisationId: ctx.actor.organisationId,
      id: input.draftId,
      membershipId: ctx.actor.membershipId,
      body: input.body,
      wantsBack: input.wantsBack,
      createdAt: ctx.now,
      savedAt: ctx.now,
    })
    .onConflictDoNothing()
    .returning();
  if (started) return started;

  const draft = await loadOwnDraft(tx, ctx.actor, input.draftId, { lock: true });
  switch (saveOutcome(draft, input)) {
    case "same":
      return draft;
    case "sealed":
      throw new DomainError("STATE_CHANGED");
    case "save":
      return change(tx, draft, {
        body: input.body,
        wantsBack: input.wantsBack,
        savedAt: ctx.now,
      });
  }
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
