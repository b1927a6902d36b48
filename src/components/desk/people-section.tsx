"use client";

import { useState } from "react";
import { useLive } from "@/components/rooms/live-context";
import { ROLE_BESIDE } from "@/components/rooms/wording";
import { Button } from "@/components/ui/button";
import { NameMark } from "@/components/ui/name-mark";
import { TextField } from "@/components/ui/text-field";
import type { RosterEntry } from "@/server/domains/rooms/contract";
import type { DeskTools } from "./desk-tools";
import { peopleOf } from "./desk-view";
import { standingWords } from "./person-acts";
import { PersonMenu } from "./person-menu";
import { presenceWords, quietWords } from "./time-words";

/** More people than this are found by name rather than by eye. */
const AT_A_GLANCE = 12;
const LISTED = 60;

/** Who is in the room, as those who lead see it. */
export function PeopleSection({ tools }: { tools: DeskTools }) {
  const { roster, snapshot } = useLive();
  const [looking, setLooking] = useState("");
  const [all, setAll] = useState(false);
  const people = peopleOf(roster);
  const wanted = looking.trim().toLocaleLowerCase();
  const found = people.filter(({ person }) => person.name.toLocaleLowerCase().includes(wanted));
  const listed = all ? found : found.slice(0, LISTED);

  return (
    <div className="grid gap-3">
      {people.length > AT_A_GLANCE ? (
        <TextField
          label="Find someone by name"
          value={looking}
          onChange={(event) => setLooking(event.target.value)}
        />
      ) : null}
      <ul className="grid gap-3">
        {listed.map((entry) => (
          <PersonRow key={entry.person.id} {...{ entry, tools }} />
        ))}
      </ul>
      {found.length === 0 ? (
        <p className="pencilled">
          {wanted ? "Nobody of that name is here." : "Nobody has come in yet."}
        </p>
      ) : null}
      {found.length > listed.length ? (
        <div>
          <Button size="sm" onClick={() => setAll(true)}>
            Show everyone
          </Button>
        </div>
      ) : null}
      {snapshot.settings.deputy ? (
        <p className="text-ink-soft text-sm">
          <bdi>{snapshot.settings.deputy.name}</bdi> is the deputy: offered the chair should nobody
          be left leading.
        </p>
      ) : null}
    </div>
  );
}

function PersonRow({ entry, tools }: { entry: RosterEntry; tools: DeskTools }) {
  const { snapshot, typing } = useLive();
  const { person, presence } = entry;
  const mine = person.id === snapshot.me.id;
  const beside = [
    mine && "you",
    ROLE_BESIDE[person.role],
    snapshot.settings.chair?.id === person.id && "has the chair",
    standingWords(entry),
  ].filter(Boolean);
  return (
    <li className="flex items-start gap-3">
      <NameMark name={person.name} size="sm" />
      <div className="min-w-0 flex-1 leading-snug">
        <p>
          <bdi className="font-semibold">{person.name}</bdi>
          {beside.length > 0 ? (
            <span className="text-sm pencilled"> {beside.join(", ")}</span>
          ) : null}
        </p>
        {tools.now === null ? null : (
          <p className="text-ink-soft text-sm">
            {typing.includes(person.id) ? "typing now" : presenceWords(entry, tools.now)}
            {mine || presence !== "here" ? null : `, ${quietWords(entry, tools.now)}`}
          </p>
        )}
      </div>
      <PersonMenu {...{ entry, tools }} />
    </li>
  );
}
