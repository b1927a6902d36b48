import Link from "next/link";
import { ShareEntry } from "@/components/sharing/share-entry";
import { Button, EvenChoices } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Disclosure } from "@/components/ui/disclosure";
import { PageHeading } from "@/components/ui/page-heading";
import type { ExposureView, Idea } from "@/server/domains/exposures/contract";
import type { WordView } from "@/server/domains/sharing/contract";
import { Comparison } from "./comparison";
import { LetGoButton } from "./let-go-button";
import { hasPrediction, listOf, Prediction, Said } from "./prediction";
import { ReflectionForm } from "./reflection-form";
import { ReviseForm } from "./revise-form";
import { NeedsWord, Stakes } from "./stakes";
import { Step } from "./step";
import { LaterThoughts, UnderWay } from "./under-way";
import { FEARED_OUTCOME_WORDS } from "./wording";

type Props = {
  organisationId: string;
  exposure: ExposureView;
  idea: Idea | null;
  /** What a facilitator said to the plan as it reads now. */
  word: WordView | null;
  /** ISO instant at which this was read. */
  serverNow: string;
};

const STEPS = {
  idea: AnIdea,
  planned: Planned,
  under_way: NowUnderWay,
  done: Done,
  reflected: Reflected,
  let_go: LetGo,
};

/** One exposure, at whichever point it is. */
export function ExposurePage(props: Props) {
  const { state, couldHarm } = props.exposure;
  const Now = STEPS[state];
  return (
    <div className="mx-auto grid max-w-measure gap-8">
      <PageHeading before={<Link href={`/o/${props.organisationId}/practice`}>Your practice</Link>}>
        {props.exposure.plan}
      </PageHeading>
      <Step name={state === "planned" ? `planned, ${couldHarm}` : state}>
        <Now {...props} />
      </Step>
    </div>
  );
}

function AnIdea({ organisationId, exposure, idea }: Props) {
  return (
    <>
      <p className="text-lg">
        An idea on your ladder. It can stay one for as long as you like; planning it needs no more
        than these words.
      </p>
      <Smaller organisationId={organisationId} idea={idea} />
      <ReviseForm organisationId={organisationId} exposure={exposure} purpose="decide" />
      <LettingGo organisationId={organisationId} exposure={exposure} />
    </>
  );
}

function Planned({ organisationId, exposure, idea, word }: Props) {
  const own = { organisationId, exposure };
  if (exposure.couldHarm === "yes") {
    return (
      <>
        <NeedsWord {...own} word={word} />
        <Guess exposure={exposure} title="Your guess so far" />
        <LettingGo {...own} />
      </>
    );
  }
  return (
    <>
      <Stakes {...own} />
      <Guess exposure={exposure} title="Your guess so far" />
      <Disclosure summary="Make it smaller, or change the words">
        <Smaller organisationId={organisationId} idea={idea} />
        <ReviseForm {...own} purpose="change" />
      </Disclosure>
      <LettingGo {...own} />
      <Sharing {...own} />
    </>
  );
}

function NowUnderWay({ organisationId, exposure, serverNow }: Props) {
  return (
    <>
      <UnderWay organisationId={organisationId} exposure={exposure} serverNow={serverNow} />
      <Guess exposure={exposure} title="What you sealed" />
      <Sharing organisationId={organisationId} exposure={exposure} />
    </>
  );
}

function Done({ organisationId, exposure, serverNow }: Props) {
  return (
    <>
      <p className="text-lg">
        {exposure.kind === "rest"
          ? "You rested, and that is practice too."
          : exposure.kind === "accident"
            ? "It happened, and here it is, as it is."
            : "You did it, however it went."}{" "}
        Look back as much or as little as you like: every line here may stay empty.
      </p>
      <ReflectionForm organisationId={organisationId} exposure={exposure} />
      <LaterThoughts
        organisationId={organisationId}
        exposure={exposure}
        serverNow={serverNow}
        isOpen={false}
      />
      <Guess exposure={exposure} title="What you sealed" />
      <Sharing organisationId={organisationId} exposure={exposure} />
    </>
  );
}

function Reflected({ organisationId, exposure, serverNow }: Props) {
  const { fearedOutcomeHappened, endSuds, surprise } = exposure;
  return (
    <>
      {exposure.sealedAt ? <Comparison exposure={exposure} /> : null}
      <Card as="section" aria-labelledby="looking-back" className="grid gap-4">
        <h2 id="looking-back" className="text-xl">
          Looking back
        </h2>
        <dl className="grid gap-3">
          <Said name="What happened">{exposure.whatHappened}</Said>
          <Said name="Did the feared thing happen?">
            {fearedOutcomeHappened && FEARED_OUTCOME_WORDS[fearedOutcomeHappened]}
          </Said>
          <Said name="How I got through it">{exposure.howGotThrough}</Said>
          {exposure.sealedAt ? null : (
            <Said name="Distress at its worst">{ofHundred(exposure.peakSuds)}</Said>
          )}
          <Said name="Distress at the end">{ofHundred(endSuds)}</Said>
          <Said name="How surprised I was">{ofHundred(surprise)}</Said>
          <Said name="Used all the same">{listOf(exposure.safetyBehavioursUsed)}</Said>
          <Said name="What I felt">{exposure.felt}</Said>
          <Said name="What was worse than I imagined">{exposure.worse}</Said>
          <Said name="What was better">{exposure.better}</Said>
          <Said name="What I learned">{exposure.learned}</Said>
        </dl>
        <p className="text-ink-soft text-sm">What is not here was left out, which is fine.</p>
      </Card>
      <LaterThoughts organisationId={organisationId} exposure={exposure} serverNow={serverNow} />
      <Guess exposure={exposure} title="What you sealed" />
      <Disclosure summary="Add to the looking back">
        <div className="py-2">
          <ReflectionForm organisationId={organisationId} exposure={exposure} />
        </div>
      </Disclosure>
      <Sharing organisationId={organisationId} exposure={exposure} />
      <EvenChoices label="Ways on from here">
        <Again organisationId={organisationId} exposure={exposure} />
        <LetGoButton organisationId={organisationId} exposureId={exposure.id} />
      </EvenChoices>
    </>
  );
}

function LetGo({ organisationId, exposure, serverNow }: Props) {
  return (
    <>
      <p className="text-lg">
        You let this one go, and that is as much practice as doing it. Nothing more is asked of you
        here.
      </p>
      <Guess exposure={exposure} title="What you had in mind" />
      <LaterThoughts organisationId={organisationId} exposure={exposure} serverNow={serverNow} />
      <EvenChoices label="Ways on from here">
        <Again organisationId={organisationId} exposure={exposure} />
        <Button variant="even" href={`/o/${organisationId}/practice/library`}>
          Something else, some other day
        </Button>
      </EvenChoices>
      <Sharing organisationId={organisationId} exposure={exposure} />
    </>
  );
}

function ofHundred(value: number | null): string | null {
  return value === null ? null : `${value} of 100`;
}

function Guess({ exposure, title }: { exposure: ExposureView; title: string }) {
  // What just happened was guessed by nobody, and a rest may have been.
  const isGuess = exposure.sealedAt !== null || exposure.finishedAt === null;
  if (!isGuess) return exposure.whereAndWho ? <p>{exposure.whereAndWho}</p> : null;
  if (!hasPrediction(exposure)) return null;
  return (
    <Card as="section" aria-labelledby="guess" className="grid gap-4">
      <h2 id="guess" className="text-xl">
        {title}
      </h2>
      <Prediction exposure={exposure} />
    </Card>
  );
}

type Own = Pick<Props, "organisationId" | "exposure">;

function LettingGo({ organisationId, exposure }: Own) {
  return (
    <EvenChoices label="Other ways on from here">
      <Button variant="even" href={`/o/${organisationId}/practice`}>
        Leave it for now
      </Button>
      <LetGoButton organisationId={organisationId} exposureId={exposure.id} />
    </EvenChoices>
  );
}

function Again({ organisationId, exposure }: Own) {
  return (
    <Button variant="even" href={`/o/${organisationId}/practice/new?again=${exposure.id}`}>
      Do it again, perhaps elsewhere
    </Button>
  );
}

function Smaller({ organisationId, idea }: { organisationId: string; idea: Idea | null }) {
  if (!idea?.smaller) return null;
  return (
    <p className="pb-4">
      An idea of the same kind, a little smaller:{" "}
      <Link href={`/o/${organisationId}/practice/new?idea=${idea.smaller.slug}`}>
        {idea.smaller.title}
      </Link>
      .
    </p>
  );
}

function Sharing({ organisationId, exposure }: Own) {
  return (
    <section aria-labelledby="sharing" className="grid gap-3">
      <h2 id="sharing" className="text-xl">
        What others may see
      </h2>
      <p className="text-ink-soft">
        Only you can read this page. What you share of it is shared field by field, with whom you
        choose and for as long as you like.
      </p>
      <ShareEntry
        organisationId={organisationId}
        source={{ kind: "exposure", id: exposure.id }}
        state={exposure.state}
      />
    </section>
  );
}
