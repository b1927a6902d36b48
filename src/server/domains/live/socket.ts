import { type Connection, type SocketEvent, socketEvent } from "../../realtime/handler";
import { JoinBox, PassBox, TypeInBox } from "../boxes/contract";
import { joinBox, passBox, typeInBox } from "../boxes/writes";
import { setAway } from "../rooms/attendance";
import { MessageRef, PostMessage } from "../rooms/contract";
import { postMessage, retractMessage, unsendMessage } from "../rooms/writes";
import { ActInRound } from "../turns/contract";
import { actInRound } from "../turns/writes";
import { type ClientEvents, JoinRoom, RoomRef, TellAway, TellTyping } from "./contract";
import { loadSnapshot } from "./reads";

/** The live room's socket events; docs/realtime.md describes them. */
export const liveSocketEvents: Record<keyof ClientEvents, SocketEvent> = {
  // The place is taken before anything is read: what happens in between arrives as an event.
  "room:join": socketEvent(
    JoinRoom,
    async (connection, { organisationId, roomId, sinceSeq }, now) => {
      const ref = { organisationId, roomId };
      const ctx = await asMember(connection, organisationId, now);
      await connection.takePlace(ctx.actor, roomId);
      const missed = sinceSeq === undefined ? null : await connection.missedSince(roomId, sinceSeq);
      const joined = missed ?? { snapshot: await loadSnapshot(ctx, ref) };
      // Last, right before the answer: read earlier it would undo a newer `presence:changed`.
      return { ...joined, ...(await connection.welcome(roomId)), now: now.toISOString() };
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
  "message:unsend": socketEvent(MessageRef, async (connection, input, now) => {
    await unsendMessage(await asMember(connection, input.organisationId, now), input);
    return {};
  }),
  "presence:tell": socketEvent(TellAway, async (connection, { away, ...ref }, now) => {
    await setAway(await asMember(connection, ref.organisationId, now), { ...ref, away });
    connection.presenceMoved(ref.roomId);
    return {};
  }),
  "typing:tell": socketEvent(TellTyping, async (connection, { roomId, typing }) => {
    connection.tellTyping(roomId, typing);
    return {};
  }),
  "turn:act": socketEvent(ActInRound, async (connection, input, now) =>
    actInRound(await asMember(connection, input.organisationId, now), input),
  ),
  "box:join": socketEvent(JoinBox, async (connection, input, now) => {
    const ctx = await asMember(connection, input.organisationId, now);
    // Joined first, which authorises; then heard; then read, so that no keystroke falls between.
    await joinBox(ctx, input);
    connection.hearBox(input.roomId, input.boxId);
    return joinBox(ctx, input);
  }),
  "box:type": socketEvent(TypeInBox, async (connection, input, now) =>
    typeInBox(await asMember(connection, input.organisationId, now), input),
  ),
  "box:pass": socketEvent(PassBox, async (connection, input, now) => {
    await passBox(await asMember(connection, input.organisationId, now), input);
    connection.stopHearingBox(input.roomId, input.boxId);
    return {};
  }),
};

async function asMember(connection: Connection, organisationId: string, now: Date) {
  return { db: connection.db, actor: await connection.memberOf(organisationId), now };
}
