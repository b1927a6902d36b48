import Link from "next/link";
import { PageHeading } from "@/components/ui/page-heading";
import type { CheckInHistory } from "@/server/domains/checkins/contract";
import type { ChartedTry } from "@/server/domains/exposures/contract";
import { GuessesSection } from "./guesses-section";
import { TriesCalendar } from "./tries-calendar";
import { WeeksSection } from "./weeks-section";

/** Pictures of what a member wrote down. Nothing in them is a target and nothing is missing. */
export function RecordPage({
  organisationId,
  tries,
  history,
}: {
  organisationId: string;
  /** Oldest first. */
  tries: readonly ChartedTry[];
  history: CheckInHistory;
}) {
  const practice = `/o/${organisationId}/practice`;
  return (
    <div className="grid gap-14">
      <PageHeading
        before={<Link href={practice}>Your practice</Link>}
        intro="What you wrote down, as pictures. They are for noticing: there is nothing here to reach, and a gap is only a gap. Nobody else sees this page."
      >
        My practice
      </PageHeading>
      <GuessesSection practice={practice} tries={tries} />
      <WeeksSection practice={practice} history={history} />
      <section aria-labelledby="calendar" className="grid gap-5">
        <h2 id="calendar" className="text-2xl">
          Days you wrote something down
        </h2>
        <TriesCalendar practice={practice} tries={tries} />
      </section>
    </div>
  );
}
