import { describe, expect, it } from "vitest";
import { type Leaving, leaveNow, leaveToo } from "@/components/shell/leave-now";

/** A browser that writes down what is done to it, in order. */
function aBrowser({ forbids = false } = {}) {
  const done: string[] = [];
  const note = (what: string) => {
    done.push(what);
    if (forbids) throw new Error("forbidden");
  };
  const page = { hidden: false, title: "Room" };
  const browser: Leaving = {
    document: {
      documentElement: {
        get hidden() {
          return page.hidden;
        },
        set hidden(hidden) {
          page.hidden = hidden;
          done.push("blank");
        },
      },
      get title() {
        return page.title;
      },
      set title(title) {
        page.title = title;
      },
    },
    location: { replace: (address) => void done.push(`replace with ${address}`) },
    sessionStorage: { setItem: () => note("remember in this tab") },
    localStorage: { setItem: () => note("tell other tabs"), clear: () => note("forget words") },
    navigator: {
      sendBeacon: (address) => {
        note(`beacon to ${address}`);
        return true;
      },
    },
  };
  return { browser, done, page };
}

describe("leaving quickly", () => {
  const ALL = [
    "blank",
    "remember in this tab",
    "tell other tabs",
    "forget words",
    "beacon to /api/auth/leave",
    "replace with /kitchen.html",
  ];

  it("blanks first, forgets, ends the session and replaces the page, in that order", () => {
    const { browser, done, page } = aBrowser();
    leaveNow(browser);
    expect(done).toEqual(ALL);
    expect(page).toEqual({ hidden: true, title: "Kitchen measures" });
  });

  it("gets there however much a browser forbids", () => {
    const { browser, done } = aBrowser({ forbids: true });
    leaveNow(browser);
    expect(done).toEqual(ALL);
  });

  it("takes the other tabs along, which have no session to end any more", () => {
    const { browser, done } = aBrowser();
    leaveToo(browser);
    expect(done).toEqual(["blank", "remember in this tab", "replace with /kitchen.html"]);
  });
});
