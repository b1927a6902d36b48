import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { freeLoopbackPort } from "../../scripts/lib/ports.mjs";
import { root } from "../../scripts/lib/setup.mjs";
import { type Environment, remove, temporaryFolder, until } from "./embedded-postgres-support";

/**
 * A copy of Unpolished whose start-up is the real one and whose application is a few lines: enough
 * to commit a row and to read it back, so that starting and stopping can be tried in a second.
 */

const MIGRATE = `
import postgres from "postgres";
export async function migrate(url) {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  await sql\`create table if not exists notes (id serial primary key, body text)\`;
  await sql\`grant select, insert on notes to unpolished_app\`;
  await sql\`grant usage on sequence notes_id_seq to unpolished_app\`;
  await sql.end();
}`;

const MAIN = `
import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { readEnv } from "./env";
export async function serve() {
  const env = readEnv(process.env);
  const sql = postgres(env.databaseUrl, { max: 2, onnotice: () => {} });
  const server = createServer(async (request, response) => {
    if (request.method === "POST") await sql\`insert into notes (body) values (\${request.url})\`;
    const rows = await sql\`select body from notes order by id\`;
    response.end(JSON.stringify(rows.map((row) => row.body)));
  });
  await new Promise((resolve) => server.listen(env.port, env.host, resolve));
  const stop = async () => {
    await sleep(Number(process.env.STAND_IN_STOP_MS ?? 0));
    server.close();
    server.closeAllConnections();
    await sql.end();
  };
  return { url: env.publicUrl, stop };
}`;

const NEXT = `
const { appendFileSync, mkdirSync, writeFileSync } = require("node:fs");
mkdirSync(".next", { recursive: true });
writeFileSync(".next/BUILD_ID", "stand-in");
appendFileSync("builds.log", process.env.NODE_ENV + "\\n");`;

/** Everything that is installed here, by links, with a stand-in for the build command. */
export function linkPackages(folder: string): void {
  const modules = path.join(folder, "node_modules");
  mkdirSync(path.join(modules, ".bin"), { recursive: true });
  for (const name of readdirSync(path.join(root, "node_modules"))) {
    if (name === ".bin" || name === ".unpolished-install") continue;
    symlinkSync(path.join(root, "node_modules", name), path.join(modules, name));
  }
  const node = path.join(root, "node_modules", "node", "bin", "node");
  symlinkSync(node, path.join(modules, ".bin", "node"));
  writeFileSync(path.join(modules, ".bin", "next"), NEXT);
}

/** Makes the copy in a folder of its own. */
export async function standIn(): Promise<string> {
  const folder = await temporaryFolder("app");
  for (const name of ["scripts", "package.json", "package-lock.json", "tsconfig.json"]) {
    cpSync(path.join(root, name), path.join(folder, name), { recursive: true });
  }
  const server = path.join(folder, "src", "server");
  mkdirSync(path.join(server, "db"), { recursive: true });
  mkdirSync(path.join(server, "demo"));
  cpSync(path.join(root, "src", "server", "env.ts"), path.join(server, "env.ts"));
  writeFileSync(path.join(server, "main.ts"), MAIN);
  writeFileSync(path.join(server, "db", "migrate.ts"), MIGRATE);
  writeFileSync(path.join(server, "demo", "seed.ts"), "export async function seedDemo() {}");
  return folder;
}

/** A start of the copy, under way. */
export type Start = {
  process: ChildProcess;
  port: number;
  dataDir: string;
  /** Everything printed so far, on either stream. */
  said(): string;
  complained(): string;
  /** Waits for the address to be printed. */
  ready(): Promise<Start>;
  /** Waits for its end; null when a signal ended it. */
  exitCode(): Promise<number | null>;
  signal(signal: NodeJS.Signals): void;
};

export type StartOptions = {
  env?: Environment;
  port?: number;
  dataDir?: string;
  script?: string;
};

/** Starts a copy with `scripts/serve.mjs`, or with another script. */
export async function begin(folder: string, options: StartOptions = {}): Promise<Start> {
  const port = options.port ?? (await freeLoopbackPort());
  const dataDir = options.dataDir ?? path.join(folder, ".data");
  const { PATH, TMPDIR } = process.env;
  const env: Environment = { PATH, TMPDIR, PORT: String(port), DATA_DIR: dataDir, ...options.env };
  const child = spawn(
    path.join(root, "node_modules", ".bin", "node"),
    [path.join(folder, "scripts", options.script ?? "serve.mjs")],
    {
      cwd: folder,
      env: env as NodeJS.ProcessEnv,
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  let out = "";
  let complaints = "";
  child.stdout.on("data", (chunk) => {
    out += chunk;
  });
  child.stderr.on("data", (chunk) => {
    complaints += chunk;
  });
  const closed = once(child, "close");
  const ended = () => child.exitCode !== null || child.signalCode !== null;
  const start: Start = {
    process: child,
    port,
    dataDir,
    said: () => out + complaints,
    complained: () => complaints,
    ready: async () => {
      await until(() => out.includes("is ready") || ended(), 30_000);
      if (!out.includes("is ready")) throw new Error(`It did not start: ${out}${complaints}`);
      return start;
    },
    exitCode: async () => {
      await closed;
      return child.exitCode;
    },
    signal: (signal) => void child.kill(signal),
  };
  return start;
}

/** Ends what a test started, and removes its folder. */
export async function tidyUp(starts: Start[], folders: string[]): Promise<void> {
  for (const start of starts.splice(0)) {
    if (start.process.exitCode === null) start.process.kill("SIGTERM");
    await start.exitCode();
  }
  for (const folder of folders.splice(0)) {
    remove(path.join(folder, ".data"));
    remove(folder);
  }
}

/** What the copy has stored; `post` stores one more first. */
export async function notes(start: Start, post?: string): Promise<string[]> {
  const url = `http://127.0.0.1:${start.port}/${post ?? ""}`;
  const response = await fetch(url, { method: post ? "POST" : "GET" });
  return (await response.json()) as string[];
}

/** The note that a running instance leaves for commands, or null. */
export function runtimeNote(start: Start) {
  const file = path.join(start.dataDir, "runtime.json");
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : null;
}
