import type { Metadata } from "next";
import { AfterwardsPage } from "@/components/debriefs/afterwards-page";
import { serverApi } from "@/server/trpc/caller";

// The session's title stays out of the title, which histories and other people's screens show.
export const metadata: Metadata = { title: "Afterwards" };

/** What one shared and learned in a session. */
export default async function Page({
  params,
}: {
  params: Promise<{ org: string; session: string }>;
}) {
  const { org: organisationId, session: sessionId } = await params;
  const api = await serverApi();
  const afterwards = await api.debriefs.findAfterwards({ organisationId, sessionId });
  return <AfterwardsPage {...{ organisationId, afterwards }} />;
}
