import type { ClientEvents, Person, RoomEvent } from "@/server/domains/rooms/contract";

export type AnswerOf<E extends keyof ClientEvents> = Parameters<Parameters<ClientEvents[E]>[1]>[0];
type InputOf<E extends keyof ClientEvents> = Parameters<ClientEvents[E]>[0];

/** What the room needs of a socket; the browser's is `openLiveTransport`. */
export type RoomTransport = {
  connect(): void;
  /** Calls no handler. */
  disconnect(): void;
  /** Rejects when the connection drops, or no answer comes in time. */
  call<E extends keyof ClientEvents>(event: E, input: InputOf<E>): Promise<AnswerOf<E>>;
};

export type TransportHandlers = {
  connected(): void;
  /** The connection, or the attempt at one, is over. */
  dropped(): void;
  /** The server would not have us: SIGN_IN_NEEDED, or something passing. */
  refused(code: string): void;
  changed(change: { roomId: string; events: RoomEvent[] }): void;
  presence(change: { roomId: string; here: Person[] }): void;
  checked(check: { roomId: string; seq: number }): void;
  placeEnded(end: { roomId: string }): void;
};
