import type { Card } from "@/server/domains/rooms/contract";
import { WANTED_BACK_WORDS } from "./wording";

/** What the author of a card would like back; nothing for a card that never asked. */
export function WantedBack({ card }: { card: Card }) {
  // A plan that waits for a word wants that back, and says so itself.
  if (!card.wantsBack || (card.kind === "plan" && card.asksWord)) return null;
  return (
    <p className="border-rule border-t-2 border-dashed pt-3">
      <span className="text-ink-soft text-sm">What they would like back: </span>
      <span className="pencilled">{WANTED_BACK_WORDS[card.wantsBack]}</span>
    </p>
  );
}
