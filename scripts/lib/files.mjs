import { randomBytes } from "node:crypto";
import { open, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { errorCode } from "./start-error.mjs";

/**
 * Flushes a folder's own entries, so that a rename in it survives a power cut. Some filesystems
 * refuse to open a folder; for those the rename is all we can do.
 * @param {string} folder
 */
export async function syncFolder(folder) {
  try {
    const handle = await open(folder, "r");
    await handle.sync().finally(() => handle.close());
  } catch (error) {
    if (!["EISDIR", "EINVAL", "EPERM", "EACCES"].includes(errorCode(error))) throw error;
  }
}

/**
 * Root starting what belongs to somebody else leaves them files that they can still read: each file
 * belongs to the owner of its folder.
 * @param {import("node:fs/promises").FileHandle} handle
 * @param {string} folder
 */
async function giveToFolderOwner(handle, folder) {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = await stat(folder);
  if (uid !== 0) await handle.chown(uid, gid);
}

/**
 * Writes a whole file or nothing: a reader, or the next start after a `kill -9`, never sees half.
 * @param {string} path
 * @param {string} text
 * @param {number} [mode] permission bits, 0600 unless told
 */
export async function writeFileWhole(path, text, mode = 0o600) {
  const draft = `${path}.${randomBytes(4).toString("hex")}.tmp`;
  try {
    const handle = await open(draft, "wx", mode);
    await giveToFolderOwner(handle, dirname(path))
      .then(() => handle.writeFile(text))
      .then(() => handle.sync())
      .finally(() => handle.close());
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
}

/**
 * The text of a file, or null when there is none.
 * @param {string} path
 * @returns {Promise<string | null>}
 */
export async function readIfThere(path) {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes(errorCode(error))) return null;
    throw error;
  }
}

/**
 * The JSON of a file, or null when there is none or it does not parse.
 * @param {string} path
 * @returns {Promise<any>}
 */
export async function readJsonIfThere(path) {
  const text = await readIfThere(path);
  if (text === null) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
