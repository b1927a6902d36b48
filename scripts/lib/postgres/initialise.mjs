import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { chown, mkdir, mkdtemp, readdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { syncFolder } from "../files.mjs";
import { errorCode, StartError } from "../start-error.mjs";
import { asAccount } from "./account.mjs";

const DRAFT = "postgres.init-";

/**
 * Runs initdb to its end.
 * @param {string} command
 * @param {string[]} args
 * @param {import("./account.mjs").Account} account
 * @returns {Promise<void>}
 */
function run(command, args, account) {
  return new Promise((resolve, reject) => {
    // No inherited environment: PGDATA, PGPORT, LANG and TZ of this shell would find their way in.
    const child = spawn(command, args, {
      cwd: "/",
      env: { PATH: "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" },
      stdio: ["ignore", "ignore", "pipe"],
      ...asAccount(account),
    });
    let said = "";
    child.stderr.on("data", (chunk) => {
      said += chunk;
    });
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) return resolve();
      const line = said.split("\n").find((text) => text.includes("error:")) ?? said;
      reject(new StartError(`DATA_DIR: the database could not be made there (${line}).`));
    });
  });
}

/**
 * Removes drafts that an interrupted start left behind. The caller holds the data folder, so nobody
 * is still writing one, save an initdb that outlived its starter; hence the retries.
 * @param {string} home
 */
async function removeDrafts(home) {
  for (const entry of await readdir(home)) {
    if (!entry.startsWith(DRAFT)) continue;
    await rm(join(home, entry), { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  }
}

/**
 * A cluster folder that PostgreSQL could not start from is moved aside, never deleted.
 * @param {string} cluster
 * @param {(line: string) => void} log
 */
async function setBrokenAside(cluster, log) {
  if (!existsSync(cluster)) return;
  const aside = `${cluster}.unfinished-${Date.now()}`;
  await rename(cluster, aside);
  log(`${cluster} was not a finished database. It has been moved to ${aside}.`);
}

/** @param {string} cluster */
export function isInitialised(cluster) {
  return (
    existsSync(join(cluster, "PG_VERSION")) && existsSync(join(cluster, "global", "pg_control"))
  );
}

/**
 * Makes the cluster if it is not there. It is made in a draft folder and renamed once complete and
 * flushed, so a `kill -9` at any moment leaves either no cluster or a whole one.
 * @param {object} options
 * @param {import("./placement.mjs").Place} options.place
 * @param {import("./binaries.mjs").Binaries} options.binaries
 * @param {import("./account.mjs").Account} options.account
 * @param {string} options.password of the superuser `postgres`
 * @param {boolean} options.durable false: do not wait for the disk (tests)
 * @param {(line: string) => void} options.log
 */
export async function ensureInitialised({ place, binaries, account, password, durable, log }) {
  await removeDrafts(place.home);
  if (isInitialised(place.cluster)) return;
  await setBrokenAside(place.cluster, log);
  const draft = await mkdtemp(join(place.home, DRAFT)); // 0700
  try {
    const data = join(draft, "data");
    const passwordFile = join(draft, "password");
    await mkdir(data, { mode: 0o700 });
    await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
    if (account) {
      for (const path of [draft, data, passwordFile]) await chown(path, account.uid, account.gid);
    }
    await run(
      binaries.initdb,
      [
        `--pgdata=${data}`,
        "--username=postgres",
        `--pwfile=${passwordFile}`,
        "--auth=scram-sha-256",
        // A bare environment would give SQL_ASCII, and a machine's locale its own sort order.
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--no-instructions",
        ...(durable ? [] : ["--no-sync"]),
      ],
      account,
    );
    await rename(data, place.cluster);
    if (durable) await syncFolder(place.home);
  } catch (error) {
    if (error instanceof StartError) throw error;
    throw new StartError(
      `DATA_DIR: the database could not be made in ${place.home} (${errorCode(error) || error}).`,
    );
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}
