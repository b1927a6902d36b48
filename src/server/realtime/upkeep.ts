import { settleRoom } from "../domains/live/writes";
import { DomainError } from "../lib/errors";
import { describeError } from "../lib/log";
import { channels, type House, insideOf, isLed, type LiveRoom, roomCtx } from "./places";
import type { createPresence } from "./presence";
import type { createTyping } from "./typing";

// What goes on in the rooms by itself, by the gateway's clock. It is looked at every second, so that
// a clock that is moved by hand, or a machine that slept, is noticed within one. The queue sees to
// the same for rooms in which nobody is.

/** Each person who is here is renewed this often; after three times as long they have left. */
const RENEW_EVERY_MS = 5_000;
/** No clock moves further between two looks by itself. */
const JUMP_MS = 5_000;
const TRY_AGAIN_MS = 5_000;
/** How long another server may take to notice that the clock was moved, and to renew its people. */
const OTHERS_NOTICE_WITHIN_MS = 1_500;

export function createUpkeep(
  house: House,
  {
    presence,
    typing,
  }: { presence: ReturnType<typeof createPresence>; typing: ReturnType<typeof createTyping> },
) {
  const { log, clock, io, rooms } = house;
  let lookedAt = clock().getTime();
  let renewedAt = 0;
  let jumpedAt = Number.NEGATIVE_INFINITY;
  let looking = false;

  async function look(): Promise<void> {
    if (looking) return;
    looking = true;
    try {
      const now = clock().getTime();
      const jumped = Math.abs(now - lookedAt) >= JUMP_MS;
      lookedAt = now;
      if (jumped) jumpedAt = performance.now();
      if (jumped || Math.abs(now - renewedAt) >= RENEW_EVERY_MS) {
        renewedAt = now;
        await presence.renew();
      }
      typing.expire();
      const due = [...rooms.values()].filter((room) => isDue(room, now));
      await Promise.all(due.map(settle));
      if (jumped) tellTime();
    } finally {
      looking = false;
    }
  }

  function isDue(room: LiveRoom, now: number): boolean {
    const { due, places, tellsPresence } = room;
    if (!tellsPresence || places.size === 0) return false;
    if (due === "look") return true;
    const isPast = (at: Date | null) => at !== null && at.getTime() <= now;
    return isPast(due.partsAt) || (!isLedSomewhere(room) && isPast(due.unledAt));
  }

  /** Here, or perhaps on another server that has not had the time to say so. */
  function isLedSomewhere(room: LiveRoom): boolean {
    const justJumped = performance.now() - jumpedAt < OTHERS_NOTICE_WITHIN_MS;
    return isLed(room) || (room.sharedWithOthers && justJumped);
  }

  async function settle(room: LiveRoom): Promise<void> {
    if (room.settling) return;
    room.settling = true;
    const nothing = { partsAt: null, unledAt: null };
    room.due = nothing;
    try {
      const due = await settleRoom(roomCtx(house, room), room);
      // Unless something moved the room meanwhile, which asks for another look.
      if (room.due === nothing) room.due = due;
    } catch (error) {
      const isGone = error instanceof DomainError && error.code === "NOT_FOUND";
      if (isGone) return;
      const again = new Date(clock().getTime() + TRY_AGAIN_MS);
      room.due = { partsAt: again, unledAt: again };
      log.warn({ error: describeError(error) }, "a room could not be settled");
    } finally {
      room.settling = false;
    }
  }

  /** Every room's last `seq`, for whoever lost something, and the time. */
  function tellTime(): void {
    const now = clock().toISOString();
    for (const { roomId, lastSeq, places } of rooms.values()) {
      if (places.size === 0) continue;
      const check = { roomId, seq: lastSeq, now };
      io.to([...insideOf(roomId), channels.lobby(roomId)]).emit("room:checked", check);
    }
  }

  /** Forgets rooms in which nobody has been for a whole heartbeat. */
  function sweep(): void {
    for (const room of rooms.values()) {
      const isEmpty = room.places.size === 0;
      if (isEmpty && room.wasEmpty) rooms.delete(room.roomId);
      room.wasEmpty = isEmpty;
    }
  }

  return { look, tellTime, sweep };
}
