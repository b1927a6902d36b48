import type { Page } from "@playwright/test";

/**
 * Has `goto` and `reload` wait until the page answers to presses. A person takes a moment to look
 * before they type; a test does not, and would press a button that is still only a picture of one.
 */
export function waitForLife(page: Page): void {
  const { goto, reload } = page;
  page.goto = async (...args) => {
    const answer = await goto.apply(page, args);
    await page.waitForFunction(isAlive);
    return answer;
  };
  page.reload = async (...args) => {
    const answer = await reload.apply(page, args);
    await page.waitForFunction(isAlive);
    return answer;
  };
}

/** React leaves a mark on every element that it has brought to life. Runs in the page. */
function isAlive(): boolean {
  if (!document.querySelector("script[src*='/_next/']")) return true;
  const parts = document.querySelectorAll("main, main :is(form, button, input), footer input");
  const isMarked = (part: Element) => Object.keys(part).some((key) => key.startsWith("__react"));
  return [...parts].every(isMarked);
}
