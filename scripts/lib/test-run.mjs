import { spawn } from "node:child_process";
import { join } from "node:path";
import { readJsonIfThere } from "./files.mjs";
import { sendSignal } from "./processes.mjs";
import { node24, root, toolEnv } from "./setup.mjs";

/** @typedef {{ passed: number, failed: number }} Counts */

/** @type {Set<number>} process groups of what is running now */
const groups = new Set();

/** Ends everything that is running, when the person at the keyboard has had enough. */
export function endRunning() {
  for (const group of groups) sendSignal(-group, "SIGKILL");
}

/**
 * Runs one of the project's tools on Node 24 in a process group of its own, with its output on our
 * screen, and ends whatever of the group is left afterwards.
 * @param {string} script path of the tool's JavaScript, from the root
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<boolean>} whether it succeeded
 */
export function runTool(script, args, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(node24, [join(root, script), ...args], {
      cwd: root,
      env: toolEnv(env),
      stdio: ["ignore", "inherit", "inherit"],
      detached: true,
    });
    const { pid } = child;
    if (pid) groups.add(pid);
    const end = (/** @type {boolean} */ ok) => {
      if (pid) {
        sendSignal(-pid, "SIGKILL");
        groups.delete(pid);
      }
      resolve(ok);
    };
    child.once("error", () => end(false));
    child.once("exit", (code) => end(code === 0));
  });
}

/**
 * A check that passes or fails as a whole counts as one test.
 * @param {boolean} ok
 * @returns {Counts}
 */
export function asOne(ok) {
  return ok ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/**
 * A tool may fail without a failing test (a file that does not load, a crash): that is a failure.
 * @param {boolean} ok whether the tool itself succeeded
 * @param {Counts} counts
 * @returns {Counts}
 */
function neverSilent(ok, counts) {
  if (ok && counts.passed + counts.failed > 0) return counts;
  return { ...counts, failed: Math.max(counts.failed, 1) };
}

/**
 * Runs Vitest.
 * @param {string} folder for its report
 * @param {{ projects?: string[], env?: NodeJS.ProcessEnv }} [options] all projects unless named
 * @returns {Promise<Counts>}
 */
export async function runVitest(folder, { projects = [], env = {} } = {}) {
  const report = join(folder, `vitest-${Date.now()}.json`);
  const chosen = projects.flatMap((project) => ["--project", project]);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const args = ["run", ...chosen, ...reporters];
  const ok = await runTool("node_modules/vitest/vitest.mjs", args, { NODE_ENV: "test", ...env });
  const result = await readJsonIfThere(report);
  const counts = { passed: result?.numPassedTests ?? 0, failed: result?.numFailedTests ?? 0 };
  /** @type {{ status: string, assertionResults: { status: string }[] }[]} */
  const files = result?.testResults ?? [];
  const unloaded = files.filter(
    (file) =>
      file.status === "failed" && !file.assertionResults.some((each) => each.status === "failed"),
  );
  return neverSilent(ok, { ...counts, failed: counts.failed + unloaded.length });
}

const PLAYWRIGHT = "node_modules/@playwright/test/cli.js";

/**
 * Runs Playwright.
 * @param {string} folder for its report
 * @param {{ project?: string, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<Counts>}
 */
export async function runPlaywright(folder, { project, env = {} }) {
  const report = join(folder, `playwright-${Date.now()}.json`);
  const args = ["test", "--reporter=list,json", ...(project ? ["--project", project] : [])];
  const ok = await runTool(PLAYWRIGHT, args, { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: report });
  const stats = (await readJsonIfThere(report))?.stats;
  const passed = (stats?.expected ?? 0) + (stats?.flaky ?? 0);
  return neverSilent(ok, { passed, failed: stats?.unexpected ?? 0 });
}

/**
 * The names of Playwright's projects.
 * @param {string} folder for its report
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<string[]>}
 */
export async function playwrightProjects(folder, env) {
  const report = join(folder, "playwright-projects.json");
  const listing = { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: report };
  await runTool(PLAYWRIGHT, ["test", "--list", "--reporter=json"], listing);
  /** @type {{ name: string }[]} */
  const projects = (await readJsonIfThere(report))?.config?.projects ?? [];
  return projects.map((project) => project.name);
}
