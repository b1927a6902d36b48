/** A page of our own that says nothing about us: no third party hears of anyone leaving. */
export const NEUTRAL_PAGE = "/kitchen.html";
const NEUTRAL_TITLE = "Kitchen measures";
/** Kept for the tab, so that Back shows nothing; put up and taken down again to tell other tabs. */
export const LEFT = "left-quickly";

/** What leaving needs of a browser. */
export type Leaving = {
  document: { documentElement: { hidden: unknown }; title: string };
  location: { replace(address: string): void };
  sessionStorage: Pick<Storage, "setItem">;
  localStorage: Pick<Storage, "setItem" | "clear">;
  navigator: { sendBeacon(address: string): boolean };
};

/**
 * Blanks the page before anything else, ends the session by beacon, and replaces this page in the
 * tab's history with a neutral one. A browser that forbids storage or beacons still lets the person
 * go.
 */
export function leaveNow(browser: Leaving): void {
  vanish(browser);
  // Unsent words are kept in the browser; whoever comes in next must not find them there. The mark
  // is what the other tabs notice: clearing what is empty tells them nothing.
  attempt(() => browser.localStorage.setItem(LEFT, "yes"));
  attempt(() => browser.localStorage.clear());
  attempt(() => browser.navigator.sendBeacon("/api/auth/leave"));
  browser.location.replace(NEUTRAL_PAGE);
}

/** The same in another tab of the same person, whose session is over already. */
export function leaveToo(browser: Leaving): void {
  vanish(browser);
  browser.location.replace(NEUTRAL_PAGE);
}

function vanish({ document, sessionStorage }: Leaving): void {
  document.documentElement.hidden = true;
  document.title = NEUTRAL_TITLE;
  attempt(() => sessionStorage.setItem(LEFT, "yes"));
}

function attempt(work: () => void): void {
  try {
    work();
  } catch {
    // Nothing may keep someone from going.
  }
}
