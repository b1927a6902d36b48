import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import pino from "pino";
import { io, type Socket } from "socket.io-client";
import { vi } from "vitest";
import { mintNobody, mintRooms } from "@/server/auth/actor";
import { cookieNames } from "@/server/auth/cookies";
import { createSignedInFinder } from "@/server/auth/session";
import type { TypedEntry } from "@/server/domains/boxes/contract";
import {
  applyLiveEvent,
  type ClientEvents,
  type Joined,
  type LiveEvent,
  type LiveSnapshot,
  type ServerEvents,
} from "@/server/domains/live/contract";
import { settleRoom } from "@/server/domains/live/writes";
import {
  type Ack,
  type Here,
  ROOM_PROTOCOL,
  type RosterEntry,
} from "@/server/domains/rooms/contract";
import { openAuthSession } from "@/server/domains/users/writes";
import { readEnv } from "@/server/env";
import { newSecret } from "@/server/lib/ids";
import type { Log } from "@/server/lib/log";
import { createGateway } from "@/server/realtime/gateway";
import { as, NOW } from "./builders";
import type { TestDatabase } from "./database";

const env = readEnv({ NODE_ENV: "test" });

/** Waits for something that is about to happen, as long as a busy machine may take. */
export const until = <T>(happened: () => T | Promise<T>): Promise<T> =>
  vi.waitFor(happened, { timeout: 10_000, interval: 10 });

/** A clock that stands still until it is moved. */
export function aClock(start: Date = NOW) {
  let now = start.getTime();
  return {
    clock: () => new Date(now),
    /** Moves it on, all at once. */
    advance(seconds: number): void {
      now += seconds * 1000;
    },
  };
}

/** The gateway on a port of its own, with the sign-in of the product; its clock stands at NOW. */
export async function startLive(
  test: Pick<TestDatabase, "db">,
  options: {
    heartbeatMs?: number;
    recheckMs?: number;
    lookMs?: number;
    log?: Log;
    clock?: () => Date;
  } = {},
) {
  const http = createServer((_request, response) => response.writeHead(404).end());
  const clock = options.clock ?? (() => NOW);
  const gateway = await createGateway({
    http,
    db: test.db,
    log: pino({ level: "silent" }),
    clock,
    allowedOrigins: [env.publicUrl],
    findSignedIn: createSignedInFinder({ db: test.db, env }, clock),
    lookMs: 20,
    ...options,
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const { port } = http.address() as AddressInfo;
  return {
    port,
    async close() {
      await gateway.close();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}

/** Does what time has done in a room by then, as the job and the gateway do. */
export function settle(
  test: Pick<TestDatabase, "db">,
  room: { organisationId: string; groupId: string; roomId: string },
  now: Date,
) {
  const { organisationId, groupId, roomId } = room;
  const actor = mintRooms(organisationId, [groupId]);
  return settleRoom(as(test, actor, now), { organisationId, roomId });
}

/** The cookie of a browser in which this person has just signed in. */
export async function signIn(test: Pick<TestDatabase, "db">, userId: string): Promise<string> {
  const token = newSecret();
  const ctx = as(test, mintNobody(), new Date());
  await openAuthSession(ctx, { userId, token });
  return `${cookieNames(env).session}=${token}`;
}

export type LiveSocket = Socket<ServerEvents, ClientEvents>;

/** A socket that has not been opened yet. `headers` may leave out or forge what it likes. */
export function socketTo(
  port: number,
  { cookie, origin = env.publicUrl }: { cookie?: string; origin?: string | null },
): LiveSocket {
  return io(`http://127.0.0.1:${port}`, {
    path: "/live",
    transports: ["websocket"],
    autoConnect: false,
    forceNew: true,
    reconnectionDelay: 10,
    reconnectionDelayMax: 50,
    extraHeaders: { ...(cookie && { cookie }), ...(origin && { origin }) },
  });
}

/** Opens it; resolves to null once connected, or to the refusal. */
export function opening(socket: LiveSocket): Promise<Error | null> {
  return new Promise((resolve) => {
    socket.once("connect", () => resolve(null));
    socket.once("connect_error", (error) => resolve(error));
    socket.connect();
  });
}

/**
 * A client of one room, written from docs/realtime.md: a snapshot, events in order, a rejoin with
 * `sinceSeq` on a gap, a reconnect or a heartbeat that is ahead, and one without where the person
 * stands otherwise than before.
 */
export class RoomClient {
  snapshot: LiveSnapshot | null = null;
  here: Here = { people: [], more: 0 };
  roster: RosterEntry[] | null = null;
  typing: string[] = [];
  /** The server's clock as last told. */
  now: string | null = null;
  placeEnded = false;
  placeChanged = 0;
  /** What others wrote in a box, by enrolment id. */
  readonly typed = new Map<string, TypedEntry>();
  /** Every event that was applied, in the order of application. */
  readonly applied: LiveEvent[] = [];
  /** Every frame of events as it arrived. */
  readonly frames: LiveEvent[][] = [];
  /** Everything the server sent, whatever it was. */
  readonly received: unknown[] = [];
  readonly socket: LiveSocket;
  readonly #room: { organisationId: string; roomId: string };
  #early: LiveEvent[] | null = null;
  #joining: symbol | null = null;

  constructor(socket: LiveSocket, room: { organisationId: string; roomId: string }) {
    this.socket = socket;
    this.#room = { organisationId: room.organisationId, roomId: room.roomId };
    socket.onAny((name, sent) => this.received.push([name, sent]));
    socket.on("connect", () => void this.join().catch(() => {}));
    socket.on("room:changed", ({ events }) => {
      this.frames.push(events);
      if (this.#early) this.#early.push(...events);
      else this.#apply(events);
    });
    socket.on("presence:changed", ({ here }) => {
      this.here = here;
    });
    socket.on("roster:changed", ({ roster }) => {
      this.roster = roster;
    });
    socket.on("typing:changed", ({ enrolmentIds }) => {
      this.typing = enrolmentIds;
    });
    socket.on("box:typed", ({ entries }) => this.hear(entries));
    socket.on("room:checked", ({ seq, now }) => {
      this.now = now;
      if (this.snapshot && !this.#early && seq > this.snapshot.seq) void this.join();
    });
    socket.on("place:changed", () => {
      this.placeChanged += 1;
      this.snapshot = null;
      void this.join().catch(() => {});
    });
    socket.on("place:ended", () => {
      this.placeEnded = true;
    });
  }

  /** Of several joins under way the last counts: it was sent with what is held now, or less. */
  async join(): Promise<Ack<Joined>> {
    const joining = Symbol("join");
    this.#joining = joining;
    this.#early = [];
    const answer: Ack<Joined> = await this.socket.timeout(5_000).emitWithAck("room:join", {
      ...this.#room,
      protocol: ROOM_PROTOCOL,
      ...(this.snapshot && { sinceSeq: this.snapshot.seq }),
    });
    if (this.#joining !== joining) return answer;
    const early = this.#early ?? [];
    this.#early = null;
    if (!answer.ok) return answer;
    this.here = answer.here;
    this.roster = answer.roster;
    this.now = answer.now;
    if ("snapshot" in answer) this.snapshot = answer.snapshot;
    else this.#apply(answer.events);
    this.#apply(early);
    if (this.snapshot && JSON.stringify(this.snapshot.mine) !== JSON.stringify(answer.mine)) {
      this.snapshot = null;
      void this.join().catch(() => {});
    }
    return answer;
  }

  /** Sends until it is acknowledged, however often the connection goes, always with the same id. */
  async post(body: string, clientMessageId: string = crypto.randomUUID()) {
    for (;;) {
      try {
        return await this.socket
          .timeout(1_000)
          .emitWithAck("message:post", { ...this.#room, clientMessageId, body });
      } catch {
        // No answer: it may or may not be stored. The same id makes asking again safe.
      }
    }
  }

  /** Takes in what was typed, newer over older. */
  hear(entries: TypedEntry[]): void {
    for (const entry of entries) {
      const known = this.typed.get(entry.person.id);
      if (!known || known.version < entry.version) this.typed.set(entry.person.id, entry);
    }
  }

  get words(): (string | null)[] {
    return this.snapshot?.messages.map((message) => message.body) ?? [];
  }

  /** The names of those who are here, in the order in which they are told. */
  get names(): string[] {
    return this.here.people.map((person) => person.name);
  }

  #apply(events: LiveEvent[]): void {
    for (const event of events) {
      if (!this.snapshot) return;
      const next = applyLiveEvent(this.snapshot, event);
      if (!next) return void this.join();
      if (next !== this.snapshot) this.applied.push(event);
      this.snapshot = next;
    }
  }
}

/** Somebody who has just come into the room, with a snapshot of it. */
export async function enterRoom(
  test: Pick<TestDatabase, "db">,
  port: number,
  room: { organisationId: string; roomId: string },
  { userId }: { userId: string },
): Promise<RoomClient> {
  const client = new RoomClient(socketTo(port, { cookie: await signIn(test, userId) }), room);
  const refusal = await opening(client.socket);
  if (refusal) throw refusal;
  const answer = await client.join();
  if (!answer.ok) throw new Error(answer.error.code);
  return client;
}
