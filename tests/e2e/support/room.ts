import { expect, type Page } from "@playwright/test";

/** A live room as someone finds their way in it. */
export function roomOn(page: Page) {
  const log = page.getByRole("log", { name: "Messages" });
  const message = (words: string) => log.getByRole("listitem").filter({ hasText: words });
  return {
    log,
    /** The message with these words in it. */
    message,
    composer: page.getByLabel("Write to the room"),
    here: page.getByRole("list", { name: "In the circle now" }),
    middle: page.getByRole("region", { name: "The card in the middle" }),
    waiting: page.getByRole("list", { name: "Not in the room yet" }),
    async enter({ address }: { address: string }) {
      await page.goto(address);
      await expect(page.getByText("Connected", { exact: true })).toBeVisible();
    },
    async post(words: string) {
      await page.getByLabel("Write to the room").fill(words);
      await page.keyboard.press("Enter");
    },
    /** Opens the menu of one message and presses what is named. */
    async choose(words: string, action: string) {
      await message(words)
        .getByRole("button", { name: /^About / })
        .click();
      await page.getByRole("menuitem", { name: action, exact: true }).click();
    },
  };
}

export type Room = ReturnType<typeof roomOn>;
