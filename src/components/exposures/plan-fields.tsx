"use client";

import { type ReactNode, useState } from "react";
import { type ApiError, fieldError } from "@/components/api";
import { useTimeZone, useTimeZones } from "@/components/sessions/use-time-zone";
import { Checkbox } from "@/components/ui/checkbox";
import { Disclosure } from "@/components/ui/disclosure";
import { ScaleField } from "@/components/ui/scale-field";
import { Select } from "@/components/ui/select";
import { TextArea } from "@/components/ui/text-area";
import { TextField } from "@/components/ui/text-field";
import {
  DIALS,
  HANDS_OFF_MAX_MINUTES,
  PASSAGE_MAX,
  PLAN_MAX,
} from "@/server/domains/exposures/contract";
import { NO_PLAN, type PlanFields } from "./plan-record";
import { SafetyBehaviours } from "./safety-behaviours";
import { DIAL_WORDS } from "./wording";

type Props = {
  fields: PlanFields;
  keep: (changed: Partial<PlanFields>) => void;
  error: ApiError | null;
};

/** What it is: the one thing that is needed. */
export function WhatField({ fields, keep, error, hint = true }: Props & { hint?: boolean }) {
  return (
    <TextArea
      label="What would you like to try?"
      description={hint ? "A few words are enough. Everything below can stay empty." : undefined}
      name="plan"
      rows={2}
      maxLength={PLAN_MAX}
      value={fields.plan}
      onChange={(event) => keep({ plan: event.target.value })}
      error={fieldError(error, "plan")}
    />
  );
}

const GROUPS = {
  how: [
    "whereAndWho",
    "plannedFor",
    "plannedZone",
    "safetyBehaviours",
    "copingWords",
    "kindnessPlan",
  ],
  steepness: DIALS,
  leaving: ["notDoing", "handsOffMinutes"],
} as const satisfies Record<string, readonly (keyof PlanFields)[]>;

/** Everything else, in groups that open when wanted. The guess stands open: it is the point. */
export function PlanFieldset(props: Props) {
  return (
    <div className="grid gap-4">
      <Disclosure summary="Your guess, before you know" open>
        <Guess {...props} />
      </Disclosure>
      <Group {...props} summary="How you would do it" holds={GROUPS.how}>
        <How {...props} />
      </Group>
      <Group {...props} summary="Gentler or steeper" holds={GROUPS.steepness}>
        <Steepness {...props} />
      </Group>
      <Group {...props} summary="Leaving something alone" holds={GROUPS.leaving}>
        <NotDoing {...props} />
      </Group>
    </div>
  );
}

/** Closed until something in it was said or wants another look; from then on it stays open. */
function Group({
  fields,
  error,
  summary,
  holds,
  children,
}: Props & { summary: string; holds: readonly (keyof PlanFields)[]; children: ReactNode }) {
  const isSaid = holds.some((name) => String(fields[name] ?? "") !== String(NO_PLAN[name] ?? ""));
  const isAsked = error?.issues?.some(({ path }) => holds.some((name) => path.startsWith(name)));
  const [open, setOpen] = useState(false);
  if (!open && (isSaid || isAsked)) setOpen(true);
  return (
    <Disclosure summary={summary} open={open}>
      {children}
    </Disclosure>
  );
}

function Guess({ fields, keep, error }: Props) {
  return (
    <div className="grid gap-6 py-3">
      <TextArea
        label="What are you afraid might happen?"
        description="So that you can look afterwards whether it did."
        name="fearedOutcome"
        rows={2}
        maxLength={PASSAGE_MAX}
        value={fields.fearedOutcome}
        onChange={(event) => keep({ fearedOutcome: event.target.value })}
        error={fieldError(error, "fearedOutcome")}
      />
      <ScaleField
        label="How likely does that seem right now?"
        name="likelihoodBefore"
        lowLabel="surely not"
        highLabel="certain"
        value={fields.likelihoodBefore}
        onValueChange={(likelihoodBefore) => keep({ likelihoodBefore })}
        error={fieldError(error, "likelihoodBefore")}
      />
      <ScaleField
        label="How bad do you expect it to get at its worst?"
        name="expectedSuds"
        lowLabel="calm"
        highLabel="the worst I can imagine"
        value={fields.expectedSuds}
        onValueChange={(expectedSuds) => keep({ expectedSuds })}
        error={fieldError(error, "expectedSuds")}
      />
    </div>
  );
}

function How({ fields, keep, error }: Props) {
  return (
    <div className="grid gap-6 py-3">
      <TextField
        label="Where, and with whom?"
        name="whereAndWho"
        autoComplete="off"
        maxLength={PLAN_MAX}
        value={fields.whereAndWho}
        onChange={(event) => keep({ whereAndWho: event.target.value })}
        error={fieldError(error, "whereAndWho")}
      />
      <WhenField fields={fields} keep={keep} error={error} />
      <SafetyBehaviours
        name="safetyBehaviours"
        label="What will you leave out this time?"
        description="Things that keep the fear going while they seem to help. One is plenty."
        chosen={fields.safetyBehaviours}
        onChange={(safetyBehaviours) => keep({ safetyBehaviours })}
        error={fieldError(error, "safetyBehaviours")}
      />
      <TextField
        label="Words to hold on to"
        description="About getting through it, whatever happens."
        name="copingWords"
        autoComplete="off"
        maxLength={PLAN_MAX}
        value={fields.copingWords}
        onChange={(event) => keep({ copingWords: event.target.value })}
        error={fieldError(error, "copingWords")}
      />
      <TextArea
        label="How will you be kind to yourself afterwards?"
        description="However it goes: tea, a walk, a call."
        name="kindnessPlan"
        rows={2}
        maxLength={PASSAGE_MAX}
        value={fields.kindnessPlan}
        onChange={(event) => keep({ kindnessPlan: event.target.value })}
        error={fieldError(error, "kindnessPlan")}
      />
    </div>
  );
}

function WhenField({ fields, keep, error }: Props) {
  const mine = useTimeZone();
  const known = useTimeZones();
  const zone = fields.plannedZone || mine || "UTC";
  const zones = known.includes(zone) ? known : [zone, ...known];
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <TextField
        label="When, if there is a when"
        type="datetime-local"
        name="plannedFor"
        value={fields.plannedFor}
        onChange={(event) => keep({ plannedFor: event.target.value })}
        error={fieldError(error, "plannedFor")}
      />
      {fields.plannedFor ? (
        <Select
          label="By the clocks of"
          name="plannedZone"
          value={zone}
          onChange={(event) => keep({ plannedZone: event.target.value })}
          error={fieldError(error, "plannedZone")}
          options={zones.map((value) => ({ value, label: value.replaceAll("_", " ") }))}
        />
      ) : null}
    </div>
  );
}

function Steepness({ fields, keep, error }: Props) {
  return (
    <div className="grid gap-6 py-3">
      <p className="text-ink-soft text-sm">
        Four things that make a step gentler or steeper. Turning one back is a good way to make it
        smaller.
      </p>
      <div className="grid gap-5 sm:grid-cols-2">
        {DIALS.map((dial) => (
          <Select
            key={dial}
            label={DIAL_WORDS[dial].label}
            name={dial}
            value={fields[dial] ?? ""}
            onChange={({ target: { value } }) =>
              keep({ [dial]: value === "" ? null : Number(value) })
            }
            error={fieldError(error, dial)}
            options={[
              { value: "", label: "not said" },
              ...DIAL_WORDS[dial].levels.map((label, level) => ({ value: String(level), label })),
            ]}
          />
        ))}
      </div>
    </div>
  );
}

function NotDoing({ fields, keep, error }: Props) {
  return (
    <div className="grid gap-6 py-3">
      <Checkbox
        name="notDoing"
        label="This is about not doing something"
        description="No opening apology, no third read, a slow reply. It is done once the time below has passed; you need not come back for it."
        checked={fields.notDoing}
        onChange={(event) => keep({ notDoing: event.target.checked })}
      />
      <TextField
        label="Minutes without checking or fixing"
        description={
          fields.notDoing
            ? "Counted from the start. Left empty, it is half an hour."
            : "Offered to you once you are under way."
        }
        type="number"
        inputMode="numeric"
        min={1}
        max={HANDS_OFF_MAX_MINUTES}
        name="handsOffMinutes"
        value={fields.handsOffMinutes}
        onChange={(event) => keep({ handsOffMinutes: event.target.value })}
        error={fieldError(error, "handsOffMinutes")}
      />
    </div>
  );
}
