"use client";

import { useTimeHidden } from "@/components/desk/gentle-time";
import { useLive } from "@/components/rooms/live-context";
import { Button } from "@/components/ui/button";
import { Disclosure } from "@/components/ui/disclosure";
import type { RoundView, TurnView } from "@/server/domains/turns/contract";
import { HowOrdered } from "./how-ordered";
import { type Direction, MoveButtons, useMoveFocus } from "./move-buttons";
import type { TurnActs } from "./use-turn-acts";
import { turnStateWords } from "./wording";

/** The order, told to everyone, and how it was made. Those who lead move people in it. */
export function TurnOrder({
  round,
  acts,
}: {
  round: RoundView;
  /** For those who lead. */
  acts: TurnActs | null;
}) {
  const { list, pressed } = useMoveFocus(round.turns);

  return (
    <Disclosure summary="The order" open={round.state === "told"}>
      <ol ref={list} className="grid gap-2">
        {round.turns.map((turn, at) => (
          <OrderRow
            key={turn.person.id}
            {...{ turn, at, round, acts }}
            onMove={(direction) => pressed(turn.person.id, direction)}
          />
        ))}
      </ol>
      <HowOrdered round={round} />
    </Disclosure>
  );
}

function OrderRow({
  turn,
  at,
  round,
  acts,
  onMove,
}: {
  turn: TurnView;
  at: number;
  round: RoundView;
  acts: TurnActs | null;
  onMove: (direction: Direction) => void;
}) {
  const { snapshot } = useLive();
  const hidden = useTimeHidden();
  const { person, state } = turn;
  const before = round.turns[at - 1];
  const after = round.turns[at + 1];
  const words = turnStateWords(turn, hidden);

  function move(direction: Direction) {
    const past = direction === "earlier" ? before : after;
    if (!acts || !past) return;
    onMove(direction);
    const to = direction === "earlier" ? at - 1 : at + 1;
    const beside = direction === "earlier" ? "before" : "after";
    void acts.move(person.id, to, `${person.name} comes ${beside} ${past.person.name} now.`);
  }

  return (
    <li
      aria-current={state === "offered" || state === "speaking" ? "step" : undefined}
      className="flex flex-wrap items-center gap-x-3"
    >
      <span className={state === "offered" || state === "speaking" ? "font-semibold" : undefined}>
        <bdi>{person.name}</bdi>
        {person.id === snapshot.me.id ? <span className="font-normal"> (you)</span> : null}
      </span>
      {words ? <span className="text-ink-soft text-sm">{words}</span> : null}
      {acts && state === "waiting" ? (
        <span className="flex gap-x-3">
          <MoveButtons
            id={person.id}
            name={person.name}
            may={{ earlier: before?.state === "waiting", later: after !== undefined }}
            onMove={move}
          />
          <Button
            variant="plain"
            size="sm"
            aria-label={`Skip ${person.name}`}
            busy={acts.busy}
            onClick={() => void acts.skip(person.id)}
          >
            Skip
          </Button>
        </span>
      ) : null}
    </li>
  );
}
