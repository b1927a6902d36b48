import { connect, type Database } from "./db/client";
import { type Env, readEnv } from "./env";
import { createLog, type Log } from "./lib/log";
import { createMailer, type Mailer } from "./mail/transport";
import { openBlobs } from "./storage/blobs";

/** What is one per process. Next bundles its own copy of every module, hence `globalThis`. */
export type Runtime = {
  env: Env;
  db: Database;
  log: Log;
  mailer: Mailer;
  /** The only clock of this process; every `now` comes from here. */
  clock: () => Date;
};

const KEY = Symbol.for("unpolished.runtime");
const holder = globalThis as { [KEY]?: Runtime };

/** The process's settings, database and log; made on first use from the environment. */
export function runtime(): Runtime {
  holder[KEY] ??= createRuntime(readEnv(process.env));
  return holder[KEY];
}

/**
 * `env.databaseUrl` and `env.authSecret` must be known by now; in the demo `env.smtpUrl` must be
 * the embedded sink's in a process that sends mail.
 */
export function createRuntime(env: Env, clock: () => Date = () => new Date()): Runtime {
  if (!env.databaseUrl || !env.authSecret) {
    throw new Error("DATABASE_URL and AUTH_SECRET are not known yet; start with `npm start`");
  }
  const log = createLog(env.logLevel);
  const db = connect(env.databaseUrl, {
    blobs: openBlobs(env.objectStore),
    onError: (error) => log.warn({ name: error.name }, "the job queue lost its connection"),
  });
  const mailer = createMailer({ url: env.smtpUrl, from: env.mailFrom });
  return { env, db, log, mailer, clock };
}

export function setRuntime(runtime: Runtime): void {
  holder[KEY] = runtime;
}
