import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { constants, existsSync } from "node:fs";
import { access, mkdir, readdir, readFile, rm, stat } from "node:fs/promises";
import { basename, delimiter, join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { readIfThere, readJsonIfThere, writeFileWhole } from "./files.mjs";
import { takeLock } from "./lock.mjs";
import { StartError } from "./start-error.mjs";

// Everything here runs before `npm ci`, on the machine's own Node (20 or newer): only what Node
// itself brings may be imported.

/** @typedef {(line: string) => void} Say */

/** The folder of this copy of Unpolished. */
export const root = fileURLToPath(new URL("../../", import.meta.url)).replace(/[\\/]$/, "");

const modules = join(root, "node_modules");
const tools = join(modules, ".bin");

/** Node 24 as an npm package: the one that everything but the set-up runs on. */
export const node24 = join(tools, "node");

const installStamp = join(modules, ".unpolished-install");
const buildStamp = join(root, ".next", "unpolished-build");

/** What the pages are built from. */
const SOURCES = [
  "src",
  "drizzle",
  "content",
  "next.config.js",
  "tsconfig.json",
  "postcss.config.mjs",
  "package-lock.json",
];

/** @param {string} [path] */
function withoutTools(path = "") {
  return path
    .split(delimiter)
    .filter((folder) => !folder.startsWith(modules))
    .join(delimiter);
}

/**
 * An environment in which `node` and every tool are the project's own.
 * @param {NodeJS.ProcessEnv} [extra]
 * @returns {NodeJS.ProcessEnv}
 */
export function toolEnv(extra = {}) {
  return {
    ...process.env,
    PATH: [tools, withoutTools(process.env.PATH)].join(delimiter),
    ...extra,
  };
}

/**
 * Runs a program to its end with its output on our screen.
 * @param {string} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<boolean>} whether it succeeded
 */
function succeeds(command, args, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, env, stdio: "inherit" });
    child.once("error", (error) =>
      reject(new StartError(`${command} cannot be run (${error.message}). Is it installed?`)),
    );
    child.once("close", (code) => resolve(code === 0));
  });
}

/**
 * How to call npm. Under `npm start` PATH begins with node_modules/.bin, whose own `node` npm would
 * delete while running on it: npm must run on the machine's.
 * @returns {[string, ...string[]]}
 */
function npmCommand() {
  const script = process.env.npm_execpath ?? "";
  const outside = [process.env.npm_node_execpath ?? "", process.execPath].find(
    (path) => path && !path.startsWith(modules + sep),
  );
  if (outside && basename(script) === "npm-cli.js") return [outside, script];
  return ["npm"];
}

async function installFingerprint() {
  const lock = await readFile(join(root, "package-lock.json"));
  const platform = `${process.platform}-${process.arch}`;
  return `${createHash("sha256").update(lock).digest("hex")} ${platform}\n`;
}

/**
 * Whether somebody's own `npm ci` or `npm install` has already put in place what the lock asks for:
 * npm leaves a list of what it installed, once it is done.
 */
async function installedByHand() {
  const wanted = await readJsonIfThere(join(root, "package-lock.json"));
  const present = await readJsonIfThere(join(modules, ".package-lock.json"));
  if (!wanted?.packages || !present?.packages) return false;
  return Object.entries(wanted.packages).every(([path, entry]) => {
    const there = present.packages[path];
    return path === "" || (there ? there.version === entry.version : entry.optional === true);
  });
}

async function isInstalled() {
  const usable = await access(node24, constants.X_OK).then(
    () => true,
    () => false,
  );
  if (!usable) return false;
  const fingerprint = await installFingerprint();
  if ((await readIfThere(installStamp)) === fingerprint) return true;
  // A stamp of another lock or another machine: what is there is not to be trusted.
  if (existsSync(installStamp) || !(await installedByHand())) return false;
  await writeFileWhole(installStamp, fingerprint, 0o644);
  return true;
}

async function install() {
  const [command, ...first] = npmCommand();
  // Development packages carry the build, and Node 24 itself: wanted under NODE_ENV=production too.
  // Install scripts fetch that Node: wanted whatever this person's npm settings say.
  const wanted = ["--include=dev", "--include=optional", "--ignore-scripts=false"];
  const quiet = ["--no-audit", "--no-fund", "--loglevel=error"];
  const env = { ...process.env, PATH: withoutTools(process.env.PATH) };
  if (!(await succeeds(command, [...first, "ci", ...wanted, ...quiet], env))) {
    throw new StartError(
      "The packages could not be installed; npm says why above. Check the network and run the same command again.",
    );
  }
  if (!existsSync(node24)) {
    throw new StartError(
      "The packages were installed without Node 24 (node_modules/.bin/node). Delete node_modules and run the same command again.",
    );
  }
  await writeFileWhole(installStamp, await installFingerprint(), 0o644);
}

/**
 * Every file under a path, relative to the root, in a fixed order.
 * @param {string} path
 * @returns {Promise<string[]>}
 */
async function filesUnder(path) {
  const stats = await stat(join(root, path)).catch(() => null);
  if (!stats) return [];
  if (!stats.isDirectory()) return [path];
  const names = (await readdir(join(root, path))).sort();
  return (await Promise.all(names.map((name) => filesUnder(join(path, name))))).flat();
}

async function sourceFingerprint() {
  const files = (await Promise.all(SOURCES.map(filesUnder))).flat();
  const contents = await Promise.all(files.map((file) => readFile(join(root, file))));
  const hash = createHash("sha256");
  files.forEach((file, index) => {
    const content = /** @type {Buffer} */ (contents[index]);
    hash.update(`${file}\0${content.length}\0`).update(content);
  });
  return `${hash.digest("hex")}\n`;
}

async function isBuilt() {
  if (!existsSync(join(root, ".next", "BUILD_ID"))) return false;
  return (await readIfThere(buildStamp)) === (await sourceFingerprint());
}

async function build() {
  const fingerprint = await sourceFingerprint();
  await rm(buildStamp, { force: true });
  const env = toolEnv({ NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" });
  if (!(await succeeds(node24, [join(tools, "next"), "build"], env))) {
    throw new StartError("The pages could not be built; the reason is above.");
  }
  await writeFileWhole(buildStamp, fingerprint, 0o644);
}

/**
 * Does a piece of set-up unless it is done; one process at a time, since two copies started side by
 * side from one folder would otherwise pull node_modules from under each other.
 * @param {() => Promise<boolean>} isDone
 * @param {() => Promise<void>} work
 * @param {{ say: Say, done: string, doing: string }} words
 */
async function once(isDone, work, { say, done, doing }) {
  if (await isDone()) return say(done);
  const folder = join(root, ".next", "cache"); // the one folder that a build leaves alone
  await mkdir(folder, { recursive: true });
  const lock = await takeLock(join(folder, "setup.lock"), {
    waitMs: 1_800_000,
    onWait: () => say("Another start is preparing this copy. Waiting for it."),
  });
  if (!("release" in lock)) {
    throw new StartError(`Process ${lock.heldBy} has been preparing this copy for half an hour.`);
  }
  try {
    if (await isDone()) return say(done);
    say(doing);
    await work();
  } finally {
    await lock.release();
  }
}

/**
 * Installs the packages unless they are there and are those of package-lock.json.
 * @param {Say} say
 * @throws {StartError}
 */
export async function ensureInstalled(say) {
  await once(isInstalled, install, {
    say,
    done: "Packages: in place.",
    doing: "Packages: installing them. The first time this takes a minute or two.",
  });
}

/**
 * Builds the pages unless they were built from these very sources.
 * @param {Say} say
 * @throws {StartError}
 */
export async function ensureBuilt(say) {
  await once(isBuilt, build, {
    say,
    done: "Pages: built.",
    doing: "Pages: building them. This takes about a minute.",
  });
}
