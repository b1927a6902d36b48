import { rm } from "node:fs/promises";
import { join } from "node:path";
import { register } from "tsx/esm/api";
import { lockDataDir, prepareDataDir } from "./data-dir.mjs";
import { loadEnvFile } from "./env-file.mjs";
import { checkDatabase } from "./external-database.mjs";
import { writeFileWhole } from "./files.mjs";
import { assertWebPortFree } from "./ports.mjs";
import { openCluster } from "./postgres.mjs";
import { loadSecrets } from "./secrets.mjs";
import { root } from "./setup.mjs";
import { createShutdown } from "./shutdown.mjs";
import { oneLine, StartError } from "./start-error.mjs";

/** @param {string} line */
const say = (line) => console.log(line);

/** @typedef {ReturnType<typeof createShutdown>} Shutdown */
/** @typedef {import("../../src/server/env").Env} Env */

/**
 * The environment, checked. A bad value ends the start with the line that names it.
 * @returns {Promise<Env>}
 */
async function readEnvironment() {
  loadEnvFile();
  process.env.NODE_ENV ||= "production"; // React and Next choose their builds by it on import
  const { EnvError, readEnv } = await import("../../src/server/env.ts");
  try {
    return readEnv(process.env);
  } catch (error) {
    throw error instanceof EnvError ? new StartError(error.message) : error;
  }
}

/**
 * Starts or attaches to the embedded database, and tells the rest of the process where it is.
 * @param {string} dataDir
 * @param {Shutdown} shutdown
 */
async function openEmbedded(dataDir, shutdown) {
  const cluster = await openCluster({ dataDir, log: say });
  shutdown.add(() => cluster.stop());
  shutdown.onForce(() => cluster.stop({ immediate: true }));
  say(
    cluster.attached
      ? "Database: was still running, and is used as it is."
      : `Database: PostgreSQL 18 runs on ${cluster.host}:${cluster.port}.`,
  );
  process.env.DATABASE_URL = cluster.appUrl;
  process.env.MIGRATION_DATABASE_URL = cluster.ownerUrl;
  process.env.AUTH_SECRET ||= (await loadSecrets(dataDir)).authSecret;
}

/**
 * Proves that the given database can be used.
 * @param {Env} env
 */
async function checkExternal(env) {
  await checkDatabase("DATABASE_URL", env.databaseUrl ?? "");
  if (env.migrationDatabaseUrl) {
    await checkDatabase("MIGRATION_DATABASE_URL", env.migrationDatabaseUrl);
  }
  say("Database: the one of DATABASE_URL.");
}

async function migrateDatabase() {
  const ownerUrl = process.env.MIGRATION_DATABASE_URL;
  if (!ownerUrl) return say("Tables: left alone, since MIGRATION_DATABASE_URL is not set.");
  const { migrate } = await import("../../src/server/db/migrate.ts");
  await migrate(ownerUrl);
  say("Tables: up to date.");
}

async function fillDemo() {
  const { seedDemo } = await import("../../src/server/demo/seed.ts");
  await seedDemo();
  say("Demo practice: in place. Every email stays here, on the mailbox page.");
}

/**
 * Leaves a note for commands (the weekly note, the load seed) on how to reach this instance. It
 * holds passwords, so it is for this user's eyes only.
 * @param {string} dataDir
 * @param {{ url: string, demo: boolean }} app
 * @param {Shutdown} shutdown
 */
async function announce(dataDir, { url, demo }, shutdown) {
  const path = join(dataDir, "runtime.json");
  const note = {
    databaseUrl: process.env.DATABASE_URL,
    migrationUrl: process.env.MIGRATION_DATABASE_URL ?? null,
    url,
    demo,
    pid: process.pid,
  };
  await writeFileWhole(path, `${JSON.stringify(note, null, 2)}\n`);
  shutdown.add(() => rm(path, { force: true }));
}

/**
 * Takes the data folder for this process.
 * @param {Env} env
 * @param {Shutdown} shutdown
 */
async function claimDataDir(env, shutdown) {
  const dataDir = await prepareDataDir(env.dataDir);
  process.env.DATA_DIR = dataDir;
  shutdown.add(await lockDataDir(dataDir));
  await rm(join(dataDir, "runtime.json"), { force: true }); // of a run that was killed
  return dataDir;
}

/**
 * @param {string} dataDir
 * @param {Shutdown} shutdown
 * @param {import("../../src/server/main").ServeOptions} options
 */
async function openApp(dataDir, shutdown, options) {
  const main = await import("../../src/server/main.ts");
  const app = await main.serve(options);
  shutdown.add(() => app.stop());
  await announce(dataDir, app, shutdown);
  return app;
}

/**
 * @param {Shutdown} shutdown
 * @param {import("../../src/server/main").ServeOptions} options
 */
async function startAll(shutdown, options) {
  const env = await shutdown.step(readEnvironment);
  const dataDir = await shutdown.step(() => claimDataDir(env, shutdown));
  await shutdown.step(() => assertWebPortFree(env.port, env.host));
  await shutdown.step(() =>
    env.databaseUrl ? checkExternal(env) : openEmbedded(dataDir, shutdown),
  );
  await shutdown.step(migrateDatabase);
  if (env.demo) await shutdown.step(fillDemo);
  const app = await shutdown.step(() => openApp(dataDir, shutdown, options));
  await shutdown.step(() => say(`\nUnpolished is ready: ${app.url}`));
}

/**
 * Runs Unpolished until a signal ends it. Every failure to start is told in one line.
 * @param {import("../../src/server/main").ServeOptions} [options] for tests that need a clock of
 * their own
 */
export async function serve(options = {}) {
  process.chdir(root); // where .data, tsconfig.json and the migrations are
  const shutdown = createShutdown(say);
  shutdown.listen();
  register();
  try {
    await startAll(shutdown, options);
  } catch (error) {
    if (shutdown.begun()) return;
    console.error(
      error instanceof StartError
        ? error.message
        : `Not started, because of an unexpected error: ${oneLine(error)}\n${error instanceof Error ? error.stack : ""}`,
    );
    await shutdown.end(1);
  }
}
