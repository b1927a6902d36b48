"use client";

import { useEffect, useRef, useState } from "react";
import { api } from "@/components/api";
import { useLive } from "@/components/rooms/live-context";
import type { MessageView } from "@/server/domains/rooms/contract";

/** No oftener than this, however busy the room is. */
const ASK_EVERY_MS = 2000;

/**
 * What lies on the desk from further back than the snapshot reaches: a held message does not stop
 * waiting because a hundred others came after it. Empty while the snapshot holds everything.
 */
export function useKnown(): MessageView[] {
  const { organisationId, snapshot } = useLive();
  const { roomId, seq, hasEarlier, mine } = snapshot;
  const [known, setKnown] = useState<MessageView[]>([]);
  const asked = useRef({ at: 0, times: 0 });

  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever happens in the room may have changed it.
  useEffect(() => {
    if (!hasEarlier || !mine.leads) return;
    const wait = Math.max(0, asked.current.at + ASK_EVERY_MS - Date.now());
    const timer = setTimeout(() => {
      const turn = asked.current.times + 1;
      asked.current = { at: Date.now(), times: turn };
      api.rooms.listDesk
        .query({ organisationId, roomId })
        .then(({ held, toFacilitators, lines, removed }) => {
          // In a busy room more has happened by now; only a newer answer makes this one old.
          if (asked.current.times !== turn) return;
          setKnown([...held, ...toFacilitators, ...lines, ...removed]);
        })
        // It is asked again with the next thing that happens; until then what was known stays.
        .catch(() => {});
    }, wait);
    return () => clearTimeout(timer);
  }, [organisationId, roomId, seq, hasEarlier, mine.leads]);

  return known;
}
