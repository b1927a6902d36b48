import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, realpath, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { takeLock } from "./lock.mjs";
import { errorCode, StartError } from "./start-error.mjs";

const REASONS = {
  ENOENT: "no folder can be made there",
  EACCES: "this user may not write there",
  EPERM: "this user may not write there",
  EROFS: "it is on a read-only disk",
  ENOSPC: "the disk is full",
  ENOTDIR: "part of that path is a file",
  EEXIST: "part of that path is a file",
  ELOOP: "its links lead round in a circle",
  ENAMETOOLONG: "the path is too long",
};

/**
 * @param {string} dataDir
 * @param {unknown} error
 */
function cannotUse(dataDir, error) {
  const code = errorCode(error);
  const reason = REASONS[/** @type {keyof typeof REASONS} */ (code)] ?? code;
  return new StartError(`DATA_DIR ${dataDir} cannot be used: ${reason}.`);
}

/**
 * Makes a folder and those above it. (Not `recursive: true`: where the system answers ENOENT for a
 * parent that is there, as under /proc, Node tries for ever.)
 * @param {string} folder
 * @param {number} mode
 */
async function makeFolder(folder, mode) {
  try {
    await mkdir(folder, mode);
  } catch (error) {
    if (errorCode(error) === "EEXIST") return;
    const parent = dirname(folder);
    if (errorCode(error) !== "ENOENT" || existsSync(parent)) throw error;
    await makeFolder(parent, mode);
    await mkdir(folder, mode);
  }
}

/**
 * Makes the data folder if need be and proves that we can read and write in it.
 *
 * A folder made by root is 0711: the database's own system user has to pass through it to reach its
 * part, which is 0700. Everyone else's is 0700.
 * @param {string} dataDir
 * @returns {Promise<string>} its absolute path, links resolved
 * @throws {StartError}
 */
export async function prepareDataDir(dataDir) {
  const wanted = resolve(dataDir);
  const mode = process.getuid?.() === 0 ? 0o711 : 0o700;
  try {
    await makeFolder(wanted, mode);
    const folder = await realpath(wanted);
    if (!(await stat(folder)).isDirectory()) throw Object.assign(new Error(), { code: "ENOTDIR" });
    await readdir(folder);
    const probe = join(folder, `.probe-${randomBytes(4).toString("hex")}`);
    await writeFile(probe, "", { flag: "wx" }).finally(() => rm(probe, { force: true }));
    return folder;
  } catch (error) {
    throw cannotUse(wanted, error);
  }
}

/**
 * Takes the data folder for this process. One that is just shutting down is waited for.
 * @param {string} dataDir absolute
 * @param {number} [waitMs]
 * @returns {Promise<() => Promise<void>>} gives it back
 * @throws {StartError} when another process holds it
 */
export async function lockDataDir(dataDir, waitMs = 3_000) {
  const lock = await takeLock(join(dataDir, "lock"), { waitMs }).catch((error) => {
    throw cannotUse(dataDir, error);
  });
  if ("release" in lock) return lock.release;
  throw new StartError(
    `DATA_DIR ${dataDir} is in use: Unpolished already runs on it (process ${lock.heldBy}). Stop that one, or start this one with another DATA_DIR and PORT.`,
  );
}
