"use client";

import { useRef, useState } from "react";
import { useLive } from "@/components/rooms/live-context";
import { Button } from "@/components/ui/button";
import type { RoundView } from "@/server/domains/turns/contract";
import { LeadRound } from "./lead-round";
import { OwnTurn } from "./own-turn";
import { RoundForm } from "./round-form";
import { TurnNow } from "./turn-now";
import { TurnOrder } from "./turn-order";
import { useTurnActs } from "./use-turn-acts";

/**
 * Whose turn it is, who is next and in which order, for everyone; one's own turn for those who
 * have one; and what moves the round on for those who lead.
 */
export function TurnsPanel() {
  const { snapshot } = useLive();
  const [making, setMaking] = useState(false);
  const panel = useRef<HTMLElement>(null);
  const { round, session, state, mine } = snapshot;
  const leads = mine.leads && state !== "closed";
  const going = round !== null && round.state !== "ended" && state !== "closed";
  if (!session || (!going && !leads)) return null;

  /** What was pressed may be gone afterwards; someone on a keyboard then stays where they were. */
  function stay() {
    requestAnimationFrame(() => {
      if (document.activeElement === document.body) panel.current?.focus({ preventScroll: true });
    });
  }

  return (
    <section
      ref={panel}
      aria-label="Turns"
      tabIndex={-1}
      className="grid content-start gap-3 outline-none"
    >
      {going ? (
        <Round {...{ round, leads }} onDone={stay} onMakeAnother={() => setMaking(true)} />
      ) : making ? null : (
        <div>
          <Button variant="plain" size="sm" onClick={() => setMaking(true)}>
            Make a round of turns
          </Button>
        </div>
      )}
      {making && leads && round?.state !== "under_way" ? (
        <RoundForm
          onDone={() => {
            setMaking(false);
            stay();
          }}
        />
      ) : null}
    </section>
  );
}

function Round({
  round,
  leads,
  onDone,
  onMakeAnother,
}: {
  round: RoundView;
  leads: boolean;
  onDone: () => void;
  onMakeAnother: () => void;
}) {
  const acts = useTurnActs(round);
  return (
    <>
      <TurnNow round={round} />
      <OwnTurn {...{ round, acts, onDone }} />
      {leads ? <LeadRound {...{ round, acts, onDone, onMakeAnother }} /> : null}
      <TurnOrder round={round} acts={leads ? acts : null} />
    </>
  );
}
