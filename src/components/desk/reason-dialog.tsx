"use client";

import { type ReactNode, useEffect, useState } from "react";
import { SubmitError } from "@/components/submit-error";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { TextArea } from "@/components/ui/text-area";
import { useSubmit } from "@/components/use-submit";
import { troubleWords } from "./trouble";

/** Something that one may give a reason for before it happens. */
export type Asking = {
  title: ReactNode;
  description: string;
  /** Who reads the reason; without it none is asked for. */
  reasonFor?: string;
  act: string;
  onAct: (reason: string | null) => Promise<unknown>;
};

export const LOG_READS_REASON =
  "It stands in the moderation log, which the facilitators of this group read. The person is not shown it.";

/** Asks for a reason, which may be left out. Belongs to the desk, so it outlives what it is about. */
export function ReasonDialog({
  asking,
  open,
  onDone,
}: {
  /** Stays what it was while the dialog closes. */
  asking: Asking | null;
  open: boolean;
  onDone: () => void;
}) {
  const [reason, setReason] = useState("");
  const { busy, error, submit } = useSubmit();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a reason belongs to what it was asked for.
  useEffect(() => setReason(""), [asking]);
  if (!asking) return null;

  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        if (!next) onDone();
      }}
      title={asking.title}
      description={asking.description}
    >
      <form
        method="post"
        noValidate
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (busy) return;
          void submit(async () => {
            await asking.onAct(reason.trim() === "" ? null : reason);
            setReason("");
            onDone();
          });
        }}
      >
        {asking.reasonFor ? (
          <TextArea
            label="A reason, if you like"
            description={asking.reasonFor}
            rows={2}
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        ) : null}
        <SubmitError error={error} words={error ? { [error.code]: troubleWords(error) } : {}} />
        <div className="flex flex-wrap gap-3">
          <Button type="submit" variant="primary" busy={busy}>
            {asking.act}
          </Button>
          <DialogClose>Not now</DialogClose>
        </div>
      </form>
    </Dialog>
  );
}
