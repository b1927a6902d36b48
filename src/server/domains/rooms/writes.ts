import { and, eq, inArray, ne, type SQL, sql } from "drizzle-orm";
import type { MemberActor, RoomActor } from "../../auth/actor";
import type { Tx } from "../../db/client";
import { withActor } from "../../db/transaction";
import type { Queue } from "../../jobs/queue";
import type { Ctx } from "../../lib/ctx";
import { DomainError, found, notFound } from "../../lib/errors";
import { appendEvent, lockStream, lockStreams, openStream } from "../../realtime/outbox";
import type { StoredBlob } from "../../storage/blobs";
import { eraseBlobIn } from "../../storage/jobs";
import { isFacilitator } from "../groups/contract";
import { accessAsFacilitator, accessEnrolment, type Enrolment } from "../groups/reads";
import { accessSession } from "../sessions/reads";
import {
  type AskForWord,
  type Card,
  type Lifetime,
  type MessageEventKind,
  type MessageState,
  type Posted,
  type PostMessage,
  REPLIES_PER_CARD,
  type Reply,
} from "./contract";
import { type Lane, laneOf } from "./lane";
import {
  accessRoom,
  findBoard,
  findRoom,
  loadRecord,
  type Place,
  type Room,
  type RoomRef,
  readRoomsOfSessionsIn,
  refOf,
  streamOf,
  viewerOf,
} from "./reads";
import {
  canReply,
  earlierOf,
  expiryOf,
  firstState,
  firstStateOfReply,
  isNoWider,
  isWarm,
  isWorded,
  refusalToPost,
  viewMessage,
} from "./rules";
import { messagePhotos, messages, rooms } from "./tables";

type Message = typeof messages.$inferSelect;

/** Opens the room of a session, once. Facilitators only. @throws NOT_FOUND for everyone else. */
export function openRoom(
  ctx: Ctx<MemberActor>,
  { sessionId }: { sessionId: string },
): Promise<{ roomId: string }> {
  const { organisationId } = ctx.actor;
  return withActor(ctx, async (tx) => {
    const session = await accessSession(tx, ctx.actor, sessionId);
    const me = await accessAsFacilitator(tx, ctx.actor, session.groupId);
    const [opened] = await tx
      .insert(rooms)
      .values({
        organisationId,
        groupId: session.groupId,
        sessionId,
        openedByEnrolmentId: me.id,
        openedAt: ctx.now,
      })
      .onConflictDoNothing()
      .returning({ id: rooms.id });
    if (!opened) {
      const already = await readRoomsOfSessionsIn(tx, organisationId, [sessionId]);
      return { roomId: found(already.get(sessionId)).roomId };
    }
    await announceRoom(tx, { organisationId, id: opened.id, groupId: session.groupId }, ctx.now);
    return { roomId: opened.id };
  });
}

/** The group's board, opened by whoever of the group comes first. @throws NOT_FOUND for others. */
export function openBoard(
  ctx: Ctx<MemberActor>,
  { groupId }: { groupId: string },
): Promise<{ roomId: string }> {
  return withActor(ctx, async (tx) => ({
    roomId: await openBoardIn(tx, ctx.actor, groupId, ctx.now),
  }));
}

/** As `openBoard`, inside the caller's transaction. @returns the board's room id. */
export async function openBoardIn(
  tx: Tx,
  actor: MemberActor,
  groupId: string,
  now: Date,
): Promise<string> {
  const { organisationId } = actor;
  const me = await accessEnrolment(tx, actor, groupId);
  const known = await findBoard(tx, organisationId, groupId);
  if (known) return known;
  const [opened] = await tx
    .insert(rooms)
    .values({ organisationId, groupId, kind: "board", openedByEnrolmentId: me.id, openedAt: now })
    .onConflictDoNothing()
    .returning({ id: rooms.id });
  // Someone else has opened it in between; theirs is the one.
  if (!opened) return found(await findBoard(tx, organisationId, groupId));
  await announceRoom(tx, { organisationId, id: opened.id, groupId }, now);
  return opened.id;
}

async function announceRoom(
  tx: Tx,
  room: { organisationId: string; id: string; groupId: string },
  now: Date,
): Promise<void> {
  await openStream(tx, { ...room, kind: "room" });
  const stream = { organisationId: room.organisationId, streamId: room.id };
  await appendEvent(tx, stream, { kind: "room_opened", subjectId: null, at: now });
}

/**
 * The room, locked, as someone about to change it: earlier changes are in, later ones wait.
 * @throws NOT_FOUND as `accessRoom`.
 */
export async function enterRoomToWrite(tx: Tx, actor: MemberActor, ref: RoomRef): Promise<Place> {
  await lockStream(tx, streamOf(ref));
  return accessRoom(tx, actor, ref);
}

/** As `enterRoomToWrite`, for what only facilitators do. @throws NOT_FOUND for members too. */
export async function enterRoomToFacilitate(
  tx: Tx,
  actor: MemberActor,
  ref: RoomRef,
): Promise<Place> {
  const place = await enterRoomToWrite(tx, actor, ref);
  if (!isFacilitator(place.me.role)) throw notFound();
  return place;
}

/**
 * Ends the session's room for good, and wipes what was shared for this session only, in the room
 * and on the group's board. @throws NOT_FOUND for members, and for a board, which never closes.
 */
export function closeRoom(ctx: Ctx<MemberActor>, ref: RoomRef): Promise<void> {
  const { organisationId } = ref;
  return withActor(ctx, async (tx) => {
    const { groupId, sessionId } = found(await findRoom(tx, ref));
    if (!sessionId) throw notFound();
    // The board too: a card shared there until this session ends is either seen below, or was shared
    // by someone who saw the room closed. In one order, so that no two writes wait for each other.
    const boardId = await findBoard(tx, organisationId, groupId);
    await lockStreams(tx, organisationId, boardId ? [ref.roomId, boardId] : [ref.roomId]);
    const { room, me } = await enterRoomToFacilitate(tx, ctx.actor, ref);
    if (room.closedAt) return;
    await tx
      .update(rooms)
      .set({ closedAt: ctx.now, closedByEnrolmentId: me.id })
      .where(thisRoom(ref));
    const inRoom = and(eq(messages.roomId, ref.roomId), eq(messages.lifetime, "session"));
    await wipeIn(tx, organisationId, inRoom, {}, ctx.db.queue);
    await appendEvent(tx, streamOf(ref), { kind: "room_closed", subjectId: null, at: ctx.now });
    if (boardId) await endOnBoardIn(tx, { organisationId, roomId: boardId }, sessionId, ctx);
  });
}

/** Ends what was on the board until that session; the board must be locked. */
async function endOnBoardIn(
  tx: Tx,
  board: RoomRef,
  sessionId: string,
  { db, now }: Ctx<MemberActor>,
): Promise<void> {
  const ending = and(
    eq(messages.roomId, board.roomId),
    eq(messages.endsWithSessionId, sessionId),
    eq(messages.lifetime, "session"),
    ne(messages.state, "retracted"),
    notWiped,
  );
  const ended = await wipeIn(tx, board.organisationId, ending, { expiresAt: now }, db.queue);
  for (const subjectId of ended) {
    await appendEvent(tx, streamOf(board), { kind: "message_expired", subjectId, at: now });
  }
}

const notWiped = sql`num_nonnulls(${messages.body}, ${messages.card}) > 0`;

/**
 * Takes the words, cards and photos of these messages out of the store, and the replies to them
 * along: without what it answers, a reply is seen by nobody. @returns the ids of the messages.
 */
async function wipeIn(
  tx: Tx,
  organisationId: string,
  which: SQL | undefined,
  also: { expiresAt?: Date },
  queue: Queue,
): Promise<string[]> {
  const wiped = await tx
    .update(messages)
    .set({ body: null, card: null, ...also })
    .where(and(eq(messages.organisationId, organisationId), which))
    .returning({ id: messages.id });
  const ids = wiped.map(({ id }) => id);
  if (ids.length === 0) return [];
  await tx
    .update(messages)
    .set({ state: "retracted", body: null })
    .where(and(eq(messages.organisationId, organisationId), inArray(messages.replyToId, ids)));
  await erasePhotosIn(tx, organisationId, ids, queue);
  return ids;
}

/** Ends the address of every photo on these messages, and its bytes wherever they are. */
async function erasePhotosIn(
  tx: Tx,
  organisationId: string,
  messageIds: string[],
  queue: Queue,
): Promise<void> {
  const erased = await tx
    .delete(messagePhotos)
    .where(
      and(
        eq(messagePhotos.organisationId, organisationId),
        inArray(messagePhotos.messageId, messageIds),
      ),
    )
    .returning({ objectKey: messagePhotos.objectKey });
  for (const photo of erased) await eraseBlobIn(tx, queue, photo);
}

/** Pauses or resumes inside the caller's transaction. @returns false when nothing changed. */
export async function setPausedIn(
  tx: Tx,
  { room, me }: Place,
  paused: boolean,
  now: Date,
): Promise<boolean> {
  if (room.closedAt) throw new DomainError("ROOM_CLOSED");
  if (Boolean(room.pausedAt) === paused) return false;
  const ref = refOf(room);
  await tx
    .update(rooms)
    .set({ pausedAt: paused ? now : null, pausedByEnrolmentId: paused ? me.id : null })
    .where(thisRoom(ref));
  const kind = paused ? "room_paused" : "room_resumed";
  await appendEvent(tx, streamOf(ref), { kind, subjectId: null, at: now });
  return true;
}

/**
 * Puts a card in the middle of the room, or clears the middle. Facilitators, and authors for what
 * is their own. @throws NOT_FOUND for anyone else or a message that is not there to be seen.
 */
export function changeCentre(
  ctx: Ctx<MemberActor>,
  { messageId, ...ref }: RoomRef & { messageId: string | null },
): Promise<void> {
  return withActor(ctx, async (tx) => {
    const place = await enterRoomToWrite(tx, ctx.actor, ref);
    const { room, me } = place;
    if (room.kind === "board") throw notFound();
    const subject = messageId ?? room.centreMessageId;
    if (room.centreMessageId === messageId || subject === null) return;
    const message = await accessMessage(tx, room, subject);
    if (!isFacilitator(me.role) && message.authorEnrolmentId !== me.id) throw notFound();
    if (messageId && !isForEveryone(message)) throw notFound();
    await changeCentreIn(tx, room, messageId, ctx.now);
  });
}

/** What everyone in the room sees, as a thing of its own. */
function isForEveryone({ state, audience, kind }: Message): boolean {
  return state === "shown" && audience === "room" && kind !== "reply";
}

export async function changeCentreIn(
  tx: Tx,
  room: Room,
  messageId: string | null,
  now: Date,
): Promise<void> {
  const ref = refOf(room);
  await tx.update(rooms).set({ centreMessageId: messageId }).where(thisRoom(ref));
  await appendEvent(tx, streamOf(ref), { kind: "centre_changed", subjectId: messageId, at: now });
}

const EVENT_OF_STATE: Record<MessageState, MessageEventKind> = {
  shown: "message_shown",
  held: "message_held",
  removed: "message_removed",
  retracted: "message_retracted",
};

/**
 * Moves a message to another state inside the caller's transaction; the room must be locked.
 * @returns false when nothing changed.
 * @throws STATE_CHANGED when it is already taken back or removed.
 */
export async function changeMessageStateIn(
  tx: Tx,
  { room, me }: Place,
  message: Message,
  state: MessageState,
  now: Date,
): Promise<boolean> {
  if (message.state === state) return false;
  if (message.state === "retracted" || (message.state === "removed" && state !== "retracted")) {
    throw new DomainError("STATE_CHANGED");
  }
  const ref = refOf(room);
  await tx
    .update(messages)
    .set({
      state,
      stateChangedAt: now,
      stateChangedByEnrolmentId: me.id,
      ...(state === "shown" && message.audience === "room" && { shownAt: message.shownAt ?? now }),
      ...(state === "retracted" && { body: null, card: null }),
    })
    .where(and(eq(messages.organisationId, room.organisationId), eq(messages.id, message.id)));
  const kind = EVENT_OF_STATE[state];
  await appendEvent(tx, streamOf(ref), { kind, subjectId: message.id, at: now });
  if (state !== "shown" && room.centreMessageId === message.id) {
    await changeCentreIn(tx, room, null, now);
  }
  return true;
}

/** A message of this room. @throws NOT_FOUND */
export async function accessMessage(tx: Tx, room: Room, messageId: string): Promise<Message> {
  const [message] = await tx
    .select()
    .from(messages)
    .where(
      and(
        eq(messages.organisationId, room.organisationId),
        eq(messages.roomId, room.id),
        eq(messages.id, messageId),
      ),
    );
  return found(message);
}

/** Takes back one's own message: gone from the store and every screen, at any time. */
export function retractMessage(
  ctx: Ctx<MemberActor>,
  { messageId, ...ref }: RoomRef & { messageId: string },
): Promise<void> {
  return withActor(ctx, async (tx) => {
    const place = await enterRoomToWrite(tx, ctx.actor, ref);
    const message = await accessMessage(tx, place.room, messageId);
    if (message.authorEnrolmentId !== place.me.id) throw notFound();
    const changed = await changeMessageStateIn(tx, place, message, "retracted", ctx.now);
    const thisOne = eq(messages.id, messageId);
    if (changed) await wipeIn(tx, ref.organisationId, thisOne, {}, ctx.db.queue);
  });
}

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

/**
 * Shares a card in the room inside the caller's transaction; the room must be locked. The same
 * `clientMessageId` again returns the first post. The card ends by itself at `expiresAt`.
 * @throws ROOM_CLOSED, ROOM_PAUSED, MUTED, and NO_SESSION for a board's card "for this session" of
 * no session.
 */
export async function postCardIn(
  tx: Tx,
  place: Place,
  share: NewCard,
  queue: Queue,
  now: Date,
): Promise<Posted & { already: boolean }> {
  const { room, me } = place;
  const known = await findOwnPost(tx, room, me, share.clientMessageId);
  if (known) return { ...known, already: true };
  refuseToPost(place, "card");
  const { card, lifetime, audience = "room", endsWithSessionId = null, photo } = share;
  if (room.kind === "board" && lifetime === "session" && !endsWithSessionId) {
    throw new DomainError("NO_SESSION");
  }
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
      expiresAt: share.expiresAt ?? expiryOf(lifetime, now),
      state: firstState(me.standing),
    },
    queue,
    now,
  );
  if (photo) {
    const { organisationId, groupId } = room;
    const { messageId } = posted;
    await tx.insert(messagePhotos).values({ organisationId, groupId, messageId, ...photo });
  }
  return { ...posted, already: false };
}

function refuseToPost({ room, me }: Place, what: "card" | "reply"): void {
  const person = { standing: me.standing, facilitates: isFacilitator(me.role) };
  const refusal = refusalToPost(room, person, what);
  if (refusal) throw new DomainError(refusal);
}

type NewMessage = Pick<
  typeof messages.$inferInsert,
  "clientMessageId" | "kind" | "body" | "card" | "replyToId" | "replyKind" | "endsWithSessionId"
> &
  Pick<Message, "state" | "audience" | "lifetime" | "expiresAt">;

/** Stores and announces a message, and sees to its end if it has one; the room must be locked. */
async function insertMessageIn(
  tx: Tx,
  { room, me }: Place,
  message: NewMessage,
  queue: Queue,
  now: Date,
): Promise<Posted> {
  const [made] = await tx.execute<{ messageId: string }>(sql`select uuidv7() as "messageId"`);
  const { messageId } = found(made);
  const stream = streamOf(refOf(room));
  const seq = await appendEvent(tx, stream, {
    kind: "message_posted",
    subjectId: messageId,
    at: now,
  });
  const { organisationId, groupId, id: roomId } = room;
  await tx.insert(messages).values({
    ...message,
    organisationId,
    id: messageId,
    groupId,
    roomId,
    postedSeq: seq,
    authorEnrolmentId: me.id,
    postedAt: now,
    shownAt: message.state === "shown" && message.audience !== "facilitators" ? now : null,
    stateChangedAt: now,
    stateChangedByEnrolmentId: me.id,
  });
  if (message.expiresAt) await expireLaterIn(tx, room, messageId, message.expiresAt, queue);
  return { messageId, seq };
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
  const gone = message.state === "removed" || message.state === "retracted";
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

async function clearCentreOf(tx: Tx, room: Room, messageId: string, now: Date): Promise<void> {
  if (room.centreMessageId === messageId) await changeCentreIn(tx, room, null, now);
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
    if (!expiresAt || state === "retracted" || wiped) return;
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
 * ROOM_CLOSED, ROOM_PAUSED, MUTED, and TOO_MANY.
 */
export function replyToMessage(
  ctx: Ctx<MemberActor>,
  { messageId, clientMessageId, kind, body, ...ref }: Reply,
): Promise<Posted> {
  return withActor(ctx, async (tx) => {
    const place = await enterRoomToWrite(tx, ctx.actor, ref);
    const { room, me } = place;
    const known = await findOwnPost(tx, room, me, clientMessageId);
    if (known) return known;
    const record = await loadRecord(tx, room, messageId);
    const viewer = viewerOf(me);
    const view = found(viewMessage(record, viewer, { closedAt: room.closedAt, now: ctx.now }));
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
    refuseToPost(place, "reply");
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
        // It lives as long as what it answers.
        lifetime: "kept",
        expiresAt: null,
        state: firstStateOfReply(kind, me.standing),
      },
      ctx.db.queue,
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
    const known = await findOwnPost(tx, place.room, place.me, clientMessageId);
    if (known) return known;
    return insertMessageIn(
      tx,
      place,
      {
        clientMessageId,
        kind: "words",
        body,
        audience: "facilitators",
        lifetime: "seven_days",
        expiresAt: expiryOf("seven_days", ctx.now),
        state: "shown",
      },
      ctx.db.queue,
      ctx.now,
    );
  });
}

async function findOwnPost(
  tx: Tx,
  room: Room,
  me: Enrolment,
  clientMessageId: string,
): Promise<Posted | undefined> {
  const [message] = await tx
    .select({ messageId: messages.id, seq: messages.postedSeq })
    .from(messages)
    .where(
      and(
        eq(messages.organisationId, room.organisationId),
        eq(messages.roomId, room.id),
        eq(messages.authorEnrolmentId, me.id),
        eq(messages.clientMessageId, clientMessageId),
      ),
    );
  return message;
}

/**
 * Posts words in a room. Returns after commit; the same `clientMessageId` again returns the first
 * post. Concurrent posts of an organisation share a commit, and each is authorised inside the
 * statement that inserts it.
 * @throws NOT_FOUND, INVALID_INPUT on a board, which takes no plain words, ROOM_CLOSED, ROOM_PAUSED,
 * MUTED
 */
export async function postMessage(ctx: Ctx<MemberActor>, input: PostMessage): Promise<Posted> {
  const lane = laneOf(ctx.db, ctx.actor.organisationId);
  const groupId = lane.groupOf(input.roomId) ?? (await findGroup(ctx, input, lane));
  const outcome = await lane.submit({
    roomId: input.roomId,
    groupId,
    membershipId: ctx.actor.membershipId,
    clientMessageId: input.clientMessageId,
    body: input.body,
    at: ctx.now,
  });
  if (outcome.refusal) throw new DomainError(outcome.refusal);
  return { messageId: outcome.messageId, seq: outcome.seq };
}

async function findGroup(ctx: Ctx<MemberActor>, ref: RoomRef, lane: Lane): Promise<string> {
  const { room } = await withActor(ctx, (tx) => accessRoom(tx, ctx.actor, ref));
  lane.rememberGroup(room.id, room.groupId);
  return room.groupId;
}

function thisRoom({ organisationId, roomId }: RoomRef) {
  return and(eq(rooms.organisationId, organisationId), eq(rooms.id, roomId));
}
