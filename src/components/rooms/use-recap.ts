"use client";

import { useEffect, useState } from "react";
import type { LiveSnapshot } from "@/server/domains/live/contract";
import { comesLate } from "./recap";
import type { RoomConnection } from "./room-connection";

/** The recap: offered, folded, to whoever is here for the first time and late; to others on asking. */
export function useRecap(snapshot: LiveSnapshot, connection: RoomConnection | null) {
  const [shown, setShown] = useState(false);
  const [open, setOpen] = useState(false);
  const admitted = snapshot.mine.admitted;

  // biome-ignore lint/correctness/useExhaustiveDependencies: decided once, when the person comes in.
  useEffect(() => {
    if (!connection || !admitted || connection.store.isMarked("been")) return;
    connection.store.mark("been");
    if (comesLate(snapshot, connection.serverNow())) setShown(true);
  }, [connection, admitted]);

  return {
    shown,
    open,
    ask: () => {
      setOpen(true);
      setShown(true);
    },
    putAway: () => setShown(false),
  };
}
