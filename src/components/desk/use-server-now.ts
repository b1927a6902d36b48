"use client";

import { useEffect, useState } from "react";
import { useLive } from "@/components/rooms/live-context";

const GLANCE_MS = 5000;

/**
 * The server's clock in epoch ms, looked at every few seconds; null on the server and until the
 * page has come alive, rather than a time that is wrong.
 */
export function useServerNow(everyMs = GLANCE_MS): number | null {
  const { serverNow, joins } = useLive();
  const [now, setNow] = useState<number | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a join tells the server's time anew.
  useEffect(() => {
    const look = () => setNow(serverNow());
    look();
    const timer = setInterval(look, everyMs);
    return () => clearInterval(timer);
  }, [serverNow, everyMs, joins]);

  return now;
}
