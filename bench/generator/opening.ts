import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "./client";
import type { Crowd } from "./crowd";
import { Received } from "./ledger";
import { EventReader } from "./packets";
import type { Opening, PlannedRoom } from "./plan";

/** Posts under way at a time while a room is filled. */
const FILLING_AT_ONCE = 200;
/** Until 500 people have been told who came and went, which takes them about a second. */
const CALM_MS = 1_300;

/** Posts until the rooms have had this many messages each, everyone in turn. */
export async function fill(crowd: Crowd, { messages }: { messages: number }): Promise<null> {
  for (const room of crowd.rooms) {
    let left = messages - Math.max(0, ...room.received.map(({ seq }) => seq));
    const postOn = async () => {
      for (; left > 0; ) {
        left -= 1;
        await crowd.post(room, room.clients[left % room.clients.length] as Client);
      }
    };
    await Promise.all(Array.from({ length: FILLING_AT_ONCE }, postOn));
  }
  await crowd.settle();
  return null;
}

/** One more person opens each of the rooms, which are full already, in turn and again and again. */
export async function openings(
  crowd: Crowd,
  { guests, times }: { guests: PlannedRoom[]; times: number },
): Promise<Opening[]> {
  const results: Opening[] = guests.map(() => ({ connected: [], joined: [] }));
  for (let n = 0; n < times; n += 1) {
    for (const [at, guest] of guests.entries()) {
      const began = performance.now();
      const client = guestOf(crowd, guest);
      await client.open();
      const asked = performance.now();
      await client.join();
      const parsed = performance.now();
      results[at]?.connected.push(parsed - began);
      results[at]?.joined.push(parsed - asked);
      client.drop();
      await sleep(CALM_MS);
    }
  }
  return results;
}

function guestOf(crowd: Crowd, { people, ...room }: PlannedRoom): Client {
  const [person] = people;
  if (!person) throw new Error("a guest is missing");
  return new Client({
    port: crowd.port,
    person,
    room: { ...room, reader: new EventReader() },
    received: new Received({ lost: 0, doubled: 0, reordered: 0, refused: {} }),
    onNew: () => {},
  });
}
