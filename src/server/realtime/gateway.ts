import type { Server as HttpServer, IncomingMessage } from "node:http";
import { Server, type Socket } from "socket.io";
import { type MemberActor, mintMember } from "../auth/actor";
import type { Database } from "../db/client";
import { withActor } from "../db/transaction";
import { BOXES_CHANNEL } from "../domains/boxes/writes";
import type { ClientEvents, ServerEvents } from "../domains/live/contract";
import { liveSocketEvents } from "../domains/live/socket";
import { REVOKED_CHANNEL } from "../domains/users/writes";
import { notFound } from "../lib/errors";
import { describeError, type Log } from "../lib/log";
import { settleError, toWire } from "../lib/wire-errors";
import { type Connection, createAnswerer } from "./handler";
import { hearNews } from "./news";
import { isFrom, readLastSeqs, STREAMS_CHANNEL, streamsOf } from "./outbox";
import {
  channels,
  type House,
  type LiveRoom,
  organisationCtx,
  type Place,
  type SignedIn,
} from "./places";
import { createPresence, PRESENCE_CHANNEL } from "./presence";
import { createSeating } from "./seating";
import { createSending } from "./sending";
import { createTyped } from "./typed";
import { createTyping, TYPING_CHANNEL } from "./typing";
import { createUpkeep } from "./upkeep";

export type { SignedIn };
export type FindSignedIn = (cookieHeader: string | undefined) => Promise<SignedIn | null>;

export type GatewayOptions = {
  http: HttpServer;
  db: Database;
  log: Log;
  clock: () => Date;
  /** Exact list. `cors` would not stop a foreign page's WebSocket; `allowRequest` does. */
  allowedOrigins: readonly string[];
  findSignedIn: FindSignedIn;
  /** How often open rooms are told their last `seq` and the time. */
  heartbeatMs?: number;
  /** How often sign-ins and places are looked at again. */
  recheckMs?: number;
  /** How often the clock is looked at for what is due. */
  lookMs?: number;
};

type LiveSocket = Socket<ClientEvents, ServerEvents, object, SignedIn & { cookie?: string }>;

const MAX_FRAME_BYTES = 64 * 1024;
/** A reader further behind than this is cut off; it catches up by `sinceSeq` when it returns. */
const MAX_BUFFERED_BYTES = 1024 * 1024;
const MEMBERS_REMEMBERED = 10_000;

/**
 * The only holder of `io`. Authorises a connection when it takes a place, sends each room's new
 * events once per audience, and takes the place away when standing changes. Knows of changes by
 * nudges and trusts none of them: it re-reads by `seq`, also on every reconnect and heartbeat.
 *
 * The connections, and what they call, are here; who sits where is `seating`, what they are sent
 * `sending`, who is here `presence`, and what time does by itself `upkeep`.
 */
export async function createGateway(options: GatewayOptions) {
  const { http, db, log, clock, allowedOrigins, findSignedIn, heartbeatMs = 5_000 } = options;
  const io = new Server<ClientEvents, ServerEvents, object, SignedIn & { cookie?: string }>(http, {
    path: "/live",
    transports: ["websocket"],
    serveClient: false,
    perMessageDeflate: false,
    maxHttpBufferSize: MAX_FRAME_BYTES,
    allowRequest: (request, decide) => decide(null, hasAllowedOrigin(request, allowedOrigins)),
  });
  const rooms = new Map<string, LiveRoom>();
  const house: House = { db, log, clock, io, rooms };
  const presence = createPresence(house);
  const typing = createTyping(house);
  const typed = createTyped(house);
  const seating = createSeating(house, { presence, typing });
  const sending = createSending(house, seating);
  const upkeep = createUpkeep(house, { presence, typing });

  io.use((socket, next) => {
    const { cookie } = socket.handshake.headers;
    findSignedIn(cookie).then(
      (signedIn) => {
        if (!signedIn) return next(new Error("SIGN_IN_NEEDED"));
        socket.data = { ...signedIn, ...(cookie !== undefined && { cookie }) };
        next();
      },
      (error: unknown) => {
        const data = toWire(settleError(error, log, "connection"));
        next(Object.assign(new Error(data.code), { data }));
      },
    );
  });

  io.on("connection", (socket) => {
    const answer = createAnswerer(connectionOf(socket));
    for (const [name, event] of Object.entries(liveSocketEvents)) {
      socket.on(name as keyof ClientEvents, (input: unknown, ack: unknown) => {
        if (typeof ack !== "function") return;
        void answer(name, event, input).then((outcome) => ack(outcome));
      });
    }
    socket.on("disconnect", () => seating.leaveAll(socket.id));
  });

  // Who someone is in an organisation never changes; whether they still are is asked each time the
  // actor enters a transaction.
  const members = new Map<string, Promise<MemberActor>>();

  function memberOf(userId: string, organisationId: string): Promise<MemberActor> {
    const key = `${userId} ${organisationId}`;
    const known = members.get(key);
    if (known) return known;
    if (members.size >= MEMBERS_REMEMBERED) members.clear();
    const minting = mintMember(db, userId, organisationId);
    members.set(key, minting);
    minting.catch(() => members.delete(key));
    return minting;
  }

  function connectionOf(socket: LiveSocket): Connection {
    /** @throws NOT_FOUND for those who have none, and unless `inside` is false for the lobby. */
    function placeIn(roomId: string, { inside = true } = {}): { room: LiveRoom; place: Place } {
      const room = rooms.get(roomId);
      const place = room?.places.get(socket.id);
      if (!room || !place || (inside && !place.mine.admitted)) throw notFound();
      return { room, place };
    }
    return {
      db,
      log,
      clock,
      memberOf: (organisationId) => memberOf(socket.data.userId, organisationId),
      takePlace: (actor, roomId) => seating.take(socket, actor, roomId),
      leavePlace: (roomId) => seating.leave(roomId, socket.id),
      missedSince: async (roomId, sinceSeq) => {
        const { room, place } = placeIn(roomId, { inside: false });
        return sending.missedSince(room, place, sinceSeq);
      },
      welcome: async (roomId) => {
        const { room, place } = placeIn(roomId, { inside: false });
        const roster = place.mine.leads && room.tellsPresence;
        return {
          roster: roster ? await presence.rosterNow(room) : null,
          mine: place.mine,
          here: place.mine.admitted ? presence.hereNow(room) : { people: [], more: 0 },
        };
      },
      presenceMoved: (roomId) => {
        const room = rooms.get(roomId);
        if (room) void presence.nudge(room).catch(warnOf("a nudge"));
      },
      tellTyping: (roomId, isTyping) => typing.tell(placeIn(roomId).place, isTyping),
      hearBox: (roomId, boxId) => {
        // Without a place nobody would take it away again.
        const place = rooms.get(roomId)?.places.get(socket.id);
        if (place?.mine.admitted) void socket.join(channels.box(roomId, boxId));
      },
      stopHearingBox: (roomId, boxId) => void socket.leave(channels.box(roomId, boxId)),
    };
  }

  function warnOf(what: string) {
    return (error: unknown) => log.warn({ error: describeError(error) }, `${what} failed`);
  }

  function onStreamsMoved(payload: string): void {
    // Ours were told as they were committed.
    if (isFrom(db.news.origin, payload)) return;
    for (const id of streamsOf(payload)) {
      const room = rooms.get(id);
      if (room) void sending.send(room);
      else seating.onPersonMoved(id);
    }
  }

  function onRevoked(sessionId: string): void {
    for (const socket of io.sockets.sockets.values()) {
      if (socket.data.sessionId === sessionId) socket.disconnect(true);
    }
  }

  async function heartbeat(): Promise<void> {
    upkeep.sweep();
    const byOrganisation = Map.groupBy(rooms.values(), (room) => room.organisationId);
    for (const [organisationId, live] of byOrganisation) {
      const ctx = organisationCtx(house, organisationId, live);
      const roomIds = live.map((room) => room.roomId);
      const seqs = await withActor(ctx, (tx) => readLastSeqs(tx, organisationId, roomIds));
      for (const room of live) {
        if ((seqs.get(room.roomId) ?? 0) > room.lastSeq) void sending.send(room);
      }
    }
    upkeep.tellTime();
    presence.reread(heartbeatMs / 2);
    cutStalledReaders();
  }

  function cutStalledReaders(): void {
    for (const socket of io.sockets.sockets.values()) {
      if (bufferedBytes(socket) > MAX_BUFFERED_BYTES) cut(socket);
    }
  }

  /** Belt and braces for a revocation whose nudge was lost. */
  async function recheckAll(): Promise<void> {
    const look = async (socket: LiveSocket) => {
      const signedIn = await findSignedIn(socket.data.cookie);
      if (signedIn?.sessionId !== socket.data.sessionId) socket.disconnect(true);
    };
    await Promise.all([...io.sockets.sockets.values()].map(look));
    await seating.recheckAll();
  }

  const catchUp = () => {
    for (const room of rooms.values()) void sending.send(room);
  };
  const stopHearing = hearNews(db, sending.onNews);
  const listeners = [
    await db.sql.listen(STREAMS_CHANNEL, onStreamsMoved, catchUp),
    await db.sql.listen(REVOKED_CHANNEL, onRevoked),
    await db.sql.listen(PRESENCE_CHANNEL, presence.onNudge),
    await db.sql.listen(TYPING_CHANNEL, typing.onNudge),
    await db.sql.listen(BOXES_CHANNEL, typed.onNudge),
  ];
  const timers = [
    setInterval(() => void heartbeat().catch(warnOf("heartbeat")), heartbeatMs),
    setInterval(() => void recheckAll().catch(warnOf("recheck")), options.recheckMs ?? 30_000),
    setInterval(() => void upkeep.look().catch(warnOf("a look")), options.lookMs ?? 1_000),
  ];

  return {
    /** Ends every connection; clients rejoin wherever they land with `sinceSeq`. */
    async close(): Promise<void> {
      for (const timer of timers) clearInterval(timer);
      stopHearing();
      for (const listener of listeners) await listener.unlisten().catch(() => {});
      await io.close();
      typing.close();
      await presence.close();
    },
  };
}

function hasAllowedOrigin(request: IncomingMessage, allowed: readonly string[]): boolean {
  const { origin } = request.headers;
  return origin !== undefined && allowed.includes(origin);
}

type WebSocketOf = { socket?: { bufferedAmount: number; terminate(): void } };

/** Bytes waiting in this process for a connection that reads too slowly. */
function bufferedBytes({ conn }: LiveSocket): number {
  const { writeBuffer } = conn as unknown as { writeBuffer: { data?: string }[] };
  const queued = writeBuffer.reduce((sum, { data }) => sum + (data?.length ?? 0), 0);
  return queued + ((conn.transport as WebSocketOf).socket?.bufferedAmount ?? 0);
}

/** Ends a connection without waiting for it to read what is queued, which it may never do. */
function cut({ conn }: LiveSocket): void {
  (conn.transport as WebSocketOf).socket?.terminate();
}
