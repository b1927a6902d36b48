/**
 * The one error a domain function throws on purpose. `code` is closed: the union of the codes
 * below, which clients switch on; `data` carries what a form needs and never what someone wrote.
 * Anything else that is thrown is a bug and is answered with a reference instead.
 */
export const ERROR_CODES = [
  "NOT_FOUND",
  "SIGN_IN_NEEDED",
  "INVALID_INPUT",
  "CONFLICT",
  "NAME_TAKEN",
  "AGREEMENT_CHANGED",
  "PREDICTION_SEALED",
  "STATE_CHANGED",
  "STAKES_UNANSWERED",
  "STAKES_NEED_WORD",
  "REPLY_NOT_WANTED",
  "NO_SESSION",
  "ONLY_NARROWER",
  "ROOM_CLOSED",
  "ROOM_PAUSED",
  "MUTED",
  "NOT_YOUR_TURN",
  "NOT_NOW",
  "SLOW_MODE",
  "NOT_ADMITTED",
  "ROOM_LOCKED",
  "TOO_LATE",
  "TOO_MANY",
  "LINK_OVER",
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** Facts for the person's screen: a field's name, a wait in ms. No content. */
export type ErrorData = {
  field?: string;
  issues?: { path: string; message: string }[];
  retryAfterMs?: number;
};

export class DomainError extends Error {
  readonly code: ErrorCode;
  readonly data: ErrorData;

  constructor(code: ErrorCode, data: ErrorData = {}) {
    super(code);
    this.name = "DomainError";
    this.code = code;
    this.data = data;
  }
}

/** Outsiders and the absent get the same answer, so that asking reveals nothing. */
export function notFound(): DomainError {
  return new DomainError("NOT_FOUND");
}

/** Narrows a row that must be there; @throws NOT_FOUND when it is not. */
export function found<T>(row: T | null | undefined): T {
  if (row === null || row === undefined) throw notFound();
  return row;
}

/** Something unforeseen, already logged under `reference`, which the person may quote. */
export class UnexpectedError extends Error {
  readonly reference: string;

  constructor(reference: string) {
    super("UNEXPECTED");
    this.name = "UnexpectedError";
    this.reference = reference;
  }
}
