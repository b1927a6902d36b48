import type { Metadata } from "next";
import { LogPage } from "@/components/exposures/log-page";
import { serverApi } from "@/server/trpc/caller";

export const metadata: Metadata = { title: "Your practice" };

/** Writes down a rest, or what just happened. */
export default async function Page({
  params,
  searchParams,
}: {
  params: Promise<{ org: string }>;
  searchParams: Promise<{ kind?: string | string[] }>;
}) {
  const { org: organisationId } = await params;
  const { kind } = await searchParams;
  const api = await serverApi();
  await api.organisations.findOrganisation({ organisationId });
  return <LogPage organisationId={organisationId} kind={kind === "rest" ? "rest" : "accident"} />;
}
