import { loadPresence, type PresenceRead } from "../domains/live/reads";
import { hereOf } from "../domains/live/rules";
import { noteSeen, settleLater } from "../domains/live/writes";
import { isHere, noteArrivals, noteDepartures } from "../domains/rooms/attendance";
import { HERE_MAX, type Here, type RosterEntry } from "../domains/rooms/contract";
import { UNATTENDED_AFTER_MS } from "../domains/rooms/rules";
import { describeError } from "../lib/log";
import { WriteLane } from "../lib/write-lane";
import {
  channels,
  connectedIn,
  type House,
  insideOf,
  isLed,
  type LiveRoom,
  organisationCtx,
  type Place,
  roomCtx,
} from "./places";

// Who is in a room is what is stored of attendances: several servers share one room, and one that
// dies leaves rows that nobody renews. Each server writes who comes to it and goes from it, a whole
// batch at a time, and tells the others to read again.

/**
 * NOTIFY channel: `<organisation id>:<room id>:<what>:<enrolment ids>`. `moved` is to be read again;
 * before somebody's departure is written, `leaving` asks whether another server still has them.
 */
export const PRESENCE_CHANNEL = "unpolished_presence";
type Nudge = "moved" | "leaving" | "staying";

/** Arrivals and departures within this time are written, and told, together. */
const TOGETHER_MS = 80;
/** How long other servers have to say so, and somebody who reloads the page to be back. */
const STAYING_WITHIN_MS = 250;
/** Who is told of many people is told less often: at 500 it is once a second. */
const TOGETHER_MS_PER_PERSON = 2;
const TOGETHER_MAX_MS = 1_000;
const ROOMS_TOGETHER = 100;
/** PostgreSQL refuses a payload of 8,000 bytes. */
const PEOPLE_IN_NUDGE = 150;

type Wanted = { room: LiveRoom; roster: boolean };

/** Enrolment id → whether they are admitted, or whether they led. */
type Moves = { room: LiveRoom; people: Map<string, boolean> };

export function createPresence(house: House) {
  const { db, log, clock, io, rooms } = house;
  let arriving = new Map<string, Moves>();
  let leaving = new Map<string, Moves>();
  let timers: { arrivals?: NodeJS.Timeout; departures?: NodeJS.Timeout } = {};
  const reading = new Map<string, NodeJS.Timeout>();
  const rereading = new Set<NodeJS.Timeout>();
  const computedAt = new WeakMap<LiveRoom, number>();
  /** Rooms last read while somebody who is here had not been renewed for too long. */
  const readTooEarly = new WeakSet<LiveRoom>();
  let crowd = { since: Number.NEGATIVE_INFINITY, people: 0 };
  /** By organisation. */
  const readers = new Map<string, WriteLane<Wanted, PresenceRead | null>>();
  const welcomes = new Map<string, WriteLane<{ room: LiveRoom; enrolmentId: string }, null>>();

  const warn = (error: unknown) =>
    log.warn({ error: describeError(error) }, "who is in a room could not be told");

  function note(moves: Map<string, Moves>, room: LiveRoom, id: string, how: boolean): void {
    const known = moves.get(room.roomId);
    if (known) known.people.set(id, how);
    else moves.set(room.roomId, { room, people: new Map([[id, how]]) });
  }

  function arrived(room: LiveRoom, { person, mine }: Place): void {
    if (!room.tellsPresence) return;
    if (room.closed) {
      readSoon(room);
      return;
    }
    countIn();
    leaving.get(room.roomId)?.people.delete(person.id);
    note(arriving, room, person.id, mine.admitted);
    timers.arrivals ??= setTimeout(() => void writeArrivals().catch(warn), TOGETHER_MS);
  }

  /** After the place is gone from the room; another tab or device of theirs may still be here. */
  function departed(room: LiveRoom, { person, mine }: Place): void {
    if (!room.tellsPresence || isConnected(room, person.id)) return;
    if (room.closed) {
      readSoon(room);
      return;
    }
    note(leaving, room, person.id, mine.leads);
    timers.departures ??= setTimeout(() => void askWhoStays().catch(warn), TOGETHER_MS);
  }

  function isConnected(room: LiveRoom, enrolmentId: string): boolean {
    for (const { person } of room.places.values()) if (person.id === enrolmentId) return true;
    return false;
  }

  async function writeArrivals(): Promise<void> {
    clearTimeout(timers.arrivals);
    timers = { ...timers, arrivals: undefined };
    const batch = [...arriving.values()];
    arriving = new Map();
    const byOrganisation = Map.groupBy(batch, ({ room }) => room.organisationId);
    const write = async ([organisationId, moves]: [string, Moves[]]) => {
      const came = moves.map(({ room }) => room);
      const arrivals = moves.flatMap(({ room: { roomId }, people }) =>
        [...people].map(([enrolmentId, admitted]) => ({ roomId, enrolmentId, admitted })),
      );
      await noteArrivals(organisationCtx(house, organisationId, came), arrivals);
      for (const room of came) if (!isLed(room)) room.due = "look";
      await notify(came.map((room) => payloadOf(room, "moved")));
    };
    await Promise.all([...byOrganisation].map((each) => write(each).catch(warn)));
  }

  async function askWhoStays(): Promise<void> {
    timers.departures = setTimeout(() => void writeDepartures().catch(warn), STAYING_WITHIN_MS);
    for (const { room, people } of leaving.values()) {
      await nudge(room, "leaving", [...people.keys()]);
    }
  }

  async function writeDepartures(): Promise<void> {
    clearTimeout(timers.departures);
    timers = { ...timers, departures: undefined };
    const batch = [...leaving.values()];
    leaving = new Map();
    const write = async ({ room, people }: Moves) => {
      if (people.size === 0) return;
      const ctx = roomCtx(house, room);
      await noteDepartures(ctx, room.roomId, [...people.keys()]);
      if (!isLed(room)) room.due = "look";
      const leaderLeft = [...people.values()].includes(true);
      // Should every server be gone by then, the queue still sees to it.
      if (leaderLeft && !isLed(room)) {
        const at = new Date(ctx.now.getTime() + UNATTENDED_AFTER_MS + 1);
        await settleLater(ctx, room, at);
      }
      await nudge(room, "moved", [...people.keys()]);
    };
    await Promise.all(batch.map((each) => write(each).catch(warn)));
  }

  async function nudge(
    { organisationId, roomId }: Pick<LiveRoom, "organisationId" | "roomId">,
    what: Nudge = "moved",
    people: string[] = [],
  ): Promise<void> {
    const payloads = [];
    for (let from = 0; from === 0 || from < people.length; from += PEOPLE_IN_NUDGE) {
      const named = people.slice(from, from + PEOPLE_IN_NUDGE);
      payloads.push(payloadOf({ organisationId, roomId }, what, named));
    }
    await notify(payloads);
  }

  function payloadOf(
    { organisationId, roomId }: Pick<LiveRoom, "organisationId" | "roomId">,
    what: Nudge,
    people: string[] = [],
  ): string {
    return `${organisationId}:${roomId}:${what}:${people.join(",")}`;
  }

  async function notify(payloads: string[]): Promise<void> {
    await db.sql`select pg_notify(${PRESENCE_CHANNEL}, p) from unnest(${payloads}::text[]) as p`;
  }

  function onNudge(payload: string): void {
    const [, roomId = "", what, named = ""] = payload.split(":");
    const room = rooms.get(roomId);
    if (!room) return;
    const ids = new Set(named.split(","));
    if (what === "staying") {
      for (const id of ids) leaving.get(roomId)?.people.delete(id);
      return;
    }
    const here = [...room.places.values()].filter(({ person }) => ids.has(person.id));
    if (what === "leaving") {
      const staying = here.map(({ person }) => person.id);
      if (staying.length > 0) void nudge(room, "staying", staying).catch(warn);
      return;
    }
    // Written as gone after all: say otherwise before anyone misses them.
    for (const place of here) arrived(room, place);
    if (here.length > 0) void writeArrivals().catch(warn);
    readSoon(room);
  }

  function readSoon(room: LiveRoom): void {
    if (!room.tellsPresence || reading.has(room.roomId)) return;
    // When a line drops, everyone in the house comes back at once: seats first, then who sits there.
    const people = Math.max(room.attendances.length, room.places.size, comingIn());
    const delay = Math.min(TOGETHER_MAX_MS, TOGETHER_MS + people * TOGETHER_MS_PER_PERSON);
    const timer = setTimeout(() => {
      reading.delete(room.roomId);
      if (rooms.get(room.roomId) === room) void read(room).catch(warn);
    }, delay);
    reading.set(room.roomId, timer);
  }

  /** How many came into any room of this process a moment ago. */
  function comingIn(): number {
    return performance.now() - crowd.since < TOGETHER_MAX_MS ? crowd.people : 0;
  }

  function countIn(): void {
    const now = performance.now();
    if (now - crowd.since >= TOGETHER_MAX_MS) crowd = { since: now, people: 0 };
    crowd.people += 1;
  }

  /** The rooms of one organisation that are read in one turn of the event loop are read together. */
  function load(room: LiveRoom, { roster }: { roster: boolean }): Promise<PresenceRead | null> {
    const { organisationId } = room;
    let reader = readers.get(organisationId);
    if (!reader) {
      reader = new WriteLane(
        async (wanted) => {
          const ctx = organisationCtx(
            house,
            organisationId,
            wanted.map((each) => each.room),
          );
          const asked = wanted.map((each) => ({ ...each, roomId: each.room.roomId }));
          const found = await loadPresence(ctx, asked);
          return wanted.map((each) => found.get(each.room.roomId) ?? null);
        },
        { keyOf: (each) => `${each.room.roomId} ${each.roster}`, maxBatch: ROOMS_TOGETHER },
      );
      readers.set(organisationId, reader);
    }
    return reader.submit({ room, roster });
  }

  async function read(room: LiveRoom): Promise<void> {
    if (!room.tellsPresence) return;
    const found = await load(room, { roster: isLed(room) });
    if (!found) return;
    room.attendances = found.attendances;
    room.chairEnrolmentId = found.chairEnrolmentId;
    const connected = connectedIn(room);
    const now = clock();
    const isMissed = room.attendances.some(
      (each) => connected.has(each.person.id) && !isHere(each, now),
    );
    if (isMissed) readTooEarly.add(room);
    const { roomId, told } = room;
    const here = computeHere(room);
    room.told = { ...told, here: JSON.stringify(here) };
    if (room.told.here !== told.here) {
      io.to(insideOf(roomId)).emit("presence:changed", { roomId, here });
    }
    room.roster = found.roster;
    tellRoster(room);
  }

  /** With what has gone by since it was read, so that nothing is read for who posted when. */
  function tellRoster(room: LiveRoom): void {
    const { roomId, posted } = room;
    if (!room.roster) return;
    const roster = room.roster.map((entry) => {
      const at = posted.get(entry.person.id);
      return at && at > (entry.lastPostedAt ?? "") ? { ...entry, lastPostedAt: at } : entry;
    });
    posted.clear();
    room.roster = roster;
    const words = JSON.stringify(roster);
    if (words === room.told.roster) return;
    room.told = { ...room.told, roster: words };
    io.to(channels.leaders(roomId)).emit("roster:changed", { roomId, roster });
  }

  function computeHere(room: LiveRoom): Here {
    const connected = connectedIn(room);
    const now = clock();
    const arrived = room.attendances
      .filter((each) => connected.has(each.person.id) || isHere(each, now))
      .map(({ person }) => person);
    room.sharedWithOthers = arrived.some(({ id }) => !connected.has(id));
    room.here = hereOf(arrived, connected, room.chairEnrolmentId);
    computedAt.set(room, performance.now());
    return room.here;
  }

  /** For whoever has just come in. Of a crowd, as it was a moment ago: all of it comes in at once. */
  function hereNow(room: LiveRoom): Here {
    if (!room.tellsPresence) return { people: [], more: 0 };
    const age = performance.now() - (computedAt.get(room) ?? 0);
    const isCrowd = room.places.size > HERE_MAX;
    return isCrowd && room.here && age < TOGETHER_MS ? room.here : computeHere(room);
  }

  async function rosterNow(room: LiveRoom): Promise<RosterEntry[]> {
    const found = await load(room, { roster: true });
    return found?.roster ?? [];
  }

  /** Somebody who leads is here from this moment on: what members post next is not held for want of it. */
  async function leaderArrived(room: LiveRoom, { person }: Place): Promise<void> {
    if (!room.tellsPresence || room.closed) return;
    const { organisationId } = room;
    let welcome = welcomes.get(organisationId);
    if (!welcome) {
      welcome = new WriteLane(
        async (came) => {
          const led = came.map((each) => each.room);
          const seen = came.map((each) => ({
            roomId: each.room.roomId,
            enrolmentIds: [each.enrolmentId],
          }));
          const roomIds = [...new Set(led.map(({ roomId }) => roomId))];
          await noteSeen(organisationCtx(house, organisationId, led), seen, roomIds);
          return came.map(() => null);
        },
        { keyOf: (each) => `${each.room.roomId} ${each.enrolmentId}`, maxBatch: ROOMS_TOGETHER },
      );
      welcomes.set(organisationId, welcome);
    }
    await welcome.submit({ room, enrolmentId: person.id });
  }

  /** Renews everyone who is here, in one statement per organisation. */
  async function renew(): Promise<void> {
    const live = [...rooms.values()].filter(
      (room) => room.tellsPresence && !room.closed && room.places.size > 0,
    );
    const byOrganisation = Map.groupBy(live, (room) => room.organisationId);
    for (const [organisationId, theirs] of byOrganisation) {
      const seen = theirs.map((room) => ({
        roomId: room.roomId,
        enrolmentIds: [...new Set([...room.places.values()].map(({ person }) => person.id))],
      }));
      const led = theirs.filter(isLed).map((room) => room.roomId);
      await noteSeen(organisationCtx(house, organisationId, theirs), seen, led);
      // A machine that slept, or was too busy to renew, has told people as gone who never left.
      for (const room of theirs) if (readTooEarly.delete(room)) readSoon(room);
    }
  }

  /**
   * Somebody who is here only as another server tells may have gone with that server. The rooms are
   * read one after another over `withinMs`: all at once they would hold up what is posted.
   */
  function reread(withinMs: number): void {
    for (const room of rooms.values()) {
      if (room.posted.size > 0) tellRoster(room);
      if (!room.sharedWithOthers) continue;
      const timer = setTimeout(() => {
        rereading.delete(timer);
        if (rooms.get(room.roomId) === room) readSoon(room);
      }, Math.random() * withinMs);
      rereading.add(timer);
    }
  }

  return {
    arrived,
    departed,
    leaderArrived,
    onNudge,
    nudge,
    readSoon,
    reread,
    renew,
    hereNow,
    rosterNow,
    /** Writes what is still to be written, and stops. */
    async close(): Promise<void> {
      for (const timer of [...reading.values(), ...rereading]) clearTimeout(timer);
      await Promise.all([writeArrivals(), writeDepartures()]).catch(warn);
    },
  };
}
