"use client";

import { useEffect, useState, useSyncExternalStore } from "react";
import { newId } from "@/components/new-id";
import type { LiveSnapshot } from "@/server/domains/live/contract";
import { openLiveTransport } from "./live-transport";
import { createRoomConnection, type RoomConnection } from "./room-connection";
import type { RoomLink, RoomView } from "./room-view";
import { createUnsentStore } from "./unsent-store";

const notYet = () => () => {};

/**
 * First paints whose place has ended. Going back in the tab's history brings the same one out of
 * the router's memory, and what it holds is not for this person any more.
 */
const over = new WeakMap<LiveSnapshot, RoomLink>();

/**
 * The live room: what to show, and the connection to act through (null until the page is alive).
 * `rendered` is by the server; a later one for the same room is not needed and not used.
 */
export function useRoom(
  organisationId: string,
  rendered: LiveSnapshot,
): { view: RoomView; connection: RoomConnection | null } {
  const [connection, setConnection] = useState<RoomConnection | null>(null);
  const [first] = useState(rendered);
  const [beforehand] = useState<RoomView>(() => firstView(first));

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
      if (held === null) over.set(first, link);
      else over.delete(first);
    });
    const look = () => {
      const hidden = document.visibilityState === "hidden";
      opened.hidden(hidden);
      if (!hidden) opened.wake();
    };
    look();
    window.addEventListener("online", opened.wake);
    window.addEventListener("pageshow", look);
    document.addEventListener("visibilitychange", look);
    return () => {
      window.removeEventListener("online", opened.wake);
      window.removeEventListener("pageshow", look);
      document.removeEventListener("visibilitychange", look);
      forget();
      opened.close();
      setConnection(null);
    };
  }, [organisationId, first, beforehand]);

  const view = useSyncExternalStore(
    connection?.subscribe ?? notYet,
    connection?.view ?? (() => beforehand),
    () => beforehand,
  );
  return { view, connection };
}

function firstView(first: LiveSnapshot): RoomView {
  return {
    link: over.get(first) ?? "connecting",
    snapshot: over.has(first) ? null : first,
    here: { people: [first.me], more: 0 },
    roster: [],
    typing: [],
    away: false,
    care: false,
    unsent: [],
    words: "",
    cameBack: null,
    goesAt: null,
    readingEarlier: false,
    joins: 0,
  };
}
