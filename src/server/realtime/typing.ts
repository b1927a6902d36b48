import { describeError } from "../lib/log";
import { channels, type House, isLed, type LiveRoom, type Place } from "./places";

// Who is writing is for those who lead and for nobody else. It is never stored, goes from server to
// server as ids, ends by itself, and is the first to be dropped under load.

/** NOTIFY channel: `<room id>:<enrolment id>:<1 or 0>`, several with commas in between. */
export const TYPING_CHANNEL = "unpolished_typing";

/** Nobody types for longer than this without saying so again. */
export const TYPING_FOR_MS = 6_000;
/** Said again within this time, it changes nothing. */
const SAID_AT_MOST_EVERY_MS = 1_000;
const TOGETHER_MS = 200;
/** PostgreSQL refuses a payload of 8,000 bytes; one entry has 76. */
const IN_NUDGE = 100;

export function createTyping({ db, log, clock, io, rooms }: House) {
  const saidAt = new WeakMap<Place, number>();
  const waiting = new Map<string, string>();
  let timer: NodeJS.Timeout | undefined;

  function tell(place: Place, typing: boolean): void {
    const now = clock().getTime();
    const said = saidAt.get(place);
    if (typing && said !== undefined && Math.abs(now - said) < SAID_AT_MOST_EVERY_MS) return;
    // What was never said need not be taken back.
    if (!typing && said === undefined) return;
    if (typing) saidAt.set(place, now);
    else saidAt.delete(place);
    const whose = `${place.roomId}:${place.person.id}`;
    if (waiting.size >= IN_NUDGE && !waiting.has(whose)) return;
    waiting.set(whose, typing ? "1" : "0");
    timer ??= setTimeout(send, TOGETHER_MS);
  }

  function send(): void {
    const payload = [...waiting].map(([whose, typing]) => `${whose}:${typing}`).join(",");
    waiting.clear();
    db.sql
      .notify(TYPING_CHANNEL, payload)
      .catch((error: unknown) => log.warn({ error: describeError(error) }, "typing was not told"))
      .finally(() => {
        timer = waiting.size > 0 ? setTimeout(send, TOGETHER_MS) : undefined;
      });
  }

  function onNudge(payload: string): void {
    const until = clock().getTime() + TYPING_FOR_MS;
    const changed = new Set<LiveRoom>();
    for (const each of payload.split(",")) {
      const [roomId = "", enrolmentId = "", typing] = each.split(":");
      const room = rooms.get(roomId);
      if (!room) continue;
      const was = room.typing.has(enrolmentId);
      if (typing === "1") room.typing.set(enrolmentId, until);
      else room.typing.delete(enrolmentId);
      if (was !== room.typing.has(enrolmentId)) changed.add(room);
    }
    for (const room of changed) emit(room);
  }

  /** Ends what nobody has said again. */
  function expire(): void {
    const now = clock().getTime();
    for (const room of rooms.values()) {
      const before = room.typing.size;
      for (const [enrolmentId, until] of room.typing) {
        if (until <= now) room.typing.delete(enrolmentId);
      }
      if (room.typing.size !== before) emit(room);
    }
  }

  function emit(room: LiveRoom): void {
    if (!isLed(room)) return;
    const { roomId } = room;
    const enrolmentIds = [...room.typing.keys()];
    io.to(channels.leaders(roomId)).emit("typing:changed", { roomId, enrolmentIds });
  }

  return { tell, onNudge, expire, close: () => clearTimeout(timer) };
}
