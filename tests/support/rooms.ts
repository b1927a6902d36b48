import { randomUUID } from "node:crypto";
import { type MemberActor, mintRooms } from "@/server/auth/actor";
import type { Tx } from "@/server/db/client";
import { withActor } from "@/server/db/transaction";
import { accessEnrolment } from "@/server/domains/groups/reads";
import { applyLiveEvent, type LiveEvent, type LiveSnapshot } from "@/server/domains/live/contract";
import { eventsFor, loadMissedEvents, loadSnapshot, mineOf } from "@/server/domains/live/reads";
import { noteArrivals, noteSeen } from "@/server/domains/rooms/attendance";
import {
  type Narrowing,
  type NewCard,
  narrowMessageIn,
  postCardIn,
  replyToMessage,
} from "@/server/domains/rooms/cards";
import { type Reply, type ReplyKind, WORDED_REPLIES } from "@/server/domains/rooms/contract";
import { findBoard, findPlace, type Place } from "@/server/domains/rooms/reads";
import {
  accessMessage,
  changeSettingsIn,
  enterRoomToWrite,
  openBoard,
  openRoom,
  postMessage,
  type SettingsChange,
} from "@/server/domains/rooms/writes";
import { found } from "@/server/lib/errors";
import { type AGroup, aGroup, aSession, as, NOW } from "./builders";
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
  now: Date = NOW,
) {
  return postMessage(as(test, actor, now), { ...at(room), body, clientMessageId });
}

/** What the gateway tells every few seconds: somebody who leads is connected at `now`. */
export function facilitatorHere(
  test: Test,
  { organisationId, groupId, roomId }: Pick<ARoom, "organisationId" | "groupId" | "roomId">,
  now: Date = NOW,
): Promise<string[]> {
  return noteSeen(as(test, mintRooms(organisationId, [groupId]), now), [], [roomId]);
}

/** What the gateway tells when these connect; into the lobby with `admitted` false. */
export function arrive(
  test: Test,
  { organisationId, groupId, roomId }: Pick<ARoom, "organisationId" | "groupId" | "roomId">,
  people: { enrolmentId: string }[],
  { now = NOW, admitted = true }: { now?: Date; admitted?: boolean } = {},
): Promise<void> {
  const arrivals = people.map(({ enrolmentId }) => ({ roomId, enrolmentId, admitted }));
  return noteArrivals(as(test, mintRooms(organisationId, [groupId]), now), arrivals);
}

/** Something done in the locked room as that person, by one of the functions that end in `In`. */
export function inPlace<T>(
  test: Test,
  room: RoomIds,
  actor: MemberActor,
  work: (tx: Tx, place: Place, now: Date) => Promise<T>,
  now: Date = NOW,
): Promise<T> {
  return withActor(as(test, actor, now), async (tx) =>
    work(tx, await enterRoomToWrite(tx, actor, at(room)), now),
  );
}

/** Changes what the room permits, as its facilitator. */
export function permit(
  test: Test,
  room: RoomIds & Pick<ARoom, "facilitator">,
  change: SettingsChange,
  now: Date = NOW,
): Promise<boolean> {
  return inPlace(
    test,
    room,
    room.facilitator,
    (tx, place) => changeSettingsIn(tx, place.room, change, now, place.me.id),
    now,
  );
}

/** The group's board, opened by its facilitator. */
export async function aBoard(test: Test, group: AGroup): Promise<AGroup & { roomId: string }> {
  const { groupId } = group;
  return { ...group, ...(await openBoard(as(test, group.facilitator), { groupId })) };
}

type RoomIds = Pick<ARoom, "organisationId" | "roomId">;

/** Shares a card; a draft, kept, for the room unless told otherwise. */
export function shareCard(
  test: Test,
  room: RoomIds,
  actor: MemberActor,
  share: Partial<NewCard> = {},
  now: Date = NOW,
) {
  const whole: NewCard = {
    clientMessageId: randomUUID(),
    card: { kind: "draft", text: "As far as I got.", wantsBack: "company" },
    lifetime: "kept",
    ...share,
  };
  return withActor(as(test, actor, now), async (tx) =>
    postCardIn(tx, await enterRoomToWrite(tx, actor, at(room)), whole, test.db.queue, now),
  );
}

/** Narrows a card of the actor's. */
export function narrow(
  test: Test,
  room: RoomIds,
  actor: MemberActor,
  messageId: string,
  change: Narrowing,
  now: Date = NOW,
) {
  return withActor(as(test, actor, now), async (tx) => {
    const place = await enterRoomToWrite(tx, actor, at(room));
    const message = await accessMessage(tx, place.room, messageId);
    return narrowMessageIn(tx, place, message, change, test.db.queue, now);
  });
}

/** Answers a card, with a word or two where the kind asks for them. */
export function answer(
  test: Test,
  room: RoomIds,
  actor: MemberActor,
  messageId: string,
  { kind = "company", now = NOW, ...more }: Partial<Reply> & { now?: Date } = {},
) {
  const body = (WORDED_REPLIES as readonly ReplyKind[]).includes(kind) ? "Me as well." : null;
  const reply = { ...at(room), messageId, clientMessageId: randomUUID(), kind, body, ...more };
  return replyToMessage(as(test, actor, now), reply);
}

/** Everything the actor's screen would hold if they came now. */
export function snapshotFor(
  test: Test,
  room: RoomIds,
  actor: MemberActor,
  now: Date = NOW,
): Promise<LiveSnapshot> {
  return loadSnapshot(as(test, actor, now), at(room));
}

/** The group's board as the actor would find it. @throws NOT_FOUND also until someone opens it. */
export async function boardFor(
  test: Test,
  { groupId }: { groupId: string },
  actor: MemberActor,
  now: Date = NOW,
): Promise<LiveSnapshot> {
  const { organisationId } = actor;
  const roomId = await withActor(as(test, actor, now), async (tx) => {
    await accessEnrolment(tx, actor, groupId);
    return found(await findBoard(tx, organisationId, groupId));
  });
  return snapshotFor(test, { organisationId, roomId }, actor, now);
}

/** What the gateway would answer the actor who comes back after `sinceSeq`. @throws NOT_FOUND */
export async function missedBy(
  test: Test,
  room: RoomIds,
  actor: MemberActor,
  sinceSeq: number,
  now: Date = NOW,
): Promise<LiveEvent[]> {
  const place = await findPlace(as(test, actor, now), at(room));
  const gateway = as(test, mintRooms(room.organisationId, [place.room.groupId]), now);
  const [missed] = await loadMissedEvents(gateway, [{ roomId: room.roomId, sinceSeq }]);
  if (!missed) throw new Error("too far behind for events");
  return eventsFor(missed, { enrolmentId: place.me.id, ...mineOf(place) });
}

/** What the actor missed since `snapshot`, applied to it as a browser would. */
export async function caughtUp(
  test: Test,
  room: RoomIds,
  actor: MemberActor,
  snapshot: LiveSnapshot,
  now: Date = NOW,
): Promise<LiveSnapshot> {
  return applyAll(snapshot, await missedBy(test, room, actor, snapshot.seq, now));
}

/** @throws on a gap, which no delivery in order may have. */
export function applyAll(snapshot: LiveSnapshot, events: LiveEvent[]): LiveSnapshot {
  return events.reduce((state, event) => {
    const next = applyLiveEvent(state, event);
    if (!next) throw new Error(`gap: have ${state.seq}, got ${event.seq}`);
    return next;
  }, snapshot);
}
