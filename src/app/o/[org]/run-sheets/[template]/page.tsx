import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { TemplatePage } from "@/components/run-sheets/template-page";
import { serverApi } from "@/server/trpc/caller";

export const metadata: Metadata = { title: "Run sheet" };

const NEW = "new";

/** One run sheet of the practice, by its id or the slug it came with; or a new one. */
export default async function Page({
  params,
}: {
  params: Promise<{ org: string; template: string }>;
}) {
  const { org: organisationId, template: wanted } = await params;
  const api = await serverApi();
  const templates = await api.runSheets.listTemplates({ organisationId });
  if (wanted === NEW) return <TemplatePage {...{ organisationId }} template={null} />;
  const template = templates.find(({ id }) => id === wanted);
  if (!template) notFound();
  return <TemplatePage {...{ organisationId, template }} />;
}
