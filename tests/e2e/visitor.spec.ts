import { expect, test } from "./support/test";

test("a visitor reads in plain words what this is @smoke", async ({ visitor }) => {
  const { page } = await visitor();
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("in good company");
  await expect(page.getByText("The evidence is early and mixed.")).toBeVisible();
  await expect(page.getByRole("link", { name: "Sign in" })).toBeVisible();
});

test("help is one press away without JavaScript, and another country is two more", async ({
  visitor,
}) => {
  const { page } = await visitor({ javaScriptEnabled: false, locale: "en-GB" });
  await page.goto("/");
  await page.getByRole("banner").getByRole("link", { name: "Help now" }).click();
  await expect(page.getByRole("heading", { level: 2, name: "United Kingdom" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Call 116 123 (United Kingdom)" })).toBeVisible();

  await page.getByLabel("Where are you?").selectOption("Ireland");
  await page.getByRole("button", { name: "Show" }).click();
  await expect(page.getByRole("heading", { level: 2, name: "Ireland" })).toBeVisible();
  await expect(page.getByRole("heading", { level: 2, name: "United Kingdom" })).toBeHidden();
});

test("the chosen paper stays chosen", async ({ visitor }) => {
  const { page } = await visitor({ colorScheme: "light" });
  await page.goto("/");
  await page.getByRole("radio", { name: "Dark" }).check();
  await page.goto("/help");
  await expect(page.getByRole("radio", { name: "Dark" })).toBeChecked();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
});
