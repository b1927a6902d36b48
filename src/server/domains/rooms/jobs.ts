import { mintRooms } from "../../auth/actor";
import type { Database } from "../../db/client";
import type { Jobs } from "../../jobs/queue";
import { DomainError } from "../../lib/errors";
import type { Runtime } from "../../runtime";
import { expireMessage } from "./cards";
import { retireRooms } from "./writes";

/** Starts taking this domain's jobs off the queue. */
export async function workRooms({ db, clock }: Runtime): Promise<void> {
  const expire = createExpirer({ db, clock });
  // What is over must leave open screens at once; what is asked for anew is refused by itself.
  await db.queue.work("rooms.expire", expire, { lookEverySeconds: 1 });
  await db.queue.work("rooms.retire", createRetirer({ db, clock }), { lookEverySeconds: 60 });
}

/** The handler of `rooms.expire`. A throw makes the queue try again with backoff. */
export function createExpirer({ db, clock }: { db: Database; clock: () => Date }) {
  return async (job: Jobs["rooms.expire"]): Promise<void> => {
    const actor = mintRooms(job.organisationId, [job.groupId]);
    try {
      await expireMessage({ db, actor, now: clock() }, job);
    } catch (error) {
      // The room or its message is no more, and trying again will not bring it back.
      if (error instanceof DomainError && error.code === "NOT_FOUND") return;
      throw error;
    }
  };
}

/** The handler of `rooms.retire`. A throw makes the queue try again with backoff. */
export function createRetirer({ db, clock }: { db: Database; clock: () => Date }) {
  return async (job: Jobs["rooms.retire"]): Promise<void> => {
    const actor = mintRooms(job.organisationId, [job.groupId]);
    await retireRooms({ db, actor, now: clock() }, job);
  };
}
