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
  SAFETY_BEHAVIOURS,
} from "@/server/domains/exposures/contract";
import { SafetyBehaviours } from "./safety-behaviours";
import { useKept } from "./use-kept";
import { EXPOSURE_ERRORS, FEARED_OUTCOME_WORDS } from "./wording";

const PASSAGES = ["whatHappened", "howGotThrough", "felt", "worse", "better", "learned"] as const;
type Passage = (typeof PASSAGES)[number];

const HUNDREDS = ["peakSuds", "endSuds", "likelihoodAfter", "surprise"] as const;
type Hundred = (typeof HUNDREDS)[number];

type ReflectionFields = Record<Passage, string> &
  Record<Hundred, number | null> & {
    fearedOutcomeHappened: FearedOutcomeHappened | null;
    safetyBehavioursUsed: string[];
  };

function fieldsOf(exposure: ExposureView): ReflectionFields {
  const { fearedOutcomeHappened, safetyBehavioursUsed } = exposure;
  const passages = PASSAGES.map((name) => [name, exposure[name] ?? ""] as const);
  const hundreds = HUNDREDS.map((name) => [name, exposure[name]] as const);
  return {
    ...(Object.fromEntries(passages) as Record<Passage, string>),
    ...(Object.fromEntries(hundreds) as Record<Hundred, number | null>),
    ...{ fearedOutcomeHappened, safetyBehavioursUsed },
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
  // What just happened had no guess to be laid beside.
  const isPredicted = exposure.sealedAt !== null;
  const taps = exposure.moments.flatMap(({ suds }) => suds ?? []);

  const passage = (name: Passage) => ({
    name,
    rows: 2,
    maxLength: PASSAGE_MAX,
    value: fields[name],
    onChange: (event: { target: { value: string } }) => keep({ [name]: event.target.value }),
    error: fieldError(error, name),
  });

  const hundred = (name: Hundred) => ({
    name,
    value: fields[name],
    onValueChange: (value: number | null) => keep({ [name]: value }),
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
      {isPredicted ? (
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
      ) : null}
      {happened === "yes" || happened === "partly" ? (
        <TextArea label="How did you get through it?" {...passage("howGotThrough")} />
      ) : null}
      <div className="grid gap-1">
        <ScaleField
          label="How bad did it get at its worst?"
          lowLabel="calm"
          highLabel="the worst I can imagine"
          {...hundred("peakSuds")}
        />
        <Noted
          isSaid={fields.peakSuds !== null}
          words="The highest you noted was"
          suds={taps.length > 0 ? Math.max(...taps) : undefined}
          onTake={(peakSuds) => keep({ peakSuds })}
        />
      </div>
      <div className="grid gap-1">
        <ScaleField
          label="And at the end?"
          lowLabel="calm"
          highLabel="the worst I can imagine"
          {...hundred("endSuds")}
        />
        <Noted
          isSaid={fields.endSuds !== null}
          words="The last you noted was"
          suds={taps.at(-1)}
          onTake={(endSuds) => keep({ endSuds })}
        />
      </div>
      {isPredicted ? (
        <ScaleField
          label="How likely would the feared thing seem, were you to try again?"
          lowLabel="surely not"
          highLabel="certain"
          {...hundred("likelihoodAfter")}
        />
      ) : null}
      <ScaleField
        label="How surprised were you by how it went?"
        lowLabel="not at all"
        highLabel="entirely"
        {...hundred("surprise")}
      />
      {isPredicted ? (
        <SafetyBehaviours
          name="safetyBehavioursUsed"
          label="Did any of these come along all the same?"
          description="Only so that you know. It takes nothing away."
          offered={[...new Set([...exposure.safetyBehaviours, ...SAFETY_BEHAVIOURS])]}
          chosen={fields.safetyBehavioursUsed}
          onChange={(safetyBehavioursUsed) => keep({ safetyBehavioursUsed })}
          error={fieldError(error, "safetyBehavioursUsed")}
        />
      ) : null}
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

/** Offers what was tapped along the way, where nothing is said yet. Nothing is filled in by itself. */
function Noted({
  isSaid,
  words,
  suds,
  onTake,
}: {
  isSaid: boolean;
  words: string;
  suds: number | undefined;
  onTake: (suds: number) => void;
}) {
  if (isSaid || suds === undefined) return null;
  return (
    <p className="text-sm">
      {words} {suds}.{" "}
      <Button variant="plain" size="sm" onClick={() => onTake(suds)}>
        Take {suds}
      </Button>
    </p>
  );
}
