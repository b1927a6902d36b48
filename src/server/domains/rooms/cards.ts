import { and, eq, inArray, max, ne } from "drizzle-orm";
import type { MemberActor, RoomActor } from "../../auth/actor";
import type { Tx } from "../../db/client";
import { withActor } from "../../db/transaction";
import type { Queue } from "../../jobs/queue";
import type { Ctx } from "../../lib/ctx";
import { DomainError, found, notFound } from "../../lib/errors";
import { appendEvent, lockStream } from "../../realtime/outbox";
import type { StoredBlob } from "../../storage/blobs";
import {
  type AskForWord,
  type Card,
  type HeldFor,
  type Lifetime,
  type Posted,
  REPLIES_PER_CARD,
  type Reply,
} from "./contract";
import {
  findRoom,
  loadRecord,
  type Place,
  type Room,
  type RoomRef,
  refOf,
  streamOf,
  viewerOf,
  viewMessageIn,
} from "./reads";
import {
  canReply,
  earlierOf,
  expiryOf,
  isNoWider,
  isWarm,
  isWorded,
  type PostKind,
  refusalToPost,
  slowModeWaitMs,
} from "./rules";
import { messagePhotos, messages } from "./tables";
import {
  accessMessage,
  clearCentreOf,
  enterRoomToWrite,
  erasePhotosIn,
  findOwnPost,
  heldForIn,
  insertMessageIn,
  type Message,
  openBoardIn,
  wipeIn,
} from "./writes";

// What is shared in a room as a card, and how it is answered, narrowed and ended. Apart from
// writes.ts, which is about the room and what is said in it.

/** A photo that lives and dies with the card. */
export type PhotoCopy = StoredBlob & {
  address: string;
  width: number;
  height: number;
  mediaType: "image/jpeg";
};

export type NewCard = {
  clientMessageId: string;
  card: Card;
  lifetime: Lifetime;
  audience?: "room" | "facilitators";
  /** On a board, the session that `lifetime` "session" means. */
  endsWithSessionId?: string | null;
  /** Left out: what the lifetime says. */
  expiresAt?: Date | null;
  photo?: PhotoCopy | null;
};

/** How a card comes that nobody sends at this moment: a box whose time is up. */
type Manner = { evenIfPaused?: boolean };

/**
 * Shares a card in the room inside the caller's transaction; the room must be locked. The same
 * `clientMessageId` again returns the first post; `shown` is false for that, and for what waits.
 * The card ends by itself at `expiresAt`.
 * With `evenIfPaused` a pause and whose turn it is do not matter, and being held does.
 * @throws ROOM_CLOSED, ROOM_PAUSED, MUTED, NOT_NOW, NOT_YOUR_TURN, and NO_SESSION for a board's card
 * "for this session" of no session.
 */
export async function postCardIn(
  tx: Tx,
  place: Place,
  share: NewCard,
  queue: Queue,
  now: Date,
  { evenIfPaused = false }: Manner = {},
): Promise<Posted & { already: boolean; shown: boolean }> {
  const { room } = place;
  const known = await findOwnPost(tx, place, share.clientMessageId);
  if (known) return { ...known, already: true, shown: false };
  refuseToPost(evenIfPaused ? asIfUnpaused(place) : place, "card", now);
  const { card, lifetime, audience = "room", endsWithSessionId = null, photo } = share;
  if (room.kind === "board" && lifetime === "session" && !endsWithSessionId) {
    throw new DomainError("NO_SESSION");
  }
  const expiresAt = share.expiresAt ?? expiryOf(lifetime, now);
  const heldFor = await cardHeldForIn(tx, place, { card, audience }, now);
  const posted = await insertMessageIn(
    tx,
    place,
    {
      clientMessageId: share.clientMessageId,
      kind: card.kind,
      card,
      audience,
      lifetime,
      endsWithSessionId,
      expiresAt,
      heldFor,
    },
    now,
  );
  if (expiresAt) await expireLaterIn(tx, room, posted.messageId, expiresAt, queue);
  if (photo) {
    const { organisationId, groupId } = room;
    const { messageId } = posted;
    await tx.insert(messagePhotos).values({ organisationId, groupId, messageId, ...photo });
  }
  return { ...posted, already: false, shown: heldFor === null };
}

function asIfUnpaused(place: Place): Place {
  return { ...place, room: { ...place.room, pausedAt: null, posting: "everyone" } };
}

/** What is for facilitators alone waits for nobody else to see it first, whatever the room does. */
async function cardHeldForIn(
  tx: Tx,
  place: Place,
  { card, audience }: { card: Card; audience: "room" | "facilitators" },
  now: Date,
): Promise<HeldFor | null> {
  if (audience === "room") return heldForIn(tx, place, { card }, now);
  return place.me.standing === "held" ? "person" : null;
}

function refuseToPost(
  { room, me, leads, facilitates }: Place,
  what: PostKind,
  at: Date,
  lastPostedAt: Date | null = null,
): void {
  const { id: enrolmentId, standing, joinedAt } = me;
  // Whoever has a place has been let in.
  const door = { known: true, asked: false, sentOut: false };
  const person = { enrolmentId, standing, joinedAt, leads, facilitates, lastPostedAt, ...door };
  const refusal = refusalToPost(room, person, what, at);
  if (!refusal) return;
  const retryAfterMs = slowModeWaitMs(room, lastPostedAt, at);
  throw new DomainError(refusal, refusal === "SLOW_MODE" ? { retryAfterMs } : {});
}

/** When they last posted words for the room; asks only where that matters. */
async function lastPostOf(tx: Tx, { room, me, leads }: Place): Promise<Date | null> {
  if (!room.slowModeSeconds || leads) return null;
  const [last] = await tx
    .select({ at: max(messages.postedAt) })
    .from(messages)
    .where(
      and(
        eq(messages.organisationId, room.organisationId),
        eq(messages.roomId, room.id),
        eq(messages.authorEnrolmentId, me.id),
        eq(messages.audience, "room"),
        inArray(messages.kind, ["words", "reply"]),
        ne(messages.state, "unsent"),
      ),
    );
  return last?.at ?? null;
}

function expireLaterIn(
  tx: Tx,
  { organisationId, groupId, id: roomId }: Room,
  messageId: string,
  startAfter: Date,
  queue: Queue,
): Promise<void> {
  const job = { organisationId, groupId, roomId, messageId };
  return queue.enqueue(tx, "rooms.expire", job, { startAfter });
}

export type Narrowing = {
  card?: Card;
  audience?: "facilitators";
  lifetime?: Lifetime;
  endsWithSessionId?: string | null;
  /** Left out: what the lifetime says. An earlier end that it has already stays. */
  expiresAt?: Date | null;
};

/**
 * Lets less of one's own card be seen, by fewer or for a shorter time, inside the caller's
 * transaction; the room must be locked. That `card` says no more than before is the caller's to
 * know. Every screen follows at once. @throws NOT_FOUND for another's message, STATE_CHANGED once
 * it is gone, ONLY_NARROWER, and NO_SESSION for "this session" when there is none to end.
 */
export async function narrowMessageIn(
  tx: Tx,
  { room, me }: Place,
  message: Message,
  change: Narrowing,
  queue: Queue,
  now: Date,
): Promise<void> {
  if (message.authorEnrolmentId !== me.id || !message.card) throw notFound();
  const over = message.expiresAt !== null && message.expiresAt <= now;
  const gone = message.state !== "shown" && message.state !== "held";
  if (over || gone) throw new DomainError("STATE_CHANGED");
  const { card = message.card, audience = message.audience, lifetime = message.lifetime } = change;
  if (!isNoWider(message, { audience, lifetime })) throw new DomainError("ONLY_NARROWER");
  const endsWithSessionId = message.endsWithSessionId ?? change.endsWithSessionId ?? null;
  const session = room.kind === "board" ? endsWithSessionId : !room.closedAt;
  if (lifetime === "session" && !session) throw new DomainError("NO_SESSION");
  const end = change.expiresAt ?? (change.lifetime ? expiryOf(change.lifetime, now) : null);
  const expiresAt = earlierOf(message.expiresAt, end);
  await tx
    .update(messages)
    .set({ card, audience, lifetime, endsWithSessionId, expiresAt })
    .where(and(eq(messages.organisationId, room.organisationId), eq(messages.id, message.id)));
  if (card.kind !== "draft" || !card.photo) {
    await erasePhotosIn(tx, room.organisationId, [message.id], queue);
  }
  if (expiresAt && expiresAt.getTime() !== message.expiresAt?.getTime()) {
    await expireLaterIn(tx, room, message.id, expiresAt, queue);
  }
  const event = { kind: "message_narrowed", subjectId: message.id, at: now };
  await appendEvent(tx, streamOf(refOf(room)), event);
  if (audience !== "room") await clearCentreOf(tx, room, message.id, now);
}

/**
 * Ends a message whose time has come: its words, card and photo leave the store and every screen.
 * Again, or once it was taken back: nothing changes. @throws NOT_FOUND
 */
export function expireMessage(
  ctx: Ctx<RoomActor>,
  { groupId, messageId, ...ref }: RoomRef & { groupId: string; messageId: string },
): Promise<void> {
  const { now, db } = ctx;
  return withActor(ctx, async (tx) => {
    await lockStream(tx, streamOf(ref));
    const room = found(await findRoom(tx, ref));
    const message = await accessMessage(tx, room, messageId);
    const { state, expiresAt } = message;
    const wiped = message.body === null && message.card === null;
    if (!expiresAt || state === "retracted" || state === "unsent" || wiped) return;
    // The queue's clock is a little ahead of ours.
    if (expiresAt > now) return expireLaterIn(tx, room, messageId, expiresAt, db.queue);
    await wipeIn(tx, ref.organisationId, eq(messages.id, messageId), {}, db.queue);
    const event = { kind: "message_expired", subjectId: messageId, at: now };
    await appendEvent(tx, streamOf(ref), event);
    await clearCentreOf(tx, room, messageId, now);
  });
}

/**
 * Answers a card in one of the ways its author asked for. The same `clientMessageId` again returns
 * the first reply, and so does the same warm one of the same person.
 * @throws NOT_FOUND for a card that is not there to be seen, STATE_CHANGED once it is gone,
 * REPLY_NOT_WANTED, INVALID_INPUT for own words where there are none to be or none were given,
 * ROOM_CLOSED, ROOM_PAUSED, MUTED, NOT_NOW while the warm ones alone are taken, SLOW_MODE, TOO_MANY.
 */
export function replyToMessage(
  ctx: Ctx<MemberActor>,
  { messageId, clientMessageId, kind, body, ...ref }: Reply,
): Promise<Posted> {
  return withActor(ctx, async (tx) => {
    const place = await enterRoomToWrite(tx, ctx.actor, ref);
    const { room, me } = place;
    const known = await findOwnPost(tx, place, clientMessageId);
    if (known) return known;
    const record = await loadRecord(tx, room, messageId);
    const viewer = viewerOf(place);
    const view = found(viewMessageIn(place, record, ctx.now));
    if (view.state === "removed" || view.state === "retracted") {
      throw new DomainError("STATE_CHANGED");
    }
    if (!view.card || !canReply(view.card, kind, viewer, view.author.id)) {
      throw new DomainError("REPLY_NOT_WANTED");
    }
    const issue = isWorded(kind) && !body ? "Write a word or two first." : null;
    if (issue ?? (isWarm(kind) && body)) {
      const message = issue ?? "This one takes no words of its own.";
      throw new DomainError("INVALID_INPUT", { issues: [{ path: "body", message }] });
    }
    const what = isWorded(kind) ? "reply" : "fixed_reply";
    refuseToPost(place, what, ctx.now, await lastPostOf(tx, place));
    const sameAgain = record.replies.find(
      (reply) =>
        isWarm(kind) &&
        reply.replyKind === kind &&
        reply.author.id === me.id &&
        reply.state !== "retracted",
    );
    if (sameAgain) return { messageId: sameAgain.id, seq: sameAgain.postedSeq };
    if (record.replies.length >= REPLIES_PER_CARD) throw new DomainError("TOO_MANY");
    return insertMessageIn(
      tx,
      place,
      {
        clientMessageId,
        kind: "reply",
        replyToId: messageId,
        replyKind: kind,
        body,
        audience: isWarm(kind) ? "author" : "room",
        // It lives as long as what it answers. A warm one is as fixed as it is private.
        heldFor: isWarm(kind) ? null : await heldForIn(tx, place, { body }, ctx.now),
      },
      ctx.now,
    );
  });
}

/**
 * Asks the facilitators of the group for a quiet word, on its board, for seven days. Open to
 * everyone of the group at any time, also to who is muted there: it is heard by nobody else. The
 * same `clientMessageId` again returns the first. @throws NOT_FOUND
 */
export function askForWord(
  ctx: Ctx<MemberActor>,
  { groupId, clientMessageId, body }: AskForWord,
): Promise<Posted> {
  const { organisationId } = ctx.actor;
  return withActor(ctx, async (tx) => {
    const roomId = await openBoardIn(tx, ctx.actor, groupId, ctx.now);
    const place = await enterRoomToWrite(tx, ctx.actor, { organisationId, roomId });
    const known = await findOwnPost(tx, place, clientMessageId);
    if (known) return known;
    const lifetime = "seven_days";
    const expiresAt = found(expiryOf(lifetime, ctx.now));
    const audience = "facilitators";
    const words = { clientMessageId, kind: "words", body, audience, lifetime, expiresAt } as const;
    const posted = await insertMessageIn(tx, place, words, ctx.now);
    await expireLaterIn(tx, place.room, posted.messageId, expiresAt, ctx.db.queue);
    return posted;
  });
}
