import { randomUUID } from "node:crypto";
import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres, { type Sql } from "postgres";
import { openQueue, type Queue } from "../jobs/queue";
import type { News } from "../realtime/news";
import { type Blobs, openBlobs } from "../storage/blobs";
import { preparing } from "./prepared";
import * as schema from "./schema";

export type Orm = PostgresJsDatabase<typeof schema>;
/** A Drizzle transaction, as handed out by `withActor` only. */
export type Tx = Parameters<Parameters<Orm["transaction"]>[0]>[0];

/**
 * One pool of connections as the app's role, which owns nothing and cannot bypass row-level
 * security. `lanes` holds the write lanes of this process (see lib/write-lane).
 */
export type Database = {
  orm: Orm;
  sql: Sql;
  url: string;
  lanes: Map<string, unknown>;
  /** Who hears of this process's own commits (see realtime/news), and its name in its nudges. */
  news: { origin: string; listeners: Set<(news: News) => void> };
  /** The job queue in the same database, so that a job commits with its cause. */
  queue: Queue;
  /** What rows refer to and do not hold themselves; see storage/blobs. */
  blobs: Blobs;
  close(): Promise<void>;
};

/** Opens a pool on `url`. `max` is connections; statements that run past 15 s are cut. */
export function connect(
  url: string,
  {
    max = 10,
    onError = () => {},
    blobs = openBlobs(undefined),
  }: { max?: number; onError?: (error: Error) => void; blobs?: Blobs } = {},
): Database {
  const sql = postgres(url, {
    max,
    onnotice: () => {},
    // By default up to 20 s between tries: people would wait on a database that is back.
    backoff: (attempt) => Math.min(2 ** attempt / 20, 1),
    connection: { application_name: "unpolished", statement_timeout: 15_000 },
  });
  const queue = openQueue(url, onError);
  return {
    orm: drizzle(preparing(sql), { schema }),
    sql,
    url,
    lanes: new Map(),
    news: { origin: randomUUID(), listeners: new Set() },
    queue,
    blobs,
    close: async () => {
      await queue.stop();
      await sql.end({ timeout: 5 });
    },
  };
}
