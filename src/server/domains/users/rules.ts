import { createHmac } from "node:crypto";
import { CODE_LENGTH } from "./contract";

export const LINK_LIFETIME_MS = 10 * 60_000;
export const MAILS_PER_ADDRESS = 5;
export const MAIL_WINDOW_MS = 60 * 60_000;
export const CODE_ATTEMPTS = 5;
export const SESSION_LIFETIME_MS = 30 * 24 * 60 * 60_000;

/** Crockford's base 32: no I, L, O or U, so that a code survives being read aloud. */
const CODE_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/**
 * The secret of an emailed link. Derived rather than stored, so that neither the table nor the
 * job that sends the mail holds anything that opens a door.
 */
export function linkToken(authSecret: string, requestId: string): string {
  return createHmac("sha256", authSecret).update(`sign-in:${requestId}`).digest("base64url");
}

/** The short code of a request, 40 bits: the same one however often it is asked for. */
export function linkCode(authSecret: string, requestId: string): string {
  const bytes = createHmac("sha256", authSecret).update(`sign-in-code:${requestId}`).digest();
  return Array.from(bytes.subarray(0, CODE_LENGTH), (byte) => CODE_LETTERS[byte % 32]).join("");
}

/** Keyed, because 40 bits under a plain hash could be found by trying them all. */
export function hashCode(authSecret: string, code: string): string {
  return createHmac("sha256", authSecret).update(`code:${code}`).digest("base64url");
}

/** Enough to recognise one's own address by, and no more: `m…@example.org`. */
export function partOfEmail(email: string): string {
  const at = email.lastIndexOf("@");
  return `${at > 1 ? email[0] : ""}…${email.slice(at)}`;
}
