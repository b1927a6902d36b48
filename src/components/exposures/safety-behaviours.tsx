"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { TextField } from "@/components/ui/text-field";
import { SAFETY_BEHAVIOURS, SAFETY_BEHAVIOURS_MAX } from "@/server/domains/exposures/contract";

/** Things one does to feel safe, to tick from the list or to say in own words. */
export function SafetyBehaviours({
  name,
  label,
  description,
  offered = SAFETY_BEHAVIOURS,
  chosen,
  onChange,
  error,
}: {
  name: string;
  label: string;
  description: string;
  offered?: readonly string[];
  chosen: string[];
  onChange: (chosen: string[]) => void;
  error?: string;
}) {
  const [own, setOwn] = useState("");
  const lines = [...new Set([...offered, ...chosen])];

  function toggle(behaviour: string, isChosen: boolean) {
    const others = chosen.filter((each) => each !== behaviour);
    onChange(isChosen ? [...others, behaviour].slice(0, SAFETY_BEHAVIOURS_MAX) : others);
  }

  function addOwn() {
    const words = own.trim();
    if (words) toggle(words, true);
    setOwn("");
  }

  return (
    <fieldset className="grid min-w-0 gap-1">
      <legend className="font-semibold">{label}</legend>
      <p className="text-ink-soft text-sm">{description}</p>
      <div className="grid gap-x-6 sm:grid-cols-2">
        {lines.map((behaviour) => (
          <Checkbox
            key={behaviour}
            name={name}
            value={behaviour}
            label={behaviour}
            checked={chosen.includes(behaviour)}
            onChange={(event) => toggle(behaviour, event.target.checked)}
          />
        ))}
      </div>
      <div className="mt-1 flex flex-wrap items-end gap-3">
        <TextField
          label="In your own words"
          autoComplete="off"
          maxLength={120}
          value={own}
          onChange={(event) => setOwn(event.target.value)}
          onKeyDown={(event) => {
            // Enter belongs to this line here, and not yet to the whole form.
            if (event.key !== "Enter" || !own.trim()) return;
            event.preventDefault();
            addOwn();
          }}
          className="min-w-0 flex-1 basis-48"
          error={error}
        />
        <Button onClick={addOwn}>Add it</Button>
      </div>
    </fieldset>
  );
}
