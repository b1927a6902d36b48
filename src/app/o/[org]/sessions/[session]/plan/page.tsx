import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PlanPage } from "@/components/run-sheets/plan-page";
import { serverApi } from "@/server/trpc/caller";

export const metadata: Metadata = { title: "Plan a session" };

/** A session's run sheet, for those who lead its group. Members find nothing here. */
export default async function Page({
  params,
}: {
  params: Promise<{ org: string; session: string }>;
}) {
  const { org: organisationId, session: sessionId } = await params;
  const ids = { organisationId, sessionId };
  const api = await serverApi();
  const session = await api.runSheets.previewSession(ids);
  const group = await api.groups.findGroup({ organisationId, groupId: session.groupId });
  if (!group.mayFacilitate) notFound();
  const [run, templates] = await Promise.all([
    api.runSheets.findRun(ids),
    api.runSheets.listTemplates({ organisationId }),
  ]);
  return <PlanPage {...{ organisationId, session, run, templates }} />;
}
