import type { TypedEntry } from "@/server/domains/boxes/contract";
import type { ClientEvents, LiveEvent } from "@/server/domains/live/contract";
import type { Here, RosterEntry } from "@/server/domains/rooms/contract";

export type CallName = keyof ClientEvents;
export type AnswerOf<E extends CallName> = Parameters<Parameters<ClientEvents[E]>[1]>[0];
export type InputOf<E extends CallName> = Parameters<ClientEvents[E]>[0];

/** What the room needs of a socket; the browser's is `openLiveTransport`. */
export type RoomTransport = {
  connect(): void;
  /** Calls no handler. */
  disconnect(): void;
  /** Rejects when the connection drops, or no answer comes in time. */
  call<E extends CallName>(event: E, input: InputOf<E>): Promise<AnswerOf<E>>;
};

export type TransportHandlers = {
  connected(): void;
  /** The connection, or the attempt at one, is over. */
  dropped(): void;
  /** The server would not have us: SIGN_IN_NEEDED, or something passing. */
  refused(code: string): void;
  changed(change: { roomId: string; events: LiveEvent[] }): void;
  presence(change: { roomId: string; here: Here }): void;
  roster(change: { roomId: string; roster: RosterEntry[] }): void;
  typing(change: { roomId: string; enrolmentIds: string[] }): void;
  typed(typed: { roomId: string; boxId: string; entries: TypedEntry[] }): void;
  checked(check: { roomId: string; seq: number; now: string }): void;
  placeChanged(change: { roomId: string }): void;
  placeEnded(end: { roomId: string }): void;
};
