import type { Metadata } from "next";
import { SessionPage } from "@/components/sessions/session-page";
import { runtime } from "@/server/runtime";
import { serverApi } from "@/server/trpc/caller";

// Neither the group's name nor the session's: histories and other people's screens show titles.
export const metadata: Metadata = { title: "Session" };

/** What will happen in a session, and the way into it. */
export default async function Page({
  params,
}: {
  params: Promise<{ org: string; session: string }>;
}) {
  const { org: organisationId, session: sessionId } = await params;
  const api = await serverApi();
  const session = await api.runSheets.previewSession({ organisationId, sessionId });
  const group = await api.groups.findGroup({ organisationId, groupId: session.groupId });
  return (
    <SessionPage
      {...{ organisationId, session }}
      timeIsOver={new Date(session.endsAt) < runtime().clock()}
      mayFacilitate={group.mayFacilitate}
    />
  );
}
