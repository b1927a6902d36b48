import { chmod, mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureChromium } from "./chromium.mjs";
import { ensureBuilt, ensureInstalled } from "./setup.mjs";
import { oneLine, StartError } from "./start-error.mjs";
import {
  asOne,
  endRunning,
  playwrightProjects,
  runPlaywright,
  runTool,
  runVitest,
} from "./test-run.mjs";

/** @typedef {import("./test-run.mjs").Counts} Counts */
/** @typedef {{ title: string, run: (folder: string) => Promise<Counts> }} Part */

/** Neither a whole hour from UTC nor one that moves with the seasons: it brings out mistakes. */
const KATHMANDU = { TZ: "Asia/Kathmandu" };

/** What no zone touches is not run in a second one: the source, sockets, attacks, killed processes. */
const TIMELY = ["rules", "domain"];

/** @param {string} line */
const say = (line) => console.log(line);

/** Next writes the types of its routes and of imported styles; the checker needs them first. */
async function checkTypes() {
  const written = await runTool("node_modules/next/dist/bin/next", ["typegen"], {
    NEXT_TELEMETRY_DISABLED: "1",
  });
  return asOne(written && (await runTool("node_modules/typescript/bin/tsc", ["--noEmit"])));
}

async function checkLint() {
  return asOne(await runTool("node_modules/@biomejs/biome/bin/biome", ["ci", "."]));
}

async function checkUnused() {
  return asOne(await runTool("node_modules/knip/bin/knip.js", []));
}

async function buildPages() {
  await ensureBuilt(say);
  return asOne(true);
}

/** @param {string} folder */
async function runBrowser(folder) {
  await ensureBuilt(say);
  const browser = { PLAYWRIGHT_CHROMIUM: await ensureChromium(say), ...mailStaysHere() };
  const stories = await runPlaywright(folder, { env: browser });
  say("\nA whole session, on a clock that the test moves.");
  const clocked = await runPlaywright(folder, { env: { ...browser, E2E_CLOCKED: "1" } });
  const counts = sum([stories, clocked]);
  const elsewhere = { ...browser, ...KATHMANDU };
  if (!(await playwrightProjects(folder, browser)).includes("smoke")) return counts;
  say("\nThe smoke project again, in Asia/Kathmandu.");
  return sum([counts, await runPlaywright(folder, { project: "smoke", env: elsewhere })]);
}

/** A developer's own settings (a real mail server, a shared database) are no part of a test. */
function mailStaysHere() {
  return { SMTP_URL: "", DATABASE_URL: "", MIGRATION_DATABASE_URL: "" };
}

/** @param {string[]} projects @returns {(folder: string) => Promise<Counts>} */
const vitest =
  (...projects) =>
  async (folder) => {
    if (projects.length === 0 || projects.includes("security")) await ensureBuilt(say);
    return runVitest(folder, { projects, env: mailStaysHere() });
  };

/** @type {Record<string, Part>} */
const PARTS = {
  types: { title: "Types", run: checkTypes },
  lint: { title: "Lint and format", run: checkLint },
  unused: { title: "Unused code", run: checkUnused },
  rules: { title: "Rules", run: vitest("rules") },
  architecture: { title: "Architecture", run: vitest("architecture") },
  domain: { title: "Domain", run: vitest("domain") },
  realtime: { title: "Realtime", run: vitest("realtime") },
  security: { title: "Security", run: vitest("security") },
  faults: { title: "Faults", run: vitest("faults") },
  vitest: { title: "Everything but the browser", run: vitest() },
  kathmandu: {
    title: "What knows of time, in Asia/Kathmandu",
    run: (folder) =>
      runVitest(folder, { projects: TIMELY, env: { ...mailStaysHere(), ...KATHMANDU } }),
  },
  build: { title: "Production build", run: buildPages },
  e2e: { title: "In a browser", run: runBrowser },
};

// The build comes first: some tests start the product from it.
const ALL = ["types", "lint", "unused", "build", "vitest", "kathmandu", "e2e"];
const FAST = ["types", "lint", "unused", "rules", "architecture"];

/** @param {Counts[]} counts @returns {Counts} */
function sum(counts) {
  return {
    passed: counts.reduce((total, each) => total + each.passed, 0),
    failed: counts.reduce((total, each) => total + each.failed, 0),
  };
}

/**
 * The parts that the command line asks for.
 * @param {string[]} names
 * @returns {Part[]}
 * @throws {StartError} for a name that is none
 */
function choose(names) {
  const wanted =
    names.length === 0 ? ALL : names.flatMap((each) => (each === "fast" ? FAST : each));
  return wanted.map((name) => {
    const part = PARTS[name];
    if (part) return part;
    const known = [...Object.keys(PARTS), "fast"].join(", ");
    throw new StartError(`There is no part "${name}". The parts are: ${known}.`);
  });
}

/**
 * Runs one part; whatever goes wrong in it counts as one failure, and the others still run.
 * @param {Part} part
 * @param {string} folder
 * @returns {Promise<Counts>}
 */
async function runPart(part, folder) {
  say(`\n== ${part.title} ==`);
  try {
    return await part.run(folder);
  } catch (error) {
    say(oneLine(error));
    return asOne(false);
  }
}

/**
 * A temporary folder that everything run from here uses as the system's, so that nothing stays
 * behind. Open to pass through: under root the database runs as another user.
 */
async function ownTemporaryFolder() {
  const folder = await mkdtemp(join(await realpath(tmpdir()), "unp-"));
  await chmod(folder, 0o711);
  process.env.TMPDIR = folder;
  const remove = () => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => {
      endRunning();
      void remove().finally(() => process.exit(1));
    });
  }
  return { folder, remove };
}

/**
 * @param {Part[]} parts
 * @returns {Promise<Counts>}
 */
async function runAll(parts) {
  const { folder, remove } = await ownTemporaryFolder();
  const results = [];
  try {
    await ensureInstalled(say);
    for (const part of parts) {
      const began = Date.now();
      const counts = await runPart(part, folder);
      results.push({ part, counts, seconds: Math.round((Date.now() - began) / 1000) });
    }
  } finally {
    await remove();
  }
  say("\n== Summary ==");
  for (const { part, counts, seconds } of results) {
    say(`${part.title}: ${counts.passed} passed, ${counts.failed} failed (${seconds} s)`);
  }
  return sum(results.map((result) => result.counts));
}

/**
 * Runs the parts named, or all; prints `N passed, N failed` as the last line and sets the exit code.
 * @param {string[]} names
 */
export async function test(names) {
  /** @type {Counts} */
  let counts = { passed: 0, failed: 1 };
  try {
    counts = await runAll(choose(names));
  } catch (error) {
    console.error(error instanceof StartError ? error.message : oneLine(error));
  }
  say(`\n${counts.passed} passed, ${counts.failed} failed`);
  process.exitCode = counts.failed > 0 ? 1 : 0;
}
