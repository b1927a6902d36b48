import Link from "next/link";
import type { ReactNode } from "react";
import { PageFrame } from "@/components/shell/page-frame";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { CrossedOut } from "@/components/ui/strokes";
import { ExampleThread } from "./example-thread";
import { MarginNote } from "./margin-note";
import { Promises } from "./promises";
import { WorkbookSection } from "./workbook-section";

/** The public page: what this is, for someone frightened and for someone who runs groups. */
export function Welcome({
  stepIn,
}: {
  /** The demo's one-click ways in. Absent outside demo mode. */
  stepIn?: ReactNode;
}) {
  return (
    <PageFrame>
      <div className="relative grid gap-20 lg:gap-28">
        <MarginLine />

        <div className="grid gap-x-14 gap-y-6 lg:grid-cols-[10.5rem_minmax(0,1fr)]">
          <div className="grid max-w-[52rem] gap-7 lg:col-start-2">
            <h1 className="text-4xl">
              Practise being <CrossedOut>perfect</CrossedOut> a bit wrong, in good company.
            </h1>
            <p className="max-w-measure text-lg">
              Unpolished is for people worn out by having to get everything right. You meet in a
              small group with a facilitator. Between meetings you try small mistakes on purpose,
              and then you tell each other what happened.
            </p>
            <div className="flex flex-wrap items-center gap-x-5 gap-y-3">
              <Button href="/sign-in" variant="primary">
                Sign in
              </Button>
              <p className="text-ink-soft">A facilitator’s invitation brings you here.</p>
            </div>
            {stepIn}
          </div>
          <div className="lg:col-start-1 lg:row-start-1 lg:pt-6">
            <MarginNote>we left the crossing-out in.</MarginNote>
          </div>
        </div>

        <section aria-labelledby="example" className="grid gap-10 lg:gap-14">
          <div className="grid gap-x-14 gap-y-3 lg:grid-cols-[10.5rem_minmax(0,1fr)]">
            <h2 id="example" className="text-2xl lg:col-start-2">
              One small mistake, from guess to note
            </h2>
            <div className="lg:col-start-1 lg:row-start-1">
              <MarginNote>Wren is made up. the stomach is real.</MarginNote>
            </div>
          </div>
          <div className="lg:pl-[14rem]">
            <ExampleThread />
          </div>
        </section>

        <WorkbookSection
          id="group"
          title="What happens in a group"
          note="reading along counts as being there"
        >
          <p className="max-w-measure">
            Six to ten people and a facilitator meet at a set time, usually once a week, in a room
            on your screen. It is all in writing. The facilitator opens, people say how they are in
            a line or two, a few tell a longer story, someone shows a draft exactly as it stands,
            and the session ends when it said it would.
          </p>
          <p className="max-w-measure">
            Nobody fixes, grades or diagnoses anybody. There are no points, no likes, no streaks and
            no “edited” labels. A message with a typo in it keeps its typo.
          </p>
        </WorkbookSection>

        <div className="grid gap-12 lg:grid-cols-2 lg:gap-14 lg:pl-[14rem]">
          <section aria-labelledby="scared" className="grid content-start gap-5">
            <h2 id="scared" className="text-2xl">
              If you are scared of this
            </h2>
            <p>That makes sense. So:</p>
            <Promises>
              {[
                "You may pass, every time. Passing is taking part.",
                "You may go by any name, and by another in another group. No photograph, no surname.",
                "You may read along and say nothing.",
                "You may take back anything you wrote. It goes from everyone’s screen at once.",
                "You may leave, in the middle, without a reason.",
                "Nobody in the group reads your practice until you share it, part by part. Nor does the facilitator.",
              ]}
            </Promises>
          </section>
          <section aria-labelledby="facilitate" className="grid content-start gap-5">
            <h2 id="facilitate" className="text-2xl">
              If you run groups
            </h2>
            <p>You hold the people; we hold the rest.</p>
            <Promises>
              {[
                "A live room with the shared draft in the middle and the talk beside it.",
                "You can pause the room, hold a message or ask someone to leave, and every screen follows within a second.",
                "Each group has its own agreement, and each person’s yes to it is kept with its wording.",
                "You see what a member chose to share with you, and nothing you would have to pretend not to know.",
                "Your organisation’s people and words are walled off from every other’s.",
                "It is free software. You can run it on a machine of your own.",
              ]}
            </Promises>
          </section>
        </div>

        <WorkbookSection
          id="evidence"
          title={
            <>
              What we <CrossedOut>know</CrossedOut> can honestly say
            </>
          }
          note="early and mixed. really."
        >
          <p className="max-w-measure">
            The evidence is early and mixed. In one small trial, people who practised making
            mistakes on purpose came out less perfectionistic than people on a waiting list. In
            another, a course in managing stress did better, and the exposures felt harder as they
            went on rather than easier.
          </p>
          <p className="max-w-measure">
            So here you choose every step yourself, you start small, and kindness is part of the
            practice. If it keeps getting harder, the next step is a smaller one, or none for now,
            or a word with your facilitator. It is never to push on.
          </p>
        </WorkbookSection>

        <div className="lg:pl-[14rem]">
          <Card as="section" aria-labelledby="not" className="max-w-[46rem]">
            <h2 id="not" className="mb-3 text-xl">
              What this is not
            </h2>
            <p>
              It is not therapy, it does not treat anything, and it does not replace anyone who
              looks after you. It is for adults, 18 and over. It is not a crisis service: if you
              need someone now, <Link href="/help">Help now</Link> has numbers for your country,
              without signing in.
            </p>
          </Card>
        </div>
      </div>
    </PageFrame>
  );
}

/** The line down the left of a workbook's page. */
function MarginLine() {
  return (
    <span
      aria-hidden="true"
      className="absolute -top-12 -bottom-16 left-[11.8rem] hidden w-2 rotate-[0.08deg] border-clay border-r border-l-2 opacity-40 lg:block"
    />
  );
}
