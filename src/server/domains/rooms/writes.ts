import { randomUUID } from "node:crypto";
import { and, asc, eq, inArray, isNull, ne, type SQL, sql } from "drizzle-orm";
import type { MemberActor, RoomActor } from "../../auth/actor";
import type { Tx } from "../../db/client";
import { withActor } from "../../db/transaction";
import type { Queue } from "../../jobs/queue";
import type { Ctx } from "../../lib/ctx";
import { DomainError, found, notFound } from "../../lib/errors";
import { appendEvent, lockStream, lockStreams, openStream } from "../../realtime/outbox";
import { eraseBlobIn } from "../../storage/jobs";
import {
  accessAsFacilitator,
  accessEnrolment,
  accessPersonIn,
  readEnrolmentsIn,
  readRetentionDaysIn,
} from "../groups/reads";
import { accessSession } from "../sessions/reads";
import {
  type FoldPerson,
  type HeldFor,
  type MessageEventKind,
  type MessageState,
  type NoticeCode,
  type Posted,
  type PostMessage,
  type PostOnLine,
  type Regarding,
  type ReportMessage,
  type RoomSettings,
  type TellFacilitators,
  UNSEND_MS,
} from "./contract";
import { type Lane, laneOf } from "./lane";
import {
  accessRoom,
  findBoard,
  findRoom,
  isInRoom,
  loadRecord,
  type Place,
  type Room,
  type RoomRef,
  readRoomsOfSessionsIn,
  refOf,
  streamOf,
  viewMessageIn,
} from "./reads";
import { careRuleOf, heldFor, retentionEnd, wordsOf } from "./rules";
import {
  attendances,
  careFlags,
  foldedPeople,
  heldWords,
  messagePhotos,
  messages,
  rooms,
} from "./tables";

export type Message = typeof messages.$inferSelect;

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
        facilitatorSeenAt: ctx.now,
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
 * @throws as `accessRoom`, and NOT_ADMITTED in the lobby.
 */
export async function enterRoomToWrite(tx: Tx, actor: MemberActor, ref: RoomRef): Promise<Place> {
  const place = await enterLobbyToWrite(tx, actor, ref);
  if (!place.admitted) throw new DomainError("NOT_ADMITTED");
  return place;
}

/** As `enterRoomToWrite`, for what someone in the lobby may do as well. */
async function enterLobbyToWrite(tx: Tx, actor: MemberActor, ref: RoomRef): Promise<Place> {
  await lockStream(tx, streamOf(ref));
  return accessRoom(tx, actor, ref);
}

/**
 * As `enterRoomToWrite`, for what is done by those who lead, whoever has the chair included.
 * @throws NOT_FOUND for members too.
 */
export async function enterRoomToFacilitate(
  tx: Tx,
  actor: MemberActor,
  ref: RoomRef,
): Promise<Place> {
  const place = await enterLobbyToWrite(tx, actor, ref);
  if (!place.leads) throw notFound();
  return place;
}

/** As `enterRoomToFacilitate`, and not for whoever only has the chair. */
export async function enterRoomAsFacilitator(
  tx: Tx,
  actor: MemberActor,
  ref: RoomRef,
): Promise<Place> {
  const place = await enterLobbyToWrite(tx, actor, ref);
  if (!place.facilitates) throw notFound();
  return place;
}

/**
 * Ends the session's room for good, opens what was written together until then, and wipes what was
 * shared for this session only, in the room and on the group's board. `before` is what else ends
 * with it, while things can still be posted. @throws NOT_FOUND for members, and for a board, which
 * never closes.
 */
export function closeRoom(
  ctx: Ctx<MemberActor>,
  ref: RoomRef,
  before: (tx: Tx, place: Place) => Promise<void> = async () => {},
): Promise<void> {
  const { organisationId } = ref;
  return withActor(ctx, async (tx) => {
    const { groupId, sessionId } = found(await findRoom(tx, ref));
    if (!sessionId) throw notFound();
    // The board too: a card shared there until this session ends is either seen below, or was shared
    // by someone who saw the room closed. In one order, so that no two writes wait for each other.
    const boardId = await findBoard(tx, organisationId, groupId);
    await lockStreams(tx, organisationId, boardId ? [ref.roomId, boardId] : [ref.roomId]);
    const place = await enterRoomToFacilitate(tx, ctx.actor, ref);
    const { room, me } = place;
    if (room.closedAt) return;
    await before(tx, place);
    await openWritingIn(tx, place, ctx.db.queue, ctx.now);
    await tx
      .update(rooms)
      .set({ closedAt: ctx.now, closedByEnrolmentId: me.id })
      .where(thisRoom(ref));
    const inRoom = and(eq(messages.roomId, ref.roomId), eq(messages.lifetime, "session"));
    await wipeIn(tx, organisationId, inRoom, {}, ctx.db.queue);
    await appendEvent(tx, streamOf(ref), { kind: "room_closed", subjectId: null, at: ctx.now });
    // What is closed is there to be read, also by who was still waiting to be let in.
    await tellWaitingIn(tx, room, ctx.now);
    await retireLaterIn(tx, { ...room, closedAt: ctx.now }, ctx.db.queue);
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
export async function wipeIn(
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
export async function erasePhotosIn(
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
 * Puts a card in the middle of the room, or clears the middle. Those who lead, and authors for what
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
    if (!place.leads && message.authorEnrolmentId !== me.id) throw notFound();
    if (messageId && !isForEveryone(message)) throw notFound();
    await changeCentreIn(tx, room, messageId, ctx.now);
  });
}

/** What everyone in the room sees, as a thing of its own. */
function isForEveryone({ state, audience, kind }: Message): boolean {
  return state === "shown" && audience === "room" && kind !== "reply" && kind !== "notice";
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

export async function clearCentreOf(
  tx: Tx,
  room: Room,
  messageId: string,
  now: Date,
): Promise<void> {
  if (room.centreMessageId === messageId) await changeCentreIn(tx, room, null, now);
}

const EVENT_OF_STATE: Record<MessageState, MessageEventKind> = {
  shown: "message_shown",
  held: "message_held",
  removed: "message_removed",
  retracted: "message_retracted",
  unsent: "message_unsent",
};

/**
 * Moves a message to another state inside the caller's transaction; the room must be locked. What
 * was removed can be brought back; what its author took back is gone. `reason` is why it is removed,
 * told to its author; `heldFor` why it is held.
 * @returns false when nothing changed.
 * @throws STATE_CHANGED when it has already gone another way.
 */
export async function changeMessageStateIn(
  tx: Tx,
  { room, me }: Pick<Place, "room" | "me">,
  message: Message,
  state: MessageState,
  now: Date,
  why: { heldFor?: HeldFor; reason?: string | null } = {},
): Promise<boolean> {
  if (message.state === state) return false;
  const wasRemoved = message.state === "removed";
  if (message.state === "retracted" || message.state === "unsent") {
    throw new DomainError("STATE_CHANGED");
  }
  if (wasRemoved && (state === "held" || state === "unsent"))
    throw new DomainError("STATE_CHANGED");
  const gone = state === "retracted" || state === "unsent";
  await tx
    .update(messages)
    .set({
      state,
      stateChangedAt: now,
      stateChangedByEnrolmentId: me.id,
      stateReason: state === "removed" ? (why.reason ?? null) : null,
      ...(state === "held" && { heldFor: why.heldFor ?? "message" }),
      ...(state === "shown" && message.audience === "room" && { shownAt: message.shownAt ?? now }),
      ...(gone && { body: null, card: null }),
    })
    .where(thisMessage(message));
  const kind = wasRemoved && state === "shown" ? "message_restored" : EVENT_OF_STATE[state];
  await appendEvent(tx, streamOf(refOf(room)), { kind, subjectId: message.id, at: now });
  if (state !== "shown") await clearCentreOf(tx, room, message.id, now);
  return true;
}

function thisMessage({ organisationId, id }: Pick<Message, "organisationId" | "id">) {
  return and(eq(messages.organisationId, organisationId), eq(messages.id, id));
}

/** A message of this room. @throws NOT_FOUND */
export async function accessMessage(tx: Tx, room: Room, messageId: string): Promise<Message> {
  const [message] = await tx
    .select()
    .from(messages)
    .where(
      and(
        eq(messages.organisationId, room.organisationId),
        eq(messages.id, messageId),
        isInRoom(room),
      ),
    );
  return found(message);
}

/** Takes back one's own message: gone from the store and every screen, at any time. */
export function retractMessage(
  ctx: Ctx<MemberActor>,
  ref: RoomRef & { messageId: string },
): Promise<void> {
  return takeBack(ctx, ref, "retracted");
}

/**
 * Takes back one's own message within ten seconds, by the server's clock: it is gone as if it had
 * never been. @throws NOT_FOUND, TOO_LATE, STATE_CHANGED when it was removed in between.
 */
export function unsendMessage(
  ctx: Ctx<MemberActor>,
  ref: RoomRef & { messageId: string },
): Promise<void> {
  return takeBack(ctx, ref, "unsent");
}

function takeBack(
  ctx: Ctx<MemberActor>,
  { messageId, ...ref }: RoomRef & { messageId: string },
  state: "retracted" | "unsent",
): Promise<void> {
  const { actor, db, now } = ctx;
  return withActor(ctx, async (tx) => {
    const place = await enterLobbyToWrite(tx, actor, ref);
    const message = await accessMessage(tx, place.room, messageId);
    if (message.authorEnrolmentId !== place.me.id || message.kind === "notice") throw notFound();
    if (message.state === "unsent") return;
    const tooLate = now.getTime() > message.postedAt.getTime() + UNSEND_MS;
    if (state === "unsent" && tooLate) throw new DomainError("TOO_LATE");
    const changed = await changeMessageStateIn(tx, place, message, state, now);
    const thisOne = eq(messages.id, messageId);
    if (changed) await wipeIn(tx, ref.organisationId, thisOne, {}, db.queue);
  });
}

export async function findOwnPost(
  tx: Tx,
  { room, me }: Pick<Place, "room" | "me">,
  clientMessageId: string,
): Promise<Posted | undefined> {
  const [message] = await tx
    .select({ messageId: messages.id, seq: messages.postedSeq })
    .from(messages)
    .where(
      and(
        eq(messages.organisationId, room.organisationId),
        eq(messages.authorEnrolmentId, me.id),
        eq(messages.clientMessageId, clientMessageId),
        isInRoom(room),
      ),
    );
  return message;
}

type NewMessage = Pick<
  typeof messages.$inferInsert,
  | "clientMessageId"
  | "kind"
  | "body"
  | "card"
  | "replyToId"
  | "replyKind"
  | "endsWithSessionId"
  | "lineEnrolmentId"
  | "regarding"
  | "aboutEnrolmentId"
  | "aboutMessageId"
  | "notice"
> &
  Pick<Message, "audience"> &
  Partial<Pick<Message, "lifetime" | "expiresAt" | "heldFor">>;

/**
 * Stores and announces a message, and raises a flag of care if its words ask for one; the room must
 * be locked. With `heldFor` it waits, else it is shown.
 */
export async function insertMessageIn(
  tx: Tx,
  { room, me }: Pick<Place, "room" | "me">,
  message: NewMessage,
  now: Date,
): Promise<Posted> {
  const messageId = await newIdIn(tx);
  const seq = await appendEvent(tx, streamOf(refOf(room)), {
    kind: "message_posted",
    subjectId: messageId,
    at: now,
  });
  const { organisationId, groupId, id: roomId } = room;
  const held = message.heldFor ?? null;
  await tx.insert(messages).values({
    lifetime: "kept",
    ...message,
    organisationId,
    id: messageId,
    groupId,
    roomId,
    postedSeq: seq,
    authorEnrolmentId: me.id,
    postedAt: now,
    state: held ? "held" : "shown",
    heldFor: held,
    writingRoundId: held === "together" ? room.writingRoundId : null,
    shownAt: !held && message.audience !== "facilitators" ? now : null,
    stateChangedAt: now,
    stateChangedByEnrolmentId: me.id,
  });
  const rule = message.kind === "notice" ? null : careRuleOf(wordsOf(message));
  if (!rule) return { messageId, seq };
  await raiseFlagIn(tx, room, { messageId, rule }, now);
  return { messageId, seq, care: true };
}

async function newIdIn(tx: Tx): Promise<string> {
  const [made] = await tx.execute<{ id: string }>(sql`select uuidv7() as id`);
  return found(made).id;
}

/** Tells those who facilitate, quietly. The write lane does the same in its own statement. */
async function raiseFlagIn(
  tx: Tx,
  { organisationId, groupId, id: roomId }: Room,
  flag: { messageId: string; rule: string },
  now: Date,
): Promise<void> {
  const id = await newIdIn(tx);
  await tx
    .insert(careFlags)
    .values({ organisationId, id, groupId, roomId, ...flag, raisedAt: now });
  const event = { kind: "care_flag_changed", subjectId: id, at: now };
  await appendEvent(tx, { organisationId, streamId: roomId }, event);
}

/** What a card or a reply in own words waits for; null when it is shown at once. */
export async function heldForIn(
  tx: Tx,
  { room, me, leads }: Place,
  post: Parameters<typeof wordsOf>[0],
  now: Date,
): Promise<HeldFor | null> {
  const person = { standing: me.standing, leads };
  const anyway = heldFor(room, person, { at: now, listed: false });
  if (anyway || leads) return anyway;
  const listed = (await findListedIn(tx, room, [wordsOf(post)])).size > 0;
  return heldFor(room, person, { at: now, listed });
}

/** Which of `texts`, by their place, hold a word from the group's list. */
async function findListedIn(
  tx: Tx,
  { organisationId, groupId }: Room,
  texts: string[],
): Promise<Set<number>> {
  if (texts.length === 0) return new Set();
  const rows = await tx.execute<{ place: number }>(sql`
    select (t.place - 1)::int as place
    from jsonb_array_elements_text(${JSON.stringify(texts)}::text::jsonb)
      with ordinality t (words, place)
    where exists (
      select from held_words w where w.organisation_id = ${organisationId}
        and w.group_id = ${groupId} and t.words ~* w.pattern)`);
  return new Set(rows.map(({ place }) => place));
}

/** A change of what the room permits; what is left out stays. */
export type SettingsChange = Partial<
  Pick<RoomSettings, "posting" | "replies" | "held" | "locked" | "lobby" | "slowModeSeconds"> &
    Pick<
      Room,
      | "floorEnrolmentIds"
      | "floorOpen"
      | "writingRoundId"
      | "writingSince"
      | "safeSince"
      | "deputyEnrolmentId"
      | "chairEnrolmentId"
      | "facilitatorSeenAt"
    >
>;

/**
 * Changes what the room permits inside the caller's transaction, as one event whatever it is; the
 * room must be locked. `room` then holds what is stored. `byEnrolmentId` is who set the hold, lock
 * or lobby. @returns false when it was so already, and nothing happened. @throws ROOM_CLOSED
 */
export async function changeSettingsIn(
  tx: Tx,
  room: Room,
  { held, locked, lobby, ...plain }: SettingsChange,
  now: Date,
  byEnrolmentId: string | null = null,
): Promise<boolean> {
  if (room.closedAt) throw new DomainError("ROOM_CLOSED");
  const change: Partial<Room> = {
    ...plain,
    ...switched(held, room.heldAt, (heldAt) => ({ heldAt, heldByEnrolmentId: byEnrolmentId }), now),
    ...switched(
      locked,
      room.lockedAt,
      (lockedAt) => ({ lockedAt, lockedByEnrolmentId: byEnrolmentId }),
      now,
    ),
    ...switched(
      lobby,
      room.lobbyAt,
      (lobbyAt) => ({ lobbyAt, lobbyByEnrolmentId: byEnrolmentId }),
      now,
    ),
  };
  const hadLobby = room.lobbyAt !== null;
  const changed = Object.entries(change).some(
    ([key, value]) => JSON.stringify(value) !== JSON.stringify(room[key as keyof Room]),
  );
  if (!changed) return false;
  await tx
    .update(rooms)
    .set(change)
    .where(thisRoom(refOf(room)));
  Object.assign(room, change);
  const event = { kind: "settings_changed", subjectId: null, at: now };
  await appendEvent(tx, streamOf(refOf(room)), event);
  if (hadLobby && !room.lobbyAt) await tellWaitingIn(tx, room, now);
  return true;
}

function switched<T>(
  on: boolean | undefined,
  since: Date | null,
  change: (since: Date | null) => T,
  now: Date,
): T | undefined {
  if (on === undefined || on === (since !== null)) return undefined;
  return change(on ? now : null);
}

/** What a segment permits. @returns false when it was so already. */
export function setPermitsIn(
  tx: Tx,
  room: Room,
  { posting, replies }: Pick<RoomSettings, "posting" | "replies">,
  now: Date,
): Promise<boolean> {
  return changeSettingsIn(tx, room, { posting, replies }, now);
}

/** Whose words are asked for in a round of turns; null when none is under way any more. */
export function setFloorIn(
  tx: Tx,
  room: Room,
  floor: RoomSettings["floor"],
  now: Date,
): Promise<boolean> {
  const change = {
    floorEnrolmentIds: floor?.enrolmentIds ?? null,
    floorOpen: floor?.open ?? false,
  };
  return changeSettingsIn(tx, room, change, now);
}

/** Lets whoever waits in the lobby see at once that they need not wait any more. */
async function tellWaitingIn(tx: Tx, room: Room, now: Date): Promise<void> {
  const waiting = await tx
    .select({ enrolmentId: attendances.enrolmentId })
    .from(attendances)
    .where(
      and(
        eq(attendances.organisationId, room.organisationId),
        eq(attendances.roomId, room.id),
        isNull(attendances.firstHereAt),
        isNull(attendances.admittedAt),
        isNull(attendances.sentOutAt),
      ),
    )
    .orderBy(asc(attendances.enrolmentId));
  for (const { enrolmentId } of waiting) await tellPlaceChangedIn(tx, room, enrolmentId, now);
}

/** Every open screen of theirs looks again at how they stand in the room. */
export async function tellPlaceChangedIn(
  tx: Tx,
  { organisationId }: Room,
  enrolmentId: string,
  now: Date,
): Promise<void> {
  const stream = { organisationId, streamId: enrolmentId };
  await appendEvent(tx, stream, { kind: "place_changed", subjectId: enrolmentId, at: now });
}

/** Everyone writes, and nobody reads before it is opened. Again: nothing changes. */
export function startWriting(ctx: Ctx<MemberActor>, ref: RoomRef): Promise<void> {
  return withActor(ctx, async (tx) => {
    const place = await enterRoomToFacilitate(tx, ctx.actor, ref);
    if (place.room.kind === "board") throw notFound();
    await startWritingIn(tx, place, ctx.db.queue, ctx.now);
  });
}

/** Opens what everyone wrote, at once. Again: nothing changes. */
export function openWriting(ctx: Ctx<MemberActor>, ref: RoomRef): Promise<void> {
  return withActor(ctx, async (tx) => {
    const place = await enterRoomToFacilitate(tx, ctx.actor, ref);
    await openWritingIn(tx, place, ctx.db.queue, ctx.now);
  });
}

/** As `startWriting`, in a locked room. @returns false while a round is under way already. */
export async function startWritingIn(
  tx: Tx,
  { room }: Pick<Place, "room">,
  _queue: Queue,
  now: Date,
): Promise<boolean> {
  if (room.writingRoundId) return false;
  const round = { writingRoundId: randomUUID(), writingSince: now };
  return changeSettingsIn(tx, room, round, now);
}

/**
 * As `openWriting`, in a locked room. What waits for another reason as well goes on waiting for
 * that. @returns false when there was nothing to open.
 */
export async function openWritingIn(
  tx: Tx,
  { room, me }: Pick<Place, "room" | "me">,
  _queue: Queue,
  now: Date,
): Promise<boolean> {
  const { writingRoundId } = room;
  if (!writingRoundId) return false;
  await changeSettingsIn(tx, room, { writingRoundId: null, writingSince: null }, now);
  const written = await tx
    .select()
    .from(messages)
    .where(
      and(
        eq(messages.organisationId, room.organisationId),
        eq(messages.roomId, room.id),
        eq(messages.writingRoundId, writingRoundId),
        eq(messages.state, "held"),
        eq(messages.heldFor, "together"),
      ),
    )
    .orderBy(asc(messages.postedSeq));
  const listed = await findListedIn(tx, room, written.map(wordsOf));
  const enrolmentIds = [...new Set(written.map((each) => each.authorEnrolmentId))];
  const authors = await readEnrolmentsIn(tx, room, { enrolmentIds });
  const standings = new Map(authors.map(({ id, standing }) => [id, standing]));
  for (const [place, message] of written.entries()) {
    const standing = found(standings.get(message.authorEnrolmentId));
    const person = { standing, leads: false };
    const still = heldFor(room, person, { at: message.postedAt, listed: listed.has(place) });
    if (still) await keepHeldIn(tx, room, message, still, now);
    else await changeMessageStateIn(tx, { room, me }, message, "shown", now);
  }
  return true;
}

async function keepHeldIn(
  tx: Tx,
  room: Room,
  message: Message,
  reason: HeldFor,
  now: Date,
): Promise<void> {
  await tx.update(messages).set({ heldFor: reason }).where(thisMessage(message));
  const event = { kind: "message_held", subjectId: message.id, at: now };
  await appendEvent(tx, streamOf(refOf(room)), event);
}

/** What the room itself says; for the room unless told otherwise. */
export type NewNotice = {
  notice: NoticeCode;
  body?: string | null;
  audience?: "room" | "facilitators";
  aboutEnrolmentId?: string | null;
};

/**
 * Lets the room say something, by whoever brought it about, inside the caller's transaction; the
 * room must be locked. It goes through the one visibility rule as everything does.
 */
export function postNoticeIn(
  tx: Tx,
  place: Pick<Place, "room" | "me">,
  { notice, body = null, audience = "room", aboutEnrolmentId = null }: NewNotice,
  _queue: Queue | null,
  now: Date,
): Promise<Posted> {
  return insertMessageIn(
    tx,
    place,
    { clientMessageId: randomUUID(), kind: "notice", notice, body, audience, aboutEnrolmentId },
    now,
  );
}

/** Says that it is looked after, to those who told it. @returns false when it was said before. */
export async function settleMessageIn(
  tx: Tx,
  { room, me, facilitates }: Place,
  messageId: string,
  now: Date,
): Promise<boolean> {
  const message = await accessMessage(tx, room, messageId);
  if (!facilitates || !message.regarding) throw notFound();
  if (message.settledAt) return false;
  await tx
    .update(messages)
    .set({ settledAt: now, settledByEnrolmentId: me.id })
    .where(thisMessage(message));
  const event = { kind: "message_settled", subjectId: messageId, at: now };
  await appendEvent(tx, streamOf(refOf(room)), event);
  return true;
}

/** Says that it is looked after. @returns false when it was said before. @throws NOT_FOUND */
export async function settleFlagIn(
  tx: Tx,
  { room, me, facilitates }: Place,
  flagId: string,
  now: Date,
): Promise<boolean> {
  if (!facilitates) throw notFound();
  const thisFlag = and(
    eq(careFlags.organisationId, room.organisationId),
    eq(careFlags.roomId, room.id),
    eq(careFlags.id, flagId),
  );
  const [flag] = await tx.select().from(careFlags).where(thisFlag);
  if (found(flag).settledAt) return false;
  await tx.update(careFlags).set({ settledAt: now, settledByEnrolmentId: me.id }).where(thisFlag);
  const event = { kind: "care_flag_changed", subjectId: flagId, at: now };
  await appendEvent(tx, streamOf(refOf(room)), event);
  return true;
}

/**
 * Puts a word on the group's list, once. `pattern` is a regular expression of PostgreSQL; authorise
 * the actor first.
 */
export async function addHeldWordIn(
  tx: Tx,
  group: { organisationId: string; groupId: string; byEnrolmentId: string },
  { word, pattern }: { word: string; pattern: string },
  now: Date,
): Promise<{ id: string; added: boolean }> {
  const { organisationId, groupId, byEnrolmentId } = group;
  // Every post of the group is held against it: one that cannot be read would stop them all.
  await tx.execute(sql`select '' ~* ${pattern}::text`);
  const [added] = await tx
    .insert(heldWords)
    .values({
      organisationId,
      groupId,
      word,
      pattern,
      addedByEnrolmentId: byEnrolmentId,
      addedAt: now,
    })
    .onConflictDoNothing()
    .returning({ id: heldWords.id });
  if (added) return { id: added.id, added: true };
  const [known] = await tx
    .select({ id: heldWords.id })
    .from(heldWords)
    .where(
      and(
        eq(heldWords.organisationId, organisationId),
        eq(heldWords.groupId, groupId),
        eq(heldWords.word, word),
      ),
    );
  return { id: found(known).id, added: false };
}

/** Takes a word off the group's list; authorise the actor first. @returns false when it was not there. */
export async function removeHeldWordIn(
  tx: Tx,
  { organisationId, groupId }: { organisationId: string; groupId: string },
  wordId: string,
): Promise<boolean> {
  const removed = await tx
    .delete(heldWords)
    .where(
      and(
        eq(heldWords.organisationId, organisationId),
        eq(heldWords.groupId, groupId),
        eq(heldWords.id, wordId),
      ),
    )
    .returning({ id: heldWords.id });
  return removed.length > 0;
}

/**
 * "Could use a quiet word", or "I'm worried about someone": to those who facilitate and nobody else.
 * Never refused in an open room, also to who is muted there, and never held. The same
 * `clientMessageId` again returns the first. @throws NOT_FOUND, also for who it is about;
 * NOT_ADMITTED in the lobby, where the private line is; ROOM_CLOSED.
 */
export function tellFacilitators(
  ctx: Ctx<MemberActor>,
  { regarding, aboutEnrolmentId, ...post }: TellFacilitators,
): Promise<Posted> {
  return sayInSession(ctx, post, async (tx, place) => {
    if (!place.admitted) throw new DomainError("NOT_ADMITTED");
    if (aboutEnrolmentId) await accessPersonIn(tx, place.room, aboutEnrolmentId);
    return { audience: "facilitators", regarding, aboutEnrolmentId: aboutEnrolmentId ?? null };
  });
}

/** Between facilitators, unseen by members. @throws NOT_FOUND for members, ROOM_CLOSED */
export function postToFacilitators(ctx: Ctx<MemberActor>, post: PostMessage): Promise<Posted> {
  return sayInSession(ctx, post, (_tx, { facilitates }) => {
    if (!facilitates) throw notFound();
    return { audience: "facilitators" };
  });
}

/**
 * On the private line between those who facilitate and one member, who may also be in the lobby.
 * Never held, and never refused in an open room.
 * @throws NOT_FOUND for a line with nobody, and for a member on another's line; ROOM_CLOSED.
 */
export function postOnLine(
  ctx: Ctx<MemberActor>,
  { withEnrolmentId, ...post }: PostOnLine,
): Promise<Posted> {
  return sayInSession(ctx, post, async (tx, { room, me, facilitates }) => {
    const lineWith = withEnrolmentId ?? (facilitates ? null : me.id);
    if (!lineWith || (!facilitates && lineWith !== me.id)) throw notFound();
    const person = await accessPersonIn(tx, room, lineWith);
    if (person.role !== "member") throw notFound();
    return { audience: "line", lineEnrolmentId: lineWith };
  });
}

/**
 * Asks those who facilitate to look at a message, and says why; the message itself goes on as it is.
 * @throws NOT_FOUND for what the person cannot see, and for their own; ROOM_CLOSED.
 */
export function reportMessage(
  ctx: Ctx<MemberActor>,
  { messageId, ...post }: ReportMessage,
): Promise<Posted> {
  return sayInSession(ctx, post, async (tx, place) => {
    const record = await loadRecord(tx, place.room, messageId);
    const isMine = record.author.id === place.me.id;
    const view = viewMessageIn(place, record, ctx.now);
    if (!view || isMine || record.kind === "notice") throw notFound();
    return {
      audience: "facilitators",
      regarding: "report",
      aboutEnrolmentId: record.author.id,
      aboutMessageId: messageId,
    };
  });
}

type Address = Pick<
  NewMessage,
  "audience" | "regarding" | "aboutEnrolmentId" | "aboutMessageId" | "lineEnrolmentId"
> & { regarding?: Regarding | null };

/** Says something in a session's room that is not for the room, once. */
function sayInSession(
  ctx: Ctx<MemberActor>,
  { clientMessageId, body, ...ref }: PostMessage,
  addressOf: (tx: Tx, place: Place) => Promise<Address> | Address,
): Promise<Posted> {
  return withActor(ctx, async (tx) => {
    const place = await enterLobbyToWrite(tx, ctx.actor, ref);
    if (place.room.kind === "board") throw notFound();
    const known = await findOwnPost(tx, place, clientMessageId);
    if (known) return careRuleOf(body) ? { ...known, care: true } : known;
    const address = await addressOf(tx, place);
    if (place.room.closedAt) throw new DomainError("ROOM_CLOSED");
    return insertMessageIn(
      tx,
      place,
      { clientMessageId, kind: "words", body, ...address },
      ctx.now,
    );
  });
}

/** Folds someone away for oneself; nobody is told. @throws NOT_FOUND outside the group. */
export function foldPerson(
  ctx: Ctx<MemberActor>,
  { groupId, enrolmentId }: FoldPerson,
): Promise<void> {
  const { organisationId, membershipId } = ctx.actor;
  return withActor(ctx, async (tx) => {
    const me = await accessEnrolment(tx, ctx.actor, groupId);
    const person = await accessPersonIn(tx, me, enrolmentId);
    if (person.id === me.id) throw notFound();
    await tx
      .insert(foldedPeople)
      .values({ organisationId, membershipId, groupId, enrolmentId, foldedAt: ctx.now })
      .onConflictDoNothing();
  });
}

/** Undoes `foldPerson`; harmless when they are not folded. @throws NOT_FOUND outside the group. */
export function unfoldPerson(
  ctx: Ctx<MemberActor>,
  { groupId, enrolmentId }: FoldPerson,
): Promise<void> {
  const { organisationId, membershipId } = ctx.actor;
  return withActor(ctx, async (tx) => {
    const me = await accessEnrolment(tx, ctx.actor, groupId);
    found((await readEnrolmentsIn(tx, me, { enrolmentIds: [enrolmentId] }))[0]);
    await tx
      .delete(foldedPeople)
      .where(
        and(
          eq(foldedPeople.organisationId, organisationId),
          eq(foldedPeople.membershipId, membershipId),
          eq(foldedPeople.groupId, groupId),
          eq(foldedPeople.enrolmentId, enrolmentId),
        ),
      );
  });
}

/** Looks at the room again when its retention is over, as it is now; it may change until then. */
async function retireLaterIn(tx: Tx, room: Room, queue: Queue): Promise<void> {
  const { organisationId, groupId, id: roomId } = room;
  const days = await readRetentionDaysIn(tx, organisationId, groupId);
  const startAfter = found(retentionEnd(room.closedAt, days));
  await queue.enqueue(tx, "rooms.retire", { organisationId, groupId, roomId }, { startAfter });
}

/**
 * Wipes the transcript of a closed room, or with null of every room of the group, once the group's
 * retention is over: words, cards, photos and flags of care. Before that: looks again then.
 * Again, or for a room that is open: nothing changes.
 */
export function retireRooms(
  { db, actor, now }: Ctx<RoomActor>,
  { groupId, roomId }: { groupId: string; roomId: string | null },
): Promise<void> {
  const { organisationId } = actor;
  return withActor({ db, actor, now }, async (tx) => {
    const closed = await tx
      .select()
      .from(rooms)
      .where(
        and(
          eq(rooms.organisationId, organisationId),
          eq(rooms.groupId, groupId),
          roomId ? eq(rooms.id, roomId) : undefined,
          sql`${rooms.closedAt} is not null`,
        ),
      )
      .orderBy(asc(rooms.id));
    const days = closed.length > 0 ? await readRetentionDaysIn(tx, organisationId, groupId) : 0;
    for (const room of closed) {
      const end = found(retentionEnd(room.closedAt, days));
      if (end <= now) await retireRoomIn(tx, room, end, db.queue);
      else await retireLaterIn(tx, room, db.queue);
    }
  });
}

async function retireRoomIn(tx: Tx, room: Room, end: Date, queue: Queue): Promise<void> {
  await lockStream(tx, streamOf(refOf(room)));
  const { organisationId, id: roomId } = room;
  const inRoom = and(eq(messages.organisationId, organisationId), eq(messages.roomId, roomId));
  const wiped = await tx
    .update(messages)
    .set({ body: null, card: null, stateReason: null, lifetime: "session", expiresAt: end })
    .where(and(inRoom, ne(messages.state, "unsent"), notWiped))
    .returning({ id: messages.id });
  const ids = wiped.map(({ id }) => id);
  if (ids.length > 0) await erasePhotosIn(tx, organisationId, ids, queue);
  await tx
    .delete(careFlags)
    .where(and(eq(careFlags.organisationId, organisationId), eq(careFlags.roomId, roomId)));
}

/**
 * Posts words in a room. Returns after commit; the same `clientMessageId` again returns the first
 * post. Concurrent posts of an organisation share a commit, and each is authorised inside the
 * statement that inserts it.
 * @throws NOT_FOUND, INVALID_INPUT on a board, which takes no plain words, ROOM_CLOSED, ROOM_LOCKED,
 * NOT_ADMITTED, MUTED, ROOM_PAUSED, NOT_NOW, NOT_YOUR_TURN, and SLOW_MODE with `retryAfterMs`
 */
export async function postMessage(ctx: Ctx<MemberActor>, input: PostMessage): Promise<Posted> {
  const lane = laneOf(ctx.db, ctx.actor.organisationId);
  const groupId = lane.groupOf(input.roomId) ?? (await findGroup(ctx, input, lane));
  const care = careRuleOf(input.body);
  const outcome = await lane.submit({
    roomId: input.roomId,
    groupId,
    membershipId: ctx.actor.membershipId,
    clientMessageId: input.clientMessageId,
    body: input.body,
    care,
    at: ctx.now,
  });
  const { messageId, seq, refusal, retryAfterMs } = outcome;
  if (refusal) throw new DomainError(refusal, retryAfterMs === null ? {} : { retryAfterMs });
  return { messageId, seq, ...(care && { care: true }) };
}

async function findGroup(ctx: Ctx<MemberActor>, ref: RoomRef, lane: Lane): Promise<string> {
  const { room } = await withActor(ctx, (tx) => accessRoom(tx, ctx.actor, ref));
  lane.rememberGroup(room.id, room.groupId);
  return room.groupId;
}

function thisRoom({ organisationId, roomId }: RoomRef) {
  return and(eq(rooms.organisationId, organisationId), eq(rooms.id, roomId));
}
