import { spawn } from "node:child_process";
import { closeSync, openSync, realpathSync, renameSync, statSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { readIfThere } from "../files.mjs";
import { commandLine, isRunning, processLink, sendSignal, waitUntilGone } from "../processes.mjs";
import { asAccount } from "./account.mjs";

/** The database listens here and nowhere else. */
export const HOST = "127.0.0.1";

/** @typedef {{ pid: number, port: number, status: string }} Running */

/**
 * What postmaster.pid says: process, data folder, start, port, socket folder, address, shared
 * memory, status; one per line.
 * @param {string} cluster
 */
async function readPidFile(cluster) {
  const text = await readIfThere(join(cluster, "postmaster.pid"));
  if (!text) return null;
  const lines = text.split("\n").map((line) => line.trim());
  return { pid: Number(lines[0]), port: Number(lines[3]), status: lines[7] ?? "" };
}

/**
 * What the process named in a folder's postmaster.pid is to that folder. The number may by now be a
 * zombie or some other program (reboot), or the postmaster of the folder that this one is a copy of.
 * @param {number} pid
 * @param {string} cluster
 * @returns {"ours" | "stale" | "unclear"} `unclear`: the system does not tell; PostgreSQL's own
 *   checks have the last word
 */
function relation(pid, cluster) {
  if (!isRunning(pid)) return "stale";
  const command = commandLine(pid);
  if (command && !/\bpostgres\b/.test(command)) return "stale";
  const folder = realpathSync(cluster);
  const cwd = processLink(pid, "cwd");
  if (cwd) return cwd === folder ? "ours" : "stale";
  return command.includes(` ${folder} `) ? "ours" : "unclear";
}

/**
 * The postmaster that runs on this folder, whoever started it: after `kill -9` of its supervisor it
 * simply carries on.
 * @param {string} cluster
 * @returns {Promise<Running | null>}
 */
export async function findRunning(cluster) {
  const file = await readPidFile(cluster);
  return file && relation(file.pid, cluster) === "ours" ? file : null;
}

/**
 * Whether the program that a postmaster was started from has been replaced or deleted since (npm ci,
 * an upgrade): it should then be restarted rather than attached to.
 * @param {number} pid
 * @param {string} program
 */
export function runsOldProgram(pid, program) {
  const exe = processLink(pid, "exe");
  return exe !== null && exe !== realpathSync(program);
}

/**
 * Opens the server's log for appending. It is a file, not a pipe to us, so that a postmaster that
 * outlives us can still write. It starts afresh above 2 MB, keeping the one before.
 * @param {string} path
 */
function openLog(path) {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size > 2_000_000) renameSync(path, `${path}.1`);
  return openSync(path, "a", 0o600);
}

/**
 * @param {string} cluster
 * @param {number} port
 * @param {boolean} durable
 * @returns {string[]}
 */
function settings(cluster, port, durable) {
  const values = {
    port,
    listen_addresses: HOST,
    unix_socket_directories: "",
    timezone: "UTC",
    log_timezone: "UTC",
    // An error's text and details can quote what a person wrote, so client errors stay out of the
    // log; the app reports them by reference. Starts, stops, crashes and refusals are kept.
    log_min_messages: "log",
    log_min_error_statement: "panic",
    log_error_verbosity: "terse",
    log_statement: "none",
    ...(durable
      ? {}
      : {
          fsync: "off",
          synchronous_commit: "off",
          full_page_writes: "off",
          max_connections: 300,
          shared_buffers: "64MB",
        }),
  };
  const flags = Object.entries(values).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  return ["-D", cluster, ...flags];
}

/**
 * @typedef {object} LaunchOptions
 * @property {string} cluster
 * @property {number} port
 * @property {import("./binaries.mjs").Binaries} binaries
 * @property {import("./account.mjs").Account} account
 * @property {boolean} durable
 * @property {string} logPath
 */

/**
 * Starts a postmaster and waits until it accepts connections, however long recovery takes.
 * @param {LaunchOptions} options
 * @returns {Promise<{ pid: number, exited: Promise<void> } | { failure: string }>} `failure`: the
 *   last thing it said before it ended
 */
export async function launch({ cluster, port, binaries, account, durable, logPath }) {
  const leftOver = (await readPidFile(cluster))?.pid;
  const stale = leftOver && relation(leftOver, cluster) === "stale" ? leftOver : null;
  const log = openLog(logPath);
  const logStart = statSync(logPath).size;
  const child = spawn(binaries.postgres, settings(cluster, port, durable), {
    cwd: "/",
    // A session of its own: Ctrl-C in the terminal must reach us, who stop it in the right order.
    detached: true,
    env: {
      PATH: "/usr/bin:/bin",
      LC_ALL: "C",
      TZ: "UTC",
      // PostgreSQL refuses to start while the process in a left-over postmaster.pid answers signals,
      // and a zombie or a stranger with that number does. Named here it is taken for stale, while
      // the check for shared memory that is still in use remains.
      ...(stale ? { PG_GRANDPARENT_PID: String(stale) } : {}),
    },
    stdio: ["ignore", log, log],
    ...asAccount(account),
  });
  closeSync(log);
  child.unref();
  let ended = false;
  /** @type {Promise<void>} */
  const exited = new Promise((resolve) => {
    const end = () => {
      ended = true;
      resolve();
    };
    child.once("exit", end);
    child.once("error", end);
  });
  while (!ended) {
    const file = await readPidFile(cluster);
    if (child.pid && file?.pid === child.pid && file.status === "ready") {
      return { pid: child.pid, exited };
    }
    await Promise.race([sleep(20), exited]);
  }
  return { failure: await lastWords(logPath, logStart) };
}

/**
 * The reason a postmaster gave for not starting.
 * @param {string} logPath
 * @param {number} from byte offset where its own output begins
 */
async function lastWords(logPath, from) {
  const handle = await open(logPath, "r");
  try {
    const { size } = await handle.stat();
    const bytes = Buffer.alloc(Math.max(0, size - from));
    await handle.read(bytes, 0, bytes.length, from);
    const lines = bytes.toString("utf8").split("\n").filter(Boolean);
    const telling = lines.filter((line) => /could not bind|FATAL|PANIC/.test(line));
    return (telling.length > 0 ? telling : lines.slice(-1)).join(" ");
  } finally {
    await handle.close();
  }
}

/**
 * Stops a postmaster: first letting it write everything out ("fast"), then, if it hangs,
 * at once ("immediate": nothing committed is lost, the next start recovers).
 * @param {number} pid
 * @param {{ immediate?: boolean }} [options]
 */
export async function stopPostmaster(pid, { immediate = false } = {}) {
  if (!immediate && sendSignal(pid, "SIGINT") && (await waitUntilGone(pid, 20_000))) return;
  sendSignal(pid, "SIGQUIT");
  await waitUntilGone(pid, 10_000);
}
