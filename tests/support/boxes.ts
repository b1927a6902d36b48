import type { MemberActor } from "@/server/auth/actor";
import { withActor } from "@/server/db/transaction";
import type { BoxView, JoinBox, TypedEntry } from "@/server/domains/boxes/contract";
import { listTypedIn, readBoxIn } from "@/server/domains/boxes/reads";
import { joinBox, openBox, passBox, settleBoxIn, typeInBox } from "@/server/domains/boxes/writes";
import { loadSnapshot } from "@/server/domains/live/reads";
import type { MessageView } from "@/server/domains/rooms/contract";
import { enterRoomToWrite } from "@/server/domains/rooms/writes";
import { as, NOW } from "./builders";
import type { TestDatabase } from "./database";
import { newId } from "./practice-builders";
import { type ARoom, at } from "./rooms";

type Test = Pick<TestDatabase, "db">;
type Here = Pick<ARoom, "organisationId" | "roomId" | "facilitator">;
export type ABox = { organisationId: string; roomId: string; boxId: string };

/** NOW and so many seconds. */
export function later(seconds: number): Date {
  return new Date(NOW.getTime() + seconds * 1000);
}

/** A box that the room's facilitator opened at NOW, for a minute unless told otherwise. */
export async function aBox(test: Test, room: Here, minutes = 1, now: Date = NOW): Promise<ABox> {
  const ref = { ...at(room), boxId: newId() };
  await openBox(as(test, room.facilitator, now), { ...ref, minutes, prompt: "Today was …" });
  return ref;
}

export function joins(
  test: Test,
  box: ABox,
  actor: MemberActor,
  said: Partial<JoinBox> = {},
  now: Date = NOW,
) {
  const join = { ...box, wantsBack: "witness" as const, lifetime: "session" as const, ...said };
  return joinBox(as(test, actor, now), join);
}

export function types(
  test: Test,
  box: ABox,
  actor: MemberActor,
  text: string,
  version: number,
  now: Date = later(1),
) {
  return typeInBox(as(test, actor, now), { ...box, text, version });
}

export function passes(test: Test, box: ABox, actor: MemberActor, now: Date = later(1)) {
  return passBox(as(test, actor, now), box);
}

/** What time does, as the room's job would have it done. */
export function settle(test: Test, room: Here, now: Date): Promise<Date | null> {
  return withActor(as(test, room.facilitator, now), async (tx) => {
    const place = await enterRoomToWrite(tx, room.facilitator, at(room));
    return settleBoxIn(tx, place.room, test.db.queue, now);
  });
}

/** As everyone in the room sees it. */
export function readBox(test: Test, room: Here): Promise<BoxView | null> {
  return withActor(as(test, room.facilitator), async (tx) => {
    const place = await enterRoomToWrite(tx, room.facilitator, at(room));
    return readBoxIn(tx, place.room);
  });
}

/** As those who joined see it: name and words. */
export function readTyped(test: Test, room: Here, box: ABox): Promise<TypedEntry[]> {
  return withActor(as(test, room.facilitator), async (tx) => {
    const place = await enterRoomToWrite(tx, room.facilitator, at(room));
    return listTypedIn(tx, place.room, box.boxId);
  });
}

/** The cards in the room as someone who leads sees them, oldest first. */
export async function cardsIn(test: Test, room: Here, now: Date = NOW): Promise<MessageView[]> {
  const { messages } = await loadSnapshot(as(test, room.facilitator, now), at(room));
  return messages.filter(({ card }) => card !== null);
}

/** Author and words of each card in the room, or of those that came of that box. */
export async function wordsIn(
  test: Test,
  room: Here,
  box?: ABox,
): Promise<[string, string | undefined][]> {
  const cards = await cardsIn(test, room);
  const these = cards.filter(({ clientMessageId }) => !box || clientMessageId === box.boxId);
  return these.map(({ author, card }) => [
    author.id,
    card?.kind === "draft" ? card.text : undefined,
  ]);
}
