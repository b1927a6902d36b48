import Link from "next/link";
import { Card } from "@/components/ui/card";
import { Notice } from "@/components/ui/notice";
import { PageHeading } from "@/components/ui/page-heading";
import type { Dial, ExposureView, Idea, LastLearned } from "@/server/domains/exposures/contract";
import { LastLearnedNote } from "./last-learned-note";
import { PlanForm } from "./plan-form";
import { type Beginning, fieldsOfAnother, NO_PLAN, type PlanFields } from "./plan-record";
import { DIAL_WORDS, dialLevel } from "./wording";

/** From where a plan begins: an idea, an earlier try of one's own, or nothing but own words. */
export type PlanStart =
  | { from: "own"; kind: "exposure" | "rest" }
  | { from: "idea"; idea: Idea }
  | { from: "try"; before: ExposureView; dial: { dial: Dial; to: number } | null };

/** Planning something to leave unpolished, from an idea or in own words. */
export function NewPlanPage({
  organisationId,
  start,
  lastLearned,
}: {
  organisationId: string;
  start: PlanStart;
  lastLearned: LastLearned | null;
}) {
  const practice = `/o/${organisationId}/practice`;
  const { name, beginning, initial } = formOf(start);
  const isRest = beginning.kind === "rest";
  return (
    <div className="mx-auto grid max-w-measure gap-8">
      <PageHeading
        before={
          isRest ? (
            <Link href={practice}>Your practice</Link>
          ) : (
            <Link href={`${practice}/library`}>Ideas</Link>
          )
        }
        intro={
          isRest
            ? "Time with nothing to show for it. It is practice as much as anything else here."
            : "Choose something small that is yours to risk: nothing that could hurt someone, cost a job or break a rule."
        }
      >
        {isRest ? "Plan a rest" : "Plan a small risk"}
      </PageHeading>
      {start.from === "idea" ? <TheIdea idea={start.idea} /> : null}
      {start.from === "try" ? <TheTry start={start} /> : null}
      <LastLearnedNote lastLearned={lastLearned} />
      <PlanForm
        key={name}
        organisationId={organisationId}
        name={name}
        beginning={beginning}
        initial={initial}
      />
    </div>
  );
}

function formOf(start: PlanStart): { name: string; beginning: Beginning; initial: PlanFields } {
  const own: Beginning = { librarySlug: null, category: null, kind: "exposure", repeatOfId: null };
  if (start.from === "idea") {
    const { slug, title, category } = start.idea;
    return {
      name: slug,
      beginning: { ...own, librarySlug: slug, category },
      initial: { ...NO_PLAN, plan: title },
    };
  }
  if (start.from === "try") {
    const { before, dial } = start;
    const { librarySlug, category, repeatOfId, id, kind } = before;
    const again = fieldsOfAnother(before);
    return {
      name: dial ? `${id}:${dial.dial}` : id,
      beginning: {
        ...{ librarySlug, category, repeatOfId: repeatOfId ?? id },
        kind: kind === "rest" ? "rest" : "exposure",
      },
      initial: dial ? { ...again, [dial.dial]: dial.to } : again,
    };
  }
  const isRest = start.kind === "rest";
  return {
    name: isRest ? "rest" : "own",
    beginning: { ...own, kind: start.kind },
    initial: NO_PLAN,
  };
}

function TheIdea({ idea }: { idea: Idea }) {
  return (
    <Card as="aside" aria-label="The idea">
      <p>{idea.suggestion}</p>
      <p className="pencilled mt-2 text-pencil">{idea.notice}</p>
      {idea.smaller ? (
        <p className="mt-2 text-sm">
          Smaller: <Link href={`?idea=${idea.smaller.slug}`}>{idea.smaller.title}</Link>
        </p>
      ) : null}
    </Card>
  );
}

function TheTry({ start: { before, dial } }: { start: PlanStart & { from: "try" } }) {
  const level = dial && dialLevel(dial.dial, dial.to);
  return (
    <Notice title="Another time">
      <p>
        Another place or other company teaches more than another time in the same spot.
        {before.whereAndWho ? ` Last time: ${before.whereAndWho}.` : null}
      </p>
      {dial && level ? (
        <p>
          One thing is set a little further along. {DIAL_WORDS[dial.dial].label}: {level}.
        </p>
      ) : null}
    </Notice>
  );
}
