import type { Metadata } from "next";
import { DraftsPage } from "@/components/drafts/drafts-page";
import { ListDrafts } from "@/server/domains/drafts/contract";
import { serverApi } from "@/server/trpc/caller";

export const metadata: Metadata = { title: "Drafts" };

/** The member's own drafts. */
export default async function Page({
  params,
  searchParams,
}: {
  params: Promise<{ org: string }>;
  searchParams: Promise<{ before?: string | string[] }>;
}) {
  const { org: organisationId } = await params;
  const { before } = await searchParams;
  // An address that was cut short shows the beginning rather than an error.
  const asked = ListDrafts.safeParse({ organisationId, before });
  const api = await serverApi();
  const page = await api.drafts.listDrafts(asked.success ? asked.data : { organisationId });
  return <DraftsPage organisationId={organisationId} page={page} />;
}
