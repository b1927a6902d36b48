"use client";

import { useEffect, useRef, useState } from "react";
import { api, fieldError } from "@/components/api";
import { textOf } from "@/components/form-text";
import { newId } from "@/components/new-id";
import { useLive } from "@/components/rooms/live-context";
import { SubmitError } from "@/components/submit-error";
import { Button } from "@/components/ui/button";
import { TextArea } from "@/components/ui/text-area";
import { useSubmit } from "@/components/use-submit";

const ERRORS = {
  STATE_CHANGED: "Another one is open already.",
  ROOM_CLOSED: "The room has come to its end.",
};

/** Opens a shared exposure, with a suggestion for those who would like one. */
export function OpenForm({ onDone }: { onDone: () => void }) {
  const { organisationId, snapshot } = useLive();
  const { busy, error, submit } = useSubmit();
  const [sharedExposureId] = useState(newId);
  const heading = useRef<HTMLHeadingElement>(null);

  // The button that opened the form has gone.
  useEffect(() => heading.current?.focus(), []);

  function open(form: HTMLFormElement) {
    if (busy) return;
    void submit(async () => {
      const { roomId } = snapshot;
      const prompt = textOf(form, "prompt");
      await api.sharedExposures.openSharedExposure.mutate({
        ...{ organisationId, roomId, sharedExposureId, prompt },
      });
      onDone();
    });
  }

  return (
    <form
      method="post"
      noValidate
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        open(event.currentTarget);
      }}
    >
      <div className="grid gap-1">
        <h3 ref={heading} tabIndex={-1} className="text-lg outline-none">
          A shared exposure
        </h3>
        <p className="text-ink-soft text-sm">
          Each picks something tiny and seals what they expect; then everyone does theirs at the
          same time. Nobody sees who takes part, or what anyone but themselves has picked.
        </p>
      </div>
      <TextArea
        name="prompt"
        label="A suggestion"
        description="For whoever would like one. May stay empty."
        rows={2}
        error={fieldError(error, "prompt")}
      />
      <SubmitError error={error} words={ERRORS} />
      <div className="flex flex-wrap gap-3">
        <Button type="submit" variant="primary" size="sm" busy={busy}>
          Open it
        </Button>
        <Button size="sm" onClick={onDone}>
          Not now
        </Button>
      </div>
    </form>
  );
}
