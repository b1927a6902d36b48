import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "./db/client";

/** A database that takes longer than this to answer is not ready for people either. */
const PATIENCE_MS = 3_000;

/**
 * `/healthz`: the process lives. `/readyz`: the database answers, its tables are there, and so is
 * the queue. Neither says more than that.
 */
export function createHealth(db: Database) {
  let asking: Promise<boolean> | undefined;

  /** Asks once however many probes wait, so that they do not pile up while nothing answers. */
  function isReady(): Promise<boolean> {
    asking ??= ask(db).finally(() => {
      asking = undefined;
    });
    return Promise.race([asking, sleep(PATIENCE_MS, false, { ref: false })]);
  }

  return {
    /** @returns whether the path was one of the two, and so is answered. */
    async answer(pathname: string, response: ServerResponse): Promise<boolean> {
      if (pathname === "/healthz") {
        send(response, true);
        return true;
      }
      if (pathname === "/readyz") {
        send(response, await isReady());
        return true;
      }
      return false;
    },
  };
}

async function ask(db: Database): Promise<boolean> {
  try {
    // Without an actor this sees no row; that it runs proves connection, rights and migrations.
    await db.sql`select from messages limit 1`;
    return await db.queue.ready();
  } catch {
    return false;
  }
}

function send(response: ServerResponse, well: boolean): void {
  response.writeHead(well ? 200 : 503, {
    "content-type": "text/plain; charset=utf-8",
    "cache-control": "no-store",
  });
  response.end(well ? "ok\n" : "not ready\n");
}
