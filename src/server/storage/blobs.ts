import { type ObjectStore, s3Blobs } from "./s3";

/** Where the bytes of something are; exactly one of the two. A row of a domain holds it. */
export type StoredBlob = { bytes: Buffer | null; objectKey: string | null };

/**
 * Bytes too large for a column of their own kind: in the database by default, or in an object
 * store. Knows neither whose they are nor who may see them; rows do.
 */
export type Blobs = {
  /** Outside any transaction: call it through `keepBlob`, so that nothing is left behind. */
  keep(bytes: Buffer): Promise<StoredBlob>;
  /** @throws Error when the object store has none, or is not configured any more. */
  read(blob: StoredBlob): Promise<Buffer>;
  /** Erasing what is gone already is no error. */
  erase(objectKey: string): Promise<void>;
};

/** Blobs in the object store, or in the rows themselves where there is none. */
export function openBlobs(store: ObjectStore | undefined): Blobs {
  return store ? s3Blobs(store) : rowBlobs;
}

/**
 * Keeps the bytes while `work` writes the row that refers to them. If `work` throws, they are
 * erased again: an object store takes no part in a transaction.
 */
export async function keepBlob<T>(
  blobs: Blobs,
  bytes: Buffer,
  work: (blob: StoredBlob) => Promise<T>,
): Promise<T> {
  const blob = await blobs.keep(bytes);
  try {
    return await work(blob);
  } catch (error) {
    // What went wrong first is what the caller must hear of.
    if (blob.objectKey) await blobs.erase(blob.objectKey).catch(() => {});
    throw error;
  }
}

const rowBlobs: Blobs = {
  keep: async (bytes) => ({ bytes, objectKey: null }),
  read: async ({ bytes }) => {
    if (!bytes) throw new Error("these bytes are in an object store, and none is configured");
    return bytes;
  },
  erase: async () => {
    throw new Error("an object is to be erased, and no object store is configured");
  },
};
