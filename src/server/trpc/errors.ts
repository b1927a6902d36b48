import { TRPCError } from "@trpc/server";
import { DomainError, type ErrorCode, UnexpectedError } from "../lib/errors";
import type { Log } from "../lib/log";
import { settleError, toWire, type WireError } from "../lib/wire-errors";

const TRPC_CODES = {
  NOT_FOUND: "NOT_FOUND",
  SIGN_IN_NEEDED: "UNAUTHORIZED",
  INVALID_INPUT: "BAD_REQUEST",
  CONFLICT: "CONFLICT",
  NAME_TAKEN: "CONFLICT",
  AGREEMENT_CHANGED: "CONFLICT",
  PREDICTION_SEALED: "CONFLICT",
  STATE_CHANGED: "CONFLICT",
  STAKES_UNANSWERED: "CONFLICT",
  STAKES_NEED_WORD: "CONFLICT",
  REPLY_NOT_WANTED: "CONFLICT",
  NO_SESSION: "CONFLICT",
  ONLY_NARROWER: "CONFLICT",
  ROOM_CLOSED: "CONFLICT",
  ROOM_PAUSED: "CONFLICT",
  MUTED: "CONFLICT",
  NOT_YOUR_TURN: "CONFLICT",
  NOT_NOW: "CONFLICT",
  SLOW_MODE: "TOO_MANY_REQUESTS",
  NOT_ADMITTED: "CONFLICT",
  ROOM_LOCKED: "CONFLICT",
  TOO_LATE: "CONFLICT",
  TOO_MANY: "TOO_MANY_REQUESTS",
  LINK_OVER: "CONFLICT",
} as const satisfies Record<ErrorCode, TRPCError["code"]>;

/** Gives what was thrown its tRPC form; the unexpected is logged on the way. */
export function trpcErrorOf(thrown: unknown, log: Log, where: string): TRPCError {
  const settled = settleError(thrown, log, where);
  return new TRPCError({ code: trpcCode(settled), cause: settled });
}

/** The HTTP meaning of a settled error. */
function trpcCode(error: DomainError | UnexpectedError): TRPCError["code"] {
  return error instanceof DomainError ? TRPC_CODES[error.code] : "INTERNAL_SERVER_ERROR";
}

/** The body a client reads. Errors of tRPC's own (no such procedure) look like the absent. */
export function wireErrorOf(error: TRPCError): WireError {
  const { cause } = error;
  if (cause instanceof DomainError || cause instanceof UnexpectedError) return toWire(cause);
  if (error.code === "INTERNAL_SERVER_ERROR") return { code: "UNEXPECTED" };
  return { code: error.code === "BAD_REQUEST" ? "INVALID_INPUT" : "NOT_FOUND" };
}
