import { mintRooms } from "../../auth/actor";
import type { Database } from "../../db/client";
import type { Jobs } from "../../jobs/queue";
import { DomainError } from "../../lib/errors";
import type { Runtime } from "../../runtime";
import { settleRoom } from "./writes";

/** Starts taking this domain's jobs off the queue. */
export async function workLive({ db, clock }: Runtime): Promise<void> {
  await db.queue.work("live.settle", createSettler({ db, clock }), { lookEverySeconds: 1 });
}

/** The queue's clock may be so much ahead of this process's. */
const CLOCKS_APART_MS = 2_000;

/** The handler of `live.settle`. A throw makes the queue try again with backoff. */
export function createSettler({ db, clock }: { db: Database; clock: () => Date }) {
  return async ({ groupId, ...ref }: Jobs["live.settle"]): Promise<void> => {
    const now = clock();
    const actor = mintRooms(ref.organisationId, [groupId]);
    try {
      const { partsAt } = await settleRoom({ db, actor, now }, ref);
      const wait = partsAt === null ? Number.POSITIVE_INFINITY : Number(partsAt) - Number(now);
      if (wait <= CLOCKS_APART_MS) throw new Error("the room is due a moment from now");
    } catch (error) {
      // The room is no more, and trying again will not bring it back.
      if (error instanceof DomainError && error.code === "NOT_FOUND") return;
      throw error;
    }
  };
}
