import { and, asc, desc, eq, gt, inArray, isNotNull, isNull, lt, or, type SQL } from "drizzle-orm";
import type { MemberActor, RoomActor } from "../../auth/actor";
import type { Tx } from "../../db/client";
import { withActor } from "../../db/transaction";
import type { Ctx } from "../../lib/ctx";
import { found, notFound } from "../../lib/errors";
import { readEvents, readLastSeq, type StoredEvent } from "../../realtime/outbox";
import type { StoredBlob } from "../../storage/blobs";
import { isFacilitator } from "../groups/contract";
import { accessEnrolment, type Enrolment, readPeople } from "../groups/reads";
import { accessSession } from "../sessions/reads";
import {
  CATCH_UP_EVENTS,
  type Card,
  type Lifetime,
  type MessageAudience,
  type MessageState,
  type MessageView,
  type Person,
  type RoomEvent,
  type RoomSnapshot,
  SNAPSHOT_MESSAGES,
} from "./contract";
import {
  type MessageRecord,
  type Moment,
  roomState,
  type Viewer,
  viewEvent,
  viewersApart,
  viewMessage,
} from "./rules";
import { messagePhotos, messages, rooms } from "./tables";

export type Room = typeof rooms.$inferSelect;
type MessageRow = typeof messages.$inferSelect;
export type RoomRef = { organisationId: string; roomId: string };
/** A room as one person may enter it. */
export type Place = { room: Room; me: Enrolment };

/** The room and who I am in it. @throws NOT_FOUND unless enrolled and not removed. */
export async function accessRoom(tx: Tx, actor: MemberActor, ref: RoomRef): Promise<Place> {
  const room = found(await findRoom(tx, ref));
  return { room, me: await accessEnrolment(tx, actor, room.groupId) };
}

export async function findRoom(
  tx: Tx,
  { organisationId, roomId }: RoomRef,
): Promise<Room | undefined> {
  const [room] = await tx
    .select()
    .from(rooms)
    .where(and(eq(rooms.organisationId, organisationId), eq(rooms.id, roomId)));
  return room;
}

export type RoomOfSession = { roomId: string; state: RoomSnapshot["state"] };

/** The room's id of a session, or null while no facilitator has opened it. */
export function findRoomOfSession(
  ctx: Ctx<MemberActor>,
  { sessionId }: { sessionId: string },
): Promise<RoomOfSession | null> {
  return withActor(ctx, async (tx) => {
    const opened = await readRoomsOfSessionsIn(tx, ctx.actor.organisationId, [sessionId]);
    return opened.get(sessionId) ?? null;
  });
}

/** The group's board as one of the group reads it. @throws NOT_FOUND also until it is opened. */
export async function loadBoard(
  ctx: Ctx<MemberActor>,
  { groupId }: { groupId: string },
): Promise<RoomSnapshot> {
  const { organisationId } = ctx.actor;
  const roomId = await withActor(ctx, async (tx) => {
    await accessEnrolment(tx, ctx.actor, groupId);
    return findBoard(tx, organisationId, groupId);
  });
  return loadSnapshot(ctx, { organisationId, roomId: found(roomId) });
}

/** The id of the group's board; null until someone opens it. */
export async function findBoard(
  tx: Tx,
  organisationId: string,
  groupId: string,
): Promise<string | null> {
  const [room] = await tx
    .select({ id: rooms.id })
    .from(rooms)
    .where(
      and(
        eq(rooms.organisationId, organisationId),
        eq(rooms.groupId, groupId),
        eq(rooms.kind, "board"),
      ),
    );
  return room?.id ?? null;
}

/** The rooms of these sessions, as far as the actor's groups hold them, by session id. */
export async function readRoomsOfSessionsIn(
  tx: Tx,
  organisationId: string,
  sessionIds: string[],
): Promise<Map<string, RoomOfSession>> {
  if (sessionIds.length === 0) return new Map();
  const rows = await tx
    .select()
    .from(rooms)
    .where(and(eq(rooms.organisationId, organisationId), inArray(rooms.sessionId, sessionIds)));
  return new Map(
    rows.flatMap((room) =>
      room.sessionId
        ? [[room.sessionId, { roomId: room.id, state: roomState(room) }] as const]
        : [],
    ),
  );
}

export function viewerOf(me: Enrolment): Viewer {
  return { enrolmentId: me.id, facilitates: isFacilitator(me.role) };
}

export function personOf(me: Enrolment): Person {
  return { id: me.id, name: me.shownName, role: me.role };
}

/** What a socket's seat is made of. @throws NOT_FOUND as `accessRoom`. */
export function findPlace(ctx: Ctx<MemberActor>, ref: RoomRef): Promise<Place> {
  return withActor(ctx, (tx) => accessRoom(tx, ctx.actor, ref));
}

/** Everything a person needs to be in the room: the newest messages, its state, who they are. */
export function loadSnapshot(ctx: Ctx<MemberActor>, ref: RoomRef): Promise<RoomSnapshot> {
  return withActor(ctx, async (tx) => {
    // `seq` is read before what it vouches for: what commits in between is then also delivered as
    // an event after this seq, and applying it a second time changes nothing.
    const seq = await readLastSeq(tx, streamOf(ref));
    const { room, me } = await accessRoom(tx, ctx.actor, ref);
    const session = room.sessionId && (await accessSession(tx, ctx.actor, room.sessionId));
    const page = await listPage(tx, room, viewerOf(me), ctx.now);
    return {
      roomId: room.id,
      groupId: room.groupId,
      seq,
      state: roomState(room),
      session: session
        ? {
            title: session.title,
            startsAt: session.startsAt.toISOString(),
            durationMinutes: session.durationMinutes,
          }
        : null,
      me: personOf(me),
      messages: page.messages,
      hasEarlier: page.hasEarlier,
      centreMessageId: room.centreMessageId,
    };
  });
}

/** What a person missed after `sinceSeq`, or null when that is too much: take a snapshot. */
export function loadMissedEvents(
  ctx: Ctx<MemberActor>,
  ref: RoomRef,
  sinceSeq: number,
): Promise<{ seq: number; events: RoomEvent[] } | null> {
  return withActor(ctx, async (tx) => {
    const { room, me } = await accessRoom(tx, ctx.actor, ref);
    const stored = await readEvents(tx, streamOf(ref), sinceSeq, CATCH_UP_EVENTS + 1);
    if (stored.length > CATCH_UP_EVENTS) return null;
    const lastSeq = await readLastSeq(tx, streamOf(ref));
    if (stored.length === 0 && sinceSeq > lastSeq) return null;
    const records = await loadRecords(tx, ref, stored);
    const at = { closedAt: room.closedAt, now: ctx.now };
    const events = stored.map((event) => viewEvent(event, records, viewerOf(me), at));
    return { seq: events.at(-1)?.seq ?? sinceSeq, events };
  });
}

/** Messages before `beforeSeq`, oldest first, a page at a time. */
export function listMessages(
  ctx: Ctx<MemberActor>,
  { beforeSeq, ...ref }: RoomRef & { beforeSeq: number },
): Promise<{ messages: MessageView[]; hasEarlier: boolean }> {
  return withActor(ctx, async (tx) => {
    const { room, me } = await accessRoom(tx, ctx.actor, ref);
    return listPage(tx, room, viewerOf(me), ctx.now, lt(messages.postedSeq, beforeSeq));
  });
}

/**
 * The newest cards of these kinds that the person may see, newest first, each with the replies they
 * may see.
 */
export async function listCardsIn(
  tx: Tx,
  { room, me }: Place,
  { kinds, limit, ids }: { kinds: MessageView["kind"][]; limit: number; ids?: string[] },
  now: Date,
): Promise<MessageView[]> {
  if (ids?.length === 0) return [];
  const viewer = viewerOf(me);
  const there = and(
    inArray(messages.kind, kinds),
    inArray(messages.state, ["shown", "held"]),
    isNull(messages.replyToId),
    ids && inArray(messages.id, ids),
    visibleTo(viewer, room, now),
  );
  const records = await selectRecords(tx, refOf(room), there, limit);
  const moment = { closedAt: room.closedAt, now };
  return records.flatMap((record) => viewMessage(record, viewer, moment) ?? []);
}

/** One batch of a room's events, as each audience receives it. */
export type ProjectedEvents = {
  lastSeq: number;
  members: RoomEvent[];
  facilitators: RoomEvent[];
  /**
   * By enrolment id, for those who see something otherwise than everyone of their role: this
   * instead of the above.
   */
  authors: Map<string, RoomEvent[]>;
};

/** For the gateway: loads a room's new events once and projects them once per audience. */
export function loadProjectedEvents(
  ctx: Ctx<RoomActor>,
  ref: RoomRef,
  sinceSeq: number,
): Promise<ProjectedEvents | null> {
  return withActor(ctx, async (tx) => {
    const stored = await readEvents(tx, streamOf(ref), sinceSeq, CATCH_UP_EVENTS);
    const last = stored.at(-1);
    const room = await findRoom(tx, ref);
    if (!last || !room) return null;
    const records = await loadRecords(tx, ref, stored);
    const at = { closedAt: room.closedAt, now: ctx.now };
    const eventsFor = (viewer: Viewer) =>
      stored.map((event) => viewEvent(event, records, viewer, at));
    const apart = [...viewersApart(records.values())];
    return {
      lastSeq: last.seq,
      members: eventsFor({ enrolmentId: null, facilitates: false }),
      facilitators: eventsFor({ enrolmentId: null, facilitates: true }),
      authors: new Map(apart.map(([id, viewer]) => [id, eventsFor(viewer)])),
    };
  });
}

export function streamOf({ organisationId, roomId }: RoomRef) {
  return { organisationId, streamId: roomId };
}

/** The messages that `events` are about, as they are now. */
async function loadRecords(
  tx: Tx,
  ref: RoomRef,
  events: StoredEvent[],
): Promise<Map<string, MessageRecord>> {
  const ids = events.flatMap((event) => (event.subjectId ? [event.subjectId] : []));
  if (ids.length === 0) return new Map();
  const rows = await selectRecords(tx, ref, inArray(messages.id, [...new Set(ids)]));
  return new Map(rows.map((row) => [row.id, row]));
}

async function listPage(
  tx: Tx,
  room: Room,
  viewer: Viewer,
  now: Date,
  which?: SQL,
): Promise<{ messages: MessageView[]; hasEarlier: boolean }> {
  const page = await selectRecords(
    tx,
    refOf(room),
    and(which, isNull(messages.replyToId), visibleTo(viewer, room, now)),
    SNAPSHOT_MESSAGES + 1,
  );
  const moment: Moment = { closedAt: room.closedAt, now };
  const views = page
    .slice(0, SNAPSHOT_MESSAGES)
    .flatMap((record) => viewMessage(record, viewer, moment) ?? [])
    .reverse();
  return { messages: views, hasEarlier: page.length > SNAPSHOT_MESSAGES };
}

/**
 * Fetches no more than `viewMessage` will let through, so that pages come out full. For all but
 * replies, whose card decides as well.
 */
function visibleTo(viewer: Viewer, room: Room, now: Date): SQL | undefined {
  return and(
    or(isNull(messages.expiresAt), gt(messages.expiresAt, now)),
    room.closedAt ? inArray(messages.lifetime, ["seven_days", "kept"]) : undefined,
    viewer.facilitates
      ? undefined
      : or(
          and(
            eq(messages.audience, "room"),
            isNotNull(messages.shownAt),
            inArray(messages.state, ["shown", "removed", "retracted"]),
          ),
          viewer.enrolmentId ? eq(messages.authorEnrolmentId, viewer.enrolmentId) : undefined,
        ),
  );
}

/** Newest first, with what hangs together with them. */
async function selectRecords(
  tx: Tx,
  { organisationId, roomId }: RoomRef,
  which: SQL | undefined,
  limit?: number,
): Promise<MessageRecord[]> {
  const here = and(eq(messages.organisationId, organisationId), eq(messages.roomId, roomId));
  const query = tx
    .select()
    .from(messages)
    .where(and(here, which))
    .orderBy(desc(messages.postedSeq));
  const rows = await (limit === undefined ? query : query.limit(limit));
  const cards = await selectAnswered(tx, organisationId, rows);
  const replies = await selectReplies(tx, organisationId, rows);
  const people = await readPeople(tx, organisationId, [
    ...new Set([...rows, ...cards, ...replies].map((row) => row.authorEnrolmentId)),
  ]);
  const recordOf = (row: MessageRow): MessageRecord => ({
    ...row,
    author: found(people.get(row.authorEnrolmentId)),
    answers: null,
    replies: [],
  });
  const cardById = new Map(cards.map((row) => [row.id, recordOf(row)]));
  const repliesByCard = Map.groupBy(replies, (row) => row.replyToId);
  return rows.map((row) => {
    const record = recordOf(row);
    if (row.replyToId) record.answers = found(cardById.get(row.replyToId));
    record.replies = (repliesByCard.get(row.id) ?? []).map((reply) => ({
      ...recordOf(reply),
      answers: record,
    }));
    return record;
  });
}

/** The cards that the replies among `rows` answer; asks nothing when there are none. */
async function selectAnswered(
  tx: Tx,
  organisationId: string,
  rows: MessageRow[],
): Promise<MessageRow[]> {
  const ids = new Set(rows.flatMap((row) => row.replyToId ?? []));
  if (ids.size === 0) return [];
  return tx
    .select()
    .from(messages)
    .where(and(eq(messages.organisationId, organisationId), inArray(messages.id, [...ids])));
}

/** The replies to the cards among `rows`, oldest first; asks nothing when there are none. */
async function selectReplies(
  tx: Tx,
  organisationId: string,
  rows: MessageRow[],
): Promise<MessageRow[]> {
  const ids = rows.flatMap((row) => (row.kind === "words" || row.kind === "reply" ? [] : row.id));
  if (ids.length === 0) return [];
  return tx
    .select()
    .from(messages)
    .where(and(eq(messages.organisationId, organisationId), inArray(messages.replyToId, ids)))
    .orderBy(asc(messages.postedSeq));
}

/** A message as the one visibility rule judges it. @throws NOT_FOUND if it is not in this room. */
export async function loadRecord(tx: Tx, room: Room, messageId: string): Promise<MessageRecord> {
  const [record] = await selectRecords(tx, refOf(room), eq(messages.id, messageId));
  return found(record);
}

export function refOf(room: Room): RoomRef {
  return { organisationId: room.organisationId, roomId: room.id };
}

/**
 * A photo by its address, for whoever can see the card it is on, as it is now.
 * @throws NOT_FOUND for everyone else and once the card is gone, as for an address of nothing.
 */
export function findSharedPhoto(
  ctx: Ctx<MemberActor>,
  { address }: { address: string },
): Promise<{ blob: StoredBlob; mediaType: "image/jpeg" }> {
  const { organisationId } = ctx.actor;
  return withActor(ctx, async (tx) => {
    const [row] = await tx
      .select({ photo: messagePhotos, roomId: messages.roomId })
      .from(messagePhotos)
      .innerJoin(
        messages,
        and(
          eq(messages.organisationId, messagePhotos.organisationId),
          eq(messages.id, messagePhotos.messageId),
        ),
      )
      .where(
        and(eq(messagePhotos.organisationId, organisationId), eq(messagePhotos.address, address)),
      );
    const { photo, roomId } = found(row);
    const { room, me } = await accessRoom(tx, ctx.actor, { organisationId, roomId });
    const record = await loadRecord(tx, room, photo.messageId);
    const moment = { closedAt: room.closedAt, now: ctx.now };
    const card = viewMessage(record, viewerOf(me), moment)?.card;
    if (card?.kind !== "draft" || card.photo?.address !== address) throw notFound();
    return {
      blob: { bytes: photo.bytes, objectKey: photo.objectKey },
      mediaType: photo.mediaType,
    };
  });
}

/** What a message grants, and to whom; for the domain that asks, never for the wire. */
export type MessageGrant = {
  roomId: string;
  groupId: string;
  state: MessageState;
  audience: MessageAudience;
  lifetime: Lifetime;
  expiresAt: Date | null;
  card: Card | null;
};

/**
 * Messages by id, for those the actor's groups hold, whoever may see them: ask only for what the
 * actor wrote.
 */
export async function readMessages(
  tx: Tx,
  organisationId: string,
  messageIds: string[],
): Promise<Map<string, MessageGrant>> {
  if (messageIds.length === 0) return new Map();
  const rows = await tx
    .select({
      id: messages.id,
      roomId: messages.roomId,
      groupId: messages.groupId,
      state: messages.state,
      audience: messages.audience,
      lifetime: messages.lifetime,
      expiresAt: messages.expiresAt,
      card: messages.card,
    })
    .from(messages)
    .where(and(eq(messages.organisationId, organisationId), inArray(messages.id, messageIds)));
  return new Map(rows.map(({ id, ...row }) => [id, row]));
}
