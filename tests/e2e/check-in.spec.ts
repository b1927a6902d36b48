import { press, tabTo } from "./support/keyboard";
import { expectAccessible } from "./support/look";
import { foundGroup } from "./support/scenes";
import { expect, test } from "./support/test";

test("a check-in works by keyboard alone, any of it skipped, and lies beside earlier weeks", async ({
  newPerson,
}) => {
  const member = await newPerson();
  const { organisationId } = await foundGroup(member, "Ivy");
  const { page } = member;
  await page.goto(`/o/${organisationId}/practice`);
  await press(page, page.getByRole("link", { name: "Weekly check-in" }));
  await expect(page.getByText("For noticing, not diagnosing.")).toBeVisible();
  await expectAccessible(page);

  const item = (name: RegExp) => page.getByRole("group", { name });
  const answered = (name: RegExp, as: string) =>
    item(name).getByRole("radio", { name: as, exact: true });
  await tabTo(page, answered(/^Fear/, "Skip this one"));
  for (const _ of [1, 2, 3]) await page.keyboard.press("ArrowRight");
  await expect(answered(/^Fear/, "2")).toBeChecked();
  await tabTo(page, answered(/^Distress/, "Skip this one"));
  await page.keyboard.press("ArrowLeft");
  await expect(answered(/^Distress/, "Nothing came up")).toBeChecked();
  await press(page, page.getByRole("button", { name: "Keep this" }));
  await expect(page.getByText("Saved. You can come back to it")).toBeVisible();
  await expectAccessible(page);

  await page.reload();
  await expect(answered(/^Fear/, "2")).toBeChecked();
  await expect(answered(/^Avoidance/, "Skip this one")).toBeChecked();
  await press(page, page.getByRole("link", { name: "See it beside earlier weeks" }));
  await expect(page.getByRole("heading", { level: 1, name: "My practice" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Fear", exact: true })).toBeVisible();
  await expectAccessible(page);
});
