"use client";

import { type FormEvent, useCallback, useEffect, useRef, useState } from "react";
import { api, fieldError } from "@/components/api";
import { useKept } from "@/components/exposures/use-kept";
import { oneAtATime } from "@/components/one-at-a-time";
import { SubmitError } from "@/components/submit-error";
import { Button } from "@/components/ui/button";
import { TextArea } from "@/components/ui/text-area";
import { useSubmit } from "@/components/use-submit";
import { ANSWER_MAX } from "@/server/domains/debriefs/contract";

/** Once the hand rests for this long, what is written is saved. */
const RESTS_AFTER_MS = 1_200;

/** What one takes along from a session. It saves itself, and a reload loses nothing. */
export function TakeawayForm({
  organisationId,
  sessionId,
  learned,
}: {
  organisationId: string;
  sessionId: string;
  learned: string | null;
}) {
  const [first] = useState(learned ?? "");
  const { fields, keep, forget } = useKept(`takeaway:${sessionId}`, { learned: first });
  const { busy, error, submit } = useSubmit();
  const [saved, setSaved] = useState(first);
  const [touched, setTouched] = useState(false);
  const [inTurn] = useState(oneAtATime);
  const written = fields.learned;
  const newest = useRef(written);
  newest.current = written;

  const save = useCallback(
    () =>
      submit(() =>
        inTurn(async () => {
          await api.debriefs.keepTakeaway.mutate({ organisationId, sessionId, learned: written });
          setSaved(written);
          if (newest.current === written) forget();
        }),
      ),
    [submit, inTurn, organisationId, sessionId, written, forget],
  );

  useEffect(() => {
    if (written === saved) return;
    const timer = setTimeout(() => void save(), RESTS_AFTER_MS);
    return () => clearTimeout(timer);
  }, [written, saved, save]);

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    setTouched(true);
    void save();
  }

  return (
    <form method="post" noValidate onSubmit={onSubmit} className="grid gap-3">
      <TextArea
        label="In your own words"
        description="A line is plenty. What surprised you, what you would like to try, what somebody said."
        name="learned"
        rows={4}
        maxLength={ANSWER_MAX}
        value={written}
        onChange={(event) => {
          setTouched(true);
          keep({ learned: event.target.value });
        }}
        error={fieldError(error, "learned")}
      />
      <SubmitError error={error} />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button type="submit" busy={busy}>
          Keep it
        </Button>
        <p role="status" className="text-ink-soft text-sm">
          {touched && written === saved ? "Saved" : null}
        </p>
      </div>
    </form>
  );
}
