import Link from "next/link";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { PageHeading } from "@/components/ui/page-heading";
import type { GroupView, InviteView } from "@/server/domains/groups/contract";
import { AgreementSection } from "./agreement-section";
import { InvitesSection } from "./invites-section";

/**
 * A group's own page. What goes on in it is absent for an owner who is not in the group: who sits in
 * it, when, and what they share stays with its people.
 */
export function GroupPage({
  organisationId,
  group,
  invites,
  sessions,
  board,
  people,
  quietWord,
}: {
  organisationId: string;
  group: GroupView;
  invites: InviteView[];
  sessions?: ReactNode;
  board?: ReactNode;
  people?: ReactNode;
  quietWord?: ReactNode;
}) {
  const ids = { organisationId, groupId: group.id };
  const here = `/o/${organisationId}/groups/${group.id}`;
  return (
    <div className="grid gap-10">
      <PageHeading
        before={<Link href={`/o/${organisationId}`}>All groups</Link>}
        intro={group.purpose || undefined}
        actions={
          group.me && group.mayFacilitate ? (
            <>
              <Button href={`${here}/brief`}>Two-minute brief</Button>
              <Button href={`${here}/log`}>Moderation log</Button>
              <Button href={`${here}/settings`}>Group settings</Button>
            </>
          ) : undefined
        }
      >
        {group.name}
      </PageHeading>
      {group.me ? (
        <p className="text-ink-soft">
          Here you go by{" "}
          <strong className="text-ink">
            <bdi>{group.me.name}</bdi>
          </strong>
          . No other group learns of that name.
        </p>
      ) : (
        <Notice title="You are not in this group">
          You can invite the people who will lead it. Who is in it, and what is said there, stays
          with them.
        </Notice>
      )}
      <div className="grid gap-x-14 gap-y-12 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="grid content-start gap-12">
          {sessions}
          {board}
          <AgreementSection
            {...ids}
            agreement={group.agreement}
            iAmIn={group.me !== null}
            iAgreed={group.iAgreed}
            mayRevise={group.mayReviseAgreement}
          />
        </div>
        <div className="grid content-start gap-12">
          {quietWord}
          {people}
          {group.mayInvite.length > 0 ? (
            <InvitesSection {...ids} mayInvite={group.mayInvite} invites={invites} />
          ) : null}
        </div>
      </div>
    </div>
  );
}
