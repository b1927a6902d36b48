import Link from "next/link";
import { Card } from "@/components/ui/card";
import { Disclosure } from "@/components/ui/disclosure";
import { Notice } from "@/components/ui/notice";
import { PageHeading } from "@/components/ui/page-heading";
import type { ExposureView, Idea } from "@/server/domains/exposures/contract";
import { Comparison } from "./comparison";
import { MoveButtons } from "./move-buttons";
import { Prediction, Said } from "./prediction";
import { ReflectionForm } from "./reflection-form";
import { ReviseForm } from "./revise-form";
import { FEARED_OUTCOME_WORDS } from "./wording";

type Props = { organisationId: string; exposure: ExposureView; idea: Idea | null };

const STEPS = {
  planned: Planned,
  under_way: UnderWay,
  done: Done,
  reflected: Reflected,
  let_go: LetGo,
};

/** One exposure, at whichever point it is. */
export function ExposurePage(props: Props) {
  const Step = STEPS[props.exposure.state];
  return (
    <div className="mx-auto grid max-w-measure gap-8">
      <PageHeading before={<Link href={`/o/${props.organisationId}/practice`}>Your practice</Link>}>
        {props.exposure.plan}
      </PageHeading>
      <Step {...props} />
    </div>
  );
}

function Planned({ organisationId, exposure, idea }: Props) {
  const smaller = idea?.smaller;
  return (
    <>
      <Guess exposure={exposure} title="Your guess so far" />
      <Notice title="Starting seals your guess">
        It then stays exactly as it reads now, so that you can lay it beside what really came. You
        can let go at any point, sealed or not.
      </Notice>
      <MoveButtons
        organisationId={organisationId}
        exposureId={exposure.id}
        moves={["sealAndStart", "letGo"]}
      />
      <Disclosure summary="Make it smaller, or change the words">
        {smaller ? (
          <p className="pb-4">
            An idea of the same kind, a little smaller:{" "}
            <Link href={`/o/${organisationId}/practice/new?idea=${smaller.slug}`}>
              {smaller.title}
            </Link>
            .
          </p>
        ) : null}
        <ReviseForm organisationId={organisationId} exposure={exposure} />
      </Disclosure>
    </>
  );
}

function UnderWay({ organisationId, exposure }: Props) {
  return (
    <>
      {exposure.copingWords ? (
        <p className="wobble inked border-clay bg-clay-wash px-5 py-6 text-center font-heading text-2xl">
          {exposure.copingWords}
        </p>
      ) : null}
      <p className="text-lg">
        It is yours now. Take whatever time it takes; this page waits, and you can close it. If you
        fix something after all, that is part of it and starts nothing over.
      </p>
      <MoveButtons
        organisationId={organisationId}
        exposureId={exposure.id}
        moves={["finishExposure", "letGo"]}
      />
      <Guess exposure={exposure} title="What you sealed" />
    </>
  );
}

function Done({ organisationId, exposure }: Props) {
  return (
    <>
      <p className="text-lg">
        You did it, however it went. Look back as much or as little as you like: every line here may
        stay empty.
      </p>
      <ReflectionForm organisationId={organisationId} exposure={exposure} />
      <Guess exposure={exposure} title="What you sealed" />
    </>
  );
}

function Reflected({ organisationId, exposure }: Props) {
  const { fearedOutcomeHappened, endSuds } = exposure;
  return (
    <>
      <Comparison exposure={exposure} />
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
          <Said name="Distress at the end">{endSuds === null ? null : `${endSuds} of 100`}</Said>
          <Said name="What I felt">{exposure.felt}</Said>
          <Said name="What was worse than I imagined">{exposure.worse}</Said>
          <Said name="What was better">{exposure.better}</Said>
          <Said name="What I learned">{exposure.learned}</Said>
        </dl>
      </Card>
      <Guess exposure={exposure} title="What you sealed" />
      <Disclosure summary="Add a later thought">
        <div className="py-2">
          <ReflectionForm organisationId={organisationId} exposure={exposure} />
        </div>
      </Disclosure>
    </>
  );
}

function LetGo({ organisationId, exposure }: Props) {
  return (
    <>
      <p className="text-lg">
        You let this one go, and that is as much practice as doing it. Nothing more is asked of you
        here.
      </p>
      <Guess exposure={exposure} title="What you had in mind" />
      <p>
        <Link href={`/o/${organisationId}/practice/library`}>Something else, some other day</Link>
      </p>
    </>
  );
}

function Guess({ exposure, title }: { exposure: ExposureView; title: string }) {
  return (
    <Card as="section" aria-labelledby="guess" className="grid gap-4">
      <h2 id="guess" className="text-xl">
        {title}
      </h2>
      <Prediction exposure={exposure} />
    </Card>
  );
}
