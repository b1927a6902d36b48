import type { Metadata } from "next";
import { LogPage } from "@/components/moderation/log-page";
import { ListActs } from "@/server/domains/moderation/contract";
import { serverApi } from "@/server/trpc/caller";

export const metadata: Metadata = { title: "Moderation log" };

/** What those who lead a group did there. Members find nothing here. */
export default async function Page({
  params,
  searchParams,
}: {
  params: Promise<{ org: string; group: string }>;
  searchParams: Promise<{ before?: string | string[] }>;
}) {
  const { org: organisationId, group: groupId } = await params;
  const { before } = await searchParams;
  const ids = { organisationId, groupId };
  // An address that was cut short shows the newest rather than an error.
  const asked = ListActs.safeParse({ ...ids, beforeId: before });
  const input = asked.success ? asked.data : ids;
  const api = await serverApi();
  const log = await api.moderation.listActs(input);
  const { name } = await api.groups.findGroup(ids);
  const earlier = asked.success && asked.data.beforeId !== undefined;
  return <LogPage {...ids} groupName={name} log={log} earlier={earlier} />;
}
