"use client";

import { useSyncExternalStore } from "react";
import { Button } from "@/components/ui/button";
import { timeLeftWords } from "./time-words";
import { useServerNow } from "./use-server-now";

const KEY = "room-time-hidden";
const listeners = new Set<() => void>();
let hiddenHere = false;

function isHidden(): boolean {
  try {
    return localStorage.getItem(KEY) === "yes" || hiddenHere;
  } catch {
    return hiddenHere;
  }
}

function hide(hidden: boolean): void {
  hiddenHere = hidden;
  try {
    if (hidden) localStorage.setItem(KEY, "yes");
    else localStorage.removeItem(KEY);
  } catch {
    // A browser that refuses storage forgets it with the page, and nothing else changes.
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether this person would rather not see what time is left. Kept on this device. */
export function useTimeHidden(): boolean {
  return useSyncExternalStore(subscribe, isHidden, () => false);
}

/** What is left until `endsAtMs` (epoch ms), in words. Never read out by itself. */
export function TimeLeft({ endsAtMs, before = "" }: { endsAtMs: number; before?: string }) {
  const now = useServerNow(1000);
  const hidden = useTimeHidden();
  if (hidden || now === null) return null;
  return (
    <span role="timer" className="pencilled">
      {before}
      {timeLeftWords(endsAtMs - now)}
    </span>
  );
}

/** Puts every time left in the room out of sight, or back. */
export function HideTime() {
  const hidden = useTimeHidden();
  return (
    <Button variant="plain" size="sm" onClick={() => hide(!hidden)}>
      {hidden ? "Show the time" : "Hide the time"}
    </Button>
  );
}
