import type { Server as HttpServer, IncomingMessage } from "node:http";
import { Server, type Socket } from "socket.io";
import { type MemberActor, mintMember, mintRooms } from "../auth/actor";
import type { Database } from "../db/client";
import { withActor } from "../db/transaction";
import type { ClientEvents, RoomEvent, ServerEvents } from "../domains/rooms/contract";
import {
  findPlace,
  loadProjectedEvents,
  type ProjectedEvents,
  personOf,
  type Room,
  viewerOf,
} from "../domains/rooms/reads";
import { roomSocketEvents } from "../domains/rooms/socket";
import { REVOKED_CHANNEL } from "../domains/users/writes";
import { DomainError } from "../lib/errors";
import { describeError, type Log } from "../lib/log";
import { settleError, toWire } from "../lib/wire-errors";
import { type Connection, createAnswerer } from "./handler";
import { readLastSeq, readLastSeqs, STREAMS_CHANNEL, streamsOf } from "./outbox";
import { channels, type LiveRoom, type Place, peopleHere } from "./places";

export type SignedIn = { userId: string; sessionId: string };
export type FindSignedIn = (cookieHeader: string | undefined) => Promise<SignedIn | null>;

export type GatewayOptions = {
  http: HttpServer;
  db: Database;
  log: Log;
  /** Exact list. `cors` would not stop a foreign page's WebSocket; `allowRequest` does. */
  allowedOrigins: readonly string[];
  findSignedIn: FindSignedIn;
  heartbeatMs?: number;
  recheckMs?: number;
};

type LiveSocket = Socket<ClientEvents, ServerEvents, object, SignedIn & { cookie?: string }>;

const MAX_FRAME_BYTES = 64 * 1024;
/** A reader further behind than this is cut off; it catches up by `sinceSeq` when it returns. */
const MAX_BUFFERED_BYTES = 1024 * 1024;
/** Arrivals and departures within this time are told together. */
const PRESENCE_DELAY_MS = 80;

/**
 * The only holder of `io`. Authorises a connection when it takes a place, sends each room's new
 * events once per audience, and takes the place away when standing changes. Knows of changes by
 * nudges and trusts none of them: it re-reads by `seq`, also on every reconnect and heartbeat.
 */
export async function createGateway(options: GatewayOptions) {
  const { http, db, log, allowedOrigins, findSignedIn } = options;
  const rooms = new Map<string, LiveRoom>();
  const presenceTimers = new Map<string, NodeJS.Timeout>();

  const io = new Server<ClientEvents, ServerEvents, object, SignedIn & { cookie?: string }>(http, {
    path: "/live",
    transports: ["websocket"],
    serveClient: false,
    perMessageDeflate: false,
    maxHttpBufferSize: MAX_FRAME_BYTES,
    allowRequest: (request, decide) => decide(null, hasAllowedOrigin(request, allowedOrigins)),
  });

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
    for (const [name, event] of Object.entries(roomSocketEvents)) {
      socket.on(name as keyof ClientEvents, (input: unknown, ack: unknown) => {
        if (typeof ack !== "function") return;
        void answer(name, event, input).then((outcome) => ack(outcome));
      });
    }
    socket.on("disconnect", () => {
      for (const room of rooms.values()) dropPlace(room, socket.id);
    });
  });

  function connectionOf(socket: LiveSocket): Connection {
    const members = new Map<string, Promise<MemberActor>>();
    return {
      db,
      log,
      memberOf: (organisationId) => {
        const known = members.get(organisationId);
        if (known) return known;
        const minting = mintMember(db, socket.data.userId, organisationId);
        members.set(organisationId, minting);
        minting.catch(() => members.delete(organisationId));
        return minting;
      },
      takePlace: (actor, roomId) => takePlace(socket, actor, roomId),
      leavePlace: (roomId) => {
        const room = rooms.get(roomId);
        if (room) leave(room, socket);
      },
      whoIsHere: (roomId) => peopleHere(rooms.get(roomId)),
    };
  }

  async function takePlace(socket: LiveSocket, actor: MemberActor, roomId: string): Promise<void> {
    const ref = { organisationId: actor.organisationId, roomId };
    const { room, me } = await findPlace({ db, actor, now: new Date() }, ref);
    const live = rooms.get(roomId) ?? (await startRoom(ref, room));
    if (!socket.connected) {
      if (live.places.size === 0) rooms.delete(roomId);
      return;
    }
    const { facilitates } = viewerOf(me);
    const place: Place = { socketId: socket.id, actor, roomId, person: personOf(me), facilitates };
    live.places.set(socket.id, place);
    rooms.set(roomId, live);
    socket.leave(channels[facilitates ? "members" : "facilitators"](roomId));
    socket.join([
      channels[facilitates ? "facilitators" : "members"](roomId),
      channels.person(roomId, me.id),
    ]);
    tellPresence(live);
  }

  async function startRoom(
    ref: { organisationId: string; roomId: string },
    { groupId, kind }: Room,
  ): Promise<LiveRoom> {
    const ctx = { db, actor: mintRooms(ref.organisationId, [groupId]), now: new Date() };
    const lastSeq = await withActor(ctx, (tx) =>
      readLastSeq(tx, { organisationId: ref.organisationId, streamId: ref.roomId }),
    );
    // Someone else may have started it while we read; theirs is as good.
    const started = rooms.get(ref.roomId);
    if (started) return started;
    const live = {
      ...ref,
      groupId,
      tellsPresence: kind === "session",
      lastSeq,
      places: new Map(),
      moved: false,
      sending: false,
    };
    rooms.set(ref.roomId, live);
    return live;
  }

  function leave(room: LiveRoom, socket: LiveSocket): void {
    const place = room.places.get(socket.id);
    if (!place) return;
    socket.leave(channels.members(room.roomId));
    socket.leave(channels.facilitators(room.roomId));
    socket.leave(channels.person(room.roomId, place.person.id));
    dropPlace(room, socket.id);
  }

  function dropPlace(room: LiveRoom, socketId: string): void {
    if (!room.places.delete(socketId)) return;
    if (room.places.size === 0) rooms.delete(room.roomId);
    else tellPresence(room);
  }

  function tellPresence(room: LiveRoom): void {
    const { roomId, tellsPresence } = room;
    if (!tellsPresence || presenceTimers.has(roomId)) return;
    presenceTimers.set(
      roomId,
      setTimeout(() => {
        presenceTimers.delete(roomId);
        const here = peopleHere(rooms.get(roomId));
        io.to([channels.members(roomId), channels.facilitators(roomId)]).emit("presence:changed", {
          roomId,
          here,
        });
      }, PRESENCE_DELAY_MS),
    );
  }

  /** Sends what is new in a room, in order; one sender per room at a time. */
  async function send(room: LiveRoom): Promise<void> {
    room.moved = true;
    if (room.sending) return;
    room.sending = true;
    try {
      while (room.moved && rooms.get(room.roomId) === room) {
        room.moved = false;
        const actor = mintRooms(room.organisationId, [room.groupId]);
        const ctx = { db, actor, now: new Date() };
        const batch = await loadProjectedEvents(ctx, room, room.lastSeq);
        if (!batch) continue;
        room.lastSeq = batch.lastSeq;
        room.moved = true;
        emit(room.roomId, batch);
      }
    } catch (error) {
      // The next nudge or heartbeat tries again from the same seq.
      log.warn({ error: describeError(error) }, "a room's events could not be read");
    } finally {
      room.sending = false;
    }
  }

  function emit(roomId: string, { members, facilitators, authors }: ProjectedEvents): void {
    // Whoever has a projection of their own gets that and no other, facilitators too.
    const people = [...authors.keys()].map((id) => channels.person(roomId, id));
    const toAllBut = (channel: string, events: RoomEvent[]) =>
      io.to(channel).except(people).emit("room:changed", { roomId, events });
    toAllBut(channels.members(roomId), members);
    toAllBut(channels.facilitators(roomId), facilitators);
    for (const [enrolmentId, events] of authors) {
      io.to(channels.person(roomId, enrolmentId)).emit("room:changed", { roomId, events });
    }
  }

  /** Checks a place again and ends it if it is no longer theirs. */
  async function recheck(room: LiveRoom, place: Place): Promise<void> {
    const socket = io.sockets.sockets.get(place.socketId);
    if (!socket) return;
    try {
      await takePlace(socket, place.actor, room.roomId);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      socket.emit("place:ended", { roomId: room.roomId });
      leave(room, socket);
    }
  }

  function onStreamsMoved(payload: string): void {
    const moved = streamsOf(payload);
    for (const room of rooms.values()) {
      if (moved.has(room.roomId)) void send(room);
      for (const place of room.places.values()) {
        if (moved.has(place.person.id)) void recheck(room, place).catch(warnOf("recheck"));
      }
    }
  }

  function warnOf(what: string) {
    return (error: unknown) => log.warn({ error: describeError(error) }, `${what} failed`);
  }

  function onRevoked(sessionId: string): void {
    for (const socket of io.sockets.sockets.values()) {
      if (socket.data.sessionId === sessionId) socket.disconnect(true);
    }
  }

  async function heartbeat(): Promise<void> {
    const byOrganisation = Map.groupBy(rooms.values(), (room) => room.organisationId);
    for (const [organisationId, liveRooms] of byOrganisation) {
      const actor = mintRooms(organisationId, [...new Set(liveRooms.map((room) => room.groupId))]);
      const seqs = await withActor({ db, actor, now: new Date() }, (tx) =>
        readLastSeqs(
          tx,
          organisationId,
          liveRooms.map((room) => room.roomId),
        ),
      );
      for (const room of liveRooms) {
        if ((seqs.get(room.roomId) ?? 0) > room.lastSeq) void send(room);
        const check = { roomId: room.roomId, seq: room.lastSeq };
        io.to([channels.members(room.roomId), channels.facilitators(room.roomId)]).emit(
          "room:checked",
          check,
        );
      }
    }
    cutStalledReaders();
  }

  function cutStalledReaders(): void {
    for (const socket of io.sockets.sockets.values()) {
      if (bufferedBytes(socket) > MAX_BUFFERED_BYTES) cut(socket);
    }
  }

  /** Belt and braces for a revocation whose nudge was lost. */
  async function recheckAll(): Promise<void> {
    for (const socket of io.sockets.sockets.values()) {
      const signedIn = await findSignedIn(socket.data.cookie);
      if (signedIn?.sessionId !== socket.data.sessionId) socket.disconnect(true);
    }
    for (const room of rooms.values()) {
      for (const place of room.places.values()) await recheck(room, place);
    }
  }

  const catchUp = () => {
    for (const room of rooms.values()) void send(room);
  };
  const listeners = [
    await db.sql.listen(STREAMS_CHANNEL, onStreamsMoved, catchUp),
    await db.sql.listen(REVOKED_CHANNEL, onRevoked),
  ];
  const timers = [
    setInterval(() => void heartbeat().catch(warnOf("heartbeat")), options.heartbeatMs ?? 5_000),
    setInterval(() => void recheckAll().catch(warnOf("recheck")), options.recheckMs ?? 30_000),
  ];

  return {
    /** Ends every connection; clients rejoin wherever they land with `sinceSeq`. */
    async close(): Promise<void> {
      for (const timer of [...timers, ...presenceTimers.values()]) clearTimeout(timer);
      for (const listener of listeners) await listener.unlisten().catch(() => {});
      await io.close();
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
