import { io, type Socket } from "socket.io-client";
import type { ClientEvents, ServerEvents } from "@/server/domains/live/contract";
import type { AnswerOf, RoomTransport, TransportHandlers } from "./room-transport";

/** Without an answer for this long, the line counts as dead. */
const ANSWER_MS = 10_000;

/** The socket to this page's own server. It makes one attempt when told; retrying is the room's. */
export function openLiveTransport(handlers: TransportHandlers): RoomTransport {
  const socket: Socket<ServerEvents, ClientEvents> = io({
    path: "/live",
    transports: ["websocket"],
    reconnection: false,
    autoConnect: false,
  });
  socket.on("connect", handlers.connected);
  socket.on("connect_error", (error) => handlers.refused(error.message));
  socket.on("disconnect", (reason) => {
    if (reason !== "io client disconnect") handlers.dropped();
  });
  socket.on("room:changed", handlers.changed);
  socket.on("presence:changed", handlers.presence);
  socket.on("roster:changed", handlers.roster);
  socket.on("typing:changed", handlers.typing);
  socket.on("box:typed", handlers.typed);
  socket.on("room:checked", handlers.checked);
  socket.on("place:changed", handlers.placeChanged);
  socket.on("place:ended", handlers.placeEnded);
  return {
    connect: () => {
      socket.connect();
    },
    disconnect: () => {
      socket.disconnect();
    },
    call: (event, input) =>
      // The library's types cannot follow an event that is itself a type parameter.
      (socket.timeout(ANSWER_MS) as unknown as Asker).emitWithAck(event, input) as Promise<
        AnswerOf<typeof event>
      >,
  };
}

type Asker = { emitWithAck(event: string, input: unknown): Promise<unknown> };
