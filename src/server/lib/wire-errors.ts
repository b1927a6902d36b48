import { randomBytes } from "node:crypto";
import * as z from "zod/mini";
import { DomainError, type ErrorCode, type ErrorData, UnexpectedError } from "./errors";
import { describeError, type Log } from "./log";

/** An error as clients receive it, over tRPC and in a socket's acknowledgement alike. */
export type WireError = ErrorData & { code: ErrorCode | "UNEXPECTED"; reference?: string };

/** Names the fields that need another look; never repeats what was written in them. */
export function invalidInput(error: z.core.$ZodError): DomainError {
  const issues = error.issues.map((issue) => ({
    path: issue.path.join("."),
    message: issue.message,
  }));
  return new DomainError("INVALID_INPUT", { issues });
}

/**
 * What was thrown, as a DomainError or an UnexpectedError. The unexpected is logged here, once,
 * with a reference and without anyone's words.
 */
export function settleError(
  thrown: unknown,
  log: Log,
  where: string,
): DomainError | UnexpectedError {
  if (thrown instanceof DomainError || thrown instanceof UnexpectedError) return thrown;
  if (thrown instanceof z.core.$ZodError) return invalidInput(thrown);
  if (isUnstorable(thrown)) {
    log.warn({ where, error: describeError(thrown) }, "a value cannot be stored");
    return new DomainError("INVALID_INPUT", { issues: [] });
  }
  const reference = randomBytes(4).toString("hex");
  log.error({ reference, where, error: describeError(thrown) }, "something unexpected happened");
  return new UnexpectedError(reference);
}

/**
 * Characters, instants and numbers that PostgreSQL has no room for. Contracts keep them out; this
 * is for the one that forgets, since such a value is the sender's doing and not a fault of ours.
 */
const UNSTORABLE = ["22003", "22007", "22008", "22021", "22P05"];

function isUnstorable(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return false;
  const { code } = (thrown.cause ?? thrown) as { code?: unknown };
  return typeof code === "string" && UNSTORABLE.includes(code);
}

export function toWire(error: DomainError | UnexpectedError): WireError {
  if (error instanceof DomainError) return { code: error.code, ...error.data };
  return { code: "UNEXPECTED", reference: error.reference };
}
