import { randomUUID } from "node:crypto";
import { type MemberActor, mintRooms } from "@/server/auth/actor";
import type { Tx } from "@/server/db/client";
import { withActor } from "@/server/db/transaction";
import { noteArrivals, noteSeen } from "@/server/domains/rooms/attendance";
import {
  type Narrowing,
  type NewCard,
  narrowMessageIn,
  postCardIn,
  replyToMessage,
} from "@/server/domains/rooms/cards";
import {
  applyRoomEvent,
  type Reply,
  type ReplyKind,
  type RoomEvent,
  type RoomSnapshot,
  WORDED_REPLIES,
} from "@/server/domains/rooms/contract";
import { loadMissedEvents, loadSnapshot, type Place } from "@/server/domains/rooms/reads";
import {
  accessMessage,
  changeSettingsIn,
  enterRoomToWrite,
  openBoard,
  openRoom,
  postMessage,
  type SettingsChange,
} from "@/server/domains/rooms/writes";
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

export function snapshotFor(
  test: Test,
  room: RoomIds,
  actor: MemberActor,
  now: Date = NOW,
): Promise<RoomSnapshot> {
  return loadSnapshot(as(test, actor, now), at(room));
}

/** What the actor missed since `snapshot`, applied to it as a browser would. */
export async function caughtUp(
  test: Test,
  room: RoomIds,
  actor: MemberActor,
  snapshot: RoomSnapshot,
  now: Date = NOW,
): Promise<RoomSnapshot> {
  const missed = await loadMissedEvents(as(test, actor, now), at(room), snapshot.seq);
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
