import { and, eq, sql } from "drizzle-orm";
import type { MemberActor } from "../../auth/actor";
import type { Tx } from "../../db/client";
import { withActor } from "../../db/transaction";
import type { Ctx } from "../../lib/ctx";
import { DomainError, found, notFound } from "../../lib/errors";
import { appendEvent, lockStream, openStream } from "../../realtime/outbox";
import { isFacilitator } from "../groups/contract";
import { accessAsFacilitator, type Enrolment } from "../groups/reads";
import { accessSession } from "../sessions/reads";
import type {
  Card,
  Lifetime,
  MessageEventKind,
  MessageState,
  Posted,
  PostMessage,
} from "./contract";
import { type Lane, laneOf } from "./lane";
import { accessRoom, type Place, type Room, type RoomRef, streamOf } from "./reads";
import { expiryOf, firstState, refusalToPost } from "./rules";
import { messages, rooms } from "./tables";

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
    if (!opened) return { roomId: await roomOfSession(tx, organisationId, sessionId) };
    const room = { organisationId, roomId: opened.id };
    await openStream(tx, {
      organisationId,
      id: opened.id,
      groupId: session.groupId,
      kind: "room",
    });
    await appendEvent(tx, streamOf(room), { kind: "room_opened", subjectId: null, at: ctx.now });
    return { roomId: opened.id };
  });
}

async function roomOfSession(tx: Tx, organisationId: string, sessionId: string): Promise<string> {
  const [room] = await tx
    .select({ id: rooms.id })
    .from(rooms)
    .where(and(eq(rooms.organisationId, organisationId), eq(rooms.sessionId, sessionId)));
  return found(room).id;
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

/** Ends the session's room for good, and wipes what was shared for this session only. */
export function closeRoom(ctx: Ctx<MemberActor>, ref: RoomRef): Promise<void> {
  return withActor(ctx, async (tx) => {
    const { room, me } = await enterRoomToFacilitate(tx, ctx.actor, ref);
    if (room.closedAt) return;
    await tx
      .update(rooms)
      .set({ closedAt: ctx.now, closedByEnrolmentId: me.id })
      .where(thisRoom(ref));
    await tx
      .update(messages)
      .set({ body: null, card: null })
      .where(
        and(
          eq(messages.organisationId, ref.organisationId),
          eq(messages.roomId, ref.roomId),
          eq(messages.lifetime, "session"),
        ),
      );
    await appendEvent(tx, streamOf(ref), { kind: "room_closed", subjectId: null, at: ctx.now });
  });
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
    const subject = messageId ?? room.centreMessageId;
    if (room.centreMessageId === messageId || subject === null) return;
    const message = await accessMessage(tx, room, subject);
    if (!isFacilitator(me.role) && message.authorEnrolmentId !== me.id) throw notFound();
    if (messageId && message.state !== "shown") throw notFound();
    await changeCentreIn(tx, room, messageId, ctx.now);
  });
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
 * Moves a message to another state inside the caller's transaction; the room must be locked. A
 * retraction wipes the words. @returns false when nothing changed.
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
      ...(state === "shown" && { shownAt: message.shownAt ?? now }),
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
    await changeMessageStateIn(tx, place, message, "retracted", ctx.now);
  });
}

/**
 * Shares a card in the room inside the caller's transaction; the room must be locked. The same
 * `clientMessageId` again returns the first post. @throws ROOM_CLOSED, ROOM_PAUSED, MUTED
 */
export async function postCardIn(
  tx: Tx,
  { room, me }: Place,
  share: { clientMessageId: string; card: Card; lifetime: Lifetime },
  now: Date,
): Promise<Posted & { already: boolean }> {
  const known = await findOwnPost(tx, room, me, share.clientMessageId);
  if (known) return { messageId: known.id, seq: known.postedSeq, already: true };
  const refusal = refusalToPost(room, {
    standing: me.standing,
    facilitates: isFacilitator(me.role),
  });
  if (refusal) throw new DomainError(refusal);
  const [made] = await tx.execute<{ messageId: string }>(sql`select uuidv7() as "messageId"`);
  const { messageId } = found(made);
  const stream = streamOf(refOf(room));
  const seq = await appendEvent(tx, stream, {
    kind: "message_posted",
    subjectId: messageId,
    at: now,
  });
  const state = firstState(me.standing);
  await tx.insert(messages).values({
    organisationId: room.organisationId,
    id: messageId,
    groupId: room.groupId,
    roomId: room.id,
    postedSeq: seq,
    authorEnrolmentId: me.id,
    clientMessageId: share.clientMessageId,
    kind: share.card.kind,
    card: share.card,
    postedAt: now,
    state,
    shownAt: state === "shown" ? now : null,
    stateChangedAt: now,
    stateChangedByEnrolmentId: me.id,
    lifetime: share.lifetime,
    expiresAt: expiryOf(share.lifetime, now),
  });
  return { messageId, seq, already: false };
}

async function findOwnPost(tx: Tx, room: Room, me: Enrolment, clientMessageId: string) {
  const [message] = await tx
    .select({ id: messages.id, postedSeq: messages.postedSeq })
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
 * @throws NOT_FOUND, ROOM_CLOSED, ROOM_PAUSED, MUTED
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

function refOf(room: Room): RoomRef {
  return { organisationId: room.organisationId, roomId: room.id };
}

function thisRoom({ organisationId, roomId }: RoomRef) {
  return and(eq(rooms.organisationId, organisationId), eq(rooms.id, roomId));
}
