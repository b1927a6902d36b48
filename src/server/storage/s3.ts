import { S3mini, S3ServiceError } from "s3mini";
import { newSecret } from "../lib/ids";
import type { Blobs } from "./blobs";

/** An S3-compatible store, addressed by path: `<endpoint>/<bucket>/<key>`. */
export type ObjectStore = {
  endpoint: string;
  bucket: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
};

const PATIENCE_MS = 10_000;

/** Blobs as objects under random keys, which say nothing of whose they are. */
export function s3Blobs({ endpoint, bucket, ...access }: ObjectStore): Blobs {
  const store = new S3mini({
    ...access,
    endpoint: `${endpoint.replace(/\/+$/, "")}/${bucket}`,
    requestAbortTimeout: PATIENCE_MS,
  });
  return {
    keep: async (bytes) => {
      const objectKey = newSecret();
      // Octets, so that a store that is open to the world by mistake still shows no picture.
      await store.putObject(objectKey, bytes, "application/octet-stream");
      return { bytes: null, objectKey };
    },
    read: async ({ bytes, objectKey }) => {
      // Kept before there was a store.
      if (!objectKey) return bytes ?? missing();
      const object = await store.getObjectArrayBuffer(objectKey);
      return object ? Buffer.from(object) : missing();
    },
    erase: async (objectKey) => {
      try {
        await store.deleteObject(objectKey);
      } catch (error) {
        if (!(error instanceof S3ServiceError && error.status === 404)) throw error;
      }
    },
  };
}

function missing(): never {
  throw new Error("the object store does not have these bytes");
}
