import { and, desc, eq, gt, inArray, isNotNull, isNull, lt, or, type SQL } from "drizzle-orm";
import type { MemberActor, RoomActor } from "../../auth/actor";
import type { Tx } from "../../db/client";
import { withActor } from "../../db/transaction";
import type { Ctx } from "../../lib/ctx";
import { found } from "../../lib/errors";
import { readEvents, readLastSeq, type StoredEvent } from "../../realtime/outbox";
import { isFacilitator } from "../groups/contract";
import { accessEnrolment, type Enrolment, readPeople } from "../groups/reads";
import { accessSession } from "../sessions/reads";
import {
  CATCH_UP_EVENTS,
  type MessageState,
  type MessageView,
  type Person,
  type RoomEvent,
  type RoomSnapshot,
  SNAPSHOT_MESSAGES,
} from "./contract";
import { type MessageRecord, roomState, type Viewer, viewEvent, viewMessage } from "./rules";
import { messages, rooms } from "./tables";

export type Room = typeof rooms.$inferSelect;
export type RoomRef = { organisationId: string; roomId: string };
/** A room as one person may enter it. */
export type Place = { room: Room; me: Enrolment };

/** The room and who I am in it. @throws NOT_FOUND unless enrolled and not removed. */
export async function accessRoom(tx: Tx, actor: MemberActor, ref: RoomRef): Promise<Place> {
  const room = found(await findRoom(tx, ref));
  return { room, me: await accessEnrolment(tx, actor, room.groupId) };
}

async function findRoom(tx: Tx, { organisationId, roomId }: RoomRef): Promise<Room | undefined> {
  const [room] = await tx
    .select()
    .from(rooms)
    .where(and(eq(rooms.organisationId, organisationId), eq(rooms.id, roomId)));
  return room;
}

/** The room's id of a session, or null while no facilitator has opened it. */
export function findRoomOfSession(
  ctx: Ctx<MemberActor>,
  { sessionId }: { sessionId: string },
): Promise<{ roomId: string; state: RoomSnapshot["state"] } | null> {
  return withActor(ctx, async (tx) => {
    const [room] = await tx
      .select()
      .from(rooms)
      .where(
        and(eq(rooms.organisationId, ctx.actor.organisationId), eq(rooms.sessionId, sessionId)),
      );
    return room ? { roomId: room.id, state: roomState(room) } : null;
  });
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
    const session = await accessSession(tx, ctx.actor, room.sessionId);
    const page = await listPage(tx, room, viewerOf(me), ctx.now, undefined);
    return {
      roomId: room.id,
      groupId: room.groupId,
      seq,
      state: roomState(room),
      title: session.title,
      startsAt: session.startsAt.toISOString(),
      durationMinutes: session.durationMinutes,
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
    return listPage(tx, room, viewerOf(me), ctx.now, beforeSeq);
  });
}

/** One batch of a room's events, as each audience receives it. */
export type ProjectedEvents = {
  lastSeq: number;
  members: RoomEvent[];
  facilitators: RoomEvent[];
  /** For authors who see what other members do not: their own held messages. */
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
    const apart = new Set<string>();
    for (const { state, shownAt, author } of records.values()) {
      if (state === "held" || !shownAt) apart.add(author.id);
    }
    return {
      lastSeq: last.seq,
      members: eventsFor({ enrolmentId: null, facilitates: false }),
      facilitators: eventsFor({ enrolmentId: null, facilitates: true }),
      authors: new Map(
        [...apart].map((enrolmentId) => [
          enrolmentId,
          eventsFor({ enrolmentId, facilitates: false }),
        ]),
      ),
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
  beforeSeq: number | undefined,
): Promise<{ messages: MessageView[]; hasEarlier: boolean }> {
  const ref = { organisationId: room.organisationId, roomId: room.id };
  const page = await selectRecords(
    tx,
    ref,
    and(
      beforeSeq === undefined ? undefined : lt(messages.postedSeq, beforeSeq),
      visibleTo(viewer, room, now),
    ),
    SNAPSHOT_MESSAGES + 1,
  );
  const at = { closedAt: room.closedAt, now };
  const views = page
    .slice(0, SNAPSHOT_MESSAGES)
    .flatMap((record) => viewMessage(record, viewer, at) ?? [])
    .reverse();
  return { messages: views, hasEarlier: page.length > SNAPSHOT_MESSAGES };
}

/** Fetches no more than `viewMessage` will let through, so that pages come out full. */
function visibleTo(viewer: Viewer, room: Room, now: Date): SQL | undefined {
  return and(
    or(isNull(messages.expiresAt), gt(messages.expiresAt, now)),
    room.closedAt ? inArray(messages.lifetime, ["seven_days", "kept"]) : undefined,
    viewer.facilitates
      ? undefined
      : or(
          and(
            isNotNull(messages.shownAt),
            inArray(messages.state, ["shown", "removed", "retracted"]),
          ),
          viewer.enrolmentId ? eq(messages.authorEnrolmentId, viewer.enrolmentId) : undefined,
        ),
  );
}

async function selectRecords(
  tx: Tx,
  ref: RoomRef,
  which: SQL | undefined,
  limit?: number,
): Promise<MessageRecord[]> {
  const query = tx
    .select()
    .from(messages)
    .where(
      and(eq(messages.organisationId, ref.organisationId), eq(messages.roomId, ref.roomId), which),
    )
    .orderBy(desc(messages.postedSeq));
  const rows = await (limit === undefined ? query : query.limit(limit));
  const authors = await readPeople(
    tx,
    ref.organisationId,
    rows.map((row) => row.authorEnrolmentId),
  );
  return rows.map((row) => ({ ...row, author: found(authors.get(row.authorEnrolmentId)) }));
}

/** The state of messages by id, for those the actor's groups hold. */
export async function readMessages(
  tx: Tx,
  organisationId: string,
  messageIds: string[],
): Promise<Map<string, { roomId: string; state: MessageState }>> {
  if (messageIds.length === 0) return new Map();
  const rows = await tx
    .select({ id: messages.id, roomId: messages.roomId, state: messages.state })
    .from(messages)
    .where(and(eq(messages.organisationId, organisationId), inArray(messages.id, messageIds)));
  return new Map(rows.map(({ id, ...row }) => [id, row]));
}
