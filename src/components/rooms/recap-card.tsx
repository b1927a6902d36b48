"use client";

import { promptWords } from "@/components/desk/prompt-words";
import { CARD_WORDS } from "@/components/sharing/wording";
import { Button } from "@/components/ui/button";
import { Disclosure } from "@/components/ui/disclosure";
import type { LiveSnapshot } from "@/server/domains/live/contract";
import type { Person } from "@/server/domains/rooms/contract";
import { recapOf } from "./recap";

/** What passed before somebody came in: folded, and gone when they would rather not have it. */
export function RecapCard({
  snapshot,
  people,
  open,
  onPutAway,
}: {
  snapshot: LiveSnapshot;
  /** Who is here, for the names that a prompt leaves open. */
  people: Person[];
  open: boolean;
  onPutAway: () => void;
}) {
  const { passed, now, cards, turn } = recapOf(snapshot);
  return (
    <section
      aria-label="Where the room is"
      className="wobble-alt inked grid gap-1 border-edge bg-paper px-3 py-1.5"
    >
      <div className="flex flex-wrap items-start justify-between gap-x-4">
        <Disclosure summary="Where we are, if you have just come in" open={open}>
          <ul className="grid gap-2 text-sm">
            {now ? (
              <li>
                <span className="font-semibold">Now: {now.title}.</span>{" "}
                {promptWords(now.prompt, people)}
              </li>
            ) : null}
            {turn?.speaking ? (
              <li>
                <bdi className="font-semibold">{turn.speaking}</bdi> has the floor
                {turn.next ? (
                  <>
                    ; after that <bdi>{turn.next}</bdi> is asked
                  </>
                ) : null}
                . You can join the round where the turns are shown.
              </li>
            ) : null}
            {passed.length > 0 ? <li>Before that: {list(passed)}.</li> : null}
            {cards.length > 0 ? (
              <li>
                Shared so far, and still to be read below:{" "}
                {list(
                  cards.map(
                    ({ card, author }) =>
                      `${card ? CARD_WORDS[card.kind] : "something"} by ${author.name}`,
                  ),
                )}
                .
              </li>
            ) : null}
            <li>Coming in late is fine. You have missed nothing that you have to make up for.</li>
          </ul>
        </Disclosure>
        <Button variant="plain" size="sm" onClick={onPutAway}>
          Put away
        </Button>
      </div>
    </section>
  );
}

function list(words: string[]): string {
  return new Intl.ListFormat("en-GB").format(words);
}
