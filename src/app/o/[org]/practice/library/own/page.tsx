import type { Metadata } from "next";
import { OwnIdeasPage } from "@/components/exposures/own-ideas-page";
import { serverApi } from "@/server/trpc/caller";

export const metadata: Metadata = { title: "Ideas of your organisation" };

/** The library as its owner looks after it; for everyone else there is no such page. */
export default async function Page({ params }: { params: Promise<{ org: string }> }) {
  const { org: organisationId } = await params;
  const api = await serverApi();
  const ideas = await api.exposures.listIdeasForOwner({ organisationId });
  return <OwnIdeasPage organisationId={organisationId} ideas={ideas} />;
}
