import type { Metadata } from "next";
import { InvitationOver } from "@/components/groups/invitation-over";
import { PageFrame } from "@/components/shell/page-frame";

export const metadata: Metadata = { title: "This link opens nothing" };

/** For invitations that are over. */
export default function NotFound() {
  return (
    <PageFrame width="measure">
      <InvitationOver />
    </PageFrame>
  );
}
