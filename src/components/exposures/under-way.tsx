"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { api } from "@/components/api";
import { Button, EvenChoices } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { ExposureView } from "@/server/domains/exposures/contract";
import { DistressTaps } from "./distress-taps";
import { GentleTimer } from "./gentle-timer";
import { HandsOffWindow } from "./hands-off";
import { LetGoButton } from "./let-go-button";
import { Moments } from "./moments";
import { withNoted } from "./practice-queue";
import { ThoughtForm } from "./thought-form";
import { useClock } from "./use-clock";
import { usePracticeQueue } from "./use-practice-queue";
import { WaitingNotice } from "./waiting-notice";

const MINUTE_MS = 60_000;

type Props = {
  organisationId: string;
  exposure: ExposureView;
  /** ISO instant at which the server showed this. */
  serverNow: string;
};

/** While it lasts. Everything here works without a connection, and all of it may be left alone. */
export function UnderWay({ organisationId, exposure, serverNow }: Props) {
  const { now, read } = useClock(serverNow);
  const { noted, waiting, stoppedBy, note, putAside } = usePracticeQueue({
    organisationId,
    exposureId: exposure.id,
  });
  const { moments, handsOff, isDone } = withNoted(exposure, noted);
  const at = () => new Date(read()).toISOString();
  useDoneByTimePassing({ organisationId, exposure }, notDoingUntil(exposure), now);

  return (
    <>
      {exposure.copingWords ? (
        <p className="wobble inked border-clay bg-clay-wash px-5 py-6 text-center font-heading text-2xl">
          {exposure.copingWords}
        </p>
      ) : null}
      <WaitingNotice waiting={waiting} stoppedBy={stoppedBy} onPutAside={putAside} />
      {isDone ? (
        <Notice title="It is done" announce>
          You did it, however it went. There is room to look back here as soon as it has been sent.
        </Notice>
      ) : (
        <>
          <div className="grid gap-1">
            <p className="text-lg">{wordsFor(exposure)}</p>
            {exposure.sealedAt ? <GentleTimer startedAt={exposure.sealedAt} now={now} /> : null}
          </div>
          <EvenChoices label="Ways on from here">
            <Button variant="even" onClick={() => note({ kind: "done", at: at() })}>
              It is done
            </Button>
            <LetGoButton organisationId={organisationId} exposureId={exposure.id} />
          </EvenChoices>
          <HandsOffWindow
            handsOff={handsOff}
            exposure={exposure}
            now={now}
            onBegin={(minutes) => note({ kind: "hands_off_began", at: at(), minutes })}
            onBreak={() => note({ kind: "hands_off_broken", at: at(), words: null })}
          />
          <DistressTaps onTap={(suds) => note({ kind: "distress", at: at(), suds, words: null })} />
          <ThoughtForm
            exposureId={exposure.id}
            label="A thought along the way"
            onThought={(words) => note({ kind: "thought", at: at(), words })}
          />
        </>
      )}
      <Moments moments={moments} />
    </>
  );
}

/** When a rung of not doing is done, by its own words; looking in between changes nothing of it. */
function notDoingUntil({ sealedAt, handsOffMinutes }: ExposureView): string | null {
  if (!sealedAt || handsOffMinutes === null) return null;
  return new Date(Date.parse(sealedAt) + handsOffMinutes * MINUTE_MS).toISOString();
}

function wordsFor({ kind, notDoing }: ExposureView): string {
  if (kind === "rest") {
    return "This time is yours, with nothing to show for it. The page waits, and you can close it.";
  }
  if (notDoing) {
    return "There is nothing to do here, which is all of it. It completes by itself; you can close this page.";
  }
  return "It is yours now. Take whatever time it takes; this page waits, and you can close it. If you fix something after all, that is part of it and starts nothing over.";
}

/** What is about not doing is done once its time has passed: the server knows, and is asked. */
function useDoneByTimePassing(
  { organisationId, exposure: { id: exposureId, notDoing } }: Omit<Props, "serverNow">,
  endsAt: string | null,
  now: number,
) {
  const router = useRouter();
  const hasPassed = notDoing && endsAt !== null && Date.parse(endsAt) <= now;
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again as time goes on.
  useEffect(() => {
    if (!hasPassed) return;
    // Without a connection the router would leave the page to ask for it again.
    api.exposures.accessExposure.query({ organisationId, exposureId }).then(
      () => router.refresh(),
      () => {},
    );
  }, [hasPassed, now, organisationId, exposureId, router]);
}

/** A later thought on what is over: added with its own time, at the end of what was noted. */
export function LaterThoughts({
  organisationId,
  exposure,
  serverNow,
  isOpen = true,
}: Props & {
  /** False where another form asks for words already: what was noted still shows and is sent. */
  isOpen?: boolean;
}) {
  const { read } = useClock(serverNow);
  const { noted, waiting, stoppedBy, note, putAside } = usePracticeQueue({
    organisationId,
    exposureId: exposure.id,
  });
  return (
    <>
      <Moments moments={withNoted(exposure, noted).moments} />
      <WaitingNotice waiting={waiting} stoppedBy={stoppedBy} onPutAside={putAside} />
      {isOpen && exposure.sealedAt ? (
        <ThoughtForm
          exposureId={exposure.id}
          label="A later thought"
          onThought={(words) =>
            note({ kind: "thought", at: new Date(read()).toISOString(), words })
          }
        />
      ) : null}
    </>
  );
}
