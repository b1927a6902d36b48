import * as z from "zod/mini";
import type { MemberActor } from "../auth/actor";
import type { Database } from "../db/client";
import { DomainError } from "../lib/errors";
import type { Log } from "../lib/log";
import { invalidInput, settleError, toWire, type WireError } from "../lib/wire-errors";

/** One connection of one signed-in person, as a domain's socket handlers see it. */
export type Connection = {
  db: Database;
  log: Log;
  /** The member this person is in that organisation. @throws NOT_FOUND if none. */
  memberOf(organisationId: string): Promise<MemberActor>;
  /** Gives the person a place in the room, or renews it. @throws NOT_FOUND */
  takePlace(actor: MemberActor, roomId: string): Promise<void>;
  leavePlace(roomId: string): void;
  /** Who is in the room now, each person once. */
  whoIsHere(roomId: string): { id: string; name: string; role: string }[];
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
      return { ok: true, ...(await event.handle(connection, parsed.data, new Date())) };
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
