import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import type { Client } from "./client";
import type { Crowd, CrowdRoom } from "./crowd";
import type { OwnCost, Saturated, Steady, Storm } from "./plan";

/** Left out at the beginning of each measurement: the first commits are not shared by many yet. */
const WARM_UP_MS = 500;
/** Until a server has noticed that everyone is gone. */
const NOTICE_MS = 300;
const STORM_POSTS_PER_SECOND = 20;
/** Whoever is not caught up by then has lost something; it is counted at the end. */
const STORM_LIMIT_MS = 30_000;

/** Begins to measure what the generator itself costs. @returns what ends it */
function startCosting(): () => OwnCost {
  const began = performance.now();
  const cpu = process.cpuUsage();
  const loop = performance.eventLoopUtilization();
  return () => {
    const { user, system } = process.cpuUsage(cpu);
    const ms = performance.now() - began;
    return {
      cores: (user + system) / 1000 / ms,
      busy: performance.eventLoopUtilization(loop).utilization,
    };
  };
}

/** Everyone posts again as soon as they are answered, `inFlight` at a time. */
export async function saturate(
  crowd: Crowd,
  { inFlight, ms }: { inFlight: number; ms: number },
): Promise<Saturated> {
  let posting = true;
  const atFirst = crowd.deliveries;
  const postOn = async (room: CrowdRoom, client: Client) => {
    while (posting) await crowd.post(room, client);
  };
  const posters = crowd.rooms.flatMap((room) =>
    room.clients.flatMap((client) => Array.from({ length: inFlight }, () => postOn(room, client))),
  );
  await sleep(WARM_UP_MS);
  const costOf = startCosting();
  const began = performance.now();
  const before = crowd.deliveries;
  await sleep(ms);
  const seconds = (performance.now() - began) / 1000;
  const measured = { deliveries: crowd.deliveries - before, seconds, ...costOf() };
  posting = false;
  await Promise.all(posters);
  await crowd.settle();
  return { ...measured, deliveriesInAll: crowd.deliveries - atFirst };
}

/** A fixed number of posts a second, everyone in turn, however long each takes. */
export async function steady(
  crowd: Crowd,
  { perSecond, ms }: { perSecond: number; ms: number },
): Promise<Steady> {
  const latencies: number[] = [];
  crowd.onReceived = (number, receivers, room) => {
    if (receivers < room.clients.length) return;
    latencies.push(performance.now() - crowd.posts.sentAt(number));
  };
  const costOf = startCosting();
  await postEvenly(crowd, perSecond, ms, (room, turn) => {
    const { clients } = room;
    return clients[turn % clients.length] as Client;
  });
  const cost = costOf();
  await crowd.settle();
  crowd.onReceived = () => {};
  return { latencies, ...cost };
}

/** Posts at even intervals, the rooms in turn, and waits for the last acknowledgement. */
async function postEvenly(
  crowd: Crowd,
  perSecond: number,
  ms: number,
  senderOf: (room: CrowdRoom, turn: number) => Client,
  isOver: () => boolean = () => false,
): Promise<void> {
  const { rooms } = crowd;
  const posting: Promise<void>[] = [];
  const began = performance.now();
  for (let n = 0; n < (perSecond * ms) / 1000 && !isOver(); n += 1) {
    const due = began + (n * 1000) / perSecond - performance.now();
    if (due > 0) await sleep(due);
    const room = rooms[n % rooms.length] as CrowdRoom;
    posting.push(crowd.post(room, senderOf(room, Math.floor(n / rooms.length))));
  }
  await Promise.all(posting);
}

/**
 * Everyone is cut off, messages are posted meanwhile, everyone comes back at once; some more is
 * posted while they do.
 */
export async function storm(
  crowd: Crowd,
  { messagesPerRoom }: { messagesPerRoom: number },
): Promise<Storm> {
  const posters = new Map<CrowdRoom, Client>();
  for (const room of crowd.rooms) posters.set(room, await crowd.openPoster(room));
  const posterOf = (room: CrowdRoom) => posters.get(room) as Client;

  for (const client of crowd.clients) client.drop();
  await sleep(NOTICE_MS);
  for (let n = 0; n < messagesPerRoom; n += 1) {
    await Promise.all(crowd.rooms.map((room) => crowd.post(room, posterOf(room))));
  }
  const goals = crowd.rooms.map(({ ackedSeq }) => ackedSeq);
  const hasGoal = () =>
    crowd.rooms.every(({ received }, at) =>
      received.every((each) => each.seq >= (goals[at] as number)),
    );

  const costOf = startCosting();
  const began = performance.now();
  let back = false;
  const meanwhile = postEvenly(crowd, STORM_POSTS_PER_SECOND, 60_000, posterOf, () => back);
  await Promise.all(
    crowd.clients.map(async (client) => {
      await client.open();
      await client.join();
    }),
  );
  const deadline = performance.now() + STORM_LIMIT_MS;
  while (!hasGoal() && performance.now() < deadline) await sleep(1);
  const seconds = (performance.now() - began) / 1000;
  const cost = costOf();
  back = true;
  await meanwhile;
  await crowd.settle();
  for (const poster of posters.values()) poster.drop();
  return { seconds, ...cost };
}
