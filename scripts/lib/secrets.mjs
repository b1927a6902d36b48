import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { readIfThere, writeFileWhole } from "./files.mjs";
import { errorCode, StartError } from "./start-error.mjs";

/**
 * @typedef {object} Secrets random, made once per data folder; letters that need no escaping in a URL
 * @property {string} authSecret signs the sign-in cookies
 * @property {string} adminPassword of the database's superuser
 * @property {string} ownerPassword of the role that owns the schema
 * @property {string} appPassword of the role the app connects as
 */

const NAMES = /** @type {const} */ ([
  "authSecret",
  "adminPassword",
  "ownerPassword",
  "appPassword",
]);

/**
 * Reads DATA_DIR/secrets.json, or makes it. It is readable by this user alone.
 * @param {string} dataDir
 * @returns {Promise<Secrets>}
 * @throws {StartError} when it is there but cannot be read or understood
 */
export async function loadSecrets(dataDir) {
  const path = join(dataDir, "secrets.json");
  const text = await readIfThere(path).catch((error) => {
    throw new StartError(
      `DATA_DIR ${dataDir} cannot be used: ${path} belongs to another user (${errorCode(error)}). Start as that user, or choose another DATA_DIR.`,
    );
  });
  if (text === null) {
    const made = Object.fromEntries(NAMES.map((name) => [name, randomBytes(32).toString("hex")]));
    await writeFileWhole(path, `${JSON.stringify(made, null, 2)}\n`);
    return /** @type {Secrets} */ (made);
  }
  try {
    const secrets = JSON.parse(text);
    if (NAMES.every((name) => typeof secrets[name] === "string" && secrets[name])) return secrets;
  } catch {
    // Said below, without quoting a line that may hold a password.
  }
  throw new StartError(
    `DATA_DIR ${dataDir} cannot be used: ${path} is damaged. Restore it from a backup.`,
  );
}
