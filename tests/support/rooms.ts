import { randomUUID } from "node:crypto";
import type { MemberActor } from "@/server/auth/actor";
import { applyRoomEvent, type RoomEvent, type RoomSnapshot } from "@/server/domains/rooms/contract";
import { loadMissedEvents, loadSnapshot } from "@/server/domains/rooms/reads";
import { openRoom, postMessage } from "@/server/domains/rooms/writes";
import { type AGroup, aGroup, aSession, as } from "./builders";
import type { TestDatabase } from "./database";

type Test = Pick<TestDatabase, "db">;

export type ARoom = AGroup & { roomId: string; sessionId: string };

/** The ids a room's calls take. */
export function at(room: Pick<ARoom, "organisationId" | "roomId">) {
  return { organisationId: room.organisationId, roomId: room.roomId };
}

/** The opened room of a session; of a new group unless told which. */
export async function aRoom(test: Test, { of }: { of?: AGroup } = {}): Promise<ARoom> {
  const group = of ?? (await aGroup(test));
  const session = await aSession(test, group);
  const { roomId } = await openRoom(as(test, group.facilitator), { sessionId: session.id });
  return { ...group, roomId, sessionId: session.id };
}

/** Posts words; what they are seldom matters. */
export function say(
  test: Test,
  room: Pick<ARoom, "organisationId" | "roomId">,
  actor: MemberActor,
  body = "It came out crooked and I sent it anyway.",
  clientMessageId: string = randomUUID(),
) {
  return postMessage(as(test, actor), { ...at(room), body, clientMessageId });
}

export function snapshotFor(test: Test, room: ARoom, actor: MemberActor): Promise<RoomSnapshot> {
  return loadSnapshot(as(test, actor), at(room));
}

/** What the actor missed since `snapshot`, applied to it as a browser would. */
export async function caughtUp(
  test: Test,
  room: ARoom,
  actor: MemberActor,
  snapshot: RoomSnapshot,
): Promise<RoomSnapshot> {
  const missed = await loadMissedEvents(as(test, actor), at(room), snapshot.seq);
  if (!missed) throw new Error("too far behind for events");
  return applyAll(snapshot, missed.events);
}

/** @throws on a gap, which no delivery in order may have. */
export function applyAll(snapshot: RoomSnapshot, events: RoomEvent[]): RoomSnapshot {
  return events.reduce((state, event) => {
    const next = applyRoomEvent(state, event);
    if (!next) throw new Error(`gap: have ${state.seq}, got ${event.seq}`);
    return next;
  }, snapshot);
}
