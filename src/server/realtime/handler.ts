import * as z from "zod/mini";
import type { MemberActor } from "../auth/actor";
import type { Database } from "../db/client";
import type { Joined, LiveEvent } from "../domains/live/contract";
import { DomainError } from "../lib/errors";
import type { Log } from "../lib/log";
import { invalidInput, settleError, toWire, type WireError } from "../lib/wire-errors";

/** One connection of one signed-in person, as a domain's socket handlers see it. */
export type Connection = {
  db: Database;
  log: Log;
  clock: () => Date;
  /** The member this person is in that organisation. @throws NOT_FOUND if none. */
  memberOf(organisationId: string): Promise<MemberActor>;
  /** Gives the person a place in the room, or renews it. @throws NOT_FOUND, ROOM_LOCKED */
  takePlace(actor: MemberActor, roomId: string): Promise<void>;
  leavePlace(roomId: string): void;
  /** What this person missed after `sinceSeq`; null when that is too much. */
  missedSince(
    roomId: string,
    sinceSeq: number,
  ): Promise<{ seq: number; events: LiveEvent[] } | null>;
  /** How the person stands in the room and, unless they are in its lobby, who else is there. */
  welcome(roomId: string): Promise<Pick<Joined, "mine" | "here" | "roster">>;
  /** Something about who is in the room was stored: has every server read it again. */
  presenceMoved(roomId: string): void;
  /**
   * Tells those who lead. Dropped without a word when told too often. @throws NOT_FOUND unless this
   * connection has a place in the room itself, not in its lobby.
   */
  tellTyping(roomId: string, typing: boolean): void;
  /**
   * From now on this connection, if it has a place in the room, hears what is typed in the box.
   * Whoever calls has authorised it.
   */
  hearBox(roomId: string, boxId: string): void;
  stopHearingBox(roomId: string, boxId: string): void;
};

export type SocketEvent = {
  input: z.core.$ZodType;
  handle(connection: Connection, input: unknown, now: Date): Promise<object>;
};

/** A domain's socket event: `handle` gets parsed input and answers what the acknowledgement holds. */
export function socketEvent<S extends z.core.$ZodType>(
  input: S,
  handle: (connection: Connection, input: z.core.output<S>, now: Date) => Promise<object>,
): SocketEvent {
  return {
    input,
    handle: (connection, value, now) => handle(connection, value as z.core.output<S>, now),
  };
}

/** Unacknowledged calls one connection may have at once; bounds what a flood can make us hold. */
const CALLS_AT_ONCE = 64;
const WAIT_WHEN_FULL_MS = 250;

type Answer = { ok: true } | { ok: false; error: WireError };

/**
 * The function that answers a connection's calls. Never throws: every outcome, bad input included,
 * is an acknowledgement, and the unexpected is logged with a reference.
 */
export function createAnswerer(connection: Connection) {
  let callsUnderWay = 0;
  return async (name: string, event: SocketEvent, value: unknown): Promise<Answer> => {
    if (callsUnderWay >= CALLS_AT_ONCE) {
      return refuse(new DomainError("TOO_MANY", { retryAfterMs: WAIT_WHEN_FULL_MS }));
    }
    callsUnderWay += 1;
    try {
      const parsed = z.safeParse(event.input, value);
      if (!parsed.success) throw invalidInput(parsed.error);
      return { ok: true, ...(await event.handle(connection, parsed.data, connection.clock())) };
    } catch (thrown) {
      return refuse(settleError(thrown, connection.log, name));
    } finally {
      callsUnderWay -= 1;
    }
  };
}

function refuse(error: Parameters<typeof toWire>[0]): Answer {
  return { ok: false, error: toWire(error) };
}
