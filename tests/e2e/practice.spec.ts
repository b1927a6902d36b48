import type { Page } from "@playwright/test";
import { press, tabTo, type } from "./support/keyboard";
import { FILLED, foundGroup, LOOKED_BACK } from "./support/scenes";
import { expect, test } from "./support/test";

const LIKELY = "How likely does that seem right now?";
const EXPECTED = "How bad do you expect it to get at its worst?";
const PEAK = "How bad did it get at its worst?";
const LIKELY_NOW = "How likely would the feared thing seem, were you to try again?";

/** The box beside a slider in which its number can be typed. */
function typed(page: Page, label: string) {
  return page.getByRole("group", { name: label }).getByRole("textbox");
}

test("a member plans from the library, seals, does it, and lays the guess beside what came @smoke", async ({
  newPerson,
}) => {
  const member = await newPerson();
  const { organisationId } = await foundGroup(member, "Ivy");
  const { page } = member;

  // Three screens: the practice, the ideas, the plan.
  await page.goto(`/o/${organisationId}/practice`);
  await page.getByRole("link", { name: "Look for an idea" }).click();
  const idea = page.getByRole("main").getByRole("listitem").first();
  const title = (await idea.getByRole("heading").textContent()) ?? "";
  await idea.getByRole("link", { name: /^Plan this/ }).click();
  await expect(page.getByLabel("What would you like to try?")).toHaveValue(title);
  await page.getByLabel("What are you afraid might happen?").fill(FILLED.fearedOutcome);
  await typed(page, LIKELY).fill("81");
  await typed(page, EXPECTED).fill("73");
  await page.getByRole("button", { name: "Keep this plan" }).click();

  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  await page.getByRole("button", { name: "Seal it and start" }).click();
  await expect(page.getByText(/^Sealed on /)).toBeVisible();
  await expect(page.getByText(FILLED.fearedOutcome)).toBeVisible();
  await page.getByRole("button", { name: "It is done" }).click();

  await page.getByLabel("What happened?").fill(LOOKED_BACK.whatHappened);
  await page.getByRole("radio", { name: "No", exact: true }).check();
  await typed(page, PEAK).fill("42");
  await typed(page, LIKELY_NOW).fill("12");
  await page.getByLabel("What did I feel?").fill(LOOKED_BACK.felt);
  await page.getByLabel("What was worse than I imagined?").fill(LOOKED_BACK.worse);
  await page.getByLabel("What was better?").fill(LOOKED_BACK.better);
  await page.getByLabel("What did I learn?").fill(LOOKED_BACK.learned);
  await page.getByRole("button", { name: "Keep this" }).click();

  const beside = page.getByRole("region", { name: "What you guessed, beside what came" });
  await expect(beside.getByRole("img", { name: /Distress.*guessed 73, came 42/ })).toBeVisible();
  await expect(beside.getByRole("row", { name: "Distress at its worst 73 42" })).toBeVisible();
  await expect(beside.getByRole("row", { name: /likely.* 81 12/ })).toBeVisible();

  await page.goto(`/o/${organisationId}/practice`);
  await expect(page.getByText("reflected on")).toBeVisible();
  await expect(page.getByText(`“${LOOKED_BACK.learned}”`)).toBeVisible();
});

test("words survive a reload before they are sent, in the plan and in the looking back", async ({
  newPerson,
}) => {
  const { page, ...member } = await newPerson();
  const { organisationId } = await foundGroup({ page, ...member }, "Ivy");
  await page.goto(`/o/${organisationId}/practice/new`);
  await page.getByLabel("What would you like to try?").fill("Wear odd socks");
  await page.getByLabel("What are you afraid might happen?").fill("Somebody looks down");
  await typed(page, EXPECTED).fill("30");
  await page.reload();
  await expect(page.getByLabel("What would you like to try?")).toHaveValue("Wear odd socks");
  await expect(page.getByLabel("What are you afraid might happen?")).toHaveValue(
    "Somebody looks down",
  );
  await expect(typed(page, EXPECTED)).toHaveValue("30");
  await page.getByRole("button", { name: "Keep this plan" }).click();
  await page.getByRole("button", { name: "Seal it and start" }).click();
  await page.getByRole("button", { name: "It is done" }).click();

  await page.getByLabel("What did I learn?").fill("Nobody looks at feet");
  await page.reload();
  await expect(page.getByLabel("What did I learn?")).toHaveValue("Nobody looks at feet");
});

test("what is missing is told at its field, with everything typed kept", async ({ newPerson }) => {
  const { page, forgive, ...member } = await newPerson();
  forgive(/status of 400/);
  const { organisationId } = await foundGroup({ page, forgive, ...member }, "Ivy");
  await page.goto(`/o/${organisationId}/practice/new`);
  await page.getByLabel("Where, and with whom?").fill("At the bakery");
  await page.getByRole("button", { name: "Keep this plan" }).click();
  await expect(page.getByLabel("What would you like to try?")).toHaveAccessibleDescription(
    /A few words on what you would like to try are enough/,
  );
  await expect(page.getByLabel("Where, and with whom?")).toHaveValue("At the bakery");
});

test("once sealed, nothing about the guess can be changed, not even from a page left open", async ({
  newPerson,
}) => {
  const { page, context, forgive, ...member } = await newPerson();
  forgive(/status of 409/);
  const { organisationId } = await foundGroup({ page, context, forgive, ...member }, "Ivy");
  await page.goto(`/o/${organisationId}/practice/new`);
  await page.getByLabel("What would you like to try?").fill("Hand in the sketch");
  await typed(page, EXPECTED).fill("60");
  await page.getByRole("button", { name: "Keep this plan" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Hand in the sketch" })).toBeVisible();
  const leftOpen = await context.newPage();
  await leftOpen.goto(page.url());
  await leftOpen.getByText("Make it smaller, or change the words").click();

  await page.getByRole("button", { name: "Seal it and start" }).click();
  await expect(page.getByText(/^Sealed on /)).toBeVisible();
  await expect(page.getByText("Make it smaller, or change the words")).toHaveCount(0);

  await leftOpen.getByLabel("What would you like to try?").fill("Hand in the whole thing");
  await leftOpen.getByRole("button", { name: "Save the change" }).click();
  await expect(leftOpen.getByRole("main").getByRole("alert")).toContainText(
    "This guess is sealed already",
  );
  await expect(leftOpen.getByLabel("What would you like to try?")).toHaveValue(
    "Hand in the whole thing",
  );
  await page.reload();
  await expect(page.getByRole("heading", { level: 1, name: "Hand in the sketch" })).toBeVisible();
  await expect(page.getByText("60 of 100")).toBeVisible();
});

test("letting go weighs the same as doing, in size and in words", async ({ newPerson }) => {
  const { page, ...member } = await newPerson();
  const { organisationId } = await foundGroup({ page, ...member }, "Ivy");
  await page.goto(`/o/${organisationId}/practice/new`);
  await page.getByLabel("What would you like to try?").fill("Leave the bed unmade");
  await page.getByRole("button", { name: "Keep this plan" }).click();
  await page.getByRole("button", { name: "Seal it and start" }).click();
  const done = page.getByRole("button", { name: "It is done" });
  const letGo = page.getByRole("button", { name: "Let it go" });
  await expect(done).toBeVisible();
  const [one, other] = [await done.boundingBox(), await letGo.boundingBox()];
  expect([other?.width, other?.height]).toEqual([one?.width, one?.height]);
  await letGo.click();
  await expect(page.getByText("as much practice as doing it")).toBeVisible();
});

test("a whole exposure works by keyboard alone", async ({ newPerson }) => {
  const { page, ...member } = await newPerson();
  const { organisationId } = await foundGroup({ page, ...member }, "Ivy");
  await page.goto(`/o/${organisationId}/practice`);
  await press(page, page.getByRole("link", { name: "Plan something of my own" }));
  await type(page, page.getByLabel("What would you like to try?"), "Use the chipped cup");
  const slider = page.getByRole("group", { name: EXPECTED }).getByRole("slider");
  await tabTo(page, slider);
  for (const key of ["Home", "ArrowRight", "ArrowRight"]) await page.keyboard.press(key);
  await expect(slider).toHaveValue("2");
  await press(page, page.getByRole("button", { name: "Keep this plan" }));
  await press(page, page.getByRole("button", { name: "Seal it and start" }));
  await press(page, page.getByRole("button", { name: "It is done" }), "Space");
  await type(page, page.getByLabel("What happened?"), "Tea");
  await press(page, page.getByRole("radio", { name: "No", exact: true }), "Space");
  await type(page, page.getByLabel("What did I learn?"), "It holds tea");
  await press(page, page.getByRole("button", { name: "Keep this" }));
  await expect(page.getByRole("heading", { name: "Looking back" })).toBeVisible();
  await expect(page.getByText("It holds tea")).not.toHaveCount(0);
});
