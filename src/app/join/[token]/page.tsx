import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { SignOut } from "@/components/auth/sign-out";
import { InvitationPage } from "@/components/groups/invitation-page";
import { InvitationSignIn } from "@/components/groups/invitation-sign-in";
import { PageFrame } from "@/components/shell/page-frame";
import { readInviteToken } from "@/server/domains/groups/contract";
import { currentUser, serverApi } from "@/server/trpc/caller";

export const metadata: Metadata = { title: "An invitation" };

/** Where an invite's link leads. Reading changes nothing, so a mail scanner may follow it too. */
export default async function Page({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const invite = readInviteToken(token);
  if (!invite) notFound();
  if (!(await currentUser())) {
    return (
      <PageFrame width="measure">
        <InvitationSignIn path={`/join/${token}`} />
      </PageFrame>
    );
  }
  const api = await serverApi();
  const invitation = await api.groups.findInvitation(invite);
  if (invitation.iAmIn) redirect(`/o/${invite.organisationId}/groups/${invitation.groupId}`);
  return (
    <PageFrame home="/home" person={<SignOut />} width="measure">
      <InvitationPage {...invite} invitation={invitation} />
    </PageFrame>
  );
}
