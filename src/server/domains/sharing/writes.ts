import type { MemberActor } from "../../auth/actor";
import type { Tx } from "../../db/client";
import { withActor } from "../../db/transaction";
import type { Ctx } from "../../lib/ctx";
import { DomainError } from "../../lib/errors";
import { loadOwnDraft } from "../drafts/reads";
import { sealDraftIn } from "../drafts/writes";
import { loadOwnExposure } from "../exposures/reads";
import type { Card, Posted } from "../rooms/contract";
import { changeCentreIn, enterRoomToWrite, postCardIn } from "../rooms/writes";
import type { ShareDraft, ShareExposure } from "./contract";
import { canShareAsWin, winCard } from "./rules";
import { shares } from "./tables";

/**
 * Shares chosen fields of one's own exposure in a room, as a copy: what is not ticked never leaves
 * the record. Again with the same `clientMessageId` returns the first share.
 * @throws NOT_FOUND, STATE_CHANGED before it was done, INVALID_INPUT when every ticked field is
 * empty, and as `postCardIn`.
 */
export function shareExposure(ctx: Ctx<MemberActor>, input: ShareExposure): Promise<Posted> {
  return withActor(ctx, async (tx) => {
    const exposure = await loadOwnExposure(tx, ctx.actor, input.exposureId);
    if (!canShareAsWin(exposure)) throw new DomainError("STATE_CHANGED");
    const card = winCard(exposure, input.fields);
    if (Object.keys(card.fields).length === 0) {
      const message = "The things you ticked have nothing written in them yet.";
      throw new DomainError("INVALID_INPUT", { issues: [{ path: "fields", message }] });
    }
    const source = { kind: "exposure", id: input.exposureId } as const;
    return shareIn(tx, ctx, input, source, card, Object.keys(card.fields));
  });
}

/**
 * Seals one's own draft and shares it as it stands, in the middle of the room.
 * @throws NOT_FOUND and as `postCardIn`.
 */
export function shareDraft(ctx: Ctx<MemberActor>, input: ShareDraft): Promise<Posted> {
  return withActor(ctx, async (tx) => {
    await sealDraftIn(tx, ctx.actor, input.draftId, ctx.now);
    const draft = await loadOwnDraft(tx, ctx.actor, input.draftId);
    const card = { kind: "draft", text: draft.body, wantsBack: draft.wantsBack } as const;
    const source = { kind: "draft", id: input.draftId } as const;
    return shareIn(tx, ctx, input, source, card, ["text", "wantsBack"]);
  });
}

async function shareIn(
  tx: Tx,
  ctx: Ctx<MemberActor>,
  input: ShareExposure | ShareDraft,
  source: { kind: "exposure" | "draft"; id: string },
  card: Card,
  fields: string[],
): Promise<Posted> {
  const { organisationId, membershipId } = ctx.actor;
  const place = await enterRoomToWrite(tx, ctx.actor, input);
  const share = { clientMessageId: input.clientMessageId, card, lifetime: input.lifetime };
  const { already, ...posted } = await postCardIn(tx, place, share, ctx.now);
  if (already) return posted;
  await tx.insert(shares).values({
    organisationId,
    membershipId,
    sourceKind: source.kind,
    sourceId: source.id,
    audience: "room",
    lifetime: input.lifetime,
    fields,
    messageId: posted.messageId,
    sharedAt: ctx.now,
  });
  if (place.me.standing !== "held") {
    await changeCentreIn(tx, place.room, posted.messageId, ctx.now);
  }
  return posted;
}
