import { beforeAll, describe, expect, test } from "vitest";
import type { MemberActor } from "@/server/auth/actor";
import { withActor } from "@/server/db/transaction";
import { DRAFTS_PER_PAGE, type SaveDraft } from "@/server/domains/drafts/contract";
import { accessDraft, findDraft, listDrafts } from "@/server/domains/drafts/reads";
import { drafts } from "@/server/domains/drafts/tables";
import { deleteDraftIn, saveDraft, sealDraft, sealDraftIn } from "@/server/domains/drafts/writes";
import { aMembership, anOrganisation, as, NOW } from "../support/builders";
import { useDatabase } from "../support/database";
import { newId } from "../support/practice-builders";

const db = useDatabase();
let ada: MemberActor;
let sameOrganisation: MemberActor;
let otherOrganisation: MemberActor;

beforeAll(async () => {
  const harbour = await anOrganisation(db);
  ada = await aMembership(db, harbour);
  sameOrganisation = await aMembership(db, harbour);
  otherOrganisation = (await anOrganisation(db)).owner;
});

const later = new Date(NOW.getTime() + 60_000);

function words(actor: MemberActor, said: Partial<SaveDraft> = {}): SaveDraft {
  return {
    organisationId: actor.organisationId,
    draftId: newId(),
    body: "Dear all,\n\n  I think that maybe",
    link: null,
    contentNote: null,
    wantsBack: "witness",
    ...said,
  };
}

describe("saving a draft", () => {
  test("keeps it exactly as written, spaces and all", async () => {
    const said = words(ada, { body: "  half a\n\n\nthought  " });
    const draft = await saveDraft(as(db, ada), said);
    expect(draft.body).toBe("  half a\n\n\nthought  ");
    expect(await accessDraft(as(db, ada), said)).toEqual(draft);
  });

  test("sent twice, or at the same time, it starts one draft", async () => {
    const said = words(ada);
    const [one, two] = await Promise.all([
      saveDraft(as(db, ada), said),
      saveDraft(as(db, ada), said),
    ]);
    expect(two).toEqual(one);
  });

  test("goes on saving while it is written", async () => {
    const said = words(ada);
    await saveDraft(as(db, ada), said);
    const draft = await saveDraft(as(db, ada, later), { ...said, body: "", wantsBack: "ideas" });
    expect(draft).toMatchObject({ body: "", wantsBack: "ideas", savedAt: later.toISOString() });
    expect(draft.createdAt).toBe(NOW.toISOString());
  });

  test("keeps a link and a note before it, too", async () => {
    const said = words(ada, { link: "https://example.org/mess", contentNote: "about hospital" });
    await saveDraft(as(db, ada), said);
    expect(await accessDraft(as(db, ada), said)).toMatchObject({
      link: "https://example.org/mess",
      contentNote: "about hospital",
      photo: null,
    });
  });

  test("based on older words than the kept ones it changes nothing, and says so", async () => {
    const said = words(ada);
    const first = await saveDraft(as(db, ada), { ...said, basedOn: null });
    const there = { ...said, body: "gone on there", basedOn: first.savedAt };
    const second = await saveDraft(as(db, ada, later), there);
    for (const basedOn of [null, first.savedAt]) {
      for (const write of [saveDraft, sealDraft]) {
        await expect(
          write(as(db, ada, later), { ...said, body: "gone on here", basedOn }),
        ).rejects.toMatchObject({ code: "CONFLICT" });
      }
    }
    expect(await accessDraft(as(db, ada), said)).toEqual(second);
    await expect(saveDraft(as(db, ada, later), there)).resolves.toEqual(second);
  });

  test("before the first save there is nothing, which is not an error", async () => {
    expect(await findDraft(as(db, ada), words(ada))).toBeNull();
  });
});

describe("good enough", () => {
  test("seals the words as they are in that moment", async () => {
    const said = words(ada);
    await saveDraft(as(db, ada), said);
    const sealed = await sealDraft(as(db, ada, later), { ...said, body: "and one last word" });
    expect(sealed).toMatchObject({ body: "and one last word", sealedAt: later.toISOString() });
  });

  test("done twice it keeps the first clock", async () => {
    const said = words(ada);
    const once = await sealDraft(as(db, ada), said);
    expect(await sealDraft(as(db, ada, later), said)).toEqual(once);
  });

  test("afterwards nothing can be polished, and a late autosave of the same words is harmless", async () => {
    const said = words(ada);
    await sealDraft(as(db, ada), said);
    await expect(saveDraft(as(db, ada, later), said)).resolves.toMatchObject({ body: said.body });
    for (const write of [saveDraft, sealDraft]) {
      await expect(write(as(db, ada), { ...said, body: "Polished" })).rejects.toMatchObject({
        code: "STATE_CHANGED",
      });
    }
    await expect(
      withActor(as(db, ada), (tx) => tx.update(drafts).set({ body: "Polished" })),
    ).rejects.toMatchObject({ cause: { constraint_name: "drafts_sealed" } });
  });

  test("an empty page is asked for a word, and stays open", async () => {
    const said = words(ada, { body: " \n" });
    await expect(sealDraft(as(db, ada), said)).rejects.toMatchObject({
      code: "INVALID_INPUT",
      data: { issues: [{ path: "body" }] },
    });
    expect(await findDraft(as(db, ada), said)).toBeNull();
  });

  test("a link alone is enough", async () => {
    const said = words(ada, { body: "", link: "https://example.org/mess" });
    expect((await sealDraft(as(db, ada), said)).sealedAt).not.toBeNull();
  });

  test("can be part of another write, and is undone with it", async () => {
    const said = words(ada);
    await saveDraft(as(db, ada), said);
    const failing = withActor(as(db, ada), async (tx) => {
      await sealDraftIn(tx, ada, said.draftId, NOW);
      throw new Error("the room was closed");
    });
    await expect(failing).rejects.toThrow("the room was closed");
    expect((await accessDraft(as(db, ada), said)).sealedAt).toBeNull();
  });
});

describe("deleting a draft", () => {
  const remove = (actor: MemberActor, draftId: string) =>
    withActor(as(db, actor), (tx) => deleteDraftIn(tx, as(db, actor), draftId));

  test.each([
    ["open", saveDraft],
    ["sealed", sealDraft],
  ])("takes an %s one away for good", async (_state, write) => {
    const said = words(ada);
    await write(as(db, ada), said);
    await remove(ada, said.draftId);
    expect(await findDraft(as(db, ada), said)).toBeNull();
    await expect(remove(ada, said.draftId)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("is its author's alone", async () => {
    const said = words(ada);
    await saveDraft(as(db, ada), said);
    for (const actor of [sameOrganisation, otherOrganisation]) {
      await expect(remove(actor, said.draftId)).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
    expect(await findDraft(as(db, ada), said)).not.toBeNull();
  });
});

describe("everyone but its author", () => {
  test.each([
    ["another member of the same organisation", () => sameOrganisation],
    ["the owner of another organisation", () => otherOrganisation],
  ])("%s finds nothing to read or seal", async (_who, actor) => {
    const { id } = await saveDraft(as(db, ada), words(ada));
    const ctx = as(db, actor());
    const target = words(actor(), { draftId: id });
    await expect(accessDraft(ctx, target)).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await findDraft(ctx, target)).toBeNull();
    await expect(withActor(ctx, (tx) => sealDraftIn(tx, actor(), id, NOW))).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    const rows = await withActor(ctx, (tx) => tx.select().from(drafts));
    expect(rows.map((row) => row.id)).not.toContain(id);
  });

  test("a member of the same organisation cannot write over it by knowing its id", async () => {
    const said = words(ada);
    await saveDraft(as(db, ada), said);
    for (const write of [saveDraft, sealDraft]) {
      await expect(
        write(as(db, sameOrganisation), { ...said, body: "mine now" }),
      ).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
    expect((await accessDraft(as(db, ada), said)).body).toBe(said.body);
  });
});

describe("the member's own list", () => {
  test("comes newest first, a page at a time, with how each begins", async () => {
    const bea = await aMembership(db, ada);
    const made: string[] = [];
    for (let at = 0; at <= DRAFTS_PER_PAGE; at += 1) {
      const draftId = newId(NOW.getTime() + at);
      await saveDraft(as(db, bea), words(bea, { draftId, body: `\n\nDraft ${at}\nand more` }));
      made.push(draftId);
    }
    const { organisationId } = bea;
    const first = await listDrafts(as(db, bea), { organisationId });
    expect(first.drafts[0]?.opening).toBe(`Draft ${DRAFTS_PER_PAGE} and more`);
    const second = await listDrafts(as(db, bea), {
      organisationId,
      before: first.next ?? undefined,
    });
    expect(second.next).toBeNull();
    expect([...first.drafts, ...second.drafts].map((each) => each.id)).toEqual(made.reverse());
  });

  test("shows a page without words by its link", async () => {
    const bea = await aMembership(db, ada);
    await saveDraft(as(db, bea), words(bea, { body: " ", link: "https://example.org/mess" }));
    const { drafts: listed } = await listDrafts(as(db, bea), bea);
    expect(listed).toMatchObject([{ opening: "https://example.org/mess", hasPhoto: false }]);
  });
});
