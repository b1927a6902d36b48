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
  const reference = randomBytes(4).toString("hex");
  log.error({ reference, where, error: describeError(thrown) }, "something unexpected happened");
  return new UnexpectedError(reference);
}

export function toWire(error: DomainError | UnexpectedError): WireError {
  if (error instanceof DomainError) return { code: error.code, ...error.data };
  return { code: "UNEXPECTED", reference: error.reference };
}
