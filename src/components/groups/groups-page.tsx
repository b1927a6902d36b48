import Link from "next/link";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Disclosure } from "@/components/ui/disclosure";
import { PageHeading } from "@/components/ui/page-heading";
import type { GroupSummaryView } from "@/server/domains/groups/contract";
import { CreateGroupForm } from "./create-group-form";

/** An organisation's start: one's groups, and a new one for those who may found it. */
export function GroupsPage({
  organisationId,
  organisationName,
  groups,
  moreHref,
  mayCreateGroup,
}: {
  organisationId: string;
  organisationName: string;
  groups: GroupSummaryView[];
  moreHref: string | null;
  mayCreateGroup: boolean;
}) {
  return (
    <div className="grid max-w-measure gap-10">
      <PageHeading intro={organisationName}>Groups</PageHeading>
      {groups.length > 0 ? (
        <ul className="grid gap-4">
          {groups.map(({ id, name, iAmIn }) => (
            <Card as="li" key={id}>
              <Link
                href={`/o/${organisationId}/groups/${id}`}
                className="inline-flex min-h-11 items-center font-heading text-xl"
              >
                {name}
              </Link>
              {iAmIn ? null : <p className="text-ink-soft">You are not in this group.</p>}
            </Card>
          ))}
        </ul>
      ) : (
        <p>
          {mayCreateGroup
            ? "No group yet. Here is room for the first one."
            : "You are in no group here just now. A facilitator’s link leads into one."}
        </p>
      )}
      {moreHref ? (
        <div>
          <Button href={moreHref}>More groups</Button>
        </div>
      ) : null}
      {mayCreateGroup ? (
        <Disclosure summary="Start a group" open={groups.length === 0}>
          <CreateGroupForm organisationId={organisationId} />
        </Disclosure>
      ) : null}
    </div>
  );
}
