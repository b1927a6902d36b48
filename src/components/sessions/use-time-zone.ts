"use client";

import { useSyncExternalStore } from "react";

const never = () => () => {};
const own = () => Intl.DateTimeFormat().resolvedOptions().timeZone;
const unknown = () => null;

/** The zone of the viewer's device; null on the server and until the page has come alive. */
export function useTimeZone(): string | null {
  return useSyncExternalStore(never, own, unknown);
}

let zones: string[] | undefined;
const noZones: string[] = [];

/** Every zone this browser knows by name; empty on the server, which may know others. */
export function useTimeZones(): string[] {
  return useSyncExternalStore(
    never,
    () => {
      zones ??= [...new Set([own(), ...Intl.supportedValuesOf("timeZone"), "UTC"])].sort();
      return zones;
    },
    () => noZones,
  );
}
