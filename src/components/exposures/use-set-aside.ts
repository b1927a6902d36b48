"use client";

import { useCallback, useSyncExternalStore } from "react";

const DAY_MS = 24 * 60 * 60 * 1000;
const listeners = new Set<() => void>();
const onThisPage = new Map<string, number>();

function setAsideAt(name: string): number {
  try {
    return Number(localStorage.getItem(name) ?? onThisPage.get(name) ?? 0);
  } catch {
    return onThisPage.get(name) ?? 0;
  }
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/**
 * Something offered that a person may put out of sight, in this browser, for some `days`. `atFirst`
 * is what holds before the page has come alive.
 */
export function useSetAside(name: string, days: number, atFirst: boolean) {
  const key = `set-aside:${name}`;
  const isAside = useSyncExternalStore(
    subscribe,
    () => Date.now() - setAsideAt(key) < days * DAY_MS,
    () => atFirst,
  );
  const setAside = useCallback(() => {
    onThisPage.set(key, Date.now());
    try {
      localStorage.setItem(key, String(Date.now()));
    } catch {}
    for (const listener of listeners) listener();
  }, [key]);
  return { isAside, setAside };
}
