"use client";

import { useState } from "react";
import { WANTS_BACK_OPTIONS } from "@/components/drafts/wording";
import { useLive } from "@/components/rooms/live-context";
import { Button, EvenChoices } from "@/components/ui/button";
import { Select } from "@/components/ui/select";
import { WANTS_BACK, type WantsBack } from "@/server/domains/rooms/contract";
import type { RoundView } from "@/server/domains/turns/contract";
import type { TurnActs } from "./use-turn-acts";
import { ownTurnIn, placeWords } from "./wording";

/** One's own turn: take it or pass, give back the rest, join late. Passing needs no reason. */
export function OwnTurn({
  round,
  acts,
  onDone,
}: {
  round: RoundView;
  acts: TurnActs;
  /** After something of it was done, and its button has gone. */
  onDone: () => void;
}) {
  const { snapshot } = useLive();
  const [wantsBack, setWantsBack] = useState<WantsBack>("witness");
  const own = ownTurnIn(round, snapshot.me.id);

  async function and(work: Promise<boolean>) {
    if (await work) onDone();
  }

  if (own.kind === "over") return null;

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields; these are actions.
    <div role="group" aria-label="My turn" className="grid gap-3">
      {own.kind === "offered" ? (
        <>
          <Select
            label="What would you like back?"
            value={wantsBack}
            onChange={(event) =>
              setWantsBack(WANTS_BACK.find((each) => each === event.target.value) ?? "witness")
            }
            options={WANTS_BACK_OPTIONS.map(({ value, label }) => ({ value, label }))}
          />
          <EvenChoices label="Your turn">
            <Button
              variant="even"
              busy={acts.busy}
              onClick={() => void and(acts.accept(wantsBack))}
            >
              Take my turn
            </Button>
            <Button variant="even" busy={acts.busy} onClick={() => void and(acts.pass())}>
              Pass
            </Button>
          </EvenChoices>
          <p className="text-ink-soft text-sm">
            No hurry. If you leave it for now, you are asked once more at the end of the round.
          </p>
        </>
      ) : null}
      {own.kind === "speaking" ? (
        <div>
          <Button busy={acts.busy} onClick={() => void and(acts.giveBack())}>
            That is all, give back the rest
          </Button>
        </div>
      ) : null}
      {own.kind === "waiting" ? (
        <div className="flex flex-wrap items-center gap-x-4">
          <p>{placeWords(own.before, round.state === "under_way")}</p>
          <Button size="sm" busy={acts.busy} onClick={() => void and(acts.pass())}>
            Pass this round
          </Button>
        </div>
      ) : null}
      {own.kind === "none" || own.kind === "passed" ? (
        <div className="flex flex-wrap items-center gap-x-4">
          {own.kind === "passed" ? <p>You pass this round.</p> : null}
          <Button
            size="sm"
            variant={snapshot.mine.leads ? "plain" : "quiet"}
            busy={acts.busy}
            onClick={() => void and(acts.join())}
          >
            {own.kind === "passed" ? "Join after all" : "Join the round"}
          </Button>
        </div>
      ) : null}
    </div>
  );
}
