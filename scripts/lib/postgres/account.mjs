import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import { StartError } from "../start-error.mjs";

/**
 * @typedef {{ name: string, uid: number, gid: number } | null} Account the system user that runs the
 *   database; null: the user that we are
 */

/** The system user made for the database when Unpolished is started as root. */
const OWN_USER = "unpolished";

/**
 * System tools live in /usr/sbin, which a bare root shell (su without a dash, cron) does not search.
 * @param {string} command
 * @param {string[]} args
 */
function tool(command, args) {
  const PATH = `${process.env.PATH ?? ""}:/usr/sbin:/usr/bin:/sbin:/bin`;
  const done = spawnSync(command, args, { encoding: "utf8", env: { PATH, LC_ALL: "C" } });
  return { ok: done.status === 0, out: (done.stdout ?? "").trim() };
}

/**
 * @param {string} name
 * @returns {Account}
 */
function lookUp(name) {
  const uid = tool("id", ["-u", name]);
  const gid = tool("id", ["-g", name]);
  return uid.ok && gid.ok ? { name, uid: Number(uid.out), gid: Number(gid.out) } : null;
}

function createOwnUser() {
  const shape = ["--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"];
  tool("useradd", [...shape, "--shell", "/usr/sbin/nologin", OWN_USER]);
  // Looked up whatever useradd answered: a second copy may have made it a moment earlier.
  return lookUp(OWN_USER);
}

/** @param {string} folder */
function folderOwner(folder) {
  const stats = statSync(folder, { throwIfNoEntry: false });
  return stats && stats.uid !== 0
    ? { name: `#${stats.uid}`, uid: stats.uid, gid: stats.gid }
    : null;
}

/**
 * The user to run the database as. PostgreSQL refuses to run as root, so root needs another one: the
 * owner of a cluster that is already there (root may start what a person began, or the reverse),
 * else our own system user, else `nobody` where no user can be made.
 * @param {string[]} clusterFolders where a cluster may already be
 * @param {(line: string) => void} log
 * @returns {Account}
 */
export function chooseAccount(clusterFolders, log) {
  if (process.getuid?.() !== 0) return null;
  for (const folder of clusterFolders) {
    const owner = folderOwner(folder);
    if (owner) return owner;
  }
  const own = lookUp(OWN_USER) ?? createOwnUser();
  if (own) return own;
  const nobody = lookUp("nobody");
  if (nobody) {
    log(`No system user could be made (useradd is missing), so the database runs as "nobody".`);
    return nobody;
  }
  throw new StartError(
    "PostgreSQL does not run as root, and this machine has no other user for it. Start as an ordinary user, or set DATABASE_URL.",
  );
}

/**
 * The part of `spawn`'s options that makes a child run as the account.
 * @param {Account} account
 */
export function asAccount(account) {
  return account ? { uid: account.uid, gid: account.gid } : {};
}

/**
 * Whether the account can pass through or run each of `execute` and read each of `read`. It is tried
 * rather than worked out from mode bits: every folder above counts, and access lists too. (A clone
 * under /root, mode 0700, is the usual case where it cannot.)
 * @param {Account} account
 * @param {{ execute?: string[], read?: string[] }} paths
 * @returns {boolean}
 */
export function canReach(account, { execute = [], read = [] }) {
  const tests = [...execute.map((path) => ["-x", path]), ...read.map((path) => ["-r", path])];
  const script = 'while [ $# -gt 0 ]; do test "$1" "$2" || exit 1; shift 2; done';
  const done = spawnSync("/bin/sh", ["-c", script, "sh", ...tests.flat()], {
    cwd: "/",
    ...asAccount(account),
  });
  if (done.error) {
    throw new StartError(
      `The database cannot be run as the system user ${account?.name ?? "you are"} (${done.error.message}). Start as an ordinary user, or set DATABASE_URL.`,
    );
  }
  return done.status === 0;
}
