"use client";

import { useState } from "react";
import { FoldedCard } from "@/components/sharing/folded-card";
import { Replies } from "@/components/sharing/replies";
import { useSharingPlace } from "@/components/sharing/sharing-place";
import { CARD_WORDS } from "@/components/sharing/wording";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { classNames } from "@/components/ui/class-names";
import { isFacilitator } from "@/server/domains/groups/contract";
import type { MessageView, RoomSnapshot, Card as Shared } from "@/server/domains/rooms/contract";
import type { RoomActs } from "./use-room-acts";

/** The message in the middle, if this person may see it and there is a card to see. */
function findCentre(snapshot: RoomSnapshot): { message: MessageView; card: Shared } | null {
  const message = snapshot.messages.find(({ id }) => id === snapshot.centreMessageId);
  if (!message?.card) return null;
  return { message, card: message.card };
}

/** What everyone is looking at together. Below the circle, like a sheet on the floor between chairs. */
export function Middle({
  snapshot,
  acts,
  onRemove,
}: {
  snapshot: RoomSnapshot;
  acts: RoomActs;
  onRemove: (message: MessageView) => void;
}) {
  const [folded, setFolded] = useState(false);
  const { organisationId } = useSharingPlace();
  const centre = findCentre(snapshot);
  const { me } = snapshot;
  return (
    <section aria-labelledby="middle" className="grid content-start gap-3 lg:min-h-0">
      {centre ? (
        <>
          <div className="flex items-center justify-between gap-4 lg:justify-center">
            <h2 id="middle" className="text-lg lg:text-xl">
              {capital(CARD_WORDS[centre.card.kind])} from <bdi>{centre.message.author.name}</bdi>
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
              {/* Another card starts folded again, if it is one that does. */}
              <FoldedCard key={centre.message.id} card={centre.card} />
            </Card>
            <div className="px-1 pt-4">
              <Replies
                {...{ organisationId, me, acts, onRemove }}
                key={centre.message.id}
                roomId={snapshot.roomId}
                message={centre.message}
                canAnswer={snapshot.state !== "closed"}
              />
            </div>
            {/* A soft edge where the sheet goes on below. */}
            <div
              aria-hidden="true"
              className="pointer-events-none sticky -bottom-3 -mx-1 h-6 bg-linear-to-t from-paper to-transparent"
            />
          </section>
          {centre.message.author.id === me.id || isFacilitator(me.role) ? (
            <div className={classNames("lg:text-center", folded && "max-lg:hidden")}>
              <Button variant="plain" size="sm" onClick={() => void acts.putInTheMiddle(null)}>
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

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
