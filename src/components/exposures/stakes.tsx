"use client";

import { useRouter } from "next/navigation";
import { api } from "@/components/api";
import { ShareEntry } from "@/components/sharing/share-entry";
import { SubmitError } from "@/components/submit-error";
import { Button, EvenChoices } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Notice } from "@/components/ui/notice";
import { useSubmit } from "@/components/use-submit";
import type { ExposureView } from "@/server/domains/exposures/contract";
import type { WordView } from "@/server/domains/sharing/contract";
import { ReviseForm } from "./revise-form";
import { EXPOSURE_ERRORS, STAKES_QUESTION } from "./wording";

type Props = { organisationId: string; exposure: ExposureView };

/** The last question before the start, and the start itself. */
export function Stakes({ organisationId, exposure }: Props) {
  const router = useRouter();
  const { busy, error, submit } = useSubmit();
  const ref = { organisationId, exposureId: exposure.id };

  function sealAndStart() {
    void submit(async () => {
      await api.exposures.sealAndStart.mutate({ ...ref, couldHarm: "no" });
      router.refresh();
    });
  }

  function answerYes() {
    void submit(async () => {
      await api.exposures.answerStakes.mutate({ ...ref, couldHarm: "yes" });
      router.refresh();
    });
  }

  return (
    <Card as="section" tone="clay" aria-labelledby="stakes" className="grid gap-4">
      <h2 id="stakes" className="text-xl">
        {STAKES_QUESTION}
      </h2>
      <p>
        Starting seals your guess: it then stays exactly as it reads now, so that you can lay it
        beside what really came. You can let go at any point, sealed or not.
      </p>
      <SubmitError error={error} words={EXPOSURE_ERRORS} />
      <EvenChoices label="Your answer">
        <Button variant="even" busy={busy} onClick={sealAndStart}>
          No: seal it and begin
        </Button>
        <Button variant="even" busy={busy} onClick={answerYes}>
          Yes, or I am not sure
        </Button>
      </EvenChoices>
    </Card>
  );
}

/** After a yes: smaller, or together with a facilitator. Neither is a step back. */
export function NeedsWord({ organisationId, exposure, word }: Props & { word: WordView | null }) {
  const router = useRouter();
  return (
    <>
      <Notice title="Good that you looked">
        Something that might hurt someone or cost too much is not begun alone here. Make it small
        enough to be only yours to risk, or ask a facilitator for their word. Letting go is just as
        good.
      </Notice>
      {word?.word === "go_ahead" ? (
        <GoAhead organisationId={organisationId} exposure={exposure} word={word} />
      ) : null}
      {word?.word === "smaller_please" ? (
        <Notice title={`${word.by} would rather see it smaller`} announce>
          {word.words ? <p className="whitespace-pre-wrap break-words">“{word.words}”</p> : null}
        </Notice>
      ) : null}
      <Card as="section" aria-labelledby="smaller" className="grid gap-3">
        <h2 id="smaller" className="text-xl">
          Make it smaller
        </h2>
        <p className="text-ink-soft">
          To fewer people, for a shorter time, with less that hangs on it. Other words are another
          plan, and the question comes again.
        </p>
        <ReviseForm organisationId={organisationId} exposure={exposure} purpose="smaller" />
      </Card>
      <Card as="section" aria-labelledby="word" className="grid gap-3">
        <h2 id="word" className="text-xl">
          Or ask a facilitator for their word
        </h2>
        <p className="text-ink-soft">
          Only the facilitators of the group you choose see what you tick, and only to answer you.
        </p>
        <ShareEntry
          organisationId={organisationId}
          source={{ kind: "exposure", id: exposure.id }}
          state={exposure.state}
          asksWord
        />
        {word ? null : (
          <p className="text-sm">
            Asked already?{" "}
            <Button variant="plain" size="sm" onClick={() => router.refresh()}>
              Look whether there is an answer
            </Button>
          </p>
        )}
      </Card>
    </>
  );
}

function GoAhead({ organisationId, exposure, word }: Props & { word: WordView }) {
  const router = useRouter();
  const { busy, error, submit } = useSubmit();

  function takeWordAndStart() {
    void submit(async () => {
      const ref = { organisationId, exposureId: exposure.id };
      await api.sharing.takeWord.mutate(ref);
      await api.exposures.sealAndStart.mutate(ref);
      router.refresh();
    });
  }

  return (
    <Card as="section" tone="clay" aria-labelledby="go-ahead" className="grid gap-4">
      <h2 id="go-ahead" className="text-xl">
        {word.by} says: go ahead
      </h2>
      {word.words ? <p className="whitespace-pre-wrap break-words">“{word.words}”</p> : null}
      <p>
        It stands for the plan as it reads now. Starting seals your guess, and you can still let go
        at any point.
      </p>
      <SubmitError error={error} words={EXPOSURE_ERRORS} />
      <div>
        <Button variant="primary" busy={busy} onClick={takeWordAndStart}>
          Seal it and begin
        </Button>
      </div>
    </Card>
  );
}
