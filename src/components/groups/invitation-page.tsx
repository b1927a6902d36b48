import { PageHeading } from "@/components/ui/page-heading";
import type { InvitationView } from "@/server/domains/groups/contract";
import { JoinForm } from "./join-form";

const ROLE_NOTES: Partial<Record<InvitationView["role"], string>> = {
  facilitator: "You are invited to facilitate it.",
  "co-facilitator": "You are invited to help facilitate it.",
};

/** For someone signed in who holds an invitation. */
export function InvitationPage({
  organisationId,
  secret,
  invitation,
}: {
  organisationId: string;
  secret: string;
  invitation: InvitationView;
}) {
  return (
    <div className="grid gap-8">
      <PageHeading
        intro={
          <>
            <p>
              A group at {invitation.organisationName}. {ROLE_NOTES[invitation.role]}
            </p>
            {invitation.purpose ? <p className="mt-2">{invitation.purpose}</p> : null}
          </>
        }
      >
        {invitation.groupName}
      </PageHeading>
      <JoinForm {...{ organisationId, secret }} agreement={invitation.agreement} />
    </div>
  );
}
