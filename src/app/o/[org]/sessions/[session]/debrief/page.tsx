import type { Metadata } from "next";
import { DebriefPage } from "@/components/debriefs/debrief-page";
import { serverApi } from "@/server/trpc/caller";

export const metadata: Metadata = { title: "Debrief" };

/** What those who lead keep about a session. Members find nothing here. */
export default async function Page({
  params,
}: {
  params: Promise<{ org: string; session: string }>;
}) {
  const { org: organisationId, session: sessionId } = await params;
  const ref = { organisationId, sessionId };
  const api = await serverApi();
  const note = await api.debriefs.findSessionNote(ref);
  const [handover, attendance] = await Promise.all([
    api.debriefs.findHandover(ref),
    api.debriefs.listAttendance(ref),
  ]);
  return <DebriefPage {...{ organisationId, note, handover, attendance }} />;
}
