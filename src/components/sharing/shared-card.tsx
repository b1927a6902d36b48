import type { Card } from "@/server/domains/rooms/contract";
import { CheckInCard } from "./check-in-card";
import { DraftCard } from "./draft-card";
import { PlanCard } from "./plan-card";
import { WantedBack } from "./wanted-back";
import { WinCard } from "./win-card";

/** What someone shared, as everyone it was shared with reads it. */
export function SharedCard({
  card,
  photoSrc,
}: {
  card: Card;
  /** Where the photo is before it is shared; afterwards it has an address of its own. */
  photoSrc?: string;
}) {
  return (
    <div className="grid gap-4">
      <Fields card={card} photoSrc={photoSrc} />
      <WantedBack card={card} />
    </div>
  );
}

function Fields({ card, photoSrc }: { card: Card; photoSrc?: string }) {
  switch (card.kind) {
    case "win":
      return <WinCard fields={card.fields} />;
    case "plan":
      return <PlanCard fields={card.fields} asksWord={card.asksWord ?? false} />;
    case "check_in":
      return <CheckInCard fields={card.fields} />;
    case "draft":
      return <DraftCard card={card} photoSrc={photoSrc} />;
  }
}
