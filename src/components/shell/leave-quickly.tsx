"use client";

import type { MouseEvent } from "react";
import { useEffect } from "react";
import { LEFT, leaveNow, leaveToo, NEUTRAL_PAGE } from "./leave-now";

/**
 * For someone who looks up and sees a person coming. Without script it is a plain link to the
 * neutral page. Whoever leaves in one tab leaves in all of them.
 */
export function LeaveQuickly({ className }: { className?: string }) {
  useEffect(() => {
    // The Back button may bring the page back from memory, still showing what was left.
    function onPageShow(event: PageTransitionEvent) {
      if (event.persisted && sessionStorage.getItem(LEFT)) window.location.reload();
    }
    function onStorage(event: StorageEvent) {
      if (event.key === LEFT && event.newValue !== null) leaveToo(window);
    }
    window.addEventListener("pageshow", onPageShow);
    window.addEventListener("storage", onStorage);
    return () => {
      window.removeEventListener("pageshow", onPageShow);
      window.removeEventListener("storage", onStorage);
    };
  }, []);

  function leave(event: MouseEvent) {
    event.preventDefault();
    leaveNow(window);
  }

  return (
    <a href={NEUTRAL_PAGE} rel="noreferrer" onClick={leave} className={className}>
      Leave quickly
    </a>
  );
}
