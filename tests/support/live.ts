import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import pino from "pino";
import { io, type Socket } from "socket.io-client";
import { mintNobody } from "@/server/auth/actor";
import { cookieNames } from "@/server/auth/cookies";
import { findSignedInUser } from "@/server/auth/session";
import {
  type Ack,
  applyRoomEvent,
  type ClientEvents,
  type Joined,
  type Person,
  ROOM_PROTOCOL,
  type RoomEvent,
  type RoomSnapshot,
  type ServerEvents,
} from "@/server/domains/rooms/contract";
import { openAuthSession } from "@/server/domains/users/writes";
import { readEnv } from "@/server/env";
import { newSecret } from "@/server/lib/ids";
import type { Log } from "@/server/lib/log";
import { createGateway } from "@/server/realtime/gateway";
import type { TestDatabase } from "./database";

const env = readEnv({ NODE_ENV: "test" });

/** The gateway on a port of its own, with the sign-in of the product. */
export async function startLive(
  test: Pick<TestDatabase, "db">,
  options: { heartbeatMs?: number; recheckMs?: number; log?: Log } = {},
) {
  const http = createServer((_request, response) => response.writeHead(404).end());
  const gateway = await createGateway({
    http,
    db: test.db,
    log: pino({ level: "silent" }),
    allowedOrigins: [env.publicUrl],
    findSignedIn: (cookie) => findSignedInUser({ db: test.db, env }, cookie, new Date()),
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

/** The cookie of a browser in which this person has just signed in. */
export async function signIn(test: Pick<TestDatabase, "db">, userId: string): Promise<string> {
  const token = newSecret();
  const ctx = { db: test.db, actor: mintNobody(), now: new Date() };
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
 * `sinceSeq` on a gap, a reconnect or a heartbeat that is ahead.
 */
export class RoomClient {
  snapshot: RoomSnapshot | null = null;
  here: Person[] = [];
  placeEnded = false;
  /** Every event that was applied, in the order of application. */
  readonly applied: RoomEvent[] = [];
  /** Every frame as it arrived. */
  readonly frames: RoomEvent[][] = [];
  readonly socket: LiveSocket;
  readonly #room: { organisationId: string; roomId: string };
  #early: RoomEvent[] | null = null;

  constructor(socket: LiveSocket, room: { organisationId: string; roomId: string }) {
    this.socket = socket;
    this.#room = { organisationId: room.organisationId, roomId: room.roomId };
    socket.on("connect", () => void this.join().catch(() => {}));
    socket.on("room:changed", ({ events }) => {
      this.frames.push(events);
      if (this.#early) this.#early.push(...events);
      else this.#apply(events);
    });
    socket.on("presence:changed", ({ here }) => {
      this.here = here;
    });
    socket.on("room:checked", ({ seq }) => {
      if (this.snapshot && !this.#early && seq > this.snapshot.seq) void this.join();
    });
    socket.on("place:ended", () => {
      this.placeEnded = true;
    });
  }

  async join(): Promise<Ack<Joined>> {
    this.#early = [];
    const answer: Ack<Joined> = await this.socket.timeout(5_000).emitWithAck("room:join", {
      ...this.#room,
      protocol: ROOM_PROTOCOL,
      ...(this.snapshot && { sinceSeq: this.snapshot.seq }),
    });
    const early = this.#early ?? [];
    this.#early = null;
    if (!answer.ok) return answer;
    this.here = answer.here;
    if ("snapshot" in answer) this.snapshot = answer.snapshot;
    else this.#apply(answer.events);
    this.#apply(early);
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

  get words(): (string | null)[] {
    return this.snapshot?.messages.map((message) => message.body) ?? [];
  }

  #apply(events: RoomEvent[]): void {
    for (const event of events) {
      if (!this.snapshot) return;
      const next = applyRoomEvent(this.snapshot, event);
      if (!next) return void this.join();
      if (next !== this.snapshot) this.applied.push(event);
      this.snapshot = next;
    }
  }
}
