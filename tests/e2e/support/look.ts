import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/** While a menu or dialog is open, Base UI holds the focus in it with empty elements outside of it. */
const FOCUS_GUARDS = "[data-base-ui-focus-guard]";

const WIDE = { width: 1280, height: 800 };
const NARROW = { width: 360, height: 740 };
const NARROWEST = { width: 320, height: 640 };

/**
 * Shows that axe finds nothing on the page as it stands. `contrastOnly` is for the other paper:
 * colours are all that changes with it.
 */
export async function expectAccessible(
  page: Page,
  { contrastOnly = false, without = [] as string[] } = {},
): Promise<void> {
  const axe = new AxeBuilder({ page }).exclude(FOCUS_GUARDS);
  if (contrastOnly) axe.withRules(["color-contrast"]);
  else axe.withTags(RULES).disableRules(without);
  // What stands in a frame is mail, sealed off from every script, axe included.
  if (page.frames().length > 1) axe.exclude("iframe");
  else axe.setLegacyMode();
  const { violations } = await axe.analyze();
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`),
  );
  const { width } = page.viewportSize() ?? WIDE;
  expect.soft(found, `${page.url()} at ${width} px`).toEqual([]);
}

/** The same on light and dark paper, wide and narrow; and nothing scrolls sideways. */
export async function expectGoodToUse(page: Page): Promise<void> {
  // Otherwise a colour could be caught half-way from one paper to the other.
  await page.emulateMedia({ reducedMotion: "reduce" });
  for (const size of [WIDE, NARROW]) {
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme: "light" });
    await expectAccessible(page);
    await page.emulateMedia({ colorScheme: "dark" });
    await expectAccessible(page, { contrastOnly: true });
    await expectNoSidewaysScroll(page);
  }
  await page.setViewportSize(NARROWEST);
  await expectNoSidewaysScroll(page);
  await page.setViewportSize(WIDE);
}

/** Opens everything that is folded away. */
export async function unfold(page: Page): Promise<void> {
  await page.locator("details").evaluateAll((all: HTMLDetailsElement[]) => {
    for (const each of all) each.open = true;
  });
}

async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const over = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth - clientWidth;
  });
  expect.soft(over, `${page.url()} at ${page.viewportSize()?.width} px`).toBeLessThanOrEqual(0);
}
