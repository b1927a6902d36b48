import type { MemberActor, RoomActor } from "../../auth/actor";
import type { Tx } from "../../db/client";
import { withActor } from "../../db/transaction";
import type { Ctx } from "../../lib/ctx";
import { notFound } from "../../lib/errors";
import {
  readEventsOfMany,
  readLastSeq,
  readLastSeqs,
  type StoredEvent,
} from "../../realtime/outbox";
import type { TypedEntry } from "../boxes/contract";
import { listTypedIn, readBoxIn } from "../boxes/reads";
import { readRosterIn } from "../rooms/attendance";
import {
  CATCH_UP_EVENTS,
  type OwnPlace,
  type RoomEvent,
  type RosterEntry,
} from "../rooms/contract";
import {
  type AttendanceFacts,
  accessRoomToRead,
  type Batch,
  findRoom,
  findRooms,
  listAttendancesIn,
  type Place,
  type Projection,
  projectManyIn,
  type Room,
  type RoomRef,
  readSnapshotIn,
  streamOf,
} from "../rooms/reads";
import { readRunIn } from "../run-sheets/reads";
import { readSharedExposureIn } from "../shared-exposures/reads";
import { readRoundIn } from "../turns/reads";
import {
  type LiveEvent,
  type LiveParts,
  type LiveSnapshot,
  PART_EVENTS,
  type PartEvent,
  type PartEventKind,
} from "./contract";

type PartName = keyof LiveParts;

const READ_PART: { [K in PartName]: (tx: Tx, room: Room) => Promise<LiveParts[K]> } = {
  run: readRunIn,
  round: readRoundIn,
  box: readBoxIn,
  sharedExposure: readSharedExposureIn,
};
const PARTS = Object.keys(READ_PART) as PartName[];
const NO_PARTS: LiveParts = { run: null, round: null, box: null, sharedExposure: null };

/** These parts of the room as they are now, each read once. */
async function readPartsIn(
  tx: Tx,
  room: Room,
  names: Iterable<PartName>,
): Promise<Partial<LiveParts>> {
  const read = [...names].map(async (name) => [name, await READ_PART[name](tx, room)] as const);
  return Object.fromEntries(await Promise.all(read));
}

/**
 * Everything a person's screen of the room holds. On a board and in the lobby the parts are null.
 * @throws NOT_FOUND and ROOM_LOCKED as `findPlace` of rooms.
 */
export function loadSnapshot(ctx: Ctx<MemberActor>, ref: RoomRef): Promise<LiveSnapshot> {
  return withActor(ctx, async (tx) => {
    // `seq` is read before what it vouches for: what commits in between is then also delivered as
    // an event after this seq, and applying it a second time changes nothing.
    const seq = await readLastSeq(tx, streamOf(ref));
    const place = await accessRoomToRead(tx, ctx, ref);
    const hasParts = place.room.kind === "session" && place.admitted;
    const parts = hasParts ? await readPartsIn(tx, place.room, PARTS) : {};
    return { ...(await readSnapshotIn(tx, place, seq, ctx.now)), ...NO_PARTS, ...parts };
  });
}

/** One batch of a room's events, as each audience receives it. */
export type LiveProjection = {
  lastSeq: number;
  /** There may be more after `lastSeq`. */
  more: boolean;
  members: LiveEvent[];
  /** The same array as `members` when the two would read the same. */
  facilitators: LiveEvent[];
  lobby: LiveEvent[];
  /** By enrolment id, for those who see something otherwise: this instead of the above. */
  apart: Map<string, LiveEvent[]>;
};

/** What of a batch is for this person. */
export function eventsFor(
  batch: LiveProjection,
  viewer: { enrolmentId: string; facilitates: boolean; admitted: boolean },
): LiveEvent[] {
  const own = batch.apart.get(viewer.enrolmentId);
  if (own) return own;
  if (!viewer.admitted) return batch.lobby;
  return viewer.facilitates ? batch.facilitators : batch.members;
}

export type Since = { roomId: string; sinceSeq: number };

/**
 * For the gateway: what is new in several rooms of one organisation, loaded once and projected once
 * per audience. By room id; a room in which nothing is new is absent.
 */
export function loadProjectedEvents(
  ctx: Ctx<RoomActor>,
  wanted: Since[],
): Promise<Map<string, LiveProjection>> {
  const { organisationId } = ctx.actor;
  return withActor(ctx, async (tx) => {
    const streams = wanted.map(({ roomId, sinceSeq }) => ({ streamId: roomId, sinceSeq }));
    const ids = wanted.map(({ roomId }) => roomId);
    const [events, rooms] = await Promise.all([
      readEventsOfMany(tx, organisationId, streams, CATCH_UP_EVENTS),
      findRooms(tx, organisationId, ids),
    ]);
    const batches = [...rooms.values()].flatMap((room) => {
      const stored = events.get(room.id);
      return stored ? [{ room, stored }] : [];
    });
    const projected = await projectLiveIn(tx, batches, ctx.now);
    return new Map(batches.map(({ room }, at) => [room.id, projected[at] as LiveProjection]));
  });
}

/**
 * What everyone missed since, by room and in the order asked, for all who ask at once; null when that
 * is too much: take a snapshot. No room is asked for twice.
 */
export async function loadMissedEvents(
  ctx: Ctx<RoomActor>,
  wanted: Since[],
): Promise<(LiveProjection | null)[]> {
  const { organisationId } = ctx.actor;
  const batches = await loadProjectedEvents(ctx, wanted);
  const upToDate = wanted.filter(({ roomId }) => !batches.has(roomId));
  const seqs =
    upToDate.length === 0
      ? new Map<string, number>()
      : await withActor(ctx, (tx) =>
          readLastSeqs(
            tx,
            organisationId,
            upToDate.map(({ roomId }) => roomId),
          ),
        );
  return wanted.map(({ roomId, sinceSeq }) => {
    const batch = batches.get(roomId);
    if (batch) return batch.more ? null : batch;
    // Nothing came since; unless what is asked from never was.
    return sinceSeq > (seqs.get(roomId) ?? -1) ? null : nothingSince(sinceSeq);
  });
}

function nothingSince(lastSeq: number): LiveProjection {
  const events: LiveEvent[] = [];
  const none = { members: events, facilitators: events, lobby: events, apart: new Map() };
  return { lastSeq, more: false, ...none };
}

/** The rooms' own projections, with the parts in the places that are skips to the rooms. */
async function projectLiveIn(tx: Tx, batches: Batch[], now: Date): Promise<LiveProjection[]> {
  if (batches.length === 0) return [];
  const [projections, parts] = await Promise.all([
    projectManyIn(tx, batches, now),
    Promise.all(batches.map(({ room, stored }) => readPartsIn(tx, room, partsOf(stored)))),
  ]);
  return batches.map(({ stored }, at) =>
    withParts(stored, projections[at] as Projection, parts[at] as Partial<LiveParts>),
  );
}

function partOf({ kind }: StoredEvent): PartName | undefined {
  return PART_EVENTS[kind as PartEventKind];
}

function partsOf(stored: StoredEvent[]): Set<PartName> {
  return new Set(stored.flatMap((event) => partOf(event) ?? []));
}

function withParts(
  stored: StoredEvent[],
  { members, facilitators, lobby, authors }: Projection,
  parts: Partial<LiveParts>,
): LiveProjection {
  const filled = (events: RoomEvent[]): LiveEvent[] =>
    Object.keys(parts).length === 0
      ? events
      : events.map((event, at) => partEvent(stored[at] as StoredEvent, parts) ?? event);
  const forMembers = filled(members);
  return {
    lastSeq: stored.at(-1)?.seq ?? 0,
    more: stored.length >= CATCH_UP_EVENTS,
    members: forMembers,
    facilitators: facilitators === members ? forMembers : filled(facilitators),
    lobby,
    apart: new Map(
      [...authors].map(([id, { admitted, events }]) => [id, admitted ? filled(events) : events]),
    ),
  };
}

function partEvent(event: StoredEvent, parts: Partial<LiveParts>): PartEvent | null {
  const name = partOf(event);
  if (!name) return null;
  return { seq: event.seq, kind: event.kind, [name]: parts[name] } as unknown as PartEvent;
}

/** How a person stands in a room, as they are told. */
export function mineOf({ me, admitted, facilitates, leads }: Place): OwnPlace {
  if (me.standing === "removed") throw notFound();
  return { standing: me.standing, admitted, facilitates, leads };
}

export type PresenceRead = {
  attendances: AttendanceFacts[];
  chairEnrolmentId: string | null;
  /** As those who lead see it; null unless asked for. */
  roster: RosterEntry[] | null;
};

/** For the gateway: who has been in these sessions' rooms, here or on another process; by room id. */
export function loadPresence(
  ctx: Ctx<RoomActor>,
  wanted: { roomId: string; roster: boolean }[],
): Promise<Map<string, PresenceRead>> {
  const { organisationId } = ctx.actor;
  return withActor(ctx, async (tx) => {
    const ids = wanted.map(({ roomId }) => roomId);
    const rooms = await findRooms(tx, organisationId, ids);
    const read = wanted.map(async ({ roomId, roster }): Promise<[string, PresenceRead][]> => {
      const room = rooms.get(roomId);
      if (!room) return [];
      const [attendances, entries] = await Promise.all([
        listAttendancesIn(tx, room),
        roster ? readRosterIn(tx, room, ctx.now) : null,
      ]);
      const { chairEnrolmentId } = room;
      return [[roomId, { attendances, chairEnrolmentId, roster: entries }]];
    });
    return new Map((await Promise.all(read)).flat());
  });
}

/** For the gateway: what these people have written so far in a box. Who may hear it is its to know. */
export function loadTyped(
  ctx: Ctx<RoomActor>,
  ref: RoomRef,
  boxId: string,
  enrolmentIds: string[],
): Promise<TypedEntry[]> {
  return withActor(ctx, async (tx) => {
    const room = await findRoom(tx, ref);
    return room ? listTypedIn(tx, room, boxId, enrolmentIds) : [];
  });
}
