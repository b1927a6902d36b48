"use client";

import { useRouter } from "next/navigation";
import type { FormEvent } from "react";
import { SubmitError } from "@/components/submit-error";
import { Button } from "@/components/ui/button";
import { RadioGroup } from "@/components/ui/radio-group";
import { TextArea } from "@/components/ui/text-area";
import { useSubmit } from "@/components/use-submit";
import { DRAFT_MAX, type DraftView } from "@/server/domains/drafts/contract";
import { WANTS_BACK } from "@/server/domains/rooms/contract";
import { useDraft } from "./use-draft";
import { DRAFT_ERRORS, WANTS_BACK_OPTIONS } from "./wording";

/** Writing something that may stay a mess. Saves by itself; no squiggles, no aids to polish. */
export function Composer({
  organisationId,
  draftId,
  draft,
}: {
  organisationId: string;
  draftId: string;
  draft: DraftView | null;
}) {
  const router = useRouter();
  const { fields, keep, state, saveError, seal } = useDraft({ organisationId, draftId, draft });
  const { busy, error, submit } = useSubmit();

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    void submit(async () => {
      await seal();
      router.refresh();
    });
  }

  return (
    <form method="post" noValidate onSubmit={onSubmit} className="grid gap-6">
      <TextArea
        label="Your draft"
        description="Half sentences, wrong turns, gaps: all welcome. It saves by itself."
        name="body"
        rows={12}
        autoCapitalize="off"
        maxLength={DRAFT_MAX}
        value={fields.body}
        onChange={(event) => keep({ body: event.target.value })}
      />
      <p role="status" className="min-h-[1lh] text-ink-soft text-sm">
        {sayState(state, saveError !== null)}
      </p>
      <RadioGroup
        name="wantsBack"
        label="What would you like back, if you share it?"
        options={WANTS_BACK_OPTIONS}
        value={fields.wantsBack}
        onValueChange={(value) => {
          const wantsBack = WANTS_BACK.find((each) => each === value);
          if (wantsBack) keep({ wantsBack });
        }}
      />
      <SubmitError error={error} words={DRAFT_ERRORS} />
      <div className="grid gap-2">
        <div>
          <Button type="submit" variant="primary" busy={busy}>
            Good enough, as it is
          </Button>
        </div>
        <p className="text-ink-soft text-sm">
          Calling it good enough keeps it just like this; no more polishing after that. You can then
          share it in a room, or never.
        </p>
      </div>
    </form>
  );
}

function sayState(state: "unchanged" | "saved" | "unsaved", failing: boolean): string {
  if (failing) return "We cannot reach the server. Your words are kept in this browser meanwhile.";
  return state === "saved" ? "Saved" : "";
}
