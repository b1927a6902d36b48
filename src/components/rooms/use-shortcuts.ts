"use client";

import { useEffect, useRef, useSyncExternalStore } from "react";
import { type Shortcut, shortcutOf } from "./shortcuts";

const KEY = "room-shortcuts-off";
const listeners = new Set<() => void>();

function isOn(): boolean {
  try {
    return localStorage.getItem(KEY) === null;
  } catch {
    return true;
  }
}

function turn(on: boolean): void {
  try {
    if (on) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, "yes");
  } catch {
    // Without storage they stay on for this page.
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Single letters as shortcuts, while nobody is typing and no dialog or menu is open. */
export function useShortcuts(leads: boolean, act: (shortcut: Shortcut) => void) {
  const on = useSyncExternalStore(subscribe, isOn, () => true);
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });

  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (event.defaultPrevented) return;
      const shortcut = shortcutOf(event, { typing: isBusy(event.target), on, leads });
      if (!shortcut) return;
      event.preventDefault();
      latest.current(shortcut);
    }
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [on, leads]);

  return { on, turn };
}

/** Letters belong to what one writes or chooses in, and to dialogs and menus. */
function isBusy(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  return (
    target.closest(
      "input, textarea, select, [contenteditable], [role='dialog'], [role='alertdialog'], [role='menu'], [role='listbox']",
    ) !== null
  );
}
