import type { Card } from "@/server/domains/rooms/contract";
import { DraftCard } from "./draft-card";
import { WinCard } from "./win-card";

/** What someone shared, as everyone in the room reads it. */
export function SharedCard({ card }: { card: Card }) {
  return card.kind === "win" ? (
    <WinCard fields={card.fields} />
  ) : (
    <DraftCard text={card.text} wantsBack={card.wantsBack} />
  );
}
