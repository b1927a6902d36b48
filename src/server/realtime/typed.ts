import { setTimeout as sleep } from "node:timers/promises";
import { loadTyped } from "../domains/live/reads";
import { describeError } from "../lib/log";
import { channels, type House, type LiveRoom, roomCtx } from "./places";

// What is typed in a good-enough box, for those who joined it. A nudge says in which box somebody
// wrote and who; the words are read at the moment of sending, so that a slow server sends the
// newest ones once instead of every keystroke.

/** Keystrokes within this time are told together. */
const TOGETHER_MS = 30;

type Written = { room: LiveRoom; boxId: string; enrolmentIds: Set<string> };

export function createTyped(house: House) {
  const { log, io, rooms } = house;
  const waiting = new Map<string, Written>();
  const telling = new Set<string>();

  /** `<organisation id>:<room id>:<box id>:<enrolment id>` */
  function onNudge(payload: string): void {
    const [, roomId = "", boxId = "", enrolmentId = ""] = payload.split(":");
    const room = rooms.get(roomId);
    const channel = channels.box(roomId, boxId);
    if (!room || !io.sockets.adapter.rooms.has(channel)) return;
    const written = waiting.get(channel) ?? { room, boxId, enrolmentIds: new Set() };
    written.enrolmentIds.add(enrolmentId);
    waiting.set(channel, written);
    if (!telling.has(channel)) void tell(channel);
  }

  async function tell(channel: string): Promise<void> {
    telling.add(channel);
    try {
      await sleep(TOGETHER_MS, undefined, { ref: false });
      for (let written = take(channel); written; written = take(channel)) {
        await relay(channel, written);
      }
    } catch (error) {
      // What they write next brings all of it along.
      log.warn({ error: describeError(error) }, "what is typed in a box could not be told");
    } finally {
      telling.delete(channel);
    }
  }

  function take(channel: string): Written | undefined {
    const written = waiting.get(channel);
    waiting.delete(channel);
    return written;
  }

  async function relay(channel: string, { room, boxId, enrolmentIds }: Written): Promise<void> {
    const entries = await loadTyped(roomCtx(house, room), room, boxId, [...enrolmentIds]);
    if (entries.length === 0) return;
    io.to(channel).emit("box:typed", { roomId: room.roomId, boxId, entries });
    // Whoever passed on another tab or device no longer hears the others anywhere.
    for (const { person, text } of entries) {
      if (text === null) io.in(channels.person(room.roomId, person.id)).socketsLeave(channel);
    }
  }

  return { onNudge };
}
