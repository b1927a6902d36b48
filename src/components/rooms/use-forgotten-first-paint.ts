"use client";

import { useEffect } from "react";

/**
 * Takes the page's inline scripts out of the document once they have run. The first paint came with
 * the messages in them, and what is taken back, removed or no longer for this person must be gone
 * from the whole document, not just from sight.
 */
export function useForgottenFirstPaint(): void {
  useEffect(() => {
    forget();
    if (document.readyState === "complete") return;
    window.addEventListener("load", forget, { once: true });
    return () => window.removeEventListener("load", forget);
  }, []);
}

function forget(): void {
  for (const script of document.querySelectorAll("body script:not([src], [type])")) script.remove();
}
