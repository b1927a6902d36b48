"use client";

import { useCallback, useEffect, useState } from "react";

const GLANCE_MS = 20_000;

/** By the instant a page came with: a page shown again from the router's memory is an old one. */
const offsets = new Map<string, number>();

function offsetOf(serverNow: string): number {
  const offset = offsets.get(serverNow) ?? Date.parse(serverNow) - Date.now();
  offsets.set(serverNow, offset);
  return offset;
}

/**
 * The server's time on this device, in epoch ms. Devices' clocks are wrong by minutes, and a window
 * of half an hour would end early on one of them. `now` moves every few seconds and no faster.
 */
export function useClock(serverNow: string) {
  const [now, setNow] = useState(() => Date.parse(serverNow));
  const read = useCallback(() => Date.now() + offsetOf(serverNow), [serverNow]);

  useEffect(() => {
    setNow(read());
    const timer = setInterval(() => setNow(read()), GLANCE_MS);
    return () => clearInterval(timer);
  }, [read]);

  return { now, read };
}
