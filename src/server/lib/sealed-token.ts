import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Encrypts a few ids into a token for a link: base64url, opaque, and no good for anything but
 * `purpose`. Not single use; whoever holds it may do what it is for. 80 characters for two UUIDs.
 */
export function sealToken(secret: string, purpose: string, ids: readonly string[]): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", keyFor(secret, purpose), nonce);
  const plain = Buffer.concat(ids.map(uuidToBytes));
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, sealed, cipher.getAuthTag()]).toString("base64url");
}

/** The ids inside, or null for anything not sealed here for this purpose. */
export function openToken(secret: string, purpose: string, token: string): string[] | null {
  const bytes = Buffer.from(token, "base64url");
  const sealed = bytes.subarray(NONCE_BYTES, -TAG_BYTES);
  // Decoding is lenient about stray characters; a token has one spelling only.
  if (bytes.toString("base64url") !== token || sealed.length === 0 || sealed.length % 16)
    return null;
  try {
    const decipher = createDecipheriv(
      "aes-256-gcm",
      keyFor(secret, purpose),
      bytes.subarray(0, NONCE_BYTES),
      { authTagLength: TAG_BYTES },
    );
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    return bytesToUuids(Buffer.concat([decipher.update(sealed), decipher.final()]));
  } catch {
    return null;
  }
}

/** A key of its own per purpose, so that a token for one thing never opens another. */
function keyFor(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync("sha256", secret, "", `unpolished sealed token: ${purpose}`, 32));
}

function uuidToBytes(id: string): Buffer {
  return Buffer.from(id.replaceAll("-", ""), "hex");
}

function bytesToUuids(bytes: Buffer): string[] {
  return Array.from({ length: bytes.length / 16 }, (_, at) =>
    bytes
      .toString("hex", at * 16, at * 16 + 16)
      .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5"),
  );
}
