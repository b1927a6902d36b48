import Link from "next/link";
import { Card } from "@/components/ui/card";
import { PageHeading } from "@/components/ui/page-heading";
import type { Idea, LastLearned } from "@/server/domains/exposures/contract";
import { LastLearnedNote } from "./last-learned-note";
import { PlanForm } from "./plan-form";

/** Planning something to leave unpolished, from an idea or in own words. */
export function NewPlanPage({
  organisationId,
  idea,
  lastLearned,
}: {
  organisationId: string;
  idea: Idea | null;
  lastLearned: LastLearned | null;
}) {
  return (
    <div className="mx-auto grid max-w-measure gap-8">
      <PageHeading
        before={<Link href={`/o/${organisationId}/practice/library`}>Ideas</Link>}
        intro="Choose something small that is yours to risk: nothing that could hurt someone, cost a job or break a rule."
      >
        Plan a small risk
      </PageHeading>
      {idea ? (
        <Card as="aside" aria-label="The idea">
          <p>{idea.suggestion}</p>
          <p className="pencilled mt-2 text-pencil">{idea.notice}</p>
          {idea.smaller ? (
            <p className="mt-2 text-sm">
              Smaller: <Link href={`?idea=${idea.smaller.slug}`}>{idea.smaller.title}</Link>
            </p>
          ) : null}
        </Card>
      ) : null}
      <LastLearnedNote lastLearned={lastLearned} />
      <PlanForm key={idea?.slug} organisationId={organisationId} idea={idea} />
    </div>
  );
}
