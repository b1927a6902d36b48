"use client";

import { useEffect, useRef, useState } from "react";
import { newId } from "@/components/new-id";
import { createAnnouncer, type Line } from "./announcer";
import type { RoomView } from "./room-view";
import { createVoice } from "./voice";

export type Announcements = { polite: (Line & { key: number })[]; assertive: string };

/** Long enough to be read out; then the words are of no more use. */
const STAYS_MS = 20_000;
const AT_MOST = 8;

/**
 * What a screen reader hears of the room, each thing once. Words of a message that has been taken
 * away meanwhile go from here too.
 */
export function useAnnouncements(
  roomId: string,
  view: RoomView,
  folded: ReadonlySet<string>,
): Announcements {
  const announce = useRef<ReturnType<typeof createAnnouncer> | null>(null);
  const [said, setSaid] = useState<Announcements>({ polite: [], assertive: "" });
  const hasVoice = useVoice(roomId);
  const key = useRef(0);

  useEffect(() => {
    if (!announce.current) {
      announce.current = createAnnouncer(view);
      return;
    }
    const { polite, assertive } = announce.current(view, folded);
    if (!hasVoice() || (polite.length === 0 && assertive === null)) return;
    setSaid((before) => ({
      polite: [
        ...before.polite,
        ...polite.map((line) => {
          key.current += 1;
          return { ...line, key: key.current };
        }),
      ].slice(-AT_MOST),
      assertive: assertive ?? before.assertive,
    }));
  }, [view, folded, hasVoice]);

  useEffect(() => {
    if (said.polite.length === 0 && said.assertive === "") return;
    const timer = setTimeout(() => setSaid({ polite: [], assertive: "" }), STAYS_MS);
    return () => clearTimeout(timer);
  }, [said]);

  const there = new Set(
    view.snapshot?.messages.filter(({ state }) => state === "shown").map(({ id }) => id),
  );
  return {
    ...said,
    polite: said.polite.filter(({ messageId }) => !messageId || there.has(messageId)),
  };
}

/** Whether this tab is the one that speaks for the room. */
function useVoice(roomId: string): () => boolean {
  const isMine = useRef<() => boolean>(() => true);
  useEffect(() => {
    const voice = createVoice(() => window.localStorage, { key: `voice:${roomId}`, tab: newId() });
    const look = () => {
      if (document.visibilityState === "visible") voice.take();
    };
    isMine.current = () => document.visibilityState === "visible" && voice.isMine();
    look();
    window.addEventListener("focus", look);
    document.addEventListener("visibilitychange", look);
    window.addEventListener("pagehide", voice.giveUp);
    return () => {
      window.removeEventListener("focus", look);
      document.removeEventListener("visibilitychange", look);
      window.removeEventListener("pagehide", voice.giveUp);
      voice.giveUp();
    };
  }, [roomId]);
  const [hasVoice] = useState(() => () => isMine.current());
  return hasVoice;
}
