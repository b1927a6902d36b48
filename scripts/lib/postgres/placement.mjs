import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, mkdir, realpath } from "node:fs/promises";
import { join } from "node:path";
import { readIfThere, writeFileWhole } from "../files.mjs";
import { errorCode, StartError } from "../start-error.mjs";
import { canReach } from "./account.mjs";

/**
 * @typedef {object} Place
 * @property {string} home folder that holds the cluster and, while it is being made, its draft
 * @property {string} cluster PostgreSQL's own data folder
 * @property {() => Promise<void>} remember records a place outside DATA_DIR; call it once a cluster
 *   stands there
 */

/** Reachable by every user whatever the mode of root's home. */
const SHARED_HOME = "/var/lib/unpolished";

/** Makes the shared folder outside root's home. @returns {Promise<string>} */
export async function sharedHome() {
  try {
    await mkdir(SHARED_HOME, { recursive: true, mode: 0o755 });
    await chmod(SHARED_HOME, 0o755); // whatever the umask
    return SHARED_HOME;
  } catch (error) {
    throw new StartError(
      `DATA_DIR is inside a folder that only root can enter, and ${SHARED_HOME} cannot be made (${errorCode(error)}). Choose a DATA_DIR outside root's home, or start as an ordinary user.`,
    );
  }
}

/** @param {string} dataDir */
function pointerPath(dataDir) {
  return join(dataDir, "postgres.location");
}

/**
 * Where a cluster may already be, to find out whose it is. See `choosePlace`.
 * @param {string} dataDir
 * @returns {Promise<string[]>}
 */
export async function knownClusters(dataDir) {
  const pointed = (await readIfThere(pointerPath(dataDir)))?.trim();
  return [...(pointed ? [join(pointed, "postgres")] : []), join(dataDir, "postgres")];
}

/**
 * A place outside that this data folder points to. The place names its data folder in return: a
 * moved data folder takes its place along, a copied one must not share the original's database.
 * @param {string} dataDir
 * @param {string} home
 * @returns {Promise<Place>}
 */
async function followPointer(dataDir, home) {
  const pointer = pointerPath(dataDir);
  if (!existsSync(join(home, "postgres"))) {
    throw new StartError(
      `DATA_DIR ${dataDir} keeps its database in ${home}, which is gone. Restore it, or delete ${pointer} to begin with an empty one.`,
    );
  }
  const claimed = (await readIfThere(join(home, "data-dir")))?.trim();
  const claimant = claimed ? await realpath(claimed).catch(() => null) : null;
  if (claimant && claimant !== dataDir && existsSync(pointerPath(claimant))) {
    throw new StartError(
      `DATA_DIR ${dataDir} is a copy of ${claimant}, which owns the database in ${home}. Delete ${pointer} to begin with an empty one.`,
    );
  }
  return outside(dataDir, home);
}

/**
 * @param {string} dataDir
 * @param {string} home
 * @returns {Place}
 */
function outside(dataDir, home) {
  const remember = async () => {
    await writeFileWhole(join(home, "data-dir"), `${dataDir}\n`, 0o644);
    await writeFileWhole(pointerPath(dataDir), `${home}\n`, 0o644);
  };
  return { home, cluster: join(home, "postgres"), remember };
}

/**
 * Decides where the cluster lives: inside DATA_DIR, except that root's system user must be able to
 * reach it; under a private home it goes to /var/lib/unpolished and DATA_DIR keeps a pointer.
 * @param {string} dataDir absolute, links resolved
 * @param {import("./account.mjs").Account} account
 * @param {(line: string) => void} log
 * @returns {Promise<Place>}
 */
export async function choosePlace(dataDir, account, log) {
  const pointed = (await readIfThere(pointerPath(dataDir)))?.trim();
  if (pointed) return followPointer(dataDir, pointed);

  const inside = { home: dataDir, cluster: join(dataDir, "postgres"), remember: async () => {} };
  if (!account || canReach(account, { execute: [dataDir] })) return inside;
  if (existsSync(join(inside.cluster, "PG_VERSION"))) {
    throw new StartError(
      `DATA_DIR ${dataDir} holds a database, but its system user ${account.name} may no longer pass through the folders above it. Allow that again (chmod o+x), or start as an ordinary user.`,
    );
  }
  const name = createHash("sha256").update(dataDir).digest("hex").slice(0, 16);
  const home = join(await sharedHome(), name);
  await mkdir(home, { recursive: true, mode: 0o755 });
  await chmod(home, 0o755);
  log(`The data folder ${dataDir} is private to root, so the database's own files are in ${home}.`);
  return outside(dataDir, home);
}
