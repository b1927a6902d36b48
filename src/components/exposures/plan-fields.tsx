"use client";

import { type ApiError, fieldError } from "@/components/api";
import { ScaleField } from "@/components/ui/scale-field";
import { TextArea } from "@/components/ui/text-area";
import { TextField } from "@/components/ui/text-field";
import { PASSAGE_MAX, PLAN_MAX } from "@/server/domains/exposures/contract";

/** A plan as its form holds it. Empty text and null are both "not said". */
export type PlanFields = {
  plan: string;
  whereAndWho: string;
  fearedOutcome: string;
  likelihoodBefore: number | null;
  expectedSuds: number | null;
  copingWords: string;
};

/** The fields of a plan. Only what to try is needed. */
export function PlanFieldset({
  fields,
  keep,
  error,
}: {
  fields: PlanFields;
  keep: (changed: Partial<PlanFields>) => void;
  error: ApiError | null;
}) {
  return (
    <>
      <TextArea
        label="What would you like to try?"
        description="A few words are enough. Everything below can stay empty."
        name="plan"
        rows={2}
        maxLength={PLAN_MAX}
        value={fields.plan}
        onChange={(event) => keep({ plan: event.target.value })}
        error={fieldError(error, "plan")}
      />
      <TextField
        label="Where, and with whom?"
        name="whereAndWho"
        autoComplete="off"
        maxLength={PLAN_MAX}
        value={fields.whereAndWho}
        onChange={(event) => keep({ whereAndWho: event.target.value })}
        error={fieldError(error, "whereAndWho")}
      />
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
    </>
  );
}
