import Link from "next/link";
import type { ReactNode } from "react";
import { PageHeading } from "@/components/ui/page-heading";
import type { GroupView } from "@/server/domains/groups/contract";
import { RetentionForm } from "./retention-form";

/** What holds for a group from session to session, for those who lead it. */
export function SettingsPage({
  organisationId,
  group,
  heldWords,
}: {
  organisationId: string;
  group: GroupView;
  heldWords: ReactNode;
}) {
  const days = group.retentionDays ?? 0;
  return (
    <div className="mx-auto grid max-w-measure gap-10">
      <PageHeading
        before={
          <Link
            href={`/o/${organisationId}/groups/${group.id}`}
            className="inline-flex min-h-8 items-center"
          >
            Back to the group
          </Link>
        }
        intro={
          <>
            What holds in <bdi>{group.name}</bdi> from session to session.
          </>
        }
      >
        Group settings
      </PageHeading>
      <section aria-labelledby="retention" className="grid gap-4">
        <h2 id="retention" className="text-2xl">
          How long words stay
        </h2>
        <p>
          After a session its transcript stays readable to those who were in the group then, and is
          wiped when its time is over. People keep their own practice, and what they noted for
          themselves.
        </p>
        {group.maySetRetention ? (
          <RetentionForm organisationId={organisationId} groupId={group.id} days={days} />
        ) : (
          <p>
            Here that is {days} days. A facilitator can change it; it is a promise to everyone who
            wrote something.
          </p>
        )}
      </section>
      <section aria-labelledby="held-words" className="grid gap-4">
        <h2 id="held-words" className="text-2xl">
          Words that wait
        </h2>
        <p>
          A post with one of these in it is kept and seen by somebody who leads first. Nothing is
          refused, nobody is told off, and no word says anything about the person who wrote it.
        </p>
        {heldWords}
      </section>
    </div>
  );
}
