"use client";

import type { MouseEvent } from "react";
import { useEffect } from "react";

/** A page of our own that says nothing about us: no third party hears of anyone leaving. */
const NEUTRAL_PAGE = "/kitchen.html";
const NEUTRAL_TITLE = "Kitchen measures";
const LEFT = "left-quickly";

/**
 * For someone who looks up and sees a person coming. Blanks the page before anything else, signs
 * out by beacon, and replaces this page in the tab's history with a neutral one. Without script
 * it is a plain link to that page.
 */
export function LeaveQuickly({ className }: { className?: string }) {
  useEffect(() => {
    // The Back button may bring the page back from memory, still showing what was left.
    function onPageShow(event: PageTransitionEvent) {
      if (event.persisted && sessionStorage.getItem(LEFT)) window.location.reload();
    }
    window.addEventListener("pageshow", onPageShow);
    return () => window.removeEventListener("pageshow", onPageShow);
  }, []);

  function leave(event: MouseEvent) {
    event.preventDefault();
    document.documentElement.hidden = true;
    document.title = NEUTRAL_TITLE;
    try {
      sessionStorage.setItem(LEFT, "yes");
      // Unsent words are kept in the browser; whoever comes in next must not find them there.
      localStorage.clear();
      navigator.sendBeacon("/api/auth/leave");
    } finally {
      // A browser that forbids storage or beacons must still let the person go.
      window.location.replace(NEUTRAL_PAGE);
    }
  }

  return (
    <a href={NEUTRAL_PAGE} rel="noreferrer" onClick={leave} className={className}>
      Leave quickly
    </a>
  );
}
