import { spawn } from "node:child_process";
import { join } from "node:path";
import { commandLine, isRunning, parentOf } from "./processes.mjs";
import { ensureBuilt, ensureInstalled, node24, root, toolEnv } from "./setup.mjs";
import { oneLine, StartError } from "./start-error.mjs";

/** @param {string} line */
const say = (line) => console.log(line);

/**
 * Runs the server on Node 24 in our place: same screen, same signals, same exit code.
 */
function handOver() {
  const child = spawn(node24, [join(root, "scripts", "serve.mjs")], {
    cwd: root,
    env: toolEnv(),
    // The channel carries nothing. It closes when we die, even by kill -9, and the server then stops
    // by itself instead of holding port and data folder with nobody to tell it.
    stdio: ["inherit", "inherit", "inherit", "ipc"],
  });
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
    process.on(signal, () => child.kill(signal));
  }
  stopWithNpm(() => child.kill("SIGTERM"));
  child.once("error", (error) => {
    console.error(`Node 24 does not run on this system (${error.message}).`);
    process.exit(1);
  });
  child.once("exit", (code, signal) => {
    if (!signal) process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

/**
 * The npm that runs us: our parent, or its parent where npm's shell stays in between.
 * @returns {number | undefined}
 */
function findNpm() {
  if (!process.env.npm_lifecycle_event) return undefined;
  const ancestors = [process.ppid, parentOf(process.ppid)];
  return ancestors.find((pid) => pid > 1 && /^npm\b|npm-cli/.test(commandLine(pid)));
}

/**
 * npm killed with kill -9 cannot tell us; the server goes with it, for the same reason.
 * @param {() => void} stop
 */
function stopWithNpm(stop) {
  const npm = findNpm();
  if (!npm) return;
  const timer = setInterval(() => {
    if (isRunning(npm)) return;
    clearInterval(timer);
    stop();
  }, 500);
  timer.unref();
}

/** Prepares this copy of Unpolished and runs it. */
export async function start() {
  try {
    say("Starting Unpolished.");
    say(`Node: ${process.versions.node}.`);
    await ensureInstalled(say);
    await ensureBuilt(say);
    handOver();
  } catch (error) {
    console.error(error instanceof StartError ? error.message : `Not started: ${oneLine(error)}`);
    process.exitCode = 1;
  }
}
