"use client";

import { HideTime, TimeLeft } from "@/components/desk/gentle-time";
import { useLive } from "@/components/rooms/live-context";
import { WANTED_BACK_WORDS } from "@/components/sharing/wording";
import type { RoundView, TurnView } from "@/server/domains/turns/contract";
import { currentTurn, nextTurn } from "./turn-words";

/** Whose turn it is, what time they have, what they would like back, and who comes next. */
export function TurnNow({ round }: { round: RoundView }) {
  const { snapshot } = useLive();
  const { me, state, run } = snapshot;
  const now = currentTurn(round);
  const next = nextTurn(round);
  const speaking = now?.state === "speaking";
  return (
    <div className="grid gap-1">
      <div className="flex flex-wrap items-baseline gap-x-4">
        <h2 className="text-xl">{headingOf(round, now, me.id)}</h2>
        {speaking && now.endsAt ? (
          state === "paused" ? (
            <span className="pencilled">the time stands still while the room is paused</span>
          ) : (
            <TimeLeft endsAtMs={Date.parse(now.endsAt)} />
          )
        ) : null}
        {/* Beside the run sheet that button stands there already. */}
        {run || !speaking ? null : <HideTime />}
      </div>
      {speaking && now.wantsBack ? (
        <p className="text-sm">
          <span className="text-ink-soft">
            {now.person.id === me.id ? "What you would like back: " : "What they would like back: "}
          </span>
          {WANTED_BACK_WORDS[now.wantsBack]}
        </p>
      ) : null}
      {next ? (
        <p className="text-ink-soft text-sm">
          {round.state === "told" ? "First" : "Next"}:{" "}
          <bdi>{next.person.id === me.id ? "you" : next.person.name}</bdi>
        </p>
      ) : null}
    </div>
  );
}

function headingOf(round: RoundView, now: TurnView | null, meId: string) {
  if (round.state === "told") return "A round of turns, about to begin";
  if (!now) return "Between two turns";
  const mine = now.person.id === meId;
  if (now.state === "offered") {
    return mine ? (
      "Your turn, if you would like it"
    ) : (
      <>
        <bdi>{now.person.name}</bdi> is asked
      </>
    );
  }
  return mine ? (
    "You have the floor"
  ) : (
    <>
      <bdi>{now.person.name}</bdi> has the floor
    </>
  );
}
