import type { Tx } from "../db/client";
import type { Queue } from "../jobs/queue";
import type { Runtime } from "../runtime";
import type { StoredBlob } from "./blobs";

/**
 * Has a blob erased once the transaction that forgets it has committed. Bytes in a row go with
 * the row; only objects need a job.
 */
export async function eraseBlobIn(
  tx: Tx,
  queue: Queue,
  { objectKey }: Pick<StoredBlob, "objectKey">,
): Promise<void> {
  if (objectKey) await queue.enqueue(tx, "blobs.erase", { objectKey });
}

/** Starts taking `blobs.erase` off the queue; a store that fails is asked again with backoff. */
export async function workBlobs({ db }: Pick<Runtime, "db">): Promise<void> {
  await db.queue.work("blobs.erase", ({ objectKey }) => db.blobs.erase(objectKey));
}
