"use client";

import { useEffect, useRef, useState } from "react";
import { api } from "@/components/api";
import { secondsLeft } from "@/components/desk/run-view";
import { troubleWords } from "@/components/desk/trouble";
import { newId } from "@/components/new-id";
import { useLive } from "@/components/rooms/live-context";
import { SubmitError } from "@/components/submit-error";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { RadioGroup } from "@/components/ui/radio-group";
import { TextField } from "@/components/ui/text-field";
import { useSubmit } from "@/components/use-submit";
import { isFacilitator } from "@/server/domains/groups/contract";
import type { Person } from "@/server/domains/rooms/contract";
import {
  BUDGET_MAX_SECONDS,
  BUDGET_MIN_SECONDS,
  ORDERINGS,
  type Ordering,
} from "@/server/domains/turns/contract";
import { type Direction, MoveButtons, useMoveFocus } from "./move-buttons";
import { moved } from "./moved";
import { eachWords, ORDERING_OPTIONS } from "./wording";

const DEFAULT_MINUTES = 10;

/** Makes a round: in which order, who takes part, and how much time there is for all of them. */
export function RoundForm({ onDone }: { onDone: () => void }) {
  const { organisationId, snapshot, roster, serverNow } = useLive();
  const { busy, error, submit } = useSubmit();
  const [roundId] = useState(newId);
  const [orderedBy, setOrderedBy] = useState<Ordering>("shuffle");
  const [minutes, setMinutes] = useState(() =>
    startMinutes(secondsLeft(snapshot.run, serverNow())),
  );
  const [people, setPeople] = useState<Person[]>([]);
  /** Those who were ticked or unticked by hand, by enrolment id. */
  const [chosen, setChosen] = useState<ReadonlyMap<string, boolean>>(new Map());
  const { list, pressed } = useMoveFocus(people);
  const heading = useRef<HTMLHeadingElement>(null);

  // The button that opened the form has gone.
  useEffect(() => heading.current?.focus(), []);

  // Whoever comes while the form is open comes last in it; nobody's place changes under a finger.
  useEffect(() => {
    const here = roster.filter(({ presence }) => presence === "here" || presence === "away");
    setPeople((listed) => {
      const newcomers = here.filter(({ person }) => !listed.some(({ id }) => id === person.id));
      return newcomers.length > 0 ? [...listed, ...newcomers.map(({ person }) => person)] : listed;
    });
  }, [roster]);

  const takesPart = ({ id, role }: Person) => chosen.get(id) ?? !isFacilitator(role);
  const taking = people.filter(takesPart);
  const budgetSeconds = Math.round(Number(minutes.replace(",", ".")) * 60);
  const known =
    Number.isFinite(budgetSeconds) &&
    budgetSeconds >= BUDGET_MIN_SECONDS &&
    budgetSeconds <= BUDGET_MAX_SECONDS;

  function tell() {
    if (busy || !known || taking.length === 0) return;
    void submit(async () => {
      await api.turns.tellRound.mutate({
        organisationId,
        roomId: snapshot.roomId,
        roundId,
        orderedBy,
        budgetSeconds,
        enrolmentIds: taking.map(({ id }) => id),
      });
      onDone();
    });
  }

  function move(id: string, direction: Direction) {
    pressed(id, direction);
    setPeople(moved(people, id, direction === "earlier" ? -1 : 1));
  }

  return (
    <form
      method="post"
      noValidate
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        tell();
      }}
    >
      <h2 ref={heading} tabIndex={-1} className="text-xl outline-none">
        A round of turns
      </h2>
      <RadioGroup
        name="orderedBy"
        label="In which order?"
        options={ORDERING_OPTIONS}
        value={orderedBy}
        onValueChange={(value) =>
          setOrderedBy(ORDERINGS.find((each) => each === value) ?? "shuffle")
        }
      />
      <fieldset className="min-w-0">
        <legend className="font-semibold">Who takes part?</legend>
        <p className="text-ink-soft text-sm">Anyone can pass, and whoever is not in it can join.</p>
        <ol ref={list} className="max-h-80 overflow-y-auto">
          {people.map((person, at) => (
            <li key={person.id} className="flex flex-wrap items-center justify-between gap-x-4">
              <Checkbox
                label={<bdi>{person.name}</bdi>}
                checked={takesPart(person)}
                onChange={(event) =>
                  setChosen(new Map(chosen).set(person.id, event.target.checked))
                }
              />
              {orderedBy === "hand" ? (
                <span className="flex gap-x-3">
                  <MoveButtons
                    id={person.id}
                    name={person.name}
                    may={{ earlier: at > 0, later: at < people.length - 1 }}
                    onMove={(direction) => move(person.id, direction)}
                  />
                </span>
              ) : null}
            </li>
          ))}
        </ol>
      </fieldset>
      <TextField
        label="Minutes for the whole round"
        description={known ? eachWords(budgetSeconds, taking.length) : undefined}
        inputMode="decimal"
        autoComplete="off"
        value={minutes}
        error={known ? undefined : "Somewhere between 1 and 240 minutes, please."}
        onChange={(event) => setMinutes(event.target.value)}
      />
      <SubmitError
        error={error}
        words={
          error
            ? {
                [error.code]:
                  error.code === "STATE_CHANGED"
                    ? "Another round has begun meanwhile."
                    : troubleWords(error),
              }
            : {}
        }
      />
      <div className="flex flex-wrap gap-3">
        <Button
          type="submit"
          variant="primary"
          size="sm"
          busy={busy}
          disabled={!known || taking.length === 0}
        >
          Tell everyone the order
        </Button>
        <Button size="sm" onClick={onDone}>
          Not now
        </Button>
      </div>
    </form>
  );
}

/** What is left of the segment, in whole minutes; ten where nothing says otherwise. */
function startMinutes(seconds: number | null): string {
  const minutes = seconds === null ? DEFAULT_MINUTES : Math.floor(seconds / 60);
  return String(Math.max(1, minutes));
}
