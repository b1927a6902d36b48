import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { openMail, plainText } from "./support/mailbox";
import { foundGroup, LOOKED_BACK, practise } from "./support/scenes";
import { DATA_DIR } from "./support/site";
import { expect, test } from "./support/test";

const SUBJECT = "Your weekly note";

/** Runs the note now, by the command of the README, against the copy under test. */
async function sendNote(email: string): Promise<void> {
  await promisify(execFile)(process.execPath, ["scripts/note.mjs", "--email", email], {
    env: { ...process.env, DATA_DIR },
  });
}

test("a member asks for the weekly note, reads it in both forms, and stops it from the mail @smoke", async ({
  newPerson,
  visitor,
}) => {
  const member = await newPerson();
  const { organisationId } = await foundGroup(member, "Ivy");
  await practise(member, organisationId);
  const { page } = member;
  await page.goto(`/o/${organisationId}/note`);
  const wish = page.getByLabel("Send me a short note once a week");
  await expect(wish).not.toBeChecked();
  await wish.check();
  await page.getByLabel("Put my own week into the email").check();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved.", { exact: true })).toBeVisible();

  await sendNote(member.email);
  const reader = (await visitor()).page;
  await openMail(reader, member.email, SUBJECT);
  const html = reader.frameLocator("iframe[title='The mail as a page']");
  await expect(html.getByRole("heading", { name: SUBJECT })).toBeVisible();
  await expect(html.getByText(LOOKED_BACK.learned)).toBeVisible();
  await expect(plainText(reader)).toContainText(LOOKED_BACK.learned);
  await expect(plainText(reader)).toContainText("Have a gentle week.");

  // Signed out, as mail is read on any device.
  await reader.getByText("All headers").click();
  const headers = reader.getByRole("group").filter({ hasText: "All headers" });
  const link =
    (await headers.textContent())?.match(/<(http\S+\/api\/unsubscribe\/[^>]+)>/)?.[1] ?? "";
  await reader.goto(link);
  await expect(reader.getByRole("heading", { name: "Stop the weekly note?" })).toBeVisible();
  await page.reload();
  await expect(wish).toBeChecked();

  await reader.getByRole("button", { name: "Stop the weekly note" }).click();
  await expect(reader.getByRole("heading", { name: "The weekly note is off" })).toBeVisible();
  await page.reload();
  await expect(wish).not.toBeChecked();
});

test("without a wish for more, the email says nothing of what was practised", async ({
  newPerson,
}) => {
  const member = await newPerson();
  const { organisationId } = await foundGroup(member, "Ivy");
  await practise(member, organisationId);
  await member.page.goto(`/o/${organisationId}/note`);
  await member.page.getByLabel("Send me a short note once a week").check();
  await member.page.getByRole("button", { name: "Save" }).click();
  await expect(member.page.getByText("Saved.", { exact: true })).toBeVisible();

  await sendNote(member.email);
  await openMail(member.page, member.email, SUBJECT);
  await expect(plainText(member.page)).not.toContainText(LOOKED_BACK.learned);
  const html = member.page.frameLocator("iframe[title='The mail as a page']");
  await html.getByRole("link", { name: "Read your note" }).waitFor();
  await expect(html.locator("body")).not.toContainText(LOOKED_BACK.learned);
});

test("nobody is sent a note they have not asked for", async ({ newPerson }) => {
  const member = await newPerson();
  await foundGroup(member, "Ivy");
  await expect(sendNote(member.email)).rejects.toThrow(/They have not asked for the note/);
  await member.page.goto("/mailbox");
  const mine = member.page.getByRole("listitem").filter({ hasText: `to ${member.email}` });
  await expect(mine.getByRole("link", { name: "Your sign-in link" })).toBeVisible();
  await expect(mine.getByRole("link", { name: SUBJECT })).toHaveCount(0);
});
