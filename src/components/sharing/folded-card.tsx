"use client";

import { Disclosure } from "@/components/ui/disclosure";
import type { Card } from "@/server/domains/rooms/contract";
import { isCollapsed } from "@/server/domains/sharing/contract";
import { SharedCard } from "./shared-card";
import { useSharingPlace } from "./sharing-place";

/**
 * A card as this reader should first meet it: folded under its author's content note, or because of
 * a topic that the reader would rather open on purpose; otherwise as it is.
 */
export function FoldedCard({ card }: { card: Card }) {
  const { topics } = useSharingPlace();
  if (!isCollapsed(card, topics)) return <SharedCard card={card} />;
  return (
    <Disclosure summary={foldedUnder(card)}>
      <SharedCard card={card} />
    </Disclosure>
  );
}

/** What stands over a folded card. The topic itself is not repeated to someone who folds it away. */
export function foldedUnder({ contentNote }: Pick<Card, "contentNote">): string {
  return contentNote ?? "Folded for you: a topic on your list";
}
