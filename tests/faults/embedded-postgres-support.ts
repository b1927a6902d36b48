import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { chmod } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import postgres, { type Sql } from "postgres";
import { isRunning } from "../../scripts/lib/processes.mjs";
import { node24 } from "../../scripts/lib/setup.mjs";

export type Opened = {
  port: number;
  attached: boolean;
  adminUrl: string;
  ownerUrl: string;
  appUrl: string;
  pid: number;
};

type Event = { opened?: Opened; line?: string; exited?: true; restored?: number };

/** Variables for a child; unlike `NodeJS.ProcessEnv`, NODE_ENV may be absent. */
export type Environment = Record<string, string | undefined>;

/** Whether these tests run as root, where the database needs a system user of its own. */
export const asRoot = process.getuid?.() === 0;

/** A folder under the system's temporary one that the database's system user can pass through. */
export async function temporaryFolder(name: string): Promise<string> {
  const folder = mkdtempSync(path.join(realpathSync(tmpdir()), `unpolished-${name}-`));
  await chmod(folder, 0o711);
  return folder;
}

/** Removes a folder, ending a server that a failed test left running in it. */
export function remove(folder: string): void {
  const pidFile = path.join(folder, "postgres", "postmaster.pid");
  const pid = existsSync(pidFile) ? Number.parseInt(readFileSync(pidFile, "utf8"), 10) : 0;
  if (isRunning(pid)) process.kill(pid, "SIGKILL");
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

/** Waits until a condition holds. `limitMs` is what a patient person would wait. */
export async function until(holds: () => boolean | Promise<boolean>, limitMs = 15_000) {
  const deadline = Date.now() + limitMs;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`Not so after ${limitMs} ms: ${holds}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Asks one question of a database on a connection of its own. */
export async function ask<T>(url: string, question: (sql: Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1, onnotice: () => {}, connect_timeout: 5 });
  try {
    return await question(sql);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/** A supervising process and what it has told so far. */
export type Supervisor = {
  process: ChildProcess;
  events: Event[];
  /** Waits for the cluster to be open. */
  opened(): Promise<Opened>;
  /** Waits until it is dead, without a chance to tidy up. */
  kill(): Promise<void>;
  /** Asks it to stop, and waits. */
  stop(): Promise<void>;
};

const SUPERVISOR = path.join(import.meta.dirname, "embedded-postgres-supervisor.ts");

/** Starts a process that opens a cluster (`dataDir` absent: a throwaway one). */
export function supervise(
  dataDir?: string,
  { script = SUPERVISOR, env = process.env }: { script?: string; env?: Environment } = {},
): Supervisor {
  const child = spawn(node24, [script, ...(dataDir ? [dataDir] : [])], {
    env: env as NodeJS.ProcessEnv,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const events: Event[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => events.push(JSON.parse(line)));
  let complaints = "";
  child.stderr.on("data", (chunk) => {
    complaints += chunk;
  });
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    child.kill(signal);
    await gone;
  };
  return {
    process: child,
    events,
    opened: async () => {
      const found = () => events.find((event) => event.opened)?.opened;
      await until(() => found() !== undefined || child.exitCode !== null);
      const opened = found();
      if (!opened) throw new Error(`The supervisor ended: ${complaints}`);
      return opened;
    },
    kill: () => end("SIGKILL"),
    stop: () => end("SIGTERM"),
  };
}

/** Ends a postmaster without a chance to tidy up, and waits until it is dead. */
export async function killPostmaster(pid: number): Promise<void> {
  process.kill(pid, "SIGKILL");
  await until(() => !isRunning(pid));
}

/** Commits a row that must be there ever after. */
export async function commitRow(ownerUrl: string, body: string): Promise<void> {
  await ask(ownerUrl, async (sql) => {
    await sql`create table if not exists kept (body text)`;
    await sql`insert into kept values (${body})`;
  });
}

export async function keptRows(ownerUrl: string): Promise<string[]> {
  const rows = await ask(ownerUrl, (sql) => sql<{ body: string }[]>`select body from kept`);
  return rows.map((row) => row.body).sort();
}
