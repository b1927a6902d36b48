"use client";

import { useState } from "react";
import { WANTS_BACK_OPTIONS } from "@/components/drafts/wording";
import { LIFETIME_WORDS } from "@/components/sharing/wording";
import { Button, EvenChoices } from "@/components/ui/button";
import { FieldError } from "@/components/ui/form-error";
import { Select } from "@/components/ui/select";
import type { JoinBox } from "@/server/domains/boxes/contract";
import {
  LIFETIMES,
  type Lifetime,
  type Person,
  WANTS_BACK,
  type WantsBack,
  type WireError,
} from "@/server/domains/rooms/contract";
import { boxTrouble } from "./wording";

/** Writing along, or passing: the two weigh the same, and passing can be thought better of. */
export function JoinForm({
  passes,
  error,
  busy,
  writers,
  onJoin,
  onPass,
}: {
  passes: boolean;
  error: WireError | null;
  busy: boolean;
  writers: Person[];
  onJoin: (asked: Pick<JoinBox, "wantsBack" | "lifetime">) => void;
  onPass: (passes: boolean) => void;
}) {
  const [wantsBack, setWantsBack] = useState<WantsBack>("witness");
  const [lifetime, setLifetime] = useState<Lifetime>("session");

  if (passes) {
    return (
      <div className="flex flex-wrap items-center gap-x-4">
        <p>You pass this one.</p>
        <Button size="sm" onClick={() => onPass(false)}>
          Write along after all
        </Button>
      </div>
    );
  }
  return (
    <form
      method="post"
      noValidate
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) onJoin({ wantsBack, lifetime });
      }}
    >
      <p>
        Whoever writes along sees the others’ pages as they are written, letter by letter, and is
        seen. When the time is over, each page is shared with the room as it stands. Zero is real
        here; unfinished is the point.
      </p>
      {writers.length > 0 ? (
        <p className="text-ink-soft text-sm">
          Writing: <Names people={writers} />
        </p>
      ) : null}
      <div className="grid gap-4 sm:grid-cols-2">
        <Select
          label="What would you like back?"
          value={wantsBack}
          options={WANTS_BACK_OPTIONS.map(({ value, label }) => ({ value, label }))}
          onChange={(event) =>
            setWantsBack(WANTS_BACK.find((each) => each === event.target.value) ?? wantsBack)
          }
        />
        <Select
          label="For how long?"
          value={lifetime}
          options={LIFETIMES.map((value) => ({ value, label: LIFETIME_WORDS[value].label }))}
          onChange={(event) =>
            setLifetime(LIFETIMES.find((each) => each === event.target.value) ?? lifetime)
          }
        />
      </div>
      <FieldError id="box-join-error">{error ? boxTrouble(error) : null}</FieldError>
      <EvenChoices label="Write along or pass">
        <Button type="submit" variant="even" busy={busy}>
          Write along
        </Button>
        <Button variant="even" onClick={() => onPass(true)}>
          Pass
        </Button>
      </EvenChoices>
    </form>
  );
}

/** Names one after the other. */
function Names({ people }: { people: Person[] }) {
  return people.map(({ id, name }, index) => (
    <span key={id}>
      {index > 0 ? ", " : null}
      <bdi>{name}</bdi>
    </span>
  ));
}
