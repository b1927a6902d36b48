import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { node24, root, toolEnv } from "./setup.mjs";
import { StartError } from "./start-error.mjs";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const ELSEWHERE = [
  "/usr/bin/chromium",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** @param {string} path */
function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** A browser that the machine has. @returns {string | null} */
function onThisMachine() {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const candidates = folders.flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return [...candidates, ...ELSEWHERE].find(isProgram) ?? null;
}

/** Playwright's own browser, if it has been downloaded. @returns {Promise<string | null>} */
async function playwrightsOwn() {
  const { chromium } = await import("@playwright/test");
  const path = chromium.executablePath();
  return existsSync(path) ? path : null;
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 */
function run(command, args, env = process.env) {
  return spawnSync(command, args, { cwd: root, env, stdio: "inherit" }).status === 0;
}

/** Debian's own package brings every library the browser needs; Playwright's download does not. */
function installWithApt() {
  if (process.getuid?.() !== 0 || !isProgram("/usr/bin/apt-get")) return false;
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  return run("apt-get", ["update"], env) && run("apt-get", ["install", "-y", "chromium"], env);
}

function installWithPlaywright() {
  const cli = join(root, "node_modules", "@playwright", "test", "cli.js");
  return run(node24, [cli, "install", "chromium"], toolEnv());
}

/**
 * The path of a Chromium, installed first if there is none.
 * @param {(line: string) => void} say
 * @returns {Promise<string>}
 * @throws {StartError}
 */
export async function ensureChromium(say) {
  const given = process.env.PLAYWRIGHT_CHROMIUM;
  if (given && !isProgram(given)) {
    throw new StartError(`PLAYWRIGHT_CHROMIUM ${given} is not a program.`);
  }
  const found = given || onThisMachine() || (await playwrightsOwn());
  if (found) return found;
  say("Browser: there is none here. Installing Chromium for the tests.");
  const installed = installWithApt() || installWithPlaywright();
  const path = installed && (onThisMachine() || (await playwrightsOwn()));
  if (path) return path;
  throw new StartError(
    "No Chromium could be installed for the browser tests. Install one and name it in PLAYWRIGHT_CHROMIUM.",
  );
}
