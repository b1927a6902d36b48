"use client";

import { Button } from "@/components/ui/button";
import type { RoundView } from "@/server/domains/turns/contract";
import { currentTurn } from "./turn-words";
import type { TurnActs } from "./use-turn-acts";

/** Begins a round, moves it on and ends it, for those who lead. */
export function LeadRound({
  round,
  acts,
  onDone,
  onMakeAnother,
}: {
  round: RoundView;
  acts: TurnActs;
  /** After the round was begun or ended, and its button has gone. */
  onDone: () => void;
  onMakeAnother: () => void;
}) {
  const now = currentTurn(round);

  async function and(work: Promise<boolean>) {
    if (await work) onDone();
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields; these are actions.
    <div role="group" aria-label="Lead the round" className="flex flex-wrap gap-2">
      {round.state === "told" ? (
        <>
          <Button
            variant="primary"
            size="sm"
            busy={acts.busy}
            onClick={() => void and(acts.start())}
          >
            Start the round
          </Button>
          <Button size="sm" onClick={onMakeAnother}>
            Make another order
          </Button>
        </>
      ) : null}
      {now ? (
        <Button size="sm" busy={acts.busy} onClick={() => void acts.skip(now.person.id)}>
          Go on to the next
        </Button>
      ) : null}
      <Button size="sm" busy={acts.busy} onClick={() => void and(acts.end())}>
        {round.state === "told" ? "No round after all" : "End the round"}
      </Button>
    </div>
  );
}
