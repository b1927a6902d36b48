import { openMail } from "./support/mailbox";
import { linkIn, newEmail, signInByMail, stepIn } from "./support/people";
import { expect, test } from "./support/test";

const ASKED = "Have a look at your mail";

test("a link in the mail signs in the browser that asked, once @smoke", async ({ visitor }) => {
  const { page } = await visitor();
  const email = newEmail();
  await page.goto("/sign-in");
  await page.getByLabel("Your email address").fill(email);
  await page.getByRole("button", { name: "Send me a link" }).click();
  await expect(page.getByRole("heading", { name: ASKED })).toBeVisible();
  await page.getByRole("link", { name: "Open the mailbox page" }).click();
  await openMail(page, email, "Your sign-in link");
  const link = await linkIn(page);

  await page.goto(link);
  await expect(page.getByText(`As ${email}`)).toBeVisible();
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { name: "Where you belong" })).toBeVisible();

  await page.goto(link);
  await expect(page.getByRole("heading", { name: "This link is over" })).toBeVisible();
});

test("the mail shows as a page too, and its button leads to the same place", async ({
  visitor,
}) => {
  const { page, context } = await visitor();
  const email = newEmail();
  await page.goto("/sign-in");
  await page.getByLabel("Your email address").fill(email);
  await page.getByRole("button", { name: "Send me a link" }).click();
  await expect(page.getByRole("heading", { name: ASKED })).toBeVisible();
  await openMail(page, email, "Your sign-in link");
  const mail = page.frameLocator("iframe[title='The mail as a page']");
  const opened = context.waitForEvent("page");
  await mail.getByRole("link", { name: "Open the sign-in page" }).click();
  await expect((await opened).getByText(`As ${email}`)).toBeVisible();
});

test("a link opened in another browser offers a short code that signs in the one that asked", async ({
  visitor,
}) => {
  const [asking, other] = [await visitor(), await visitor()];
  const email = newEmail();
  await asking.page.goto("/sign-in");
  await asking.page.getByLabel("Your email address").fill(email);
  await asking.page.getByRole("button", { name: "Send me a link" }).click();
  await expect(asking.page.getByRole("heading", { name: ASKED })).toBeVisible();

  await openMail(other.page, email, "Your sign-in link");
  await other.page.goto(await linkIn(other.page));
  await expect(other.page.getByRole("heading", { name: "This is another browser" })).toBeVisible();
  await expect(other.page.getByText(email)).toHaveCount(0);
  await other.page.getByRole("button", { name: "Show the code" }).click();
  const code = (await other.page.getByTestId("sign-in-code").textContent()) ?? "";

  await asking.page.getByLabel("Code from the other device").fill(code.toLowerCase());
  await asking.page.getByRole("button", { name: "Sign in with the code" }).click();
  await expect(asking.page.getByRole("heading", { name: "Where you belong" })).toBeVisible();
  await other.page.goto("/home");
  await expect(other.page).toHaveURL(/\/sign-in/);
});

test("a wrong code is told at its field and can be typed again", async ({ visitor }) => {
  const { page, forgive } = await visitor();
  forgive(/status of 4\d\d/);
  await page.goto("/sign-in");
  await page.getByLabel("Your email address").fill(newEmail());
  await page.getByRole("button", { name: "Send me a link" }).click();
  await page.getByLabel("Code from the other device").fill("AAAA AAAA");
  await page.getByRole("button", { name: "Sign in with the code" }).click();
  await expect(page.getByLabel("Code from the other device")).toHaveAttribute("aria-invalid");
  await expect(page.getByLabel("Code from the other device")).toHaveValue("AAAA AAAA");
});

test("what is not an address is told at the field, with what was typed kept", async ({
  visitor,
}) => {
  const { page, forgive } = await visitor();
  forgive(/status of 400/);
  await page.goto("/sign-in");
  await page.getByLabel("Your email address").fill("not an address");
  await page.getByRole("button", { name: "Send me a link" }).click();
  const field = page.getByLabel("Your email address");
  await expect(field).toHaveAccessibleDescription(/Please write an email address/);
  await expect(field).toHaveValue("not an address");
});

test("signing in leads back to where one was going", async ({ visitor }) => {
  const { page } = await visitor();
  await page.goto("/home?from=a-letter");
  await expect(page).toHaveURL("/sign-in?returnTo=%2Fhome%3Ffrom%3Da-letter");
  await signInByMail(page, newEmail(), page.url());
  await expect(page).toHaveURL("/home?from=a-letter");
});

test("a way back to somewhere else is not followed", async ({ visitor }) => {
  const { page } = await visitor();
  await signInByMail(page, newEmail(), "/sign-in?returnTo=https%3A%2F%2Felsewhere.example%2F");
  await expect(page).toHaveURL("/home");
});

test("signing out ends the session", async ({ visitor }) => {
  const { page } = await visitor();
  await stepIn(page, "member");
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL("/");
  await page.goto("/home");
  await expect(page).toHaveURL(/\/sign-in/);
});

test("Leave quickly ends the session, and Back brings nothing back", async ({ visitor }) => {
  const { page } = await visitor();
  await stepIn(page, "member");
  await page.getByRole("link", { name: "Harbour Lane Practice" }).click();
  await page.getByRole("link", { name: "Tuesday evening circle" }).click();
  await expect(page.getByText("Here you go by Wren")).toBeVisible();

  await page.getByRole("banner").getByRole("link", { name: "Leave quickly" }).click();
  await expect(page).toHaveURL("/kitchen.html");
  await page.goBack();
  await expect(page).toHaveURL(/\/sign-in|\/$/);
  await expect(page.getByText("Tuesday evening circle")).toHaveCount(0);
  await expect(page.getByText("Harbour Lane")).toHaveCount(0);
  await page.goto("/home");
  await expect(page).toHaveURL(/\/sign-in/);
});
