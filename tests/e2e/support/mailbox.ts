import { type APIRequestContext, expect, type Page } from "@playwright/test";

/** Opens the newest mail to `email` on the mailbox page, as soon as it is there. */
export async function openMail(page: Page, email: string, subject: string): Promise<void> {
  const mail = page
    .getByRole("listitem")
    .filter({ hasText: `to ${email}` })
    .getByRole("link", { name: subject })
    .first();
  await expect(async () => {
    await page.goto("/mailbox");
    await expect(mail).toBeVisible({ timeout: 1 });
  }).toPass({ intervals: [100], timeout: 15_000 });
  await mail.click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(subject);
}

/** The plain text of the mail that is open. */
export function plainText(page: Page) {
  return page.locator("pre");
}

/** The secret behind the `#` of the newest sign-in link sent to `email`. */
export async function signInToken(request: APIRequestContext, email: string): Promise<string> {
  let token = "";
  await expect(async () => {
    const list = await (await request.get("/mailbox")).text();
    const entry = list.split("<li").find((each) => each.includes(email));
    const mail = await request.get(entry?.match(/\/mailbox\/[\w-]+/)?.[0] ?? "/mailbox/none");
    token = (await mail.text()).match(/\/sign-in\/confirm#([\w-]{43})/)?.[1] ?? "";
    expect(token).not.toBe("");
  }).toPass({ intervals: [100], timeout: 15_000 });
  return token;
}
