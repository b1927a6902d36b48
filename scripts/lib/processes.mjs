import { execFileSync } from "node:child_process";
import { readFileSync, readlinkSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { errorCode } from "./start-error.mjs";

const onLinux = process.platform === "linux";

/**
 * One column of `ps` for a process, where there is no /proc (macOS).
 * @param {number} pid
 * @param {string} column
 * @returns {string} empty when there is no such process
 */
function ps(pid, column) {
  try {
    return execFileSync("ps", ["-p", String(pid), "-o", `${column}=`], { encoding: "utf8" }).trim();
  } catch {
    return "";
  }
}

/**
 * State letter, parent and start time from /proc/<pid>/stat. The command name before them may itself hold
 * spaces and brackets, so reading begins after the last closing one.
 * @param {number} pid
 * @returns {{ state: string, parent: number, startedTicks: string } | null}
 */
function readStat(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return { state: fields[0] ?? "", parent: Number(fields[1]), startedTicks: fields[19] ?? "" };
  } catch {
    return null;
  }
}

/** @param {number} pid */
function answersSignals(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === "EPERM";
  }
}

/**
 * Whether a process is alive. A zombie (ended, but not yet collected by its parent, as happens
 * under a container without an init) still answers signals; it counts as gone.
 * @param {number} pid
 * @returns {boolean}
 */
export function isRunning(pid) {
  if (!Number.isInteger(pid) || pid <= 0 || !answersSignals(pid)) return false;
  const state = onLinux ? readStat(pid)?.state : ps(pid, "state")[0];
  return state !== "Z" && state !== "X";
}

/**
 * A name for this very run of a process: its start time, and on Linux the boot as well. Process
 * numbers are used again, above all after a reboot or in a restarted container; this is not.
 * @param {number} pid
 * @returns {string | null} null when no such process is alive
 */
export function processIdentity(pid) {
  if (!isRunning(pid)) return null;
  if (!onLinux) return ps(pid, "lstart") || null;
  const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  return `${boot}:${readStat(pid)?.startedTicks ?? "hidden"}`;
}

/**
 * The parent of a process; 0 when unknown.
 * @param {number} pid
 * @returns {number}
 */
export function parentOf(pid) {
  return (onLinux ? readStat(pid)?.parent : Number(ps(pid, "ppid"))) || 0;
}

/**
 * The command line of a process, its arguments joined by spaces; empty when unknown.
 * @param {number} pid
 * @returns {string}
 */
export function commandLine(pid) {
  if (!onLinux) return ps(pid, "command");
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
  } catch {
    return "";
  }
}

/**
 * Where a link of /proc/<pid> (`cwd`, `exe`) points, or null when the system does not tell.
 * @param {number} pid
 * @param {"cwd" | "exe"} link
 * @returns {string | null}
 */
export function processLink(pid, link) {
  if (!onLinux) return null;
  try {
    return readlinkSync(`/proc/${pid}/${link}`);
  } catch {
    return null;
  }
}

/**
 * Sends a signal to a process that may be gone already.
 * @param {number} pid negative for a whole process group
 * @param {NodeJS.Signals} signal
 * @returns {boolean} whether there was somebody to receive it
 */
export function sendSignal(pid, signal) {
  try {
    return process.kill(pid, signal);
  } catch (error) {
    if (errorCode(error) === "ESRCH") return false;
    throw error;
  }
}

/**
 * Waits for a process to end.
 * @param {number} pid
 * @param {number} limitMs
 * @returns {Promise<boolean>} false when it is still alive after `limitMs`
 */
export async function waitUntilGone(pid, limitMs) {
  const deadline = Date.now() + limitMs;
  while (isRunning(pid)) {
    if (Date.now() >= deadline) return false;
    await sleep(20);
  }
  return true;
}
