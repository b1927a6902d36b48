import { and, asc, desc, eq, inArray, isNull } from "drizzle-orm";
import type { Tx } from "../../db/client";
import { found } from "../../lib/errors";
import { readPeople } from "../groups/reads";
import type { Room, RoomRef } from "../rooms/reads";
import type { BoxView, TypedEntry } from "./contract";
import { typedTextOf } from "./rules";
import { boxEntries, boxes } from "./tables";

export type Box = typeof boxes.$inferSelect;
export type Entry = typeof boxEntries.$inferSelect;

/**
 * The room's box as everyone in it sees it: the one that is open, else the last one; null before
 * the first. How long a closed one stays on the screen is the screen's to decide, so that what is
 * read now is what was told when it closed.
 */
export async function readBoxIn(tx: Tx, room: Room): Promise<BoxView | null> {
  const [box] = await tx
    .select()
    .from(boxes)
    .where(and(eq(boxes.organisationId, room.organisationId), eq(boxes.roomId, room.id)))
    .orderBy(desc(boxes.openedAt), desc(boxes.id))
    .limit(1);
  if (!box) return null;
  const writing = await tx
    .select({ enrolmentId: boxEntries.enrolmentId })
    .from(boxEntries)
    .where(and(entriesOf(box), isNull(boxEntries.passedAt)))
    .orderBy(...inOrderOfJoining);
  const ids = writing.map(({ enrolmentId }) => enrolmentId);
  const people = await readPeople(tx, room.organisationId, ids);
  return {
    id: box.id,
    prompt: box.prompt,
    openedAt: box.openedAt.toISOString(),
    closesAt: box.closesAt.toISOString(),
    closedAt: box.closedAt?.toISOString() ?? null,
    writers: ids.flatMap((id) => people.get(id) ?? []),
  };
}

/**
 * What is being written in a box of this room, of these people or of all, in the order in which
 * they joined. For those who joined it alone, which is the caller's to see to. Empty once frozen.
 */
export async function listTypedIn(
  tx: Tx,
  room: Room,
  boxId: string,
  enrolmentIds?: string[],
): Promise<TypedEntry[]> {
  const rows = await tx
    .select({ entry: boxEntries })
    .from(boxEntries)
    .innerJoin(boxes, boxOfEntry)
    .where(
      and(
        eq(boxes.organisationId, room.organisationId),
        eq(boxes.roomId, room.id),
        eq(boxes.id, boxId),
        enrolmentIds && inArray(boxEntries.enrolmentId, enrolmentIds),
      ),
    )
    .orderBy(...inOrderOfJoining);
  const people = await readPeople(
    tx,
    room.organisationId,
    rows.map(({ entry }) => entry.enrolmentId),
  );
  return rows.flatMap(({ entry }) => {
    const typed = typedTextOf(entry);
    const person = people.get(entry.enrolmentId);
    return typed && person ? { person, ...typed, version: entry.version } : [];
  });
}

/** A box of that room. @throws NOT_FOUND */
export async function loadBoxIn(
  tx: Tx,
  { organisationId, roomId, boxId }: RoomRef & { boxId: string },
): Promise<Box> {
  const box = await findBoxIn(tx, { organisationId, boxId });
  return found(box?.roomId === roomId ? box : undefined);
}

/** As far as the actor's groups hold it. */
export async function findBoxIn(
  tx: Tx,
  { organisationId, boxId }: { organisationId: string; boxId: string },
): Promise<Box | undefined> {
  const [box] = await tx
    .select()
    .from(boxes)
    .where(and(eq(boxes.organisationId, organisationId), eq(boxes.id, boxId)));
  return box;
}

/** The box of the room that is not closed yet. */
export async function findOpenBoxIn(
  tx: Tx,
  room: Pick<Room, "organisationId" | "id">,
): Promise<Box | undefined> {
  const [box] = await tx
    .select()
    .from(boxes)
    .where(
      and(
        eq(boxes.organisationId, room.organisationId),
        eq(boxes.roomId, room.id),
        isNull(boxes.closedAt),
      ),
    );
  return box;
}

export async function findEntryIn(
  tx: Tx,
  box: Box,
  enrolmentId: string,
): Promise<Entry | undefined> {
  const [entry] = await tx
    .select()
    .from(boxEntries)
    .where(and(entriesOf(box), eq(boxEntries.enrolmentId, enrolmentId)));
  return entry;
}

export function entriesOf({ organisationId, id }: Pick<Box, "organisationId" | "id">) {
  return and(eq(boxEntries.organisationId, organisationId), eq(boxEntries.boxId, id));
}

const boxOfEntry = and(
  eq(boxes.organisationId, boxEntries.organisationId),
  eq(boxes.id, boxEntries.boxId),
);

const inOrderOfJoining = [asc(boxEntries.joinedAt), asc(boxEntries.enrolmentId)];
