import { sql } from "drizzle-orm";
import { fromDrizzle, type JobResult, PgBoss } from "pg-boss";
import postgres from "postgres";
import type { Tx } from "../db/client";
import { describeError } from "../lib/log";

/** Every job there is, with what it carries: ids only, since the queue's tables are global. */
export type Jobs = {
  "sign-in.send": { requestId: string };
  "digests.send": { organisationId: string; userId: string; digestId: string };
  "rooms.expire": { organisationId: string; groupId: string; roomId: string; messageId: string };
  "blobs.erase": { objectKey: string };
  /** Something in the room may be due: a turn, a box, a band, a facilitator who dropped. */
  "live.settle": { organisationId: string; groupId: string; roomId: string };
  /** The group's retention of a closed room's transcript may be over; null: of any of its rooms. */
  "rooms.retire": { organisationId: string; groupId: string; roomId: string | null };
};
export type JobName = keyof Jobs;

const JOB_NAMES: JobName[] = [
  "sign-in.send",
  "digests.send",
  "rooms.expire",
  "blobs.erase",
  "live.settle",
  "rooms.retire",
];
const SCHEMA = "pgboss";

export type Queue = {
  /**
   * Enqueues inside `tx`: the job exists if and only if its cause commits. It is due at once, or
   * from `startAfter` on.
   */
  enqueue<N extends JobName>(
    tx: Tx,
    name: N,
    data: Jobs[N],
    options?: { startAfter?: Date },
  ): Promise<void>;
  /**
   * Runs `handler` for each job of that name, one at a time; a throw is retried with backoff. A job
   * that was due later is found within `lookEverySeconds` of its time: nothing notifies of that.
   */
  work<N extends JobName>(
    name: N,
    handler: (data: Jobs[N]) => Promise<void>,
    options?: { lookEverySeconds?: number },
  ): Promise<void>;
  /** True when the queue's tables answer. */
  ready(): Promise<boolean>;
  stop(): Promise<void>;
};

/**
 * Makes the queue's tables and queues as the owner, and lets the app's role use them. The app's
 * role never runs DDL.
 */
export async function createQueueSchema(ownerUrl: string): Promise<void> {
  const boss = new PgBoss({
    connectionString: ownerUrl,
    schema: SCHEMA,
    max: 1,
    supervise: false,
    schedule: false,
  });
  const failure = firstError(boss);
  await boss.start();
  for (const name of JOB_NAMES) {
    await boss.createQueue(name, {
      retryLimit: 6,
      retryDelay: 5,
      retryBackoff: true,
      notify: true,
      // Done jobs hold ids of people; a day is enough to see what happened.
      deleteAfterSeconds: 24 * 60 * 60,
    });
  }
  await boss.stop({ graceful: false });
  failure.throwIfAny();
  const owner = postgres(ownerUrl, { max: 1, onnotice: () => {} });
  await owner`grant usage on schema pgboss to unpolished_app`;
  await owner`grant select, insert, update, delete on all tables in schema pgboss to unpolished_app`;
  await owner`grant execute on all functions in schema pgboss to unpolished_app`;
  await owner.end();
}

/**
 * The queue as the app's role uses it. Connects on first use: a process that only enqueues keeps
 * two connections and does no upkeep; the first `work` starts the polling and the upkeep.
 * `onError` hears of lost connections; pg-boss recovers by itself.
 */
export function openQueue(url: string, onError: (error: Error) => void): Queue {
  const sender = lazily(() => startBoss(url, onError, { max: 2, supervise: false }));
  const worker = lazily(() =>
    startBoss(url, onError, { max: 4, supervise: true, useListenNotify: true }),
  );
  return {
    enqueue: async (tx, name, data, { startAfter } = {}) => {
      const boss = await sender.get();
      await boss.send(name, data, {
        db: fromDrizzle(tx, sql),
        ...(startAfter && { startAfter }),
      });
    },
    work: async (name, handler, { lookEverySeconds = 5 } = {}) => {
      const boss = await worker.get();
      const options = {
        ...WORK,
        pollingIntervalSeconds: Math.min(2, lookEverySeconds),
        notifyPollingIntervalSeconds: lookEverySeconds,
      };
      await boss.work<Jobs[typeof name]>(name, options, async (jobs) => {
        const results: JobResult[] = [];
        for (const { id, data } of jobs) results.push(await settle(id, () => handler(data)));
        return results;
      });
    },
    ready: async () => {
      try {
        const queues = await (await sender.get()).getQueues(JOB_NAMES);
        return queues.length === JOB_NAMES.length;
      } catch {
        return false;
      }
    },
    stop: async () => {
      await Promise.all(
        [sender, worker].map(async ({ started }) => {
          const boss = await started()?.catch(() => undefined);
          await boss?.stop({ graceful: true, timeout: 5_000 });
        }),
      );
    },
  };
}

/**
 * A notification wakes a worker once, however many jobs came: it goes on while batches are full.
 * Retries are not notified at all, so it also looks by itself.
 */
const WORK = {
  batchSize: 10,
  burstWhenBatchFull: true,
  perJobResults: true,
} as const;

/** One failed job does not make the others of its batch run again; what it says stays out of the table. */
async function settle(id: string, work: () => Promise<void>): Promise<JobResult> {
  try {
    await work();
    return { id, status: "completed" };
  } catch (error) {
    return { id, status: "failed", output: describeError(error) };
  }
}

async function startBoss(
  url: string,
  onError: (error: Error) => void,
  options: { max: number; supervise: boolean; useListenNotify?: boolean },
): Promise<PgBoss> {
  const boss = new PgBoss({
    connectionString: url,
    schema: SCHEMA,
    migrate: false,
    createSchema: false,
    schedule: false,
    ...options,
  });
  boss.on("error", onError);
  await boss.start();
  return boss;
}

/** Makes a thing once, when first asked for; a failed attempt is forgotten, so the next retries. */
function lazily<T>(make: () => Promise<T>) {
  let making: Promise<T> | undefined;
  return {
    get: () => {
      making ??= make().catch((error: unknown) => {
        making = undefined;
        throw error;
      });
      return making;
    },
    started: () => making,
  };
}

function firstError(boss: PgBoss): { throwIfAny(): void } {
  let error: Error | undefined;
  boss.on("error", (each) => {
    error ??= each;
  });
  return {
    throwIfAny: () => {
      if (error) throw error;
    },
  };
}
