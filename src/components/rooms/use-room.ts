"use client";

import { useEffect, useState, useSyncExternalStore } from "react";
import { newId } from "@/components/new-id";
import type { RoomSnapshot } from "@/server/domains/rooms/contract";
import { openLiveTransport } from "./live-transport";
import { createRoomConnection, type RoomConnection } from "./room-connection";
import type { RoomLink, RoomView } from "./room-view";
import { createUnsentStore } from "./unsent-store";

const notYet = () => () => {};

/**
 * First paints whose place has ended. Going back in the tab's history brings the same one out of
 * the router's memory, and what it holds is not for this person any more.
 */
const over = new WeakMap<RoomSnapshot, RoomLink>();

/**
 * The live room: what to show, and the connection to act through (null until the page is alive).
 * `first` is what the server rendered; a later one for the same room is not needed and not used.
 */
export function useRoom(
  organisationId: string,
  first: RoomSnapshot,
): { view: RoomView; connection: RoomConnection | null } {
  const [connection, setConnection] = useState<RoomConnection | null>(null);
  const [beforehand] = useState<RoomView>(() => ({
    link: over.get(first) ?? "connecting",
    snapshot: over.has(first) ? null : first,
    here: [first.me],
    unsent: [],
    words: "",
    cameBack: null,
    readingEarlier: false,
  }));

  useEffect(() => {
    const { snapshot } = beforehand;
    if (!snapshot) return;
    const opened = createRoomConnection({
      organisationId,
      snapshot,
      store: createUnsentStore(() => window.localStorage, {
        roomId: snapshot.roomId,
        enrolmentId: snapshot.me.id,
      }),
      openTransport: openLiveTransport,
      newId,
    });
    setConnection(opened);
    const forget = opened.subscribe(() => {
      const { link, snapshot: held } = opened.view();
      if (held === null) over.set(snapshot, link);
    });
    window.addEventListener("online", opened.wake);
    document.addEventListener("visibilitychange", opened.wake);
    return () => {
      window.removeEventListener("online", opened.wake);
      document.removeEventListener("visibilitychange", opened.wake);
      forget();
      opened.close();
      setConnection(null);
    };
  }, [organisationId, beforehand]);

  const view = useSyncExternalStore(
    connection?.subscribe ?? notYet,
    connection?.view ?? (() => beforehand),
    () => beforehand,
  );
  return { view, connection };
}
