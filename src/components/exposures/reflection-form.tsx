"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { api, fieldError } from "@/components/api";
import { SubmitError } from "@/components/submit-error";
import { Button, EvenChoices } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { RadioGroup } from "@/components/ui/radio-group";
import { ScaleField } from "@/components/ui/scale-field";
import { TextArea } from "@/components/ui/text-area";
import { useSubmit } from "@/components/use-submit";
import {
  type ExposureView,
  FEARED_OUTCOMES,
  type FearedOutcomeHappened,
  PASSAGE_MAX,
} from "@/server/domains/exposures/contract";
import { useKept } from "./use-kept";
import { EXPOSURE_ERRORS, FEARED_OUTCOME_WORDS } from "./wording";

const PASSAGES = ["whatHappened", "howGotThrough", "felt", "worse", "better", "learned"] as const;
type Passage = (typeof PASSAGES)[number];

type ReflectionFields = Record<Passage, string> & {
  peakSuds: number | null;
  endSuds: number | null;
  likelihoodAfter: number | null;
  fearedOutcomeHappened: FearedOutcomeHappened | null;
};

function fieldsOf(exposure: ExposureView): ReflectionFields {
  const { peakSuds, endSuds, likelihoodAfter, fearedOutcomeHappened } = exposure;
  const passages = PASSAGES.map((name) => [name, exposure[name] ?? ""] as const);
  return {
    ...(Object.fromEntries(passages) as Record<Passage, string>),
    ...{ peakSuds, endSuds, likelihoodAfter, fearedOutcomeHappened },
  };
}

/** Looking back, on one screen. Any of it may stay empty, and more can be added at any time. */
export function ReflectionForm({
  organisationId,
  exposure,
}: {
  organisationId: string;
  exposure: ExposureView;
}) {
  const router = useRouter();
  const { busy, error, submit } = useSubmit();
  const [saved, setSaved] = useState(false);
  const { fields, keep, forget } = useKept(`reflection:${exposure.id}`, fieldsOf(exposure));
  const ref = { organisationId, exposureId: exposure.id };
  const happened = fields.fearedOutcomeHappened;

  const passage = (name: Passage) => ({
    name,
    rows: 2,
    maxLength: PASSAGE_MAX,
    value: fields[name],
    onChange: (event: { target: { value: string } }) => keep({ [name]: event.target.value }),
    error: fieldError(error, name),
  });

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    void submit(async () => {
      setSaved(false);
      await api.exposures.reflectOnExposure.mutate({ ...ref, ...fields });
      forget();
      setSaved(true);
      router.refresh();
    });
  }

  function onLetGo() {
    void submit(async () => {
      await api.exposures.letGo.mutate(ref);
      forget();
      router.refresh();
    });
  }

  return (
    <form method="post" noValidate onSubmit={onSubmit} className="grid gap-6">
      <TextArea label="What happened?" {...passage("whatHappened")} />
      <RadioGroup
        inline
        name="fearedOutcomeHappened"
        label="Did the thing you were afraid of happen?"
        description={exposure.fearedOutcome ? `“${exposure.fearedOutcome}”` : undefined}
        options={FEARED_OUTCOMES.map((value) => ({ value, label: FEARED_OUTCOME_WORDS[value] }))}
        value={happened}
        onValueChange={(value) =>
          keep({ fearedOutcomeHappened: FEARED_OUTCOMES.find((each) => each === value) ?? null })
        }
        error={fieldError(error, "fearedOutcomeHappened")}
      />
      {happened === "yes" || happened === "partly" ? (
        <TextArea label="How did you get through it?" {...passage("howGotThrough")} />
      ) : null}
      <ScaleField
        label="How bad did it get at its worst?"
        name="peakSuds"
        lowLabel="calm"
        highLabel="the worst I can imagine"
        value={fields.peakSuds}
        onValueChange={(peakSuds) => keep({ peakSuds })}
        error={fieldError(error, "peakSuds")}
      />
      <ScaleField
        label="And at the end?"
        name="endSuds"
        lowLabel="calm"
        highLabel="the worst I can imagine"
        value={fields.endSuds}
        onValueChange={(endSuds) => keep({ endSuds })}
        error={fieldError(error, "endSuds")}
      />
      <ScaleField
        label="How likely would the feared thing seem, were you to try again?"
        name="likelihoodAfter"
        lowLabel="surely not"
        highLabel="certain"
        value={fields.likelihoodAfter}
        onValueChange={(likelihoodAfter) => keep({ likelihoodAfter })}
        error={fieldError(error, "likelihoodAfter")}
      />
      <TextArea label="What did I feel?" {...passage("felt")} />
      <TextArea label="What was worse than I imagined?" {...passage("worse")} />
      <TextArea label="What was better?" {...passage("better")} />
      <TextArea
        label="What did I learn?"
        description="This is shown to you when you plan the next one."
        {...passage("learned")}
      />
      <SubmitError error={error} words={EXPOSURE_ERRORS} />
      {saved ? (
        <Notice kind="saved" announce>
          Saved.
        </Notice>
      ) : null}
      <EvenChoices label="Ways on from here">
        <Button type="submit" variant="even" busy={busy}>
          Keep this
        </Button>
        {exposure.state === "done" ? (
          <Button variant="even" busy={busy} onClick={onLetGo}>
            Let it go
          </Button>
        ) : null}
      </EvenChoices>
    </form>
  );
}
