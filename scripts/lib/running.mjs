import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { loadEnvFile } from "./env-file.mjs";
import { root } from "./setup.mjs";
import { StartError } from "./start-error.mjs";

/**
 * @typedef {object} Running
 * @property {string} databaseUrl as the app's role
 * @property {string} url where browsers reach it
 * @property {boolean} demo whether mail goes to the mailbox page
 */

/**
 * The instance that runs on this data folder, from the note it left there.
 * @returns {Promise<Running>}
 */
export async function findRunning() {
  process.chdir(root);
  loadEnvFile();
  const dataDir = process.env.DATA_DIR || ".data";
  try {
    return JSON.parse(await readFile(join(dataDir, "runtime.json"), "utf8"));
  } catch {
    throw new StartError(`Nothing is running on ${dataDir}: start it with \`npm start\` first.`);
  }
}

/**
 * Runs a command. What it cannot do is told in one line on standard error, and the exit code is 1.
 * @param {() => Promise<void>} work
 */
export async function command(work) {
  try {
    await work();
  } catch (error) {
    const told = error instanceof StartError || isBadOption(error);
    if (!told) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}

/**
 * @param {unknown} error
 * @returns {error is Error} whether it is `parseArgs` refusing what was typed
 */
function isBadOption(error) {
  return error instanceof TypeError && "code" in error && /^ERR_PARSE_ARGS/.test(`${error.code}`);
}
