import { type BrowserContextOptions, test as base, expect } from "@playwright/test";
import { waitForLife } from "./life";
import { apiOf, newEmail, type Person, signIn, type Visitor } from "./people";
import { type Watch, watch } from "./watch";

type People = {
  /** Opens another browser, as private as another person's. */
  visitor: (options?: BrowserContextOptions) => Promise<Visitor>;
  /** Someone new, signed in, in a browser of their own. */
  newPerson: (options?: BrowserContextOptions) => Promise<Person>;
};

/** Every test ends by showing that no browser in it met an error, a broken policy or a stranger. */
export const test = base.extend<People>({
  visitor: async ({ browser }, use) => {
    const watches: Watch[] = [];
    const contexts: Visitor["context"][] = [];
    await use(async (options) => {
      const context = await browser.newContext(options);
      contexts.push(context);
      if (options?.javaScriptEnabled !== false) context.on("page", waitForLife);
      const watched = await watch(context);
      watches.push(watched);
      return { context, page: await context.newPage(), ...watched };
    });
    for (const context of contexts) await context.close();
    expect(watches.flatMap((each) => each.problems())).toEqual([]);
  },
  newPerson: async ({ visitor }, use) => {
    await use(async (options) => {
      const someone = await visitor(options);
      const email = newEmail();
      await signIn(someone, email);
      return { ...someone, email, api: apiOf(someone.context) };
    });
  },
});

export { expect };
