"use client";

import { useState } from "react";
import { fieldError } from "@/components/api";
import { EXPOSURE_ERRORS, STAKES_QUESTION } from "@/components/exposures/wording";
import { textOf } from "@/components/form-text";
import { newId } from "@/components/new-id";
import { SubmitError } from "@/components/submit-error";
import { Button, EvenChoices } from "@/components/ui/button";
import { RadioGroup } from "@/components/ui/radio-group";
import { ScaleField } from "@/components/ui/scale-field";
import { TextArea } from "@/components/ui/text-area";
import { TextField } from "@/components/ui/text-field";
import { useSubmit } from "@/components/use-submit";
import type { SharedExposureView } from "@/server/domains/shared-exposures/contract";
import type { OwnPartActs } from "./use-own-part";

const ERRORS = {
  ...EXPOSURE_ERRORS,
  STAKES_NEED_WORD:
    "Something that might hurt someone or cost too much is not done here. Something smaller is " +
    "welcome, and so is none at all; in your practice a facilitator can give their word on this one.",
  STATE_CHANGED: "It was over in the meantime, or you take part from another tab already.",
  ROOM_CLOSED: "The room has come to its end.",
};

/** Picking something tiny and sealing what one expects; not taking part weighs the same. */
export function TakePartForm({
  shared,
  acts,
  onDone,
}: {
  shared: SharedExposureView;
  acts: OwnPartActs;
  onDone: () => void;
}) {
  const { busy, error, submit } = useSubmit();
  const [exposureId] = useState(newId);
  const [expected, setExpected] = useState<number | null>(null);
  const [couldHarm, setCouldHarm] = useState<"no" | "yes" | null>(null);
  const [leaves, setLeaves] = useState(false);

  function seal(form: HTMLFormElement) {
    if (busy) return;
    void submit(async () => {
      await acts.takePart({
        exposureId,
        plan: textOf(form, "plan"),
        fearedOutcome: textOf(form, "fearedOutcome"),
        // What was left open is for the server to ask about, like every other field.
        expectedSuds: expected as number,
        couldHarm: couldHarm as "no" | "yes",
      });
      onDone();
    });
  }

  if (leaves) {
    return (
      <div className="flex flex-wrap items-center gap-x-4">
        <p>You leave this one out.</p>
        <Button size="sm" onClick={() => setLeaves(false)}>
          Take part after all
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
        seal(event.currentTarget);
      }}
    >
      <p>
        {shared.state === "open"
          ? "Pick something tiny that you could do right where you are, and seal what you expect. Then everyone begins together."
          : "The others have begun. You can still pick something tiny and begin now."}{" "}
        Nobody sees what you pick, or that you take part. It is kept in your practice.
      </p>
      <TextField
        name="plan"
        label="Something tiny"
        description="For example: hum a little out of tune, draw with the other hand."
        autoComplete="off"
        maxLength={400}
        error={fieldError(error, "plan")}
      />
      <TextArea
        name="fearedOutcome"
        label="What I am afraid of"
        description="May stay empty."
        rows={1}
        maxLength={400}
        error={fieldError(error, "fearedOutcome")}
      />
      <ScaleField
        label="Distress at its worst, as I expect it"
        description="Asked of everyone who takes part: it stands beside what comes."
        lowLabel="calm"
        highLabel="the worst I can imagine"
        value={expected}
        onValueChange={setExpected}
        error={fieldError(error, "expectedSuds")}
      />
      <RadioGroup
        name="couldHarm"
        label={STAKES_QUESTION}
        inline
        options={[
          { value: "no", label: "No" },
          { value: "yes", label: "Yes, or I am not sure" },
        ]}
        value={couldHarm}
        onValueChange={(value) => setCouldHarm(value === "no" ? "no" : "yes")}
        error={fieldError(error, "couldHarm")}
      />
      <SubmitError error={error} words={ERRORS} />
      <EvenChoices label="Take part or leave it out">
        <Button type="submit" variant="even" busy={busy}>
          {shared.state === "open" ? "Seal it" : "Seal it and begin"}
        </Button>
        <Button
          variant="even"
          onClick={() => {
            setLeaves(true);
            onDone();
          }}
        >
          Leave this one out
        </Button>
      </EvenChoices>
    </form>
  );
}
