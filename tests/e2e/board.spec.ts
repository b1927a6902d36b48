import type { Page } from "@playwright/test";
import { newId } from "@/components/new-id";
import { press, tabTo, type } from "./support/keyboard";
import { expectAccessible, expectGoodToUse, unfold } from "./support/look";
import type { Person } from "./support/people";
import {
  bringIn,
  FILLED,
  foundGroup,
  type GroupScene,
  LOOKED_BACK,
  practise,
} from "./support/scenes";
import { expect, test } from "./support/test";

/** What one person does is on another's open screen by then. */
const AT_ONCE = { timeout: 3_000 };

type Scene = { ivy: Person; fern: Person; moss: Person; group: GroupScene };

/** A facilitator, Ivy, and two members, Fern and Moss, each in their own browser. */
async function gather(newPerson: () => Promise<Person>): Promise<Scene> {
  const [ivy, fern, moss] = await Promise.all([newPerson(), newPerson(), newPerson()]);
  const group = await foundGroup(ivy, "Ivy");
  await bringIn(ivy, group, fern, "Fern");
  await bringIn(ivy, group, moss, "Moss");
  return { ivy, fern, moss, group };
}

/** The group's page, at what was shared between sessions. */
function boardOn(page: Page) {
  return page.getByRole("region", { name: "Shared between sessions" });
}

/** Keeps a draft and shares its words with the whole group. @returns the id of its message */
async function shareDraft(
  { api }: Person,
  { organisationId, groupId }: GroupScene,
  { body, ...draft }: { body: string; wantsBack: "witness" | "question"; contentNote?: string },
): Promise<{ messageId: string; roomId: string }> {
  const draftId = newId();
  const kept = { organisationId, draftId, body, link: null, contentNote: null, ...draft };
  await api.drafts.saveDraft.mutate(kept);
  return api.sharing.share.mutate({
    organisationId,
    clientMessageId: newId(),
    source: { kind: "draft", id: draftId },
    with: { audience: "group", groupId },
    lifetime: "seven_days",
    fields: ["text"],
  });
}

test("a draft goes from good enough to shared and back by keyboard, and another screen sees it come and go", async ({
  newPerson,
}) => {
  const { fern, moss, group } = await gather(newPerson);
  const { organisationId } = group;
  const words = "Dear all, the middle of this is not there yet";
  await moss.page.goto(group.address);
  await expect(boardOn(moss.page)).toContainText("Nothing lies here just now");

  const { page } = fern;
  await page.goto(`/o/${organisationId}/practice/drafts`);
  await press(page, page.getByRole("link", { name: "Start a draft" }));
  await type(page, page.getByLabel("Your draft"), words);
  await press(page, page.getByRole("button", { name: "Post as it is" }));
  await press(page, page.getByRole("button", { name: "Share some of it" }));
  const everyone = page.getByRole("radio", { name: "Everyone in the group" });
  await tabTo(page, page.getByRole("radio", { name: "Only its facilitators" }));
  await page.keyboard.press("ArrowDown");
  await expect(everyone).toBeChecked();
  await expect(page.getByRole("region", { name: "What the others will see" })).toContainText(words);
  await expectAccessible(page);
  await press(page, page.getByRole("button", { name: "Share it" }));
  await expect(page.getByText("Shared, just as it stood there.")).toBeVisible();
  await expect(boardOn(moss.page)).toContainText(words);
  await expect(
    boardOn(moss.page).getByRole("heading", { name: "A draft from Fern" }),
  ).toBeVisible();

  const places = page.getByRole("region", { name: "Where this is shared" });
  await expectAccessible(page);
  await press(page, places.getByRole("button", { name: "Take it back" }));
  await expect(places).toContainText("Taken back. Nobody sees it any more.");
  await expect(boardOn(moss.page)).not.toContainText(words, AT_ONCE);
  expect(await moss.page.content()).not.toContain(words);
});

test("a warm reply is seen by the author alone, with a name and without a number", async ({
  newPerson,
}) => {
  const { ivy, fern, moss, group } = await gather(newPerson);
  await shareDraft(fern, group, { body: "Half a page", wantsBack: "witness" });
  for (const { page } of [ivy, fern, moss]) await page.goto(group.address);

  const withYou = boardOn(moss.page).getByRole("button", { name: "With you" });
  await press(moss.page, withYou);
  await expect(boardOn(moss.page).getByText("Fern will see that.")).toBeVisible();
  await expect(withYou).toHaveAttribute("aria-pressed", "true");
  const said = boardOn(fern.page).getByRole("list", { name: "Said to you, for you alone" });
  await expect(said.getByRole("listitem")).toHaveText("With you Moss");

  await expect(boardOn(ivy.page)).not.toContainText("Moss");
  expect(ivy.frames.join()).not.toContain("with_you");
  await ivy.page.reload();
  await expect(boardOn(ivy.page)).toContainText("Half a page");
  await expect(boardOn(ivy.page)).not.toContainText("Moss");

  await press(moss.page, withYou);
  await expect(withYou).toHaveAttribute("aria-pressed", "false");
  await expect(said).toHaveCount(0);
});

test("words can be answered only where they were asked for, and taken back again", async ({
  newPerson,
}) => {
  const { fern, moss, group } = await gather(newPerson);
  await shareDraft(fern, group, { body: "Just so you know", wantsBack: "witness" });
  await shareDraft(fern, group, { body: "What is missing?", wantsBack: "question" });
  for (const { page } of [fern, moss]) await page.goto(group.address);
  const cards = boardOn(moss.page).getByRole("listitem");
  const asksNothing = cards.filter({ hasText: "Just so you know" });
  await expect(asksNothing.getByRole("button", { name: "With you" })).toBeVisible();
  await expect(asksNothing.locator("summary")).toHaveCount(0);

  await press(moss.page, moss.page.locator("summary", { hasText: "Ask Fern something" }));
  await type(
    moss.page,
    boardOn(moss.page).getByRole("textbox", { name: "Your question" }),
    "Which half came first?",
  );
  await press(moss.page, boardOn(moss.page).getByRole("button", { name: "Send the question" }));
  await expect(boardOn(fern.page)).toContainText("Which half came first?");

  await press(moss.page, moss.page.getByRole("button", { name: "About your own reply" }));
  await moss.page.getByRole("menuitem", { name: "Take back" }).click();
  await expect(boardOn(fern.page)).not.toContainText("Which half came first?", AT_ONCE);
});

test("what is narrowed, held and removed is narrowed, held and removed on open screens", async ({
  newPerson,
}) => {
  const { ivy, fern, moss, group } = await gather(newPerson);
  const { organisationId, groupId } = group;
  const exposureId = await practise(fern, organisationId);
  await fern.api.sharing.share.mutate({
    organisationId,
    clientMessageId: newId(),
    source: { kind: "exposure", id: exposureId },
    with: { audience: "group", groupId },
    lifetime: "kept",
    fields: ["plan", "learned"],
  });
  for (const { page } of [ivy, moss]) await page.goto(group.address);
  await expect(boardOn(moss.page)).toContainText(LOOKED_BACK.learned);

  const { page } = fern;
  await page.goto(`/o/${organisationId}/practice/${exposureId}`);
  const places = page.getByRole("region", { name: "Where this is shared" });
  await press(page, places.locator("summary", { hasText: "Show less of it" }));
  await press(page, places.getByRole("checkbox", { name: "What I learned" }), "Space");
  await press(page, places.getByRole("button", { name: "Show only this" }));
  await expect(boardOn(moss.page)).not.toContainText(LOOKED_BACK.learned, AT_ONCE);
  await expect(boardOn(moss.page)).toContainText(FILLED.plan);

  const menu = boardOn(ivy.page).getByRole("button", { name: "About the message by Fern" });
  await menu.click();
  await ivy.page.getByRole("menuitem", { name: "Hold" }).click();
  await expect(boardOn(moss.page)).not.toContainText(FILLED.plan, AT_ONCE);
  await menu.click();
  await ivy.page.getByRole("menuitem", { name: "Show to everyone" }).click();
  await expect(boardOn(moss.page)).toContainText(FILLED.plan, AT_ONCE);
  await menu.click();
  await ivy.page.getByRole("menuitem", { name: "Remove" }).click();
  await ivy.page.getByRole("button", { name: "Remove the message" }).click();
  await expect(boardOn(moss.page)).not.toContainText(FILLED.plan, AT_ONCE);
  await expect(boardOn(ivy.page)).toContainText("Removed by a facilitator.");
});

test("a content note folds a card for everyone, and a topic folds it for one member", async ({
  newPerson,
}) => {
  const { ivy, fern, moss, group } = await gather(newPerson);
  const note = {
    body: "The ward was quiet",
    wantsBack: "witness",
    contentNote: "illness",
  } as const;
  await shareDraft(fern, group, note);
  await shareDraft(fern, group, { body: "A hospital, drawn badly", wantsBack: "witness" });

  const { page } = moss;
  await page.goto(group.address);
  await expect(page.getByText("The ward was quiet")).toBeHidden();
  await expect(page.getByText("A hospital, drawn badly")).toBeVisible();
  await press(page, page.locator("summary", { hasText: "illness" }));
  await expect(page.getByText("The ward was quiet")).toBeVisible();

  await press(page, page.locator("summary", { hasText: "Topics you would rather" }));
  await type(page, page.getByLabel("Topics, one on each line"), "hospital");
  await press(page, page.getByRole("button", { name: "Keep these folded" }));
  await expect(page.getByText("A hospital, drawn badly")).toBeHidden();
  await ivy.page.goto(group.address);
  await expect(ivy.page.getByText("A hospital, drawn badly")).toBeVisible();
  await unfold(page);
  await expectGoodToUse(page);
});

test("a quiet word reaches the facilitator's brief and no other member", async ({ newPerson }) => {
  const { ivy, fern, moss, group } = await gather(newPerson);
  for (const { page } of [fern, moss]) await page.goto(group.address);
  await ivy.page.goto(`${group.address}/brief`);
  await type(
    fern.page,
    fern.page.getByLabel("What would you like them to know?"),
    "Could use a quiet word",
  );
  await press(fern.page, fern.page.getByRole("button", { name: "Ask for a word" }));
  await expect(ivy.page.getByRole("region", { name: "Quiet words" })).toContainText("Fern");
  await expect(boardOn(fern.page)).toContainText("Could use a quiet word");
  await expect(boardOn(moss.page)).not.toContainText("Could use a quiet word");
  expect(moss.frames.join()).not.toContain("quiet word");
  await expectGoodToUse(ivy.page);

  moss.forgive(/status of 404/);
  await moss.page.goto(`${group.address}/brief`);
  await expect(moss.page.getByRole("heading", { level: 1 })).not.toHaveText("Two-minute brief");
});

test("a plan that asks for a word gets one from a facilitator's brief", async ({ newPerson }) => {
  const { ivy, fern, group } = await gather(newPerson);
  const { organisationId, groupId } = group;
  const exposureId = newId();
  await fern.api.exposures.planExposure.mutate({
    organisationId,
    exposureId,
    plan: "Tell the whole board",
  });
  await fern.api.exposures.answerStakes.mutate({ organisationId, exposureId, couldHarm: "yes" });
  await fern.api.sharing.share.mutate({
    organisationId,
    clientMessageId: newId(),
    source: { kind: "exposure", id: exposureId },
    with: { audience: "facilitators", groupId },
    lifetime: "kept",
    fields: ["plan"],
    asksWord: true,
  });
  const { page } = ivy;
  await page.goto(`${group.address}/brief`);
  const waiting = page.getByRole("region", { name: "Waiting for your word" });
  await expect(waiting).toContainText("Tell the whole board");
  const goAhead = waiting.getByRole("button", { name: "Go ahead" });
  const smaller = waiting.getByRole("button", { name: "Something smaller, please" });
  const [one, other] = [await goAhead.boundingBox(), await smaller.boundingBox()];
  expect([other?.width, other?.height]).toEqual([one?.width, one?.height]);
  await press(page, goAhead);
  await expect(waiting).toHaveCount(0);
  await expect(page.getByRole("region", { name: "Plans" })).toContainText("Go ahead");
  await expect
    .poll(() => fern.api.sharing.findWord.query({ organisationId, exposureId }))
    .toMatchObject({ word: "go_ahead", by: "Ivy" });
});
