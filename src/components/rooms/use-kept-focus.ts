"use client";

import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef } from "react";

/**
 * Gives focus to `home` when the element that had it has gone from the page, as a message does when
 * it is held or taken back. Call it on every render of what may lose elements; the returned function
 * checks once more, for focus that is handed back later (a dialog that closes).
 */
export function useKeptFocus(home: RefObject<HTMLElement | null>): () => void {
  const last = useRef<Element | null>(null);

  useEffect(() => {
    const remember = (event: FocusEvent) => {
      if (event.target instanceof Element) last.current = event.target;
    };
    document.addEventListener("focusin", remember);
    return () => document.removeEventListener("focusin", remember);
  }, []);

  const check = useCallback(() => {
    const lost = last.current !== null && !last.current.isConnected;
    const nowhere = document.activeElement === null || document.activeElement === document.body;
    if (lost && nowhere) home.current?.focus({ preventScroll: true });
  }, [home]);

  useLayoutEffect(check);
  return check;
}
