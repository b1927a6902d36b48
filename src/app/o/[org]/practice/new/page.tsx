import type { Metadata } from "next";
import { NewPlanPage } from "@/components/exposures/new-plan-page";
import { serverApi } from "@/server/trpc/caller";

export const metadata: Metadata = { title: "Plan a small risk" };

/** A new plan, from the idea named in the address or in own words. */
export default async function Page({
  params,
  searchParams,
}: {
  params: Promise<{ org: string }>;
  searchParams: Promise<{ idea?: string | string[] }>;
}) {
  const { org: organisationId } = await params;
  const { idea: slug } = await searchParams;
  const api = await serverApi();
  const [idea, lastLearned] = await Promise.all([
    typeof slug === "string" ? api.exposures.findIdea({ organisationId, slug }) : null,
    api.exposures.findLastLearned({ organisationId }),
  ]);
  return <NewPlanPage organisationId={organisationId} idea={idea} lastLearned={lastLearned} />;
}
