import {
  and,
  asc,
  desc,
  eq,
  gt,
  inArray,
  isNotNull,
  isNull,
  lt,
  ne,
  or,
  type SQL,
  sql,
} from "drizzle-orm";
import type { MemberActor, RoomActor } from "../../auth/actor";
import type { Tx } from "../../db/client";
import { withActor } from "../../db/transaction";
import type { Ctx } from "../../lib/ctx";
import { DomainError, found, notFound } from "../../lib/errors";
import type { StoredEvent } from "../../realtime/outbox";
import type { StoredBlob } from "../../storage/blobs";
import { isFacilitator } from "../groups/contract";
import {
  accessEnrolment,
  type Enrolment,
  readEnrolmentsIn,
  readPeople,
  readRetentionDaysIn,
} from "../groups/reads";
import { readSessionIn } from "../sessions/reads";
import {
  type Card,
  type CareFlagView,
  type DeskView,
  inOrderOfCare,
  type Lifetime,
  type MessageAudience,
  type MessageState,
  type MessageView,
  type Person,
  type RoomEvent,
  type RoomSettings,
  type RoomSnapshot,
  SNAPSHOT_MESSAGES,
} from "./contract";
import {
  doorOf,
  isRetired,
  type MessageRecord,
  type Moment,
  retentionEnd,
  roomState,
  SETTINGS_IN_LOBBY,
  type Subjects,
  VIEWERS,
  type Viewer,
  viewEvent,
  viewersApart,
  viewMessage,
} from "./rules";
import {
  attendances,
  careFlags,
  foldedPeople,
  heldWords,
  messagePhotos,
  messages,
  rooms,
} from "./tables";

export type Room = typeof rooms.$inferSelect;
type Attendance = typeof attendances.$inferSelect;
type MessageRow = typeof messages.$inferSelect;
export type RoomRef = { organisationId: string; roomId: string };

/** A room as one person may enter it. */
export type Place = {
  room: Room;
  me: Enrolment;
  /** False in the lobby, where there is nothing but the private line. */
  admitted: boolean;
  /** Leads by role. */
  facilitates: boolean;
  /** Leads by role, or as the one who took the chair. */
  leads: boolean;
  /** When the group's retention of a closed room is over; null while it is open. */
  readableUntil: Date | null;
};

/**
 * The room and how I stand in it; someone in its lobby is let this far, and sees nothing of it.
 * @throws NOT_FOUND unless enrolled; when removed, or sent out while it is open; and to those who
 * came to the group after it closed. ROOM_LOCKED to newcomers while it is locked.
 */
export async function accessRoom(tx: Tx, actor: MemberActor, ref: RoomRef): Promise<Place> {
  const room = found(await findRoom(tx, ref));
  const visits = eq(
    attendances.enrolmentId,
    sql`(select id from enrolments where organisation_id = ${room.organisationId}
      and group_id = ${room.groupId} and membership_id = ${actor.membershipId})`,
  );
  // One round trip for all three.
  const [me, [visit], readableUntil] = await Promise.all([
    accessEnrolment(tx, actor, room.groupId),
    selectAttendances(tx, room, visits),
    readRetentionEndIn(tx, room),
  ]);
  return enterDoor(room, me, visit, readableUntil);
}

/** As `accessRoom`, to read. @throws NOT_FOUND also once the group's retention of it is over. */
export async function accessRoomToRead(
  tx: Tx,
  { actor, now }: Pick<Ctx<MemberActor>, "actor" | "now">,
  ref: RoomRef,
): Promise<Place> {
  const place = await accessRoom(tx, actor, ref);
  if (isRetired({ readableUntil: place.readableUntil, now })) throw notFound();
  return place;
}

function enterDoor(
  room: Room,
  me: Enrolment,
  visit: Attendance | undefined,
  readableUntil: Date | null,
): Place {
  const door = doorOf(room, visitorOf(me, visit));
  if (door === "absent") throw notFound();
  if (door === "locked") throw new DomainError("ROOM_LOCKED");
  const facilitates = isFacilitator(me.role);
  const leads = facilitates || room.chairEnrolmentId === me.id;
  return { room, me, admitted: door === "in", facilitates, leads, readableUntil };
}

/** What decides whether someone may come in. */
export function visitorOf(me: Enrolment, visit: Attendance | undefined) {
  return {
    standing: me.standing,
    facilitates: isFacilitator(me.role),
    joinedAt: me.joinedAt,
    known: Boolean(visit?.admittedAt ?? visit?.firstHereAt),
    asked: Boolean(visit?.askedAt),
    sentOut: Boolean(visit?.sentOutAt),
  };
}

async function readRetentionEndIn(
  tx: Tx,
  { organisationId, groupId, closedAt }: Room,
): Promise<Date | null> {
  if (!closedAt) return null;
  return retentionEnd(closedAt, await readRetentionDaysIn(tx, organisationId, groupId));
}

function selectAttendances(tx: Tx, room: Room, which?: SQL): Promise<Attendance[]> {
  return tx
    .select()
    .from(attendances)
    .where(
      and(
        eq(attendances.organisationId, room.organisationId),
        eq(attendances.roomId, room.id),
        which,
      ),
    );
}

/**
 * The place of someone who once was let in, for what is done in their name when time is up.
 * @throws NOT_FOUND when they were removed or sent out since.
 */
export async function placeOfAuthorIn(tx: Tx, room: Room, enrolmentId: string): Promise<Place> {
  const [me] = await readEnrolmentsIn(tx, room, { enrolmentIds: [enrolmentId] });
  const author = found(me);
  const [visit] = await selectAttendances(tx, room, eq(attendances.enrolmentId, enrolmentId));
  if (doorOf(room, visitorOf(author, visit)) === "absent") throw notFound();
  const facilitates = isFacilitator(author.role);
  const leads = facilitates || room.chairEnrolmentId === author.id;
  const readableUntil = await readRetentionEndIn(tx, room);
  return { room, me: author, admitted: true, facilitates, leads, readableUntil };
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

/** Rooms by id, as far as the actor's groups hold them. */
export async function findRooms(
  tx: Tx,
  organisationId: string,
  roomIds: string[],
): Promise<Map<string, Room>> {
  const found = await tx
    .select()
    .from(rooms)
    .where(and(eq(rooms.organisationId, organisationId), inArray(rooms.id, roomIds)));
  return new Map(found.map((room) => [room.id, room]));
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

export function viewerOf({ me, facilitates, leads, admitted }: Place): Viewer {
  return { enrolmentId: me.id, facilitates, leads, admitted };
}

function momentOf({ room, readableUntil }: Place, now: Date): Moment {
  return { closedAt: room.closedAt, readableUntil, now };
}

export function personOf(me: Enrolment): Person {
  return { id: me.id, name: me.shownName, role: me.role };
}

/** What a socket's seat is made of. @throws as `accessRoom`, and NOT_FOUND after its retention. */
export function findPlace(ctx: Ctx<MemberActor>, ref: RoomRef): Promise<Place> {
  return withActor(ctx, (tx) => accessRoomToRead(tx, ctx, ref));
}

/**
 * As `findPlace` for many at once, by membership id, with what it would throw in their place: so
 * that five hundred who come back at the same moment are one question.
 */
export function findPlaces(
  ctx: Ctx<RoomActor>,
  ref: RoomRef,
  membershipIds: string[],
): Promise<Map<string, Place | DomainError>> {
  return withActor(ctx, async (tx) => {
    const room = await findRoom(tx, ref);
    const places = new Map<string, Place | DomainError>(
      membershipIds.map((id) => [id, notFound()]),
    );
    if (!room) return places;
    const [people, readableUntil] = await Promise.all([
      readEnrolmentsIn(tx, room, { membershipIds }),
      readRetentionEndIn(tx, room),
    ]);
    if (people.length === 0 || isRetired({ readableUntil, now: ctx.now })) return places;
    const ids = people.map(({ id }) => id);
    const visits = await selectAttendances(tx, room, inArray(attendances.enrolmentId, ids));
    const visitOf = new Map(visits.map((visit) => [visit.enrolmentId, visit]));
    for (const me of people) {
      const place = attempt(() => enterDoor(room, me, visitOf.get(me.id), readableUntil));
      places.set(me.membershipId, place);
    }
    return places;
  });
}

function attempt<T>(work: () => T): T | DomainError {
  try {
    return work();
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
}

/**
 * Everything a person needs to be in the room: the newest messages, its state, who they are. `seq` was
 * read before the place was entered: what commits in between is then also delivered as an event after
 * it, and applying that a second time changes nothing.
 */
export async function readSnapshotIn(
  tx: Tx,
  place: Place,
  seq: number,
  now: Date,
): Promise<RoomSnapshot> {
  const { room, me, admitted, facilitates, leads } = place;
  if (me.standing === "removed") throw notFound();
  const session = room.sessionId
    ? await readSessionIn(tx, room.organisationId, room.sessionId)
    : null;
  const page = await listPage(tx, place, now);
  return {
    roomId: room.id,
    groupId: room.groupId,
    seq,
    state: roomState(room),
    session: session && {
      id: session.id,
      title: session.title,
      startsAt: session.startsAt.toISOString(),
      durationMinutes: session.durationMinutes,
    },
    me: personOf(me),
    mine: { standing: me.standing, admitted, facilitates, leads },
    settings: admitted ? await readSettingsIn(tx, room) : SETTINGS_IN_LOBBY,
    messages: page.messages,
    hasEarlier: page.hasEarlier,
    centreMessageId: admitted ? room.centreMessageId : null,
    careFlags: facilitates ? await listFlagsIn(tx, room) : [],
  };
}

/** What the room permits now, with its deputy and chair as the group knows them. */
export async function readSettingsIn(tx: Tx, room: Room): Promise<RoomSettings> {
  const { deputyEnrolmentId, chairEnrolmentId } = room;
  const ids = [deputyEnrolmentId, chairEnrolmentId].filter((id) => id !== null);
  const people = await readPeople(tx, room.organisationId, ids);
  return settingsOf(room, people);
}

export function settingsOf(room: Room, people: ReadonlyMap<string, Person>): RoomSettings {
  const personBy = (id: string | null) => (id ? (people.get(id) ?? null) : null);
  return {
    posting: room.posting,
    replies: room.replies,
    floor: room.floorEnrolmentIds && {
      enrolmentIds: room.floorEnrolmentIds,
      open: room.floorOpen,
    },
    writing:
      room.writingRoundId && room.writingSince
        ? { roundId: room.writingRoundId, since: room.writingSince.toISOString() }
        : null,
    held: room.heldAt !== null,
    slowModeSeconds: room.slowModeSeconds,
    locked: room.lockedAt !== null,
    lobby: room.lobbyAt !== null,
    safeSince: room.safeSince?.toISOString() ?? null,
    deputy: personBy(room.deputyEnrolmentId),
    chair: personBy(room.chairEnrolmentId),
  };
}

/** More than any room raises; the newest. */
const FLAGS_READ = 200;

/** For those who facilitate; row-level security gives nobody else any. */
async function listFlagsIn(tx: Tx, room: Room, ids?: string[]): Promise<CareFlagView[]> {
  if (ids?.length === 0) return [];
  const rows = await tx
    .select({ flag: careFlags, authorId: messages.authorEnrolmentId })
    .from(careFlags)
    .innerJoin(
      messages,
      and(
        eq(messages.organisationId, careFlags.organisationId),
        eq(messages.id, careFlags.messageId),
      ),
    )
    .where(
      and(
        eq(careFlags.organisationId, room.organisationId),
        eq(careFlags.roomId, room.id),
        ids && inArray(careFlags.id, ids),
      ),
    )
    .orderBy(desc(careFlags.id))
    .limit(FLAGS_READ);
  const people = await readPeople(tx, room.organisationId, [
    ...new Set(rows.map(({ authorId }) => authorId)),
  ]);
  return inOrderOfCare(
    rows.map(({ flag, authorId }) => ({
      id: flag.id,
      messageId: flag.messageId,
      author: found(people.get(authorId)),
      raisedAt: flag.raisedAt.toISOString(),
      settledAt: flag.settledAt?.toISOString() ?? null,
    })),
  );
}

/** Messages before `beforeSeq`, oldest first, a page at a time. */
export function listMessages(
  ctx: Ctx<MemberActor>,
  { beforeSeq, ...ref }: RoomRef & { beforeSeq: number },
): Promise<{ messages: MessageView[]; hasEarlier: boolean }> {
  return withActor(ctx, async (tx) => {
    const place = await accessRoomToRead(tx, ctx, ref);
    return listPage(tx, place, ctx.now, lt(messages.postedSeq, beforeSeq));
  });
}

/**
 * The newest cards of these kinds that the person may see, newest first, each with the replies they
 * may see.
 */
export async function listCardsIn(
  tx: Tx,
  place: Place,
  { kinds, limit, ids }: { kinds: MessageView["kind"][]; limit: number; ids?: string[] },
  now: Date,
): Promise<MessageView[]> {
  if (ids?.length === 0) return [];
  const there = and(
    inArray(messages.kind, kinds),
    inArray(messages.state, ["shown", "held"]),
    isNull(messages.replyToId),
    ids && inArray(messages.id, ids),
    visibleTo(place, now),
  );
  return viewsIn(tx, place, there, limit, now);
}

/** Messages as the person sees them, newest first; the rule decides, whatever is asked for. */
async function viewsIn(
  tx: Tx,
  place: Place,
  which: SQL | undefined,
  limit: number,
  now: Date,
): Promise<MessageView[]> {
  const [viewer, moment] = [viewerOf(place), momentOf(place, now)];
  const { room } = place;
  const records = await selectRecords(tx, room.organisationId, and(inThisRoom(room), which), limit);
  return records.flatMap((record) => viewMessage(record, viewer, moment) ?? []);
}

const HELD_READ = 500;

/** What waits for those who lead, cards' replies too, oldest first. @throws NOT_FOUND to others. */
export async function listHeldIn(tx: Tx, place: Place, now: Date): Promise<MessageView[]> {
  if (!place.leads) throw notFound();
  const held = and(eq(messages.state, "held"), visibleTo(place, now));
  return (await viewsIn(tx, place, held, HELD_READ, now)).reverse();
}

const TO_FACILITATORS_READ = 100;
const LINES_READ = 200;
const REMOVED_READ = 50;

/**
 * What those who lead work through, however far above the newest page it is; oldest first. What is
 * for facilitators alone is empty for whoever only has the chair. @throws NOT_FOUND for members.
 */
export function listDesk(ctx: Ctx<MemberActor>, ref: RoomRef): Promise<DeskView> {
  const { now } = ctx;
  return withActor(ctx, async (tx) => {
    const place = await accessRoomToRead(tx, ctx, ref);
    const held = await listHeldIn(tx, place, now);
    if (!place.facilitates) return { held, toFacilitators: [], lines: [], removed: [] };
    const there = visibleTo(place, now);
    const forUs = and(eq(messages.audience, "facilitators"), eq(messages.kind, "words"));
    const waiting = and(isNotNull(messages.regarding), isNull(messages.settledAt));
    const rest = or(isNull(messages.regarding), isNotNull(messages.settledAt));
    const unsettled = await viewsIn(tx, place, and(there, forUs, waiting), HELD_READ, now);
    const others = await viewsIn(tx, place, and(there, forUs, rest), TO_FACILITATORS_READ, now);
    const onLines = and(there, eq(messages.audience, "line"));
    const lines = await viewsIn(tx, place, onLines, LINES_READ, now);
    const gone = and(there, eq(messages.state, "removed"));
    const removed = await viewsIn(tx, place, gone, REMOVED_READ, now);
    const toFacilitators = [...unsettled, ...others].toSorted((one, other) => one.seq - other.seq);
    return { held, toFacilitators, lines: lines.reverse(), removed: removed.reverse() };
  });
}

const OWN_READ = 500;

/** One's own words and cards that are still there, oldest first. */
export async function listOwnMessagesIn(tx: Tx, place: Place, now: Date): Promise<MessageView[]> {
  const own = and(
    eq(messages.authorEnrolmentId, place.me.id),
    inArray(messages.state, ["shown", "held"]),
    ne(messages.kind, "notice"),
    visibleTo(place, now),
  );
  return (await viewsIn(tx, place, own, OWN_READ, now)).reverse();
}

/** How much each person has posted for the room so far, by enrolment id. Told to nobody. */
export async function countPostsIn(tx: Tx, room: Room): Promise<Map<string, number>> {
  const rows = await tx
    .select({ id: messages.authorEnrolmentId, posts: sql<number>`count(*)::int` })
    .from(messages)
    .where(
      and(
        eq(messages.organisationId, room.organisationId),
        eq(messages.roomId, room.id),
        eq(messages.audience, "room"),
        ne(messages.kind, "notice"),
        ne(messages.state, "unsent"),
      ),
    )
    .groupBy(messages.authorEnrolmentId);
  return new Map(rows.map(({ id, posts }) => [id, posts]));
}

export type AttendanceFacts = Pick<
  Attendance,
  "firstHereAt" | "lastSeenAt" | "leftAt" | "awaySince" | "askedAt" | "admittedAt" | "sentOutAt"
> & { person: Person };

/** Everyone who has been at the door of the room, in order of arrival. */
export async function listAttendancesIn(tx: Tx, room: Room): Promise<AttendanceFacts[]> {
  const rows = await selectAttendances(tx, room);
  const ids = rows.map(({ enrolmentId }) => enrolmentId);
  const people = await readPeople(tx, room.organisationId, ids);
  const cameAt = (row: Attendance) => (row.firstHereAt ?? row.askedAt)?.getTime() ?? 0;
  return rows
    .toSorted((one, other) => cameAt(one) - cameAt(other))
    .flatMap(({ enrolmentId, ...row }) => {
      const person = people.get(enrolmentId);
      return person ? [{ ...row, person }] : [];
    });
}

/** The group's words that let a post wait, in order. Authorise the actor first. */
export function listHeldWordsIn(
  tx: Tx,
  { organisationId, groupId }: { organisationId: string; groupId: string },
): Promise<{ id: string; word: string }[]> {
  return tx
    .select({ id: heldWords.id, word: heldWords.word })
    .from(heldWords)
    .where(and(eq(heldWords.organisationId, organisationId), eq(heldWords.groupId, groupId)))
    .orderBy(asc(heldWords.word));
}

/** Whom I have folded away in this group, as enrolment ids. @throws NOT_FOUND outside it. */
export function findFolded(
  ctx: Ctx<MemberActor>,
  { groupId }: { groupId: string },
): Promise<string[]> {
  const { organisationId, membershipId } = ctx.actor;
  return withActor(ctx, async (tx) => {
    await accessEnrolment(tx, ctx.actor, groupId);
    const rows = await tx
      .select({ id: foldedPeople.enrolmentId })
      .from(foldedPeople)
      .where(
        and(
          eq(foldedPeople.organisationId, organisationId),
          eq(foldedPeople.membershipId, membershipId),
          eq(foldedPeople.groupId, groupId),
        ),
      );
    return rows.map(({ id }) => id);
  });
}

/** One batch of a room's events, as each audience receives it. */
export type Projection = {
  members: RoomEvent[];
  /** The same array as `members` when nothing in the batch looks different to them. */
  facilitators: RoomEvent[];
  lobby: RoomEvent[];
  /**
   * By enrolment id, for those who see something otherwise than everyone of their role, and for
   * whoever has the chair: this instead of the above.
   */
  authors: Map<string, { admitted: boolean; events: RoomEvent[] }>;
};

/** A room and its events from one moment on, loaded together. */
export type Batch = { room: Room; stored: StoredEvent[] };

/**
 * The events of rooms of one organisation, projected once per audience; those of other domains' kinds
 * are skips. The messages of all the rooms are one question.
 */
export async function projectManyIn(tx: Tx, batches: Batch[], now: Date): Promise<Projection[]> {
  const messagesById = await loadMessagesOf(tx, batches);
  return Promise.all(
    batches.map(async ({ room, stored }) => {
      const subjects = await loadSubjects(tx, room, stored, messagesById);
      const apart = viewersApart(subjects.messages.values());
      const alike = apart.size === 0 && subjects.flags.size === 0;
      const moment = {
        closedAt: room.closedAt,
        readableUntil: await readRetentionEndIn(tx, room),
        now,
      };
      const eventsFor = (viewer: Viewer) =>
        stored.map((event) => viewEvent(event, subjects, viewer, moment));
      const { chairEnrolmentId } = room;
      if (chairEnrolmentId && !apart.has(chairEnrolmentId)) {
        apart.set(chairEnrolmentId, { facilitates: false });
      }
      const waiting = await findWaitingIn(tx, room, [...apart.keys()]);
      const authors = [...apart].map(([enrolmentId, { facilitates }]) => {
        const admitted = facilitates || !waiting.has(enrolmentId);
        const leads = facilitates || enrolmentId === chairEnrolmentId;
        const events = eventsFor({ enrolmentId, facilitates, leads, admitted });
        return [enrolmentId, { admitted, events }] as const;
      });
      const members = eventsFor(VIEWERS.members);
      return {
        members,
        facilitators: alike ? members : eventsFor(VIEWERS.facilitators),
        lobby: eventsFor(VIEWERS.lobby),
        authors: new Map(authors),
      };
    }),
  );
}

/** Which of these are in the lobby; asks nothing while there is none. */
async function findWaitingIn(tx: Tx, room: Room, enrolmentIds: string[]): Promise<Set<string>> {
  if (!room.lobbyAt || room.closedAt || enrolmentIds.length === 0) return new Set();
  const known = await selectAttendances(
    tx,
    room,
    and(
      inArray(attendances.enrolmentId, enrolmentIds),
      or(isNotNull(attendances.admittedAt), isNotNull(attendances.firstHereAt)),
    ),
  );
  const inside = new Set(known.map(({ enrolmentId }) => enrolmentId));
  return new Set(enrolmentIds.filter((id) => !inside.has(id)));
}

export function streamOf({ organisationId, roomId }: RoomRef) {
  return { organisationId, streamId: roomId };
}

/** The messages that the events of all batches name, as they are now, in one question. */
async function loadMessagesOf(tx: Tx, batches: Batch[]): Promise<Map<string, MessageRecord>> {
  const [first] = batches;
  const ids = batches.flatMap(({ stored }) =>
    stored.flatMap(({ kind, subjectId }) =>
      kind.startsWith("message_") && subjectId ? [subjectId] : [],
    ),
  );
  if (!first || ids.length === 0) return new Map();
  const named = inArray(messages.id, [...new Set(ids)]);
  const rows = await selectRecords(tx, first.room.organisationId, named);
  return new Map(rows.map((row) => [row.id, row]));
}

/** What `events` are about, as it is now; asks only for what they name. */
async function loadSubjects(
  tx: Tx,
  room: Room,
  events: StoredEvent[],
  messagesById: ReadonlyMap<string, MessageRecord>,
): Promise<Subjects> {
  const named = (wanted: (kind: string) => boolean) => [
    ...new Set(
      events.flatMap(({ kind, subjectId }) => (wanted(kind) && subjectId ? [subjectId] : [])),
    ),
  ];
  const flagIds = named((kind) => kind === "care_flag_changed");
  const flags = await listFlagsIn(tx, room, flagIds);
  const changed = events.some(({ kind }) => kind === "settings_changed");
  const here = named((kind) => kind.startsWith("message_")).flatMap((id) => {
    const record = messagesById.get(id);
    return record ? [[id, record] as const] : [];
  });
  return {
    messages: new Map(here),
    flags: new Map(flags.map((flag) => [flag.id, flag])),
    settings: changed ? await readSettingsIn(tx, room) : SETTINGS_IN_LOBBY,
  };
}

async function listPage(
  tx: Tx,
  place: Place,
  now: Date,
  which?: SQL,
): Promise<{ messages: MessageView[]; hasEarlier: boolean }> {
  const { room } = place;
  const page = await selectRecords(
    tx,
    room.organisationId,
    and(inThisRoom(room), which, isNull(messages.replyToId), visibleTo(place, now)),
    SNAPSHOT_MESSAGES + 1,
  );
  const [viewer, moment] = [viewerOf(place), momentOf(place, now)];
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
function visibleTo({ room, me, admitted, facilitates, leads }: Place, now: Date): SQL | undefined {
  const isMine = eq(messages.authorEnrolmentId, me.id);
  const onMyLine = and(eq(messages.audience, "line"), eq(messages.lineEnrolmentId, me.id));
  const forRoom = eq(messages.audience, "room");
  const shown = and(
    forRoom,
    isNotNull(messages.shownAt),
    inArray(messages.state, ["shown", "removed", "retracted"]),
  );
  const forMe = facilitates
    ? undefined
    : or(leads ? forRoom : shown, and(isMine, ne(messages.audience, "line")), onMyLine);
  return and(
    ne(messages.state, "unsent"),
    or(isNull(messages.expiresAt), gt(messages.expiresAt, now)),
    room.closedAt ? inArray(messages.lifetime, ["seven_days", "kept"]) : undefined,
    admitted ? forMe : onMyLine,
  );
}

/**
 * As a condition beside an id. In words that no index answers: asked for both, PostgreSQL may
 * take the one that reads the whole room.
 */
export function isInRoom({ id }: Room): SQL {
  return sql`(${messages.roomId} = ${id}) is true`;
}

function inThisRoom({ id }: Room): SQL | undefined {
  return eq(messages.roomId, id);
}

/** Newest first, with what hangs together with them. */
async function selectRecords(
  tx: Tx,
  organisationId: string,
  which: SQL | undefined,
  limit?: number,
): Promise<MessageRecord[]> {
  const query = tx
    .select()
    .from(messages)
    .where(and(eq(messages.organisationId, organisationId), which))
    .orderBy(desc(messages.postedSeq));
  const rows = await (limit === undefined ? query : query.limit(limit));
  const cards = await selectAnswered(tx, organisationId, rows);
  const replies = await selectReplies(tx, organisationId, rows);
  const named = [...rows, ...cards, ...replies].flatMap((row) => [
    row.authorEnrolmentId,
    row.lineEnrolmentId ?? [],
    row.aboutEnrolmentId ?? [],
  ]);
  const people = await readPeople(tx, organisationId, [...new Set(named.flat())]);
  const recordOf = (row: MessageRow): MessageRecord => ({
    ...row,
    author: found(people.get(row.authorEnrolmentId)),
    lineWith: row.lineEnrolmentId ? found(people.get(row.lineEnrolmentId)) : null,
    about: (row.aboutEnrolmentId && people.get(row.aboutEnrolmentId)) || null,
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
  const ids = rows.flatMap((row) => (row.card ? row.id : []));
  if (ids.length === 0) return [];
  return tx
    .select()
    .from(messages)
    .where(and(eq(messages.organisationId, organisationId), inArray(messages.replyToId, ids)))
    .orderBy(asc(messages.postedSeq));
}

/** A message as the one visibility rule judges it. @throws NOT_FOUND if it is not in this room. */
export async function loadRecord(tx: Tx, room: Room, messageId: string): Promise<MessageRecord> {
  const which = and(eq(messages.id, messageId), isInRoom(room));
  const [record] = await selectRecords(tx, room.organisationId, which);
  return found(record);
}

/** The message as this person sees it now; null for nothing at all. */
export function viewMessageIn(place: Place, record: MessageRecord, now: Date): MessageView | null {
  return viewMessage(record, viewerOf(place), momentOf(place, now));
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
    const place = await accessRoomToRead(tx, ctx, { organisationId, roomId });
    const record = await loadRecord(tx, place.room, photo.messageId);
    const card = viewMessageIn(place, record, ctx.now)?.card;
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
