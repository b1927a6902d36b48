import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { S3mini } from "s3mini";
import S3rver from "s3rver";
import { afterAll, beforeAll } from "vitest";
import type { ObjectStore } from "@/server/storage/s3";

const BUCKET = "photos-of-tests";

/** A real S3-speaking server on a free port, with one empty bucket. */
export function useObjectStore() {
  const test = {} as { store: ObjectStore; keys(): Promise<string[]> };
  let directory: string;
  let server: S3rver;
  beforeAll(async () => {
    directory = await mkdtemp(path.join(tmpdir(), "unpolished-s3-"));
    server = new S3rver({
      address: "127.0.0.1",
      port: 0,
      silent: true,
      directory,
      configureBuckets: [{ name: BUCKET, configs: [] }],
    });
    const { port } = await server.run();
    test.store = {
      endpoint: `http://127.0.0.1:${port}`,
      bucket: BUCKET,
      region: "eu-west-1",
      // The only pair that s3rver knows.
      accessKeyId: "S3RVER",
      secretAccessKey: "S3RVER",
    };
    const { endpoint, bucket, ...access } = test.store;
    const client = new S3mini({ ...access, endpoint: `${endpoint}/${bucket}` });
    test.keys = async () => ((await client.listObjects()) ?? []).map(({ Key }) => Key);
  });
  afterAll(async () => {
    await server?.close();
    await rm(directory, { recursive: true, force: true });
  });
  return test;
}
