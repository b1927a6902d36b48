import type { MemberActor, RoomActor } from "../../auth/actor";
import type { Tx } from "../../db/client";
import { withActor } from "../../db/transaction";
import type { Ctx } from "../../lib/ctx";
import { found } from "../../lib/errors";
import { lockStream, readLastSeq } from "../../realtime/outbox";
import { closeBoxIn, settleBoxIn } from "../boxes/writes";
import { logWentSafeIn } from "../moderation/writes";
import { noteSeen as noteSeenInRooms, settleSafetyIn } from "../rooms/attendance";
import { findRoom, type Room, type RoomRef, streamOf } from "../rooms/reads";
import { closeRoom as closeOnlyTheRoom } from "../rooms/writes";
import { endSharedExposureIn, settleSharedExposureIn } from "../shared-exposures/writes";
import { endRoundIn, settleRoundIn } from "../turns/writes";
import { earliest } from "./rules";

/** When the room changes by itself next. Null: not unless someone does something. */
export type Due = {
  /** The next turn, box or band. */
  partsAt: Date | null;
  /** When it goes safe, unless somebody who leads is seen again before. */
  unledAt: Date | null;
};

const NEVER: Due = { partsAt: null, unledAt: null };

/**
 * Does what time has done in the room: a facilitator who has been gone too long, a turn that is
 * over, a box at zero, a band that closes. In one transaction under the room's lock, so that the
 * job, every server's gateway and a write that comes in between each find either all of it or none.
 * Again: nothing changes. @throws NOT_FOUND once the room is no more.
 */
export function settleRoom(ctx: Ctx<RoomActor>, ref: RoomRef): Promise<Due> {
  const { now } = ctx;
  const { queue } = ctx.db;
  return withActor(ctx, async (tx) => {
    const before = await lockStream(tx, streamOf(ref));
    const room = found(await findRoom(tx, ref));
    if (room.kind === "board") return NEVER;
    // One after the other: what a box shares as the room goes safe is held like everything else.
    const unledAt = await settleSafety(tx, room, now);
    const due = [
      await settleRoundIn(tx, room, now),
      await settleBoxIn(tx, room, queue, now),
      await settleSharedExposureIn(tx, room, now),
    ];
    const partsAt = earliest(due);
    // Only whoever moved something sees to what comes of it; otherwise every look would leave a job.
    const moved = (await readLastSeq(tx, streamOf(ref))) !== before;
    if (moved && partsAt) await enqueueIn(tx, ctx, room, partsAt);
    return { partsAt, unledAt };
  });
}

async function settleSafety(tx: Tx, room: Room, now: Date): Promise<Date | null> {
  if (room.closedAt) return null;
  const { due, wentSafe } = await settleSafetyIn(tx, room, now);
  if (wentSafe) await logWentSafeIn(tx, room, now);
  return due;
}

/**
 * Notes that these are still connected, one statement for all rooms of a process, and for the rooms
 * of `leadsHere` that somebody who leads is: now is when what members post is not held for want of it.
 */
export async function noteSeen(
  ctx: Ctx<RoomActor>,
  seen: { roomId: string; enrolmentIds: string[] }[],
  leadsHere: string[],
): Promise<void> {
  const { organisationId } = ctx.actor;
  const wentSafe = await noteSeenInRooms(ctx, seen, leadsHere);
  if (wentSafe.length === 0) return;
  // Noticed only as somebody came back; the log tells of it all the same.
  await withActor(ctx, async (tx) => {
    for (const roomId of wentSafe) {
      const room = await findRoom(tx, { organisationId, roomId });
      if (room) await logWentSafeIn(tx, room, ctx.now);
    }
  });
}

/** Sees to it that the room is looked at then, whoever is there and whichever server lives. */
export function settleLater(ctx: Ctx<RoomActor>, ref: RoomRef, at: Date): Promise<void> {
  return withActor(ctx, async (tx) => {
    const room = await findRoom(tx, ref);
    if (room) await enqueueIn(tx, ctx, room, at);
  });
}

function enqueueIn(
  tx: Tx,
  { db }: Ctx<RoomActor>,
  { organisationId, groupId, id: roomId }: Room,
  startAfter: Date,
): Promise<void> {
  const job = { organisationId, groupId, roomId };
  return db.queue.enqueue(tx, "live.settle", job, { startAfter });
}

/**
 * Ends the session's room for good, with what is under way in it: what stands in an open box is
 * shared first, as it stands. Facilitators only. @throws NOT_FOUND for everyone else
 */
export function closeRoom(ctx: Ctx<MemberActor>, ref: RoomRef): Promise<void> {
  const { now } = ctx;
  return closeOnlyTheRoom(ctx, ref, async (tx, { room }) => {
    await closeBoxIn(tx, room, ctx.db.queue, now);
    await endRoundIn(tx, room, now);
    await endSharedExposureIn(tx, room, now);
  });
}
