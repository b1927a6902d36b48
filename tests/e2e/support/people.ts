import { randomBytes } from "node:crypto";
import { type BrowserContext, expect, type Page } from "@playwright/test";
import { createTRPCClient, httpLink } from "@trpc/client";
import type { AppRouter } from "@/server/trpc/root";
import { openMail, plainText, signInToken } from "./mailbox";
import { SITE } from "./site";
import type { Watch } from "./watch";

/** A browser of its own, with one page open. */
export type Visitor = { context: BrowserContext; page: Page } & Watch;

/** Someone signed in. `api` is for setting a scene that another test has walked through already. */
export type Person = Visitor & { email: string; api: ReturnType<typeof apiOf> };

/** The server's procedures, called with the cookies of this browser. */
export function apiOf(context: BrowserContext) {
  return createTRPCClient<AppRouter>({
    links: [
      httpLink({
        url: `${SITE}/api/trpc`,
        methodOverride: "POST",
        fetch: async (url, init) => {
          const answer = await context.request.post(String(url), {
            data: String(init?.body),
            headers: { origin: SITE, "content-type": "application/json" },
          });
          return new Response(new Uint8Array(await answer.body()), { status: answer.status() });
        },
      }),
    ],
  });
}

/** An address that nobody has had before. */
export function newEmail(): string {
  return `someone-${randomBytes(5).toString("hex")}@people.example`;
}

/** Signs in as `email` without walking through the pages; sign-in.spec.ts does that. */
export async function signIn({ context }: Visitor, email: string): Promise<void> {
  const post = async (step: string, data: object) => {
    const headers = { origin: SITE };
    const answer = await context.request.post(`/api/sign-in/${step}`, { data, headers });
    expect(answer.ok(), `sign-in/${step}: ${answer.status()}`).toBe(true);
  };
  await post("request", { email, returnTo: "/home" });
  await post("confirm", { token: await signInToken(context.request, email) });
}

/** Signs in as everyone does: asks for a link, reads the mail, presses the button. */
export async function signInByMail(page: Page, email: string, from = "/sign-in"): Promise<void> {
  await page.goto(from);
  await page.getByLabel("Your email address").fill(email);
  await page.getByRole("button", { name: "Send me a link" }).click();
  await expect(page.getByRole("heading", { name: "Have a look at your mail" })).toBeVisible();
  await openMail(page, email, "Your sign-in link");
  await page.goto(await linkIn(page));
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).not.toHaveURL(/sign-in/);
}

/** The sign-in link in the mail that is open. */
export async function linkIn(page: Page): Promise<string> {
  const words = await plainText(page).textContent();
  const link = words?.match(/http\S+\/sign-in\/confirm#\S+/)?.[0];
  if (!link) throw new Error("the mail holds no link");
  return link;
}

/** Demo only: one press on the public page. */
export async function stepIn(page: Page, as: "practice owner" | "facilitator" | "member") {
  await page.goto("/");
  const name = as === "member" ? "Step in as a member" : `Step in as the ${as}`;
  await page.getByRole("button", { name, exact: true }).click();
  await expect(page).toHaveURL("/home");
}
