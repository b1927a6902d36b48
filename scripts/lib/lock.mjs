import { randomBytes } from "node:crypto";
import { link, open, rm, stat, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { readJsonIfThere } from "./files.mjs";
import { processIdentity } from "./processes.mjs";
import { errorCode } from "./start-error.mjs";

/**
 * @typedef {object} Holder
 * @property {number} pid
 * @property {string} identity which run of that process number, see `processIdentity`
 * @property {string} host
 */

/**
 * Whether whoever wrote the lock still runs. A lock left by `kill -9`, by a reboot or by an earlier
 * container (another host name, or our own process number) is stale.
 * @param {Holder | null} holder
 */
function isHeld(holder) {
  if (!holder || holder.host !== hostname() || holder.pid === process.pid) return false;
  return processIdentity(holder.pid) === holder.identity;
}

/**
 * Creates the lock with its content in one step: a hard link appears whole or not at all.
 * @param {string} path
 * @returns {Promise<boolean>} false when somebody else's lock is there
 */
async function create(path) {
  const draft = `${path}.${randomBytes(4).toString("hex")}.tmp`;
  const identity = processIdentity(process.pid);
  const holder = { pid: process.pid, identity, host: hostname() };
  await writeFile(draft, `${JSON.stringify(holder)}\n`, { mode: 0o600 });
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (errorCode(error) === "EEXIST") return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/**
 * Removes a stale lock, one remover at a time: two starts that both saw it stale must not end with
 * the slower one deleting the quicker one's fresh lock.
 * @param {string} path
 */
async function clearStale(path) {
  const guard = `${path}.clearing`;
  try {
    await (await open(guard, "wx")).close();
  } catch (error) {
    if (errorCode(error) !== "EEXIST") throw error;
    const made = await stat(guard).catch(() => null);
    if (made && Date.now() - made.mtimeMs > 5_000) await rm(guard, { force: true });
    await sleep(50);
    return;
  }
  try {
    if (!isHeld(await readJsonIfThere(path))) await rm(path, { force: true });
  } finally {
    await rm(guard, { force: true });
  }
}

/**
 * Takes a lock file, or waits a while for it.
 * @param {string} path
 * @param {{ waitMs?: number, onWait?: () => void }} [options] `onWait` is called once, when it is held
 * @returns {Promise<{ release: () => Promise<void> } | { heldBy: number }>} the lock, or the
 *   process that holds it
 */
export async function takeLock(path, { waitMs = 0, onWait } = {}) {
  const deadline = Date.now() + waitMs;
  let told = false;
  for (;;) {
    if (await create(path)) return { release: () => rm(path, { force: true }) };
    /** @type {Holder | null} */
    const holder = await readJsonIfThere(path);
    if (!isHeld(holder)) {
      await clearStale(path);
      continue;
    }
    if (Date.now() >= deadline) return { heldBy: /** @type {Holder} */ (holder).pid };
    if (!told) onWait?.();
    told = true;
    await sleep(100);
  }
}
