import type { Server } from "socket.io";
import { type MemberActor, mintRooms, type RoomActor } from "../auth/actor";
import type { Database } from "../db/client";
import type { ClientEvents, LiveEvent, ServerEvents } from "../domains/live/contract";
import type { Due } from "../domains/live/writes";
import type { Here, OwnPlace, Person, RosterEntry } from "../domains/rooms/contract";
import type { AttendanceFacts } from "../domains/rooms/reads";
import type { Ctx } from "../lib/ctx";
import type { Log } from "../lib/log";

export type SignedIn = { userId: string; sessionId: string };
export type LiveServer = Server<ClientEvents, ServerEvents, object, SignedIn & { cookie?: string }>;

/** One connection's place in one room. */
export type Place = {
  socketId: string;
  actor: MemberActor;
  roomId: string;
  person: Person;
  mine: OwnPlace;
};

/** Who receives the same of a room: those who lead by role, its other people, and its lobby. */
export type Audience = "members" | "facilitators" | "lobby";

export function audienceOf({ mine }: Pick<Place, "mine">): Audience {
  if (!mine.admitted) return "lobby";
  return mine.facilitates ? "facilitators" : "members";
}

/** A room or board that someone on this process is in, or was a moment ago. */
export type LiveRoom = {
  organisationId: string;
  groupId: string;
  roomId: string;
  /** Who is in a session's room is told; who reads a group's board is not. */
  tellsPresence: boolean;
  /** Who goes on reading there afterwards is not noted. */
  closed: boolean;
  /** Last event sent to everyone here. */
  lastSeq: number;
  /** By socket id. */
  places: Map<string, Place>;
  /** By the `seq` of the first: what this process committed and told, until it is their turn. */
  fresh: Map<number, LiveEvent[]>;
  /** A nudge came while events were being sent: look again. */
  moved: boolean;
  sending: boolean;
  /** When it changes by itself next; `look` until that is known. */
  due: Due | "look";
  settling: boolean;
  /** As last read from the store, this process's own and others'. */
  attendances: AttendanceFacts[];
  chairEnrolmentId: string | null;
  /** As last worked out. */
  here: Here | null;
  /** What everyone, and those who lead, were told last, as JSON. */
  told: { here: string; roster: string };
  /** As last read; null until somebody who leads is here. */
  roster: RosterEntry[] | null;
  /** Enrolment id → ISO instant of the newest post that went by since the roster was last told. */
  posted: Map<string, string>;
  /** Somebody is here of whom another server holds the connection. */
  sharedWithOthers: boolean;
  /** Enrolment id → when it is taken to be over, in ms of the gateway's clock. */
  typing: Map<string, number>;
  /** Nobody was here at the last heartbeat either. */
  wasEmpty: boolean;
};

/** What the parts of the gateway share. */
export type House = {
  db: Database;
  log: Log;
  clock: () => Date;
  io: LiveServer;
  rooms: Map<string, LiveRoom>;
};

/** The Socket.IO channels of one room. A connection is in one of the first three. */
export const channels = {
  members: (roomId: string) => `${roomId}:members`,
  facilitators: (roomId: string) => `${roomId}:facilitators`,
  lobby: (roomId: string) => `${roomId}:lobby`,
  /** Those who lead: by role, or as the one who took the chair. */
  leaders: (roomId: string) => `${roomId}:leaders`,
  person: (roomId: string, enrolmentId: string) => `${roomId}:${enrolmentId}`,
  /** Those who joined the box. */
  box: (roomId: string, boxId: string) => `${roomId}:box:${boxId}`,
};

/** Everyone who has been let in. */
export function insideOf(roomId: string): string[] {
  return [channels.members(roomId), channels.facilitators(roomId)];
}

export function roomCtx(
  { db, clock }: Pick<House, "db" | "clock">,
  room: LiveRoom,
): Ctx<RoomActor> {
  return organisationCtx({ db, clock }, room.organisationId, [room]);
}

export function organisationCtx(
  { db, clock }: Pick<House, "db" | "clock">,
  organisationId: string,
  rooms: LiveRoom[],
): Ctx<RoomActor> {
  const groupIds = [...new Set(rooms.map((room) => room.groupId))];
  return { db, actor: mintRooms(organisationId, groupIds), now: clock() };
}

/** Those of this process who are in the room itself, each person once whatever tabs they have. */
export function connectedIn(room: LiveRoom): Map<string, Person> {
  const people = new Map<string, Person>();
  for (const { person, mine } of room.places.values()) {
    if (mine.admitted) people.set(person.id, person);
  }
  return people;
}

/** Whether somebody who leads has a connection to this process. */
export function isLed(room: LiveRoom): boolean {
  for (const { mine } of room.places.values()) if (mine.leads) return true;
  return false;
}
