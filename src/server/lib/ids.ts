import { createHash, randomBytes } from "node:crypto";

/** 32 random bytes, base64url (43 characters): for links, cookies and other bearer secrets. */
export function newSecret(): string {
  return randomBytes(32).toString("base64url");
}

/** SHA-256, base64url. Secrets are stored only so: a dump of the database opens nothing. */
export function hashSecret(secret: string): string {
  return createHash("sha256").update(secret).digest("base64url");
}
