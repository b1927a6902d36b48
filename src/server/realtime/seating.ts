import type { Socket } from "socket.io";
import type { MemberActor } from "../auth/actor";
import { withActor } from "../db/transaction";
import { mineOf } from "../domains/live/reads";
import type { RoomSettings } from "../domains/rooms/contract";
import { type Place as Admission, findPlace, findPlaces, personOf } from "../domains/rooms/reads";
import { DomainError, notFound } from "../lib/errors";
import { describeError } from "../lib/log";
import { WriteLane } from "../lib/write-lane";
import { readLastSeq } from "./outbox";
import { audienceOf, channels, type House, type LiveRoom, type Place, roomCtx } from "./places";
import type { createPresence } from "./presence";
import type { createTyping } from "./typing";

// Who has a place in which room. A place is authorised when it is taken, again whenever something
// about the person is said to have changed, and every so often in any case. Everyone who comes to a
// room in one turn of the event loop is authorised by one query: five hundred come back at once
// when a line drops.

const AT_ONCE = 500;
/** A change of standing that was told this long ago is in what any query reads now. */
const REMEMBER_MOVES_MS = 10_000;

type Door = WriteLane<string, Admission | DomainError>;

export function createSeating(
  house: House,
  {
    presence,
    typing,
  }: { presence: ReturnType<typeof createPresence>; typing: ReturnType<typeof createTyping> },
) {
  const { db, log, clock, io, rooms } = house;
  const doors = new WeakMap<LiveRoom, Door>();
  const starting = new Map<string, Promise<unknown>>();
  /** Every place of a person, by enrolment id. */
  const seats = new Map<string, Set<Place>>();
  /** When a person was last said to have changed, for those who are just coming in. */
  const movedAt = new Map<string, number>();

  async function take(socket: Socket, actor: MemberActor, roomId: string): Promise<void> {
    for (;;) {
      const room = await roomFor(actor, roomId);
      const asked = performance.now();
      const admission = await doorOf(room).submit(actor.membershipId);
      if (admission instanceof DomainError) throw admission;
      // Told meanwhile that they stand otherwise, what was read may be from before; and a room that
      // stayed empty may have been forgotten.
      const isStale = (movedAt.get(admission.me.id) ?? 0) >= asked;
      if (isStale || rooms.get(roomId) !== room) continue;
      if (!socket.connected) return;
      const place = sit(room, socket, actor, admission);
      if (place.mine.leads) await presence.leaderArrived(room, place);
      return;
    }
  }

  /** The room, started if nobody on this process is in it. @throws as `findPlace` */
  async function roomFor(actor: MemberActor, roomId: string): Promise<LiveRoom> {
    const { organisationId } = actor;
    for (;;) {
      const known = rooms.get(roomId);
      if (known && known.organisationId !== organisationId) throw notFound();
      if (known) return known;
      const someone = starting.get(roomId);
      if (!someone) {
        const start = startRoom(actor, { organisationId, roomId });
        starting.set(roomId, start);
        return await start.finally(() => starting.delete(roomId));
      }
      // If they may not come in, that says nothing about us.
      await someone.catch(() => {});
    }
  }

  async function startRoom(
    actor: MemberActor,
    ref: { organisationId: string; roomId: string },
  ): Promise<LiveRoom> {
    const ctx = { db, actor, now: clock() };
    const { room } = await findPlace(ctx, ref);
    const stream = { organisationId: ref.organisationId, streamId: ref.roomId };
    const lastSeq = await withActor(ctx, (tx) => readLastSeq(tx, stream));
    const live: LiveRoom = {
      ...ref,
      groupId: room.groupId,
      tellsPresence: room.kind === "session",
      closed: room.closedAt !== null,
      lastSeq,
      places: new Map(),
      fresh: new Map(),
      moved: false,
      sending: false,
      due: "look",
      settling: false,
      attendances: [],
      chairEnrolmentId: room.chairEnrolmentId,
      here: null,
      told: { here: "", roster: "" },
      roster: null,
      posted: new Map(),
      sharedWithOthers: false,
      typing: new Map(),
      wasEmpty: false,
    };
    rooms.set(ref.roomId, live);
    return live;
  }

  function doorOf(room: LiveRoom): Door {
    const known = doors.get(room);
    if (known) return known;
    const door: Door = new WriteLane(
      async (membershipIds) => {
        const places = await findPlaces(roomCtx(house, room), room, membershipIds);
        return membershipIds.map((id) => places.get(id) ?? notFound());
      },
      { keyOf: (membershipId) => membershipId, maxBatch: AT_ONCE },
    );
    doors.set(room, door);
    return door;
  }

  function sit(room: LiveRoom, socket: Socket, actor: MemberActor, admission: Admission): Place {
    const { roomId } = room;
    const before = room.places.get(socket.id);
    const person = personOf(admission.me);
    const place = { socketId: socket.id, actor, roomId, person, mine: mineOf(admission) };
    if (before) unlist(before);
    room.places.set(socket.id, place);
    list(place);
    const audience = audienceOf(place);
    for (const other of ["members", "facilitators", "lobby"] as const) {
      if (other !== audience) socket.leave(channels[other](roomId));
    }
    if (!place.mine.leads) socket.leave(channels.leaders(roomId));
    socket.join([
      channels[audience](roomId),
      channels.person(roomId, person.id),
      ...(place.mine.leads ? [channels.leaders(roomId)] : []),
    ]);
    if (!before || before.mine.admitted !== place.mine.admitted) presence.arrived(room, place);
    if (before && JSON.stringify(before.mine) !== JSON.stringify(place.mine)) {
      socket.emit("place:changed", { roomId });
      presence.readSoon(room);
    }
    return place;
  }

  function list(place: Place): void {
    const theirs = seats.get(place.person.id);
    if (theirs) theirs.add(place);
    else seats.set(place.person.id, new Set([place]));
  }

  function unlist(place: Place): void {
    const theirs = seats.get(place.person.id);
    theirs?.delete(place);
    if (theirs?.size === 0) seats.delete(place.person.id);
  }

  function leave(roomId: string, socketId: string): void {
    const room = rooms.get(roomId);
    const place = room?.places.get(socketId);
    if (!room || !place) return;
    const socket = io.sockets.sockets.get(socketId);
    // Every channel of a room begins with its id: its audiences, the person's own, its boxes.
    for (const channel of socket?.rooms ?? []) {
      if (channel.startsWith(`${roomId}:`)) socket?.leave(channel);
    }
    room.places.delete(socketId);
    unlist(place);
    typing.tell(place, false);
    presence.departed(room, place);
  }

  /** Checks a place again and ends it if it is no longer theirs. */
  async function recheck(place: Place): Promise<void> {
    const socket = io.sockets.sockets.get(place.socketId);
    if (!socket) return;
    try {
      await take(socket, place.actor, place.roomId);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      end(place);
    }
  }

  function end({ roomId, socketId }: Place): void {
    io.sockets.sockets.get(socketId)?.emit("place:ended", { roomId });
    leave(roomId, socketId);
  }

  function recheckSoon(places: Iterable<Place>): void {
    for (const place of places) {
      recheck(place).catch((error: unknown) =>
        log.warn({ error: describeError(error) }, "a place could not be checked again"),
      );
    }
  }

  return {
    take,
    leave,
    leaveAll: (socketId: string) => {
      for (const { roomId } of rooms.values()) leave(roomId, socketId);
    },
    /** Something about this person, if it is one, was told to have changed. */
    onPersonMoved(enrolmentId: string): void {
      const now = performance.now();
      for (const [id, at] of movedAt) {
        if (now - at < REMEMBER_MOVES_MS) break;
        movedAt.delete(id);
      }
      movedAt.delete(enrolmentId);
      movedAt.set(enrolmentId, now);
      recheckSoon([...(seats.get(enrolmentId) ?? [])]);
    },
    /** Settings that change how somebody stands here: another takes the chair, the lobby closes. */
    onSettings(room: LiveRoom, { chair, lobby }: RoomSettings): void {
      room.chairEnrolmentId = chair?.id ?? null;
      const otherwise = [...room.places.values()].filter(
        ({ person, mine }) =>
          (!mine.facilitates && mine.leads !== (person.id === chair?.id)) ||
          (!mine.admitted && !lobby),
      );
      recheckSoon(otherwise);
    },
    /** Belt and braces for a nudge that was lost, and the one check of the membership itself. */
    async recheckAll(): Promise<void> {
      const places = [...rooms.values()].flatMap((room) => [...room.places.values()]);
      const byMember = Map.groupBy(places, ({ actor }) => actor.membershipId);
      for (const theirs of byMember.values()) {
        const [{ actor }] = theirs as [Place];
        const isMember = await withActor({ db, actor, now: clock() }, async () => true).catch(
          (error: unknown) => {
            if (error instanceof DomainError) return false;
            throw error;
          },
        );
        if (!isMember) for (const place of theirs) end(place);
      }
      await Promise.all(places.map(recheck));
    },
  };
}
