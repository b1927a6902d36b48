import { randomBytes } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { type Blobs, keepBlob, openBlobs } from "@/server/storage/blobs";
import { useObjectStore } from "../support/object-store";

const objects = useObjectStore();
let blobs: Blobs;
beforeAll(() => {
  blobs = openBlobs(objects.store);
});

const bytes = randomBytes(200_000);

describe("an S3-compatible store", () => {
  test("keeps bytes under a random key, gives them back whole, and erases them", async () => {
    const blob = await blobs.keep(bytes);
    expect(blob).toEqual({ bytes: null, objectKey: expect.stringMatching(/^[\w-]{43}$/) });
    expect((await blobs.keep(bytes)).objectKey).not.toBe(blob.objectKey);
    expect(await blobs.read(blob)).toEqual(bytes);
    const { objectKey } = blob as { objectKey: string };
    await blobs.erase(objectKey);
    expect(await objects.keys()).not.toContain(objectKey);
    await expect(blobs.read(blob)).rejects.toThrow("does not have");
  });

  test("erases twice without complaint, as a job that is run again does", async () => {
    const { objectKey } = await blobs.keep(bytes);
    for (const _time of [1, 2]) await blobs.erase(objectKey as string);
  });

  test("still reads what was kept in the database before there was a store", async () => {
    expect(await blobs.read({ bytes, objectKey: null })).toBe(bytes);
  });

  test("is left with nothing when the row that should refer to it is not written", async () => {
    const before = await objects.keys();
    const failing = keepBlob(blobs, bytes, async (blob) => {
      expect(await objects.keys()).toContain(blob.objectKey);
      throw new Error("rolled back");
    });
    await expect(failing).rejects.toThrow("rolled back");
    expect(await objects.keys()).toEqual(before);
  });

  test("that refuses the key fails, rather than losing bytes in silence", async () => {
    const refused = openBlobs({ ...objects.store, accessKeyId: "nobody" });
    await expect(refused.keep(bytes)).rejects.toThrow();
  });
});

describe("without a store", () => {
  const rows = openBlobs(undefined);

  test("bytes stay in the row", async () => {
    const blob = await rows.keep(bytes);
    expect(blob).toEqual({ bytes, objectKey: null });
    expect(await rows.read(blob)).toBe(bytes);
  });

  test("what an earlier store holds is missed aloud", async () => {
    const gone = { bytes: null, objectKey: "k" };
    await expect(rows.read(gone)).rejects.toThrow("none is configured");
    await expect(rows.erase("k")).rejects.toThrow("no object store is configured");
  });
});
