"use client";

import { FoldedCard } from "@/components/sharing/folded-card";
import { Replies } from "@/components/sharing/replies";
import { useSharingPlace } from "@/components/sharing/sharing-place";
import { CARD_WORDS } from "@/components/sharing/wording";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { classNames } from "@/components/ui/class-names";
import type { LiveSnapshot } from "@/server/domains/live/contract";
import type { MessageView, Card as Shared } from "@/server/domains/rooms/contract";
import type { RoomActs } from "./use-room-acts";

/** The message in the middle, if this person may see it and there is a card to see. */
export function findCentre(snapshot: LiveSnapshot): { message: MessageView; card: Shared } | null {
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
  snapshot: LiveSnapshot;
  acts: RoomActs;
  onRemove: (message: MessageView) => void;
}) {
  const { organisationId } = useSharingPlace();
  const centre = findCentre(snapshot);
  const { me, mine, round } = snapshot;
  // With somebody's turn, a box or an exposure in front of everyone, an empty middle says nothing.
  const busy = round?.state === "under_way" || isOpen(snapshot);
  return (
    <section aria-labelledby="middle" className="grid content-start gap-3">
      {centre ? (
        <>
          <h2 id="middle" className="text-lg lg:text-center lg:text-xl">
            {capital(CARD_WORDS[centre.card.kind])} from <bdi>{centre.message.author.name}</bdi>
          </h2>
          <section aria-label="The card in the middle" className="px-1.5 py-1">
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
                warmOnly={snapshot.settings.replies === "warm"}
              />
            </div>
          </section>
          {centre.message.author.id === me.id || mine.leads ? (
            <div className="lg:text-center">
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
          <p
            className={classNames(
              "pencilled lg:mx-auto lg:max-w-xs lg:pb-4 lg:text-center lg:text-lg",
              busy && "lg:hidden",
              isOpen(snapshot) && "hidden",
            )}
          >
            {snapshot.state === "closed"
              ? "The middle is empty now."
              : "The middle is free. A draft or a win that someone shares will lie here."}
          </p>
        </>
      )}
    </section>
  );
}

/** Something that people do together is in front of them. */
export function isOpen({ box, sharedExposure }: LiveSnapshot): boolean {
  return (
    (box !== null && box.closedAt === null) ||
    (sharedExposure !== null && sharedExposure.state !== "ended")
  );
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
