import { beforeAll, describe, expect, test } from "vitest";
import type { MemberActor } from "@/server/auth/actor";
import { withActor } from "@/server/db/transaction";
import { type AddIdea, OWN_IDEAS_MAX } from "@/server/domains/exposures/contract";
import { findIdea, listIdeas, listIdeasForOwner } from "@/server/domains/exposures/reads";
import {
  hiddenIdeas,
  organisationIdeas,
  practicePreferences,
} from "@/server/domains/exposures/tables";
import {
  addIdea,
  hideCategories,
  hideIdea,
  planExposure,
  showIdea,
} from "@/server/domains/exposures/writes";
import { type AnOrganisation, aMembership, anOrganisation, as, NOW } from "../support/builders";
import { useDatabase } from "../support/database";
import { aPlan, newId } from "../support/practice-builders";

const db = useDatabase();
let harbour: AnOrganisation;
let quay: AnOrganisation;
let ada: MemberActor;
let bea: MemberActor;
let facilitator: MemberActor;

beforeAll(async () => {
  harbour = await anOrganisation(db);
  quay = await anOrganisation(db);
  ada = await aMembership(db, harbour);
  bea = await aMembership(db, harbour);
  facilitator = await aMembership(db, harbour, { role: "facilitator" });
});

const OURS = "one-typo-to-a-friend";
const anIdea = (said: Partial<AddIdea> = {}): AddIdea => ({
  organisationId: harbour.organisationId,
  ideaId: newId(),
  title: "Wear the stained apron",
  category: "appearance",
  difficulty: 2,
  suggestion: "Keep it on at the counter for an hour.",
  notice: "Who looked?",
  ...said,
});
const seenBy = async (actor: MemberActor) =>
  (await listIdeas(as(db, actor), {})).ideas.map(({ slug }) => slug);

describe("the library", () => {
  test("starts with the smallest, searches, and shows what was asked for", async () => {
    const { ideas, hiddenCategories } = await listIdeas(as(db, ada), {});
    expect(hiddenCategories).toEqual([]);
    expect(ideas.length).toBeGreaterThanOrEqual(98);
    expect(ideas.map(({ difficulty }) => difficulty)).toEqual(
      ideas.map(({ difficulty }) => difficulty).toSorted(),
    );
    const found = await listIdeas(as(db, ada), { search: "typo", category: "email-writing" });
    expect(found.ideas.map(({ slug }) => slug)).toContain(OURS);
  });

  test("knows one idea by its name, and none by another", async () => {
    expect(await findIdea(as(db, ada), { slug: OURS })).toMatchObject({ slug: OURS, own: false });
    expect(await findIdea(as(db, ada), { slug: "no-such-idea" })).toBeNull();
  });
});

describe("an organisation's own ideas", () => {
  test("stand among ours, for its own people alone, and added twice are added once", async () => {
    const input = anIdea();
    const added = await addIdea(as(db, harbour.owner), input);
    expect(added).toMatchObject({ slug: input.ideaId, own: true, hidden: false });
    expect(await addIdea(as(db, harbour.owner), { ...input, title: "Other" })).toEqual(added);
    expect((await seenBy(ada)).filter((slug) => slug === added.slug)).toHaveLength(1);
    expect(await findIdea(as(db, ada), { slug: added.slug })).toMatchObject({
      title: input.title,
      smaller: { slug: expect.any(String) },
    });
    expect(await seenBy(quay.owner)).not.toContain(added.slug);
    expect(await findIdea(as(db, quay.owner), { slug: added.slug })).toBeNull();
  });

  test("lend a plan their category, as ours do", async () => {
    const { slug } = await addIdea(as(db, harbour.owner), anIdea({ category: "home" }));
    const plan = (librarySlug: string) =>
      planExposure(as(db, ada), aPlan(ada, { librarySlug, category: "social" }));
    expect((await plan(slug)).category).toBe("home");
    expect((await plan(OURS)).category).toBe("email-writing");
    expect((await plan("no-such-idea")).category).toBe("social");
  });

  test("have an end", async () => {
    const { owner, organisationId } = await anOrganisation(db);
    const rows = Array.from({ length: OWN_IDEAS_MAX }, () => {
      const { ideaId, ...idea } = anIdea({ organisationId });
      return { ...idea, id: ideaId, addedAt: NOW };
    });
    await withActor(as(db, owner), (tx) => tx.insert(organisationIdeas).values(rows));
    await expect(addIdea(as(db, owner), anIdea({ organisationId }))).rejects.toMatchObject({
      code: "TOO_MANY",
    });
  });
});

describe("hiding an idea", () => {
  test("takes it out of everyone's sight, of what is smaller too, until it is shown again", async () => {
    const { owner, organisationId } = await anOrganisation(db);
    const { ideas } = await listIdeas(as(db, owner), {});
    const larger = ideas.find(({ smaller }) => smaller !== null);
    const slug = larger?.smaller?.slug ?? "";
    const member = await aMembership(db, { organisationId });
    for (const _twice of [1, 2]) {
      expect(await hideIdea(as(db, owner), { slug })).toMatchObject({ slug, hidden: true });
    }
    expect(await seenBy(member)).not.toContain(slug);
    expect(await findIdea(as(db, member), { slug })).toBeNull();
    const now = await findIdea(as(db, member), { slug: larger?.slug ?? "" });
    expect(now?.smaller?.slug).not.toBe(slug);
    const listed = (await listIdeas(as(db, member), {})).ideas;
    expect(listed.filter(({ smaller }) => smaller?.slug === slug)).toEqual([]);
    expect(await seenBy(ada)).toContain(slug);
    const seen = await listIdeasForOwner(as(db, owner));
    expect(seen.filter(({ hidden }) => hidden).map((idea) => idea.slug)).toEqual([slug]);
    for (const _twice of [1, 2]) {
      expect(await showIdea(as(db, owner), { slug })).toMatchObject({ slug, hidden: false });
    }
    expect(await seenBy(member)).toContain(slug);
  });

  test("of no idea finds nothing", async () => {
    for (const act of [hideIdea, showIdea]) {
      await expect(act(as(db, harbour.owner), { slug: "no-such-idea" })).rejects.toMatchObject({
        code: "NOT_FOUND",
      });
    }
  });
});

describe("looking after the library", () => {
  test("is the owner's; nobody else finds it", async () => {
    const idea = await addIdea(as(db, harbour.owner), anIdea());
    for (const actor of [ada, facilitator, quay.owner]) {
      const ctx = as(db, actor);
      const attempts = [
        () => hideIdea(ctx, { slug: idea.slug }),
        () => showIdea(ctx, { slug: idea.slug }),
      ];
      if (actor !== quay.owner) {
        attempts.push(() => addIdea(ctx, anIdea()));
        await expect(listIdeasForOwner(ctx)).rejects.toMatchObject({ code: "NOT_FOUND" });
      }
      for (const attempt of attempts) {
        await expect(attempt()).rejects.toMatchObject({ code: "NOT_FOUND" });
      }
    }
    expect(await seenBy(ada)).toContain(idea.slug);
  });

  test("is the owner's in the database too", async () => {
    const { organisationId } = harbour;
    for (const actor of [ada, facilitator]) {
      const { ideaId, ...idea } = anIdea();
      await expect(
        withActor(as(db, actor), (tx) =>
          tx.insert(organisationIdeas).values({ ...idea, id: ideaId, addedAt: NOW }),
        ),
      ).rejects.toMatchObject({ cause: { code: "42501" } });
      await expect(
        withActor(as(db, actor), (tx) =>
          tx.insert(hiddenIdeas).values({ organisationId, slug: OURS, hiddenAt: NOW }),
        ),
      ).rejects.toMatchObject({ cause: { code: "42501" } });
    }
  });
});

describe("a category that a member would rather not see", () => {
  test("is gone for them alone, for as long as they like", async () => {
    const before = await seenBy(bea);
    const kept = await hideCategories(as(db, ada), { categories: ["social", "home", "social"] });
    expect(kept).toEqual({ hiddenCategories: ["home", "social"] });
    expect(await hideCategories(as(db, ada), { categories: ["home", "social"] })).toEqual(kept);
    const library = await listIdeas(as(db, ada), {});
    expect(library.hiddenCategories).toEqual(["home", "social"]);
    const categories = new Set(library.ideas.map(({ category }) => category));
    expect(categories.has("home") || categories.has("social")).toBe(false);
    expect((await listIdeas(as(db, ada), { category: "home" })).ideas).toEqual([]);
    expect(await seenBy(bea)).toEqual(before);
    await hideCategories(as(db, ada), { categories: [] });
    expect(await seenBy(ada)).toEqual(before);
  });

  test("is known to nobody else, in the database either", async () => {
    await hideCategories(as(db, bea), { categories: ["rest"] });
    for (const actor of [ada, facilitator, harbour.owner, quay.owner]) {
      const rows = await withActor(as(db, actor), (tx) => tx.select().from(practicePreferences));
      expect(rows.filter((row) => row.membershipId === bea.membershipId)).toEqual([]);
    }
  });
});
