import { beforeAll, describe, expect, test } from "vitest";
import type { MemberActor } from "@/server/auth/actor";
import { withActor } from "@/server/db/transaction";
import { accessDraft, findOwnPhoto, loadOwnPhotoIn } from "@/server/domains/drafts/reads";
import { draftPhotos } from "@/server/domains/drafts/tables";
import {
  attachPhoto,
  deleteDraftIn,
  describePhoto,
  removePhoto,
  saveDraft,
  sealDraft,
} from "@/server/domains/drafts/writes";
import { openBlobs } from "@/server/storage/blobs";
import { workBlobs } from "@/server/storage/jobs";
import { aMembership, anOrganisation, as, NOW } from "../support/builders";
import { useDatabase } from "../support/database";
import { useObjectStore } from "../support/object-store";
import { aPhoto } from "../support/photos";
import { newId } from "../support/practice-builders";

const rows = useDatabase();
const objects = useObjectStore();
/** The same database, with photos in an object store. */
const stored = {} as typeof rows;
let ada: MemberActor;
let sameOrganisation: MemberActor;
let otherOrganisation: MemberActor;
let photo: Buffer;

beforeAll(async () => {
  Object.assign(stored, rows, { db: { ...rows.db, blobs: openBlobs(objects.store) } });
  const harbour = await anOrganisation(rows);
  ada = await aMembership(rows, harbour);
  sameOrganisation = await aMembership(rows, harbour);
  otherOrganisation = (await anOrganisation(rows)).owner;
  photo = await aPhoto();
  await workBlobs(stored);
});

function aPage(actor: MemberActor, body = "") {
  const { organisationId } = actor;
  const ref = { organisationId, draftId: newId() };
  return { ...ref, body, link: null, contentNote: null, wantsBack: "witness" as const };
}

/** A draft of Ada's with a photo on it. */
async function withPhoto(test = rows) {
  const page = aPage(ada);
  await saveDraft(as(test, ada), page);
  const target = { ...page, photoId: newId() };
  const draft = await attachPhoto(as(test, ada), target, photo);
  return { page, target, draft };
}

const gone = (key: string) =>
  expect.poll(async () => (await objects.keys()).includes(key), { timeout: 15_000 }).toBe(false);

async function keyOf(draftId: string): Promise<string> {
  const row = await withActor(as(rows, ada), (tx) => loadOwnPhotoIn(tx, ada, draftId));
  if (!row?.objectKey) throw new Error("the photo is not in the object store");
  return row.objectKey;
}

describe.each([
  ["in the database", () => rows],
  ["in an object store", () => stored],
])("a photo kept %s", (_where, kept) => {
  test("can be read back by its author, as a JPEG", async () => {
    const { target, draft, page } = await withPhoto(kept());
    expect(draft.photo).toEqual({ id: target.photoId, alt: null, width: 64, height: 48 });
    expect(await accessDraft(as(kept(), ada), page)).toEqual(draft);
    const { blob, mediaType } = await findOwnPhoto(as(kept(), ada), target);
    const bytes = await kept().db.blobs.read(blob);
    expect(mediaType).toBe("image/jpeg");
    expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xff, 0xd8, 0xff]));
  });

  test("sent twice, or at the same time, is kept once", async () => {
    const { target, draft } = await withPhoto(kept());
    expect(await attachPhoto(as(kept(), ada), target, photo)).toEqual(draft);

    const page = aPage(ada);
    await saveDraft(as(kept(), ada), page);
    const both = { ...page, photoId: newId() };
    const [one, two] = await Promise.all([
      attachPhoto(as(kept(), ada), both, photo),
      attachPhoto(as(kept(), ada), both, photo),
    ]);
    expect(two).toEqual(one);
  });

  test("gives way to the next one, can be described, and taken off again and again", async () => {
    const { page } = await withPhoto(kept());
    const ctx = as(kept(), ada);
    const next = { ...page, photoId: newId() };
    const replaced = await attachPhoto(ctx, next, await aPhoto({ width: 80, format: "png" }));
    expect(replaced.photo).toMatchObject({ id: next.photoId, width: 80 });
    const described = await describePhoto(ctx, { ...page, alt: "A burnt cake" });
    expect(described.photo?.alt).toBe("A burnt cake");
    expect(await describePhoto(ctx, { ...page, alt: "A burnt cake" })).toEqual(described);
    for (const _time of [1, 2]) expect((await removePhoto(ctx, page)).photo).toBeNull();
    await expect(describePhoto(ctx, { ...page, alt: "?" })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });

  test("alone is enough to be good enough, and nothing about it changes after that", async () => {
    const { page, target, draft } = await withPhoto(kept());
    const ctx = as(kept(), ada);
    const sealed = await sealDraft(ctx, page);
    expect(sealed).toMatchObject({ photo: draft.photo, sealedAt: NOW.toISOString() });
    expect(await attachPhoto(ctx, target, photo)).toEqual(sealed);
    for (const change of [
      () => attachPhoto(ctx, { ...page, photoId: newId() }, photo),
      () => describePhoto(ctx, { ...page, alt: "Polished" }),
      () => removePhoto(ctx, page),
    ]) {
      await expect(change()).rejects.toMatchObject({ code: "STATE_CHANGED" });
    }
    expect(await accessDraft(ctx, page)).toEqual(sealed);
  });

  test("goes when its draft is deleted, even a sealed one", async () => {
    const { page, target } = await withPhoto(kept());
    const ctx = as(kept(), ada);
    await sealDraft(ctx, page);
    await withActor(ctx, (tx) => deleteDraftIn(tx, ctx, page.draftId));
    await expect(findOwnPhoto(ctx, target)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("is nothing to anyone but its author", async () => {
    const { page, target } = await withPhoto(kept());
    for (const actor of [sameOrganisation, otherOrganisation]) {
      const ctx = as(kept(), actor);
      const absent = { code: "NOT_FOUND" };
      await expect(findOwnPhoto(ctx, target)).rejects.toMatchObject(absent);
      await expect(attachPhoto(ctx, target, photo)).rejects.toMatchObject(absent);
      await expect(describePhoto(ctx, { ...page, alt: "?" })).rejects.toMatchObject(absent);
      await expect(removePhoto(ctx, page)).rejects.toMatchObject(absent);
      expect(await withActor(ctx, (tx) => tx.select().from(draftPhotos))).toEqual([]);
    }
  });

  test("cannot be put on one's own draft under the id of somebody else's", async () => {
    const { target } = await withPhoto(kept());
    const own = aPage(sameOrganisation);
    const ctx = as(kept(), sameOrganisation);
    await saveDraft(ctx, own);
    await expect(
      attachPhoto(ctx, { ...own, photoId: target.photoId }, photo),
    ).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await findOwnPhoto(as(kept(), ada), target)).toBeTruthy();
  });

  test("needs a draft to be on", async () => {
    const target = { ...aPage(ada), photoId: newId() };
    await expect(attachPhoto(as(kept(), ada), target, photo)).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });
});

describe("the database itself", () => {
  test("holds that a sealed draft's photo stays as it is", async () => {
    const { page } = await withPhoto();
    const ctx = as(rows, ada);
    await sealDraft(ctx, page);
    const refused = { cause: { constraint_name: "drafts_sealed" } };
    await expect(
      withActor(ctx, (tx) => tx.update(draftPhotos).set({ alt: "Polished" })),
    ).rejects.toMatchObject(refused);
    await expect(withActor(ctx, (tx) => tx.delete(draftPhotos))).rejects.toMatchObject(refused);
  });
});

describe("an object whose row is gone", () => {
  test("is erased after the photo was replaced", async () => {
    const { page } = await withPhoto(stored);
    const key = await keyOf(page.draftId);
    expect(await objects.keys()).toContain(key);
    await attachPhoto(as(stored, ada), { ...page, photoId: newId() }, photo);
    expect(await objects.keys()).toContain(await keyOf(page.draftId));
    await gone(key);
  });

  test("is erased after the photo was taken off", async () => {
    const { page } = await withPhoto(stored);
    const key = await keyOf(page.draftId);
    await removePhoto(as(stored, ada), page);
    await gone(key);
  });

  test("is erased after the draft was deleted", async () => {
    const { page } = await withPhoto(stored);
    const key = await keyOf(page.draftId);
    const ctx = as(stored, ada);
    await withActor(ctx, (tx) => deleteDraftIn(tx, ctx, page.draftId));
    await gone(key);
  });

  test("stays while the deletion may still be undone, and when it was", async () => {
    const { page } = await withPhoto(stored);
    const key = await keyOf(page.draftId);
    const ctx = as(stored, ada);
    const failing = withActor(ctx, async (tx) => {
      await deleteDraftIn(tx, ctx, page.draftId);
      throw new Error("rolled back");
    });
    await expect(failing).rejects.toThrow("rolled back");
    expect(await stored.db.blobs.read({ bytes: null, objectKey: key })).toBeInstanceOf(Buffer);
  });

  test("leaves no other behind: no photo that was refused has been stored", async () => {
    const { page, target } = await withPhoto(stored);
    const before = (await objects.keys()).length;
    const own = aPage(sameOrganisation);
    await saveDraft(as(stored, sameOrganisation), own);
    await expect(
      attachPhoto(as(stored, sameOrganisation), { ...own, photoId: target.photoId }, photo),
    ).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(
      attachPhoto(as(stored, ada), { ...page, photoId: newId() }, Buffer.from("no photo")),
    ).rejects.toMatchObject({ code: "INVALID_INPUT" });
    expect((await objects.keys()).length).toBeLessThanOrEqual(before);
  });
});
