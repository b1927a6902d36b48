import type { MemberActor } from "../auth/actor";
import type { Person } from "../domains/rooms/contract";

/** One connection's place in one room. */
export type Place = {
  socketId: string;
  actor: MemberActor;
  roomId: string;
  person: Person;
  facilitates: boolean;
};

/** A room or board that someone on this process is in. */
export type LiveRoom = {
  organisationId: string;
  groupId: string;
  roomId: string;
  /** Who is in a session's room is told; who reads a group's board is not. */
  tellsPresence: boolean;
  /** Last event sent to everyone here. */
  lastSeq: number;
  /** By socket id. */
  places: Map<string, Place>;
  /** A nudge came while events were being sent: look again. */
  moved: boolean;
  sending: boolean;
};

/** The Socket.IO channels of one room, one per audience. */
export const channels = {
  members: (roomId: string) => `${roomId}:members`,
  facilitators: (roomId: string) => `${roomId}:facilitators`,
  person: (roomId: string, enrolmentId: string) => `${roomId}:${enrolmentId}`,
};

/** Each person once, however many tabs they have open, in order of arrival; nobody on a board. */
export function peopleHere(room: LiveRoom | undefined): Person[] {
  if (!room?.tellsPresence) return [];
  const people = new Map<string, Person>();
  for (const { person } of room.places.values()) people.set(person.id, person);
  return [...people.values()];
}
