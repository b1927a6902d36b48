import { mintRooms } from "@/server/auth/actor";
import { withActor } from "@/server/db/transaction";
import { logWentSafeIn, nameDeputy } from "@/server/domains/moderation/writes";
import { noteArrivals, settleSafetyIn } from "@/server/domains/rooms/attendance";
import { findRoom } from "@/server/domains/rooms/reads";
import { openRoom } from "@/server/domains/rooms/writes";
import { type AGroup, type AMember, aSession, as, NOW } from "./builders";
import type { TestDatabase } from "./database";
import { type ARoom, at } from "./rooms";

type Test = Pick<TestDatabase, "db">;

/**
 * A room that was opened a minute ago and that nobody who leads has been in since, with these people
 * in it; it has gone safe just now. The first of them is the deputy.
 */
export async function anUnledRoom(
  test: Test,
  group: AGroup,
  people: Pick<AMember, "enrolmentId">[],
): Promise<ARoom> {
  const lead = as(test, group.facilitator, new Date(NOW.getTime() - 60_000));
  const { id: sessionId } = await aSession(test, group);
  const { roomId } = await openRoom(lead, { sessionId });
  const room = { ...group, roomId, sessionId };
  await nameDeputy(lead, { ...at(room), enrolmentId: people[0]?.enrolmentId ?? null });
  const gateway = as(test, mintRooms(room.organisationId, [room.groupId]));
  const arrivals = people.map(({ enrolmentId }) => ({ roomId, enrolmentId, admitted: true }));
  await noteArrivals(gateway, arrivals);
  await withActor(gateway, async (tx) => {
    const row = await findRoom(tx, at(room));
    if (!row) throw new Error("the room is gone");
    const { wentSafe } = await settleSafetyIn(tx, row, NOW);
    if (wentSafe) await logWentSafeIn(tx, row, NOW);
  });
  return room;
}
