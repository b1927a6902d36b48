"use client";

import { useEffect, useRef, useState } from "react";
import { api, fieldError } from "@/components/api";
import { textOf } from "@/components/form-text";
import { newId } from "@/components/new-id";
import { useLive } from "@/components/rooms/live-context";
import { SubmitError } from "@/components/submit-error";
import { Button } from "@/components/ui/button";
import { TextArea } from "@/components/ui/text-area";
import { TextField } from "@/components/ui/text-field";
import { useSubmit } from "@/components/use-submit";
import { BOX_MINUTES_MAX } from "@/server/domains/boxes/contract";

const ERRORS = {
  STATE_CHANGED: "Another box is open already.",
  ROOM_CLOSED: "The room has come to its end.",
};

/** Opens a box: for how long, and what there is to write about, if anything. */
export function OpenForm({ onDone }: { onDone: () => void }) {
  const { organisationId, snapshot } = useLive();
  const { busy, error, submit } = useSubmit();
  const [boxId] = useState(newId);
  const heading = useRef<HTMLHeadingElement>(null);

  // The button that opened the form has gone.
  useEffect(() => heading.current?.focus(), []);

  function open(form: HTMLFormElement) {
    if (busy) return;
    void submit(async () => {
      await api.boxes.openBox.mutate({
        organisationId,
        roomId: snapshot.roomId,
        boxId,
        minutes: Number(textOf(form, "minutes")),
        prompt: textOf(form, "prompt"),
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
          A good-enough box
        </h3>
        <p className="text-ink-soft text-sm">
          Those who join see each other’s pages as they are written. When the time is over, each is
          shared as it stands. Anyone can pass, at any moment.
        </p>
      </div>
      <TextField
        name="minutes"
        label="Minutes"
        inputMode="numeric"
        autoComplete="off"
        defaultValue="5"
        error={fieldError(error, "minutes")}
        description={`From 1 to ${BOX_MINUTES_MAX}.`}
        className="max-w-40"
      />
      <TextArea
        name="prompt"
        label="What to write about"
        description="May stay empty: then it is about anything."
        rows={2}
        error={fieldError(error, "prompt")}
      />
      <SubmitError error={error} words={ERRORS} />
      <div className="flex flex-wrap gap-3">
        <Button type="submit" variant="primary" size="sm" busy={busy}>
          Open the box
        </Button>
        <Button size="sm" onClick={onDone}>
          Not now
        </Button>
      </div>
    </form>
  );
}
