import { type LiveEvent, PART_EVENTS } from "../domains/live/contract";
import {
  eventsFor,
  type LiveProjection,
  loadMissedEvents,
  loadProjectedEvents,
  type Since,
} from "../domains/live/reads";
import { ROOM_STATE_EVENTS, type RoomSettings } from "../domains/rooms/contract";
import { describeError } from "../lib/log";
import { WriteLane } from "../lib/write-lane";
import type { News } from "./news";
import { channels, type House, type LiveRoom, organisationCtx, type Place } from "./places";
import type { createSeating } from "./seating";

// What is new in the rooms, to everyone in them: read once, projected once per audience, serialised
// once, and sent as one frame per room and batch. The rooms of one organisation that moved together
// are read together.

const ROOMS_PER_READ = 100;
/** More than this is waited for by nobody: it is read. */
const FRESH_AT_MOST = 100;

type Reading = WriteLane<LiveRoom, LiveProjection | null>;
type CatchUp = WriteLane<Since, LiveProjection | null>;

export function createSending(house: House, seating: ReturnType<typeof createSeating>) {
  const { log, io, rooms } = house;
  const readings = new Map<string, Reading>();
  const catchUps = new Map<string, CatchUp>();

  function readingOf(organisationId: string): Reading {
    const known = readings.get(organisationId);
    if (known) return known;
    const reading: Reading = new WriteLane(
      async (moved) => {
        const ctx = organisationCtx(house, organisationId, moved);
        const wanted = moved.map(({ roomId, lastSeq }) => ({ roomId, sinceSeq: lastSeq }));
        const batches = await loadProjectedEvents(ctx, wanted);
        return moved.map(({ roomId }) => batches.get(roomId) ?? null);
      },
      { keyOf: (room) => room.roomId, maxBatch: ROOMS_PER_READ },
    );
    readings.set(organisationId, reading);
    return reading;
  }

  /** Sends on at once what this process has just committed, in its turn. */
  function onNews({ roomId, events }: News): void {
    const room = rooms.get(roomId);
    if (!room) return;
    const [first] = events ?? [];
    if (!first || room.fresh.size >= FRESH_AT_MOST) return void send(room);
    room.fresh.set(first.seq, events as LiveEvent[]);
    // Whoever is sending looks for it before they end.
    if (room.sending) return;
    sendFresh(room);
    if (room.fresh.size > 0) void send(room);
  }

  /** Sends what was told and follows the last event sent; what is left then waits for a read. */
  function sendFresh(room: LiveRoom): void {
    for (;;) {
      const members = room.fresh.get(room.lastSeq + 1);
      if (!members) break;
      room.lastSeq = members.at(-1)?.seq ?? room.lastSeq;
      const lobby = members.map(({ seq }) => ({ seq, kind: "skip" }) as const);
      const { lastSeq } = room;
      const batch = { lastSeq, more: false, members, facilitators: members, lobby };
      emit(room, { ...batch, apart: new Map() });
    }
    for (const seq of room.fresh.keys()) if (seq <= room.lastSeq) room.fresh.delete(seq);
  }

  /** Sends what is new in a room, in order; one sender per room at a time. */
  async function send(room: LiveRoom): Promise<void> {
    room.moved = true;
    if (room.sending) return;
    room.sending = true;
    try {
      while (rooms.get(room.roomId) === room) {
        sendFresh(room);
        if (!room.moved && room.fresh.size === 0) break;
        room.moved = false;
        const batch = await readingOf(room.organisationId).submit(room);
        if (!batch) {
          room.fresh.clear();
          continue;
        }
        room.lastSeq = batch.lastSeq;
        room.moved ||= batch.more;
        emit(room, batch);
        follow(room, batch.members);
      }
    } catch (error) {
      // The next nudge or heartbeat tries again from the same seq.
      log.warn({ error: describeError(error) }, "a room's events could not be read");
    } finally {
      room.sending = false;
    }
  }

  function emit(room: LiveRoom, { members, facilitators, lobby, apart }: LiveProjection): void {
    const { roomId } = room;
    notePosts(room, facilitators);
    // Whoever has a projection of their own gets that and no other, facilitators too.
    const people = [...apart.keys()].map((id) => channels.person(roomId, id)).filter(isSomeoneIn);
    const toAllBut = (listening: string[], events: LiveEvent[]) => {
      const there = listening.filter(isSomeoneIn);
      // Without anyone to hear it, it would be serialised all the same.
      if (there.length > 0) io.to(there).except(people).emit("room:changed", { roomId, events });
    };
    const toMembers = channels.members(roomId);
    const toFacilitators = channels.facilitators(roomId);
    if (members === facilitators) toAllBut([toMembers, toFacilitators], members);
    else {
      toAllBut([toMembers], members);
      toAllBut([toFacilitators], facilitators);
    }
    toAllBut([channels.lobby(roomId)], lobby);
    for (const [enrolmentId, events] of apart) {
      const own = channels.person(roomId, enrolmentId);
      if (isSomeoneIn(own)) io.to(own).emit("room:changed", { roomId, events });
    }
  }

  function isSomeoneIn(channel: string): boolean {
    return io.sockets.adapter.rooms.has(channel);
  }

  /** What in a batch concerns the gateway itself. */
  function follow(room: LiveRoom, events: LiveEvent[]): void {
    let settings: RoomSettings | null = null;
    for (const event of events) {
      if (event.kind in PART_EVENTS || isRoomState(event.kind)) room.due = "look";
      if (event.kind === "room_closed") room.closed = true;
      if (event.kind === "settings_changed") {
        settings = event.settings;
        room.due = "look";
      }
    }
    if (settings) seating.onSettings(room, settings);
  }

  function catchUpOf(organisationId: string): CatchUp {
    const known = catchUps.get(organisationId);
    if (known) return known;
    const catchUp: CatchUp = new WriteLane((wanted) => loadMissed(organisationId, wanted), {
      keyOf: ({ roomId, sinceSeq }) => `${roomId} ${sinceSeq}`,
      maxBatch: ROOMS_PER_READ,
    });
    catchUps.set(organisationId, catchUp);
    return catchUp;
  }

  /** In as many questions as one room has been asked about in different ways. */
  async function loadMissed(
    organisationId: string,
    wanted: Since[],
  ): Promise<(LiveProjection | null)[]> {
    const live = wanted.flatMap(({ roomId }) => rooms.get(roomId) ?? []);
    const ctx = organisationCtx(house, organisationId, live);
    const answers = new Map<Since, LiveProjection | null>();
    let left = wanted;
    while (left.length > 0) {
      const once = [...new Map(left.map((each) => [each.roomId, each])).values()];
      const missed = await loadMissedEvents(ctx, once);
      once.forEach((each, at) => {
        answers.set(each, missed[at] ?? null);
      });
      left = left.filter((each) => !answers.has(each));
    }
    return wanted.map((each) => answers.get(each) ?? null);
  }

  return {
    send,
    onNews,
    /**
     * What a person missed after `sinceSeq`, once they have their place; null when that is too
     * much. Those who come back together have mostly missed the same, which is read once.
     */
    async missedSince(
      room: LiveRoom,
      place: Place,
      sinceSeq: number,
    ): Promise<{ seq: number; events: LiveEvent[] } | null> {
      // All that comes after this is sent to them like to everyone.
      if (sinceSeq === room.lastSeq) return { seq: sinceSeq, events: [] };
      const { organisationId, roomId } = room;
      const missed = await catchUpOf(organisationId).submit({ roomId, sinceSeq });
      if (!missed) return null;
      const viewer = { enrolmentId: place.person.id, ...place.mine };
      return { seq: missed.lastSeq, events: eventsFor(missed, viewer) };
    },
  };
}

/** Who posted when, for the roster: in the room, not on a line or to the facilitators alone. */
function notePosts({ posted }: LiveRoom, events: LiveEvent[]): void {
  for (const event of events) {
    if (event.kind !== "message_posted" || event.message?.audience !== "room") continue;
    const { author, kind, postedAt } = event.message;
    if (kind !== "notice") posted.set(author.id, postedAt);
  }
}

function isRoomState(kind: string): boolean {
  return (ROOM_STATE_EVENTS as readonly string[]).includes(kind);
}
