"use client";

import { useSyncExternalStore } from "react";
import { Button } from "@/components/ui/button";
import { LocalTime } from "./local-time";
import { aboutHowLong } from "./time-words";

const KEY = "practice-timer-hidden";
const listeners = new Set<() => void>();
let hiddenHere = false;

function isHidden(): boolean {
  try {
    return localStorage.getItem(KEY) === "yes";
  } catch {
    return hiddenHere;
  }
}

function hide(hidden: boolean): void {
  hiddenHere = hidden;
  try {
    if (hidden) localStorage.setItem(KEY, "yes");
    else localStorage.removeItem(KEY);
  } catch {}
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Since when, in words and without seconds. It counts towards nothing and can be put out of sight. */
export function GentleTimer({ startedAt, now }: { startedAt: string; now: number }) {
  const hidden = useSyncExternalStore(subscribe, isHidden, () => false);
  return (
    <p className="flex min-h-11 flex-wrap items-center gap-x-4 text-ink-soft">
      {hidden ? null : (
        <span>
          Since <LocalTime instant={startedAt} show="time" />,{" "}
          {aboutHowLong(Math.max(0, now - Date.parse(startedAt)))}.
        </span>
      )}
      <Button variant="plain" size="sm" onClick={() => hide(!hidden)}>
        {hidden ? "Show the time" : "Hide the time"}
      </Button>
    </p>
  );
}
