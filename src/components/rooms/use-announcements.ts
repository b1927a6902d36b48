"use client";

import { useEffect, useRef, useState } from "react";
import { CARD_WORDS } from "@/components/sharing/wording";
import type { RoomView } from "./room-view";
import { LINK_WORDS, refusalWords, STATE_ANNOUNCED } from "./wording";

/**
 * What a screen reader should hear besides the messages, each change once: the room's state, the
 * middle, the line, and words that came back. Nothing at first, the page itself says that.
 */
export function useAnnouncements(view: RoomView): string {
  const before = useRef(view);
  const [words, setWords] = useState("");

  useEffect(() => {
    const said = whatChanged(before.current, view);
    before.current = view;
    if (said) setWords(said);
  }, [view]);

  return words;
}

/** The words for the step from one view to the next; null when nothing is worth a word. */
export function whatChanged(before: RoomView, after: RoomView): string | null {
  const said: string[] = [];
  const { snapshot } = after;
  if (after.link !== before.link && before.link !== "connecting") said.push(LINK_WORDS[after.link]);
  if (after.cameBack && after.cameBack !== before.cameBack) {
    said.push(refusalWords(after.cameBack));
  }
  if (snapshot && before.snapshot) {
    if (snapshot.state !== before.snapshot.state) said.push(STATE_ANNOUNCED[snapshot.state]);
    const { centreMessageId: centre } = snapshot;
    if (centre !== before.snapshot.centreMessageId) {
      const shared = snapshot.messages.find(({ id }) => id === centre);
      if (centre === null) said.push("The middle is free.");
      else if (shared?.card) {
        said.push(`In the middle now: ${CARD_WORDS[shared.card.kind]} by ${shared.author.name}.`);
      }
    }
  }
  return said.length > 0 ? said.join(" ") : null;
}
