import Link from "next/link";
import { EarlierOnes } from "@/components/earlier-ones";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { PageHeading } from "@/components/ui/page-heading";
import { Tag } from "@/components/ui/tag";
import type { ExposurePage, LastLearned } from "@/server/domains/exposures/contract";
import { LastLearnedNote } from "./last-learned-note";
import { LocalTime } from "./local-time";
import { STATE_WORDS } from "./wording";

/** A member's own practice, newest first. Nothing is counted and nothing is missing. */
export function PracticePage({
  organisationId,
  page,
  lastLearned,
  isFirstPage,
}: {
  organisationId: string;
  page: ExposurePage;
  lastLearned: LastLearned | null;
  isFirstPage: boolean;
}) {
  const practice = `/o/${organisationId}/practice`;
  return (
    <div className="mx-auto grid max-w-measure gap-10">
      <PageHeading intro="Welcome back. Nothing to catch up on. Only you can read what is here, until you share something yourself.">
        Your practice
      </PageHeading>

      <div className="flex flex-wrap gap-3">
        <Button href={`${practice}/library`} variant="primary">
          Look for an idea
        </Button>
        <Button href={`${practice}/new`}>Plan something of my own</Button>
        <Button href={`${practice}/drafts`}>Drafts</Button>
      </div>

      {isFirstPage ? <LastLearnedNote lastLearned={lastLearned} /> : null}

      <section aria-labelledby="tries" className="grid gap-4">
        <h2 id="tries" className="text-xl">
          What you planned and tried
        </h2>
        {page.exposures.length === 0 ? (
          <p>
            Nothing here yet, and no hurry. The ideas start very small: one typo to a friend, odd
            socks, a plain subject line.
          </p>
        ) : (
          <ul className="grid gap-3">
            {page.exposures.map(({ id, plan, state, createdAt }) => (
              <Card as="li" key={id} className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
                <Link
                  href={`${practice}/${id}`}
                  className="min-w-0 flex-1 basis-60 break-words py-1 font-semibold text-lg"
                >
                  {plan}
                </Link>
                <Tag>{STATE_WORDS[state]}</Tag>
                <span className="text-ink-soft text-sm">
                  <LocalTime instant={createdAt} show="day" />
                </span>
              </Card>
            ))}
          </ul>
        )}
        <EarlierOnes list={practice} next={page.next} />
      </section>
    </div>
  );
}
