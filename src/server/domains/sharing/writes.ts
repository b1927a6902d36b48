import { and, eq } from "drizzle-orm";
import type { MemberActor } from "../../auth/actor";
import type { Tx } from "../../db/client";
import { withActor } from "../../db/transaction";
import type { Ctx } from "../../lib/ctx";
import { DomainError, found, notFound } from "../../lib/errors";
import { newSecret } from "../../lib/ids";
import { lockStreams } from "../../realtime/outbox";
import { keepBlob, type StoredBlob } from "../../storage/blobs";
import { eraseBlobIn } from "../../storage/jobs";
import { loadOwnCheckIn } from "../checkins/reads";
import { findPhotoFactsIn, loadOwnDraft, loadOwnPhotoIn } from "../drafts/reads";
import { deleteDraftIn, sealDraftIn } from "../drafts/writes";
import { loadOwnExposure, settleElapsedIn } from "../exposures/reads";
import { recordWordIn } from "../exposures/writes";
import { type NewCard, narrowMessageIn, postCardIn } from "../rooms/cards";
import type { Card, Posted } from "../rooms/contract";
import { accessRoom, type Place, readRoomsOfSessionsIn } from "../rooms/reads";
import { accessMessage, changeCentreIn, enterRoomToWrite, openBoardIn } from "../rooms/writes";
import { listSessionsSinceIn } from "../sessions/reads";
import type { NarrowShare, SetCollapsedTopics, Share, WordView } from "./contract";
import { findOwnShareIn, findWordIn, listSharesIn } from "./reads";
import {
  AFTER_SESSION_MS,
  type Asked,
  canAskForWord,
  cardKindOf,
  cardWithOnly,
  checkInCard,
  draftCard,
  fieldsOn,
  isLive,
  lastSight,
  meetingToEndWith,
  narrowing,
  planCard,
  tidyTopics,
  winCard,
} from "./rules";
import { shares, sharingPreferences } from "./tables";

type OwnPhoto = NonNullable<Awaited<ReturnType<typeof loadOwnPhotoIn>>>;
/** The bytes of a photo, copied before the share's transaction began. */
type PhotoCopy = { of: OwnPhoto; address: string; blob: StoredBlob };

/**
 * Shares exactly the ticked fields of one's own record, as a copy: what is not ticked never leaves
 * it. A draft is sealed by it. Again with the same `clientMessageId` returns the first share.
 * @throws NOT_FOUND; STATE_CHANGED for what was let go; INVALID_INPUT at `fields` when nothing
 * ticked says anything, at `asksWord` where no word is needed; NO_SESSION; and as `postCardIn`.
 */
export async function share(
  ctx: Ctx<MemberActor>,
  input: Share,
): Promise<Posted & { roomId: string }> {
  const { source, fields } = input;
  const photo =
    source.kind === "draft" && fields.includes("photo")
      ? await withActor(ctx, (tx) => loadOwnPhotoIn(tx, ctx.actor, source.id))
      : null;
  if (!photo) return withActor(ctx, (tx) => shareIn(tx, ctx, input, null));
  // The copy has a life of its own: it ends with the share, and the draft's photo does not.
  const bytes = await ctx.db.blobs.read(photo);
  return keepBlob(ctx.db.blobs, bytes, (blob) => {
    const copy = { of: photo, address: newSecret(), blob };
    return withActor(ctx, (tx) => shareIn(tx, ctx, input, copy));
  });
}

async function shareIn(
  tx: Tx,
  ctx: Ctx<MemberActor>,
  input: Share,
  copy: PhotoCopy | null,
): Promise<Posted & { roomId: string }> {
  const { actor, db, now } = ctx;
  const { source, lifetime } = input;
  const card = await makeCard(tx, ctx, input, copy);
  const fields = fieldsOn(card);
  if (fields.length === 0) {
    throw invalid("fields", "The things you ticked have nothing written in them yet.");
  }
  const { place, end } = await enterToShare(tx, ctx, input);
  const photo = copy && {
    address: copy.address,
    width: copy.of.width,
    height: copy.of.height,
    mediaType: copy.of.mediaType,
    ...copy.blob,
  };
  const audience = input.with.audience === "facilitators" ? "facilitators" : "room";
  const post: NewCard = {
    clientMessageId: input.clientMessageId,
    card,
    lifetime,
    audience,
    photo,
    ...end,
  };
  const { already, shown, ...posted } = await postCardIn(tx, place, post, db.queue, now);
  const answer = { ...posted, roomId: place.room.id };
  if (already) {
    if (copy) await eraseBlobIn(tx, db.queue, copy.blob);
    return answer;
  }
  await tx.insert(shares).values({
    organisationId: actor.organisationId,
    membershipId: actor.membershipId,
    sourceKind: source.kind,
    sourceId: source.id,
    audience: input.with.audience,
    lifetime,
    fields,
    messageId: posted.messageId,
    sharedAt: now,
  });
  if (place.room.kind === "session" && shown) {
    await changeCentreIn(tx, place.room, posted.messageId, now);
  }
  return answer;
}

async function makeCard(
  tx: Tx,
  { actor, now }: Ctx<MemberActor>,
  input: Share,
  copy: PhotoCopy | null,
): Promise<Card> {
  const { source, fields: ticked, contentNote } = input;
  const asked: Asked = { wantsBack: input.wantsBack ?? "witness", contentNote };
  if (source.kind === "exposure") {
    await settleElapsedIn(tx, actor, now);
    const exposure = await loadOwnExposure(tx, actor, source.id);
    const kind = cardKindOf(exposure.state);
    if (!kind) throw new DomainError("STATE_CHANGED");
    const { couldHarm } = exposure;
    const { audience } = input.with;
    if (input.asksWord && !canAskForWord(kind, { couldHarm, audience, ticked })) {
      throw invalid("asksWord", "Tick what you plan to do, and let only your facilitators see it.");
    }
    return kind === "win"
      ? winCard(exposure, ticked, asked)
      : planCard(exposure, ticked, { ...asked, asksWord: input.asksWord });
  }
  if (input.asksWord) throw invalid("asksWord", "Only a plan needs a facilitator's word.");
  if (source.kind === "check_in") {
    return checkInCard(await loadOwnCheckIn(tx, actor, source.id), ticked, asked);
  }
  const draft = await sealDraftIn(tx, actor, source.id, now);
  const photo = await findPhotoFactsIn(tx, actor, source.id);
  // Another device changed the photo between the copy and the seal: what was copied is not it.
  if (ticked.includes("photo") && photo?.id !== copy?.of.id) throw new DomainError("STATE_CHANGED");
  return draftCard(
    { body: draft.body, link: draft.link, photo: photo && copy && sharedPhoto(photo, copy) },
    ticked,
    {
      wantsBack: input.wantsBack ?? draft.wantsBack,
      contentNote: contentNote ?? draft.contentNote,
    },
  );
}

function sharedPhoto(
  { alt, width, height }: Pick<OwnPhoto, "alt" | "width" | "height">,
  { address }: PhotoCopy,
) {
  return { address, alt, width, height };
}

/** When a share on a board is over, where that is not for its own lifetime to say. */
type End = { endsWithSessionId: string; expiresAt: Date };

/** The place it goes to, locked, and how it ends there. */
async function enterToShare(
  tx: Tx,
  ctx: Ctx<MemberActor>,
  { organisationId, lifetime, with: to }: Share,
): Promise<{ place: Place; end: End | null }> {
  if (to.audience === "room") {
    const place = await enterRoomToWrite(tx, ctx.actor, { organisationId, roomId: to.roomId });
    // A board takes cards through its group alone, which decides how they end.
    if (place.room.kind === "board") throw notFound();
    return { place, end: null };
  }
  const roomId = await openBoardIn(tx, ctx.actor, to.groupId, ctx.now);
  const board = { organisationId, roomId };
  const end = lifetime === "session" ? await endWithSession(tx, ctx, to.groupId, board) : null;
  return { place: await enterRoomToWrite(tx, ctx.actor, board), end };
}

/**
 * What "this session" means on the group's board. Locks the board and that session's room, in one
 * order with `closeRoom`: whoever closes it next will find the card. Null without a session to
 * come, which is for the post to refuse: it may be a retry of one that stands. @throws NOT_FOUND
 */
async function endWithSession(
  tx: Tx,
  { actor, now }: Ctx<MemberActor>,
  groupId: string,
  board: { organisationId: string; roomId: string },
): Promise<End | null> {
  const { organisationId, roomId: boardId } = board;
  const since = new Date(now.getTime() - AFTER_SESSION_MS);
  const sessions = await listSessionsSinceIn(tx, actor, groupId, since);
  const sessionIds = sessions.map(({ id }) => id);
  const open = [...(await readRoomsOfSessionsIn(tx, organisationId, sessionIds)).values()]
    .filter(({ state }) => state !== "closed")
    .map(({ roomId }) => roomId);
  await lockStreams(tx, organisationId, [boardId, ...open]);
  const rooms = await readRoomsOfSessionsIn(tx, organisationId, sessionIds);
  const meetings = sessions.map(({ id, endsAt }) => {
    return { id, endsAt, room: rooms.get(id)?.state ?? null };
  });
  const meeting = meetingToEndWith(meetings, now);
  return meeting && { endsWithSessionId: meeting.id, expiresAt: lastSight(meeting.endsAt) };
}

/**
 * Grants less than before: fewer fields, facilitators only, or a shorter time. Takes effect in the
 * copy others see and in the consent behind it together. A repeat changes nothing.
 * @throws NOT_FOUND to all but its author; ONLY_NARROWER; STATE_CHANGED once it is over;
 * ROOM_CLOSED, NO_SESSION where there is no session to end with.
 */
export function narrowShare(ctx: Ctx<MemberActor>, input: NarrowShare): Promise<void> {
  const { actor, db, now } = ctx;
  return withActor(ctx, async (tx) => {
    const { room, me } = await accessRoom(tx, actor, input);
    const { authorEnrolmentId } = await accessMessage(tx, room, input.messageId);
    if (authorEnrolmentId !== me.id) throw notFound();
    const granted = found(await findOwnShareIn(tx, actor, input.messageId));
    const change = narrowing(granted, input);
    if (change === "wider") throw new DomainError("ONLY_NARROWER");
    if (change === "same") return;

    const { fields, audience, lifetime } = change;
    const onBoard = room.kind === "board";
    const end =
      lifetime === "session" && onBoard ? await endWithSession(tx, ctx, room.groupId, input) : null;
    const place = await enterRoomToWrite(tx, actor, input);
    const message = await accessMessage(tx, place.room, input.messageId);
    if (!isLive(message, now) || !message.card) throw new DomainError("STATE_CHANGED");
    if (lifetime === "session" && place.room.closedAt) throw new DomainError("ROOM_CLOSED");
    await narrowMessageIn(
      tx,
      place,
      message,
      {
        ...(fields && { card: cardWithOnly(message.card, fields) }),
        ...(audience && { audience }),
        ...(lifetime && { lifetime }),
        ...end,
      },
      db.queue,
      now,
    );
    await tx
      .update(shares)
      .set(change)
      .where(and(eq(shares.organisationId, actor.organisationId), eq(shares.id, granted.id)));
  });
}

/**
 * Takes a facilitator's "go ahead" for one's own plan as it reads now.
 * @throws NOT_FOUND for everyone but its author; STAKES_NEED_WORD while the newest word is none or
 * another; and as `recordWordIn`.
 */
export function takeWord(
  ctx: Ctx<MemberActor>,
  { exposureId }: { exposureId: string },
): Promise<WordView> {
  return withActor(ctx, async (tx) => {
    const exposure = await loadOwnExposure(tx, ctx.actor, exposureId, { lock: true });
    const word = await findWordIn(tx, ctx, exposure);
    if (word?.word !== "go_ahead") throw new DomainError("STAKES_NEED_WORD");
    await recordWordIn(tx, ctx.actor, exposureId, word.messageId);
    return { word: word.word, by: word.by, words: word.words };
  });
}

/**
 * Deletes one's own draft with its photo. What was shared of it before is over by then; that it
 * was shared stays known to its author alone.
 * @throws NOT_FOUND; STATE_CHANGED while somebody can see it: take it back first.
 */
export function deleteDraft(
  ctx: Ctx<MemberActor>,
  { draftId }: { draftId: string },
): Promise<void> {
  return withActor(ctx, async (tx) => {
    // Locked, so that it is not shared meanwhile.
    await loadOwnDraft(tx, ctx.actor, draftId, { lock: true });
    const found = await listSharesIn(tx, ctx.actor, draftId);
    if (found.some(({ post }) => isLive(post, ctx.now))) throw new DomainError("STATE_CHANGED");
    await deleteDraftIn(tx, ctx, draftId);
  });
}

/** Keeps the topics I prefer collapsed, all of them as they should now be. */
export function setCollapsedTopics(
  ctx: Ctx<MemberActor>,
  { topics }: Pick<SetCollapsedTopics, "topics">,
): Promise<void> {
  const { organisationId, membershipId } = ctx.actor;
  const kept = { collapsedTopics: tidyTopics(topics), changedAt: ctx.now };
  return withActor(ctx, async (tx) => {
    await tx
      .insert(sharingPreferences)
      .values({ organisationId, membershipId, ...kept })
      .onConflictDoUpdate({
        target: [sharingPreferences.organisationId, sharingPreferences.membershipId],
        set: kept,
      });
  });
}

function invalid(path: string, message: string): DomainError {
  return new DomainError("INVALID_INPUT", { issues: [{ path, message }] });
}
