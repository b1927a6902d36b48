"use client";

import { useEffect, useRef, useState } from "react";
import { DistressTaps } from "@/components/exposures/distress-taps";
import { EXPOSURE_ERRORS } from "@/components/exposures/wording";
import { useLive } from "@/components/rooms/live-context";
import { SubmitError } from "@/components/submit-error";
import { Button, EvenChoices } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ScaleField } from "@/components/ui/scale-field";
import { useSubmit } from "@/components/use-submit";
import type { OwnPartView, SharedExposureView } from "@/server/domains/shared-exposures/contract";
import { ownWords } from "./shared-view";
import type { OwnPartActs } from "./use-own-part";

/** What one does oneself: sealed, tapped along the way, done or let go. For one's own eyes. */
export function OwnPart({
  shared,
  part,
  acts,
  onDone,
}: {
  shared: SharedExposureView;
  part: OwnPartView;
  acts: OwnPartActs;
  onDone: () => void;
}) {
  const { organisationId } = useLive();
  const isMine = part.state === "under_way";
  return (
    <div className="grid gap-4">
      <Card className="grid gap-2">
        <h3 className="text-ink-soft text-sm">Yours, seen by nobody else</h3>
        <p className="whitespace-pre-wrap break-words text-lg">{part.plan}</p>
        <p>{ownWords(part)}</p>
        {isMine && shared.state === "open" ? (
          <p className="text-ink-soft text-sm">Sealed. Everyone begins together, in a moment.</p>
        ) : null}
        {isMine ? null : (
          <p>
            <a href={`/o/${organisationId}/practice/${part.exposureId}`}>
              Look back at it in your practice
            </a>
          </p>
        )}
      </Card>
      {isMine && shared.state === "under_way" ? <DistressTaps onTap={acts.tap} /> : null}
      {isMine ? <WaysOn {...{ shared, acts, onDone }} /> : null}
    </div>
  );
}

function WaysOn({
  shared,
  acts,
  onDone,
}: {
  shared: SharedExposureView;
  acts: OwnPartActs;
  onDone: () => void;
}) {
  const { busy, error, submit } = useSubmit();
  const [telling, setTelling] = useState(false);
  const [peak, setPeak] = useState<number | null>(null);
  const question = useRef<HTMLFormElement>(null);

  // The button that was pressed has gone.
  useEffect(() => {
    if (telling) question.current?.focus({ preventScroll: true });
  }, [telling]);

  function finish(how: "done" | "let_go") {
    if (busy) return;
    void submit(async () => {
      await acts.finish(how, how === "done" ? peak : null);
      onDone();
    });
  }

  return (
    <div className="grid gap-4">
      {telling ? (
        <form
          ref={question}
          tabIndex={-1}
          aria-label="How it was"
          method="post"
          noValidate
          className="grid gap-4 outline-none"
          onSubmit={(event) => {
            event.preventDefault();
            finish("done");
          }}
        >
          <ScaleField
            label="Distress at its worst, as it came"
            lowLabel="calm"
            highLabel="the worst I can imagine"
            value={peak}
            onValueChange={setPeak}
          />
          <SubmitError error={error} words={EXPOSURE_ERRORS} />
          <EvenChoices label="Ways on from here">
            <Button type="submit" variant="even" busy={busy}>
              Keep it as done
            </Button>
            <Button variant="even" busy={busy} onClick={() => finish("let_go")}>
              Let it go
            </Button>
          </EvenChoices>
        </form>
      ) : (
        <>
          <SubmitError error={error} words={EXPOSURE_ERRORS} />
          <EvenChoices label="Ways on from here">
            {shared.state === "open" ? null : (
              <Button variant="even" onClick={() => setTelling(true)}>
                It is done
              </Button>
            )}
            <Button variant="even" busy={busy} onClick={() => finish("let_go")}>
              Let it go
            </Button>
          </EvenChoices>
        </>
      )}
    </div>
  );
}
