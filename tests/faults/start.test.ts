import { spawnSync } from "node:child_process";
import { appendFileSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, describe, expect, test } from "vitest";
import { assertRecent } from "../../scripts/lib/external-database.mjs";
import { freeLoopbackPort } from "../../scripts/lib/ports.mjs";
import { isRunning } from "../../scripts/lib/processes.mjs";
import { node24, root } from "../../scripts/lib/setup.mjs";
import { until } from "./embedded-postgres-support";
import {
  begin,
  linkPackages,
  notes,
  runtimeNote,
  type Start,
  type StartOptions,
  standIn,
  tidyUp,
} from "./start-stand-in";

const starts: Start[] = [];
const folders: string[] = [];
afterEach(() => tidyUp(starts, folders));

/** A copy with everything installed. */
async function copy(): Promise<string> {
  const folder = await standIn();
  folders.push(folder);
  linkPackages(folder);
  return folder;
}

async function start(folder: string, options?: StartOptions): Promise<Start> {
  const started = await begin(folder, options);
  starts.push(started);
  return started;
}

/** The one line that a refused start prints. */
async function refusal(folder: string, options?: StartOptions): Promise<string> {
  const refused = await start(folder, options);
  expect(await refused.exitCode()).toBe(1);
  const said = refused.complained().trim().split("\n");
  expect(said).toHaveLength(1);
  return said[0] ?? "";
}

const postmasterOf = (started: Start) =>
  Number.parseInt(readFileSync(path.join(started.dataDir, "postgres/postmaster.pid"), "utf8"), 10);

describe("stopping and starting again", () => {
  test("a signal stops everything in order and leaves only the data", async () => {
    const folder = await copy();
    const first = await (await start(folder)).ready();
    await notes(first, "kept");
    const note = runtimeNote(first);
    expect(note).toMatchObject({ url: `http://localhost:${first.port}`, pid: first.process.pid });
    expect(note.databaseUrl).toContain("unpolished_app");
    expect(note.migrationUrl).toContain("unpolished_owner");
    expect(statSync(path.join(first.dataDir, "runtime.json")).mode & 0o777).toBe(0o600);
    const postmaster = postmasterOf(first);

    first.signal("SIGTERM");
    expect(await first.exitCode()).toBe(0);
    expect(isRunning(postmaster)).toBe(false);
    expect(existsSync(path.join(first.dataDir, "lock"))).toBe(false);
    expect(runtimeNote(first)).toBe(null);

    const second = await (await start(folder)).ready();
    expect(await notes(second)).toEqual(["/kept"]);
  });

  test("one Ctrl-C that arrives twice is one wish", async () => {
    const started = await (await start(await copy(), { env: { STAND_IN_STOP_MS: "300" } })).ready();
    started.signal("SIGINT");
    setTimeout(() => started.signal("SIGINT"), 50);
    expect(await started.exitCode()).toBe(0);
  });

  test("a second Ctrl-C later on ends a stop that hangs, and the database with it", async () => {
    const slow = { env: { STAND_IN_STOP_MS: "60000" } };
    const started = await (await start(await copy(), slow)).ready();
    const postmaster = postmasterOf(started);
    started.signal("SIGINT");
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    started.signal("SIGINT");
    expect(await started.exitCode()).toBe(1);
    expect(isRunning(postmaster)).toBe(false);
  });

  test("kill -9 at any moment of the start does not spoil the next one", async () => {
    const folder = await copy();
    for (const afterMs of [150, 350, 500, 700, 900]) {
      const started = await start(folder);
      await new Promise((resolve) => setTimeout(resolve, afterMs));
      started.signal("SIGKILL");
      await started.exitCode();
    }
    const again = await (await start(folder)).ready();
    expect(await notes(again, "after all")).toEqual(["/after all".replace(" ", "%20")]);
  });

  test("kill -9 while people write loses nothing that was answered", async () => {
    const folder = await copy();
    const first = await (await start(folder)).ready();
    const answered: string[] = [];
    const writing = (async () => {
      for (let index = 0; ; index += 1) {
        await notes(first, `n${index}`);
        answered.push(`/n${index}`);
      }
    })().catch(() => {});
    await until(() => answered.length > 20);
    first.signal("SIGKILL");
    await writing;
    const second = await (await start(folder)).ready();
    expect(second.said()).toContain("was still running");
    expect((await notes(second)).slice(0, answered.length)).toEqual(answered);
  });

  test("the server stops by itself when what started it is killed", async () => {
    const started = await (await start(await copy(), { script: "start.mjs" })).ready();
    const { pid } = runtimeNote(started);
    expect(pid).not.toBe(started.process.pid);
    started.signal("SIGKILL");
    await until(() => !isRunning(pid));
    expect(runtimeNote(started)).toBe(null);
  });
});

describe("a start that cannot be says why in one line:", () => {
  test("the data folder is in use", async () => {
    const folder = await copy();
    await (await start(folder)).ready();
    expect(await refusal(folder)).toMatch(/^DATA_DIR .* is in use: .*process \d+/);
  });

  test("the port is taken, found before a database is made", async () => {
    const folder = await copy();
    const other = createServer().listen(0, "127.0.0.1");
    await until(() => other.listening);
    const { port } = other.address() as { port: number };
    expect(await refusal(folder, { port })).toMatch(new RegExp(`^PORT ${port} is taken`));
    expect(existsSync(path.join(folder, ".data", "postgres"))).toBe(false);
    other.close();
  });

  test("the data folder cannot be made or written", async () => {
    const folder = await copy();
    const file = path.join(folder, "package.json");
    expect(await refusal(folder, { dataDir: file })).toMatch(/^DATA_DIR .* is a file/);
    expect(await refusal(folder, { dataDir: path.join(file, "x") })).toMatch(
      /^DATA_DIR .* is a file/,
    );
    const nowhere = process.platform === "linux" ? "/proc/unpolished" : "/System/unpolished";
    expect(await refusal(folder, { dataDir: nowhere })).toMatch(/^DATA_DIR .* cannot be used/);
  });

  test("a value is bad", async () => {
    const folder = await copy();
    expect(await refusal(folder, { env: { PORT: "many" } })).toMatch(/^PORT /);
    expect(await refusal(folder, { env: { HOST: "203.0.113.7" } })).toMatch(/^HOST 203.0.113.7 /);
    expect(await refusal(folder, { env: { DATABASE_URL: "mysql://x" } })).toMatch(/^DATABASE_URL /);
  });

  test("the secrets are damaged", async () => {
    const folder = await copy();
    const first = await (await start(folder)).ready();
    first.signal("SIGTERM");
    await first.exitCode();
    writeFileSync(path.join(first.dataDir, "secrets.json"), "{");
    expect(await refusal(folder)).toMatch(/^DATA_DIR .*secrets.json is damaged/);
  });

  test("the database of DATABASE_URL is not there or does not let us in", async () => {
    const folder = await copy();
    const inner = await (await start(folder)).ready();
    const good = new URL(runtimeNote(inner).databaseUrl);
    const refusedWith = async (change: (url: URL) => void) => {
      const url = new URL(good);
      change(url);
      const env = { DATABASE_URL: url.href, AUTH_SECRET: "s".repeat(40) };
      const line = await refusal(folder, { env, dataDir: path.join(folder, "other") });
      expect(line).not.toContain(url.password);
      return line;
    };
    const free = String(await freeLoopbackPort());
    expect(await refusedWith((url) => Object.assign(url, { port: free }))).toMatch(
      /^DATABASE_URL: no database answers at 127.0.0.1:/,
    );
    expect(await refusedWith((url) => Object.assign(url, { password: "wrong-one" }))).toMatch(
      /^DATABASE_URL: .* refuses user "unpolished_app"/,
    );
    expect(await refusedWith((url) => Object.assign(url, { pathname: "/absent" }))).toMatch(
      /^DATABASE_URL: there is no database named "absent"/,
    );
    expect(await refusedWith((url) => Object.assign(url, { hostname: "nowhere.invalid" }))).toMatch(
      /^DATABASE_URL: there is no host named nowhere.invalid/,
    );
  });

  test("something answers at DATABASE_URL that only hangs up", async () => {
    const mute = createServer((socket) => socket.destroy()).listen(0, "127.0.0.1");
    await until(() => mute.listening);
    const { port } = mute.address() as { port: number };
    const env = { DATABASE_URL: `postgres://a:b@127.0.0.1:${port}/c`, AUTH_SECRET: "s".repeat(40) };
    expect(await refusal(await copy(), { env })).toMatch(/^DATABASE_URL: no database answers/);
    mute.close();
  });

  test("the database is older than PostgreSQL 18", () => {
    expect(() => assertRecent("DATABASE_URL", 170_006)).toThrow(
      /^DATABASE_URL: PostgreSQL 17 answers there/,
    );
    assertRecent("DATABASE_URL", 180_000);
  });

  test("Node is too old", () => {
    const file = pathToFileURL(path.join(root, "scripts/lib/node-version.mjs")).href;
    const script = `
      Object.defineProperty(process, "versions", { value: { node: "18.20.1" } });
      import(${JSON.stringify(file)}).then((module) => module.assertNodeVersion());`;
    const done = spawnSync(node24, ["-e", script], { encoding: "utf8" });
    expect(done.status).toBe(1);
    expect(done.stderr).toMatch(/^Unpolished needs Node 20 or newer, and this is 18.20.1\..*\n$/);
  });
});

describe("the set-up before it", () => {
  const builds = (folder: string) =>
    readFileSync(path.join(folder, "builds.log"), "utf8").trim().split("\n");

  async function startAndStop(folder: string, options: StartOptions = {}) {
    const started = await (await start(folder, { script: "start.mjs", ...options })).ready();
    started.signal("SIGTERM");
    expect(await started.exitCode()).toBe(0);
    return started.said();
  }

  test("builds once, and again when a source changed", async () => {
    const folder = await copy();
    expect(await startAndStop(folder)).toContain("Pages: building");
    expect(await startAndStop(folder)).toContain("Pages: built.");
    expect(builds(folder)).toEqual(["production"]);
    appendFileSync(path.join(folder, "src/server/demo/seed.ts"), "\n");
    await startAndStop(folder);
    expect(builds(folder)).toHaveLength(2);
  });

  test("installs with npm ci, tools included, when the packages are not those of the lock", async () => {
    const folder = await copy();
    // A stand-in for npm that notes how it was called and links the packages of this clone.
    const npm = path.join(folder, "npm-cli.js");
    const ready = path.join(folder, "ready");
    const script = `
      import { appendFileSync, renameSync } from "node:fs";
      appendFileSync("installs.log", process.argv.slice(2).join(" ") + "\\n");
      renameSync(${JSON.stringify(ready)}, "node_modules");`;
    writeFileSync(npm, script);
    const env = { npm_execpath: npm, npm_node_execpath: node24, NODE_ENV: "production" };
    expect(await startAndStop(folder, { env })).toContain("Packages: in place.");

    const setAside = () => spawnSync("mv", [path.join(folder, "node_modules"), ready]);
    setAside();
    expect(await startAndStop(folder, { env })).toContain("Packages: installing");
    expect(await startAndStop(folder, { env })).toContain("Packages: in place.");
    appendFileSync(path.join(folder, "package-lock.json"), "\n");
    setAside();
    await startAndStop(folder, { env });
    const calls = readFileSync(path.join(folder, "installs.log"), "utf8").trim().split("\n");
    expect(calls).toHaveLength(2);
    expect(calls[0]).toMatch(/^ci .*--include=dev/);
  });

  test("passes on the exit code of the server", async () => {
    const folder = await copy();
    const started = await start(folder, { script: "start.mjs", env: { PORT: "many" } });
    expect(await started.exitCode()).toBe(1);
    expect(started.complained()).toMatch(/^PORT .*\n$/);
  });

  test("reads .env, below what the shell has set", async () => {
    const folder = await copy();
    const file = path.join(folder, ".env");
    writeFileSync(file, `PORT=1\nPUBLIC_URL=https://unpolished.example\n`);
    const started = await (await start(folder)).ready();
    expect(started.said()).toContain("is ready: https://unpolished.example");
    rmSync(file);
  });
});
