"use client";

import { useState } from "react";
import { SharedCard } from "@/components/sharing/shared-card";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { classNames } from "@/components/ui/class-names";
import { isFacilitator } from "@/server/domains/groups/contract";
import type { MessageView, RoomSnapshot, Card as Shared } from "@/server/domains/rooms/contract";

/** The message in the middle, if this person may see it and there is a card to see. */
function findCentre(snapshot: RoomSnapshot): { message: MessageView; card: Shared } | null {
  const message = snapshot.messages.find(({ id }) => id === snapshot.centreMessageId);
  if (!message?.card) return null;
  return { message, card: message.card };
}

/** What everyone is looking at together. Below the circle, like a sheet on the floor between chairs. */
export function Middle({ snapshot, onTakeOut }: { snapshot: RoomSnapshot; onTakeOut: () => void }) {
  const [folded, setFolded] = useState(false);
  const centre = findCentre(snapshot);
  const { me } = snapshot;
  return (
    <section aria-labelledby="middle" className="grid content-start gap-3 lg:min-h-0">
      {centre ? (
        <>
          <div className="flex items-center justify-between gap-4 lg:justify-center">
            <h2 id="middle" className="text-lg lg:text-xl">
              {centre.card.kind === "win" ? "A win" : "A draft"} from{" "}
              <bdi>{centre.message.author.name}</bdi>
            </h2>
            <Button
              variant="plain"
              size="sm"
              className="shrink-0 lg:hidden"
              aria-expanded={!folded}
              aria-controls="middle-card"
              onClick={() => setFolded(!folded)}
            >
              {folded ? "Unfold" : "Fold away"}
            </Button>
          </div>
          <section
            id="middle-card"
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a long draft scrolls, so a keyboard must reach it.
            tabIndex={0}
            aria-label="The card in the middle"
            className={classNames(
              "-mx-3 -my-1 max-h-[max(14rem,36dvh)] overflow-y-auto px-3 py-3 lg:max-h-full",
              folded && "max-lg:hidden",
            )}
          >
            <Card as="article" tone="clay">
              <SharedCard card={centre.card} />
            </Card>
            {/* A soft edge where the sheet goes on below. */}
            <div
              aria-hidden="true"
              className="pointer-events-none sticky -bottom-3 -mx-1 h-6 bg-linear-to-t from-paper to-transparent"
            />
          </section>
          {centre.message.author.id === me.id || isFacilitator(me.role) ? (
            <div className={classNames("lg:text-center", folded && "max-lg:hidden")}>
              <Button variant="plain" size="sm" onClick={onTakeOut}>
                Take it out of the middle
              </Button>
            </div>
          ) : null}
        </>
      ) : (
        <>
          <h2 id="middle" className="sr-only">
            In the middle
          </h2>
          <p className="pencilled lg:mx-auto lg:max-w-xs lg:pt-6 lg:text-center lg:text-lg">
            {snapshot.state === "closed"
              ? "The middle is empty now."
              : "The middle is free. A draft or a win that someone shares will lie here."}
          </p>
        </>
      )}
    </section>
  );
}
