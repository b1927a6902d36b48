import Link from "next/link";
import { EarlierOnes } from "@/components/earlier-ones";
import { Button, EvenChoices } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { PageHeading } from "@/components/ui/page-heading";
import { Tag } from "@/components/ui/tag";
import type {
  ExposurePage,
  ExposureSummary,
  Ladder,
  LastLearned,
} from "@/server/domains/exposures/contract";
import { AddIdeaLine } from "./add-idea-line";
import { LadderList } from "./ladder-list";
import { LastLearnedNote } from "./last-learned-note";
import { LocalTime } from "./local-time";
import { Gentler, NextRung } from "./offers";
import { SendWaiting } from "./send-waiting";
import { entryWords } from "./wording";

type Props = {
  organisationId: string;
  page: ExposurePage;
  /** Null on the pages of earlier entries. */
  ladder: Ladder | null;
  lastLearned: LastLearned | null;
};

/** A member's own practice: the ladder, then what was tried. Nothing is counted, nothing missing. */
export function PracticePage({ organisationId, page, ladder, lastLearned }: Props) {
  const practice = `/o/${organisationId}/practice`;
  return (
    <div className="mx-auto grid max-w-measure gap-10">
      <PageHeading
        before={ladder ? null : <Link href={practice}>Your practice</Link>}
        intro={
          ladder
            ? "Welcome back. Nothing to catch up on. Only you can read what is here, until you share something yourself."
            : null
        }
      >
        {ladder ? "Your practice" : "Earlier on"}
      </PageHeading>
      {ladder ? (
        <>
          <SendWaiting
            organisationId={organisationId}
            exposureIds={ladder.rungs.flatMap(({ id, state }) =>
              state === "under_way" ? [id] : [],
            )}
          />
          <Now organisationId={organisationId} ladder={ladder} />
          <LastLearnedNote lastLearned={lastLearned} />
          <Elsewhere practice={practice} />
        </>
      ) : null}
      <Earlier practice={practice} page={page} />
    </div>
  );
}

function Now({ organisationId, ladder }: { organisationId: string; ladder: Ladder }) {
  const practice = `/o/${organisationId}/practice`;
  return (
    <>
      {ladder.risingDistress ? (
        <Gentler organisationId={organisationId} risingDistress={ladder.risingDistress} />
      ) : null}
      <section aria-labelledby="ladder" className="grid gap-4">
        <h2 id="ladder" className="text-xl">
          Your ladder
        </h2>
        {ladder.rungs.length === 0 ? (
          <p>
            Nothing on it just now, and no hurry. It may start very small: one typo to a friend, odd
            socks, a plain subject line.
          </p>
        ) : (
          <>
            <p className="text-ink-soft">
              By what you expect of each, the gentlest first. Begin wherever you like.
            </p>
            <LadderList practice={practice} rungs={ladder.rungs} />
          </>
        )}
        <AddIdeaLine organisationId={organisationId} />
      </section>
      {ladder.suggestion ? <NextRung practice={practice} suggestion={ladder.suggestion} /> : null}
      <EvenChoices label="Something for today">
        <Button variant="even" href={`${practice}/new`}>
          Plan something
        </Button>
        <Button variant="even" href={`${practice}/log?kind=rest`}>
          Rest
        </Button>
        <Button variant="even" href={`${practice}/log?kind=accident`}>
          It just happened
        </Button>
      </EvenChoices>
    </>
  );
}

function Elsewhere({ practice }: { practice: string }) {
  return (
    <nav aria-label="More of your practice" className="flex flex-wrap gap-3">
      <Button href={`${practice}/library`}>Look for an idea</Button>
      <Button href={`${practice}/drafts`}>Drafts</Button>
      <Button href={`${practice}/check-in`}>Weekly check-in</Button>
      <Button href={`${practice}/record`}>My practice so far</Button>
    </nav>
  );
}

/** What is on the ladder is no earlier entry yet. */
function isEarlier({ state }: ExposureSummary): boolean {
  return state === "done" || state === "reflected" || state === "let_go";
}

function Earlier({ practice, page }: { practice: string; page: ExposurePage }) {
  const entries = page.exposures.filter(isEarlier);
  return (
    <section aria-labelledby="tries" className="grid gap-4">
      <h2 id="tries" className="text-xl">
        What you tried, rested and let go
      </h2>
      {entries.length === 0 ? (
        <p>{page.next ? "Nothing in between." : "Nothing here yet, and nothing is missing."}</p>
      ) : (
        <ul className="grid gap-3">
          {entries.map((entry) => (
            <Card as="li" key={entry.id} className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
              <Link
                href={`${practice}/${entry.id}`}
                className="min-w-0 flex-1 basis-60 break-words py-1 font-semibold text-lg"
              >
                {entry.plan}
              </Link>
              {entryWords(entry).map((words) => (
                <Tag key={words}>{words}</Tag>
              ))}
              <span className="text-ink-soft text-sm">
                <LocalTime instant={entry.createdAt} show="day" />
              </span>
            </Card>
          ))}
        </ul>
      )}
      <EarlierOnes list={practice} next={page.next} />
    </section>
  );
}
