import type { Metadata } from "next";
import { TemplatesPage } from "@/components/run-sheets/templates-page";
import { serverApi } from "@/server/trpc/caller";

export const metadata: Metadata = { title: "Run sheets" };

/** The practice's run sheets, for those who lead a group in it. Others find nothing here. */
export default async function Page({ params }: { params: Promise<{ org: string }> }) {
  const { org: organisationId } = await params;
  const api = await serverApi();
  const templates = await api.runSheets.listTemplates({ organisationId });
  return <TemplatesPage {...{ organisationId, templates }} />;
}
