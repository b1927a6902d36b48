import type { Connection, SocketEvent } from "../../realtime/handler";
import { socketEvent } from "../../realtime/handler";
import { type ClientEvents, JoinRoom, MessageRef, PostMessage, RoomRef } from "./contract";
import { loadMissedEvents, loadSnapshot } from "./reads";
import { postMessage, retractMessage } from "./writes";

/** The rooms' socket events; docs/realtime.md describes them. */
export const roomSocketEvents: Record<keyof ClientEvents, SocketEvent> = {
  // The place is taken before the snapshot is read: what happens in between arrives as an event.
  "room:join": socketEvent(
    JoinRoom,
    async (connection, { organisationId, roomId, sinceSeq }, now) => {
      const actor = await connection.memberOf(organisationId);
      const ref = { organisationId, roomId };
      const ctx = { db: connection.db, actor, now };
      await connection.takePlace(actor, roomId);
      const missed = sinceSeq === undefined ? null : await loadMissedEvents(ctx, ref, sinceSeq);
      const joined = missed ?? { snapshot: await loadSnapshot(ctx, ref) };
      // Last, right before the answer: read earlier it would undo a newer `presence:changed`.
      return { ...joined, here: connection.whoIsHere(roomId) };
    },
  ),
  "room:leave": socketEvent(RoomRef, async (connection, { roomId }) => {
    connection.leavePlace(roomId);
    return {};
  }),
  "message:post": socketEvent(PostMessage, async (connection, input, now) =>
    postMessage(await asMember(connection, input.organisationId, now), input),
  ),
  "message:retract": socketEvent(MessageRef, async (connection, input, now) => {
    await retractMessage(await asMember(connection, input.organisationId, now), input);
    return {};
  }),
};

async function asMember(connection: Connection, organisationId: string, now: Date) {
  return { db: connection.db, actor: await connection.memberOf(organisationId), now };
}
