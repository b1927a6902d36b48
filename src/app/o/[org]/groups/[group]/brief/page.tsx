import "./print.css";

import type { Metadata } from "next";
import { BriefPage } from "@/components/groups/brief-page";
import { serverApi } from "@/server/trpc/caller";

export const metadata: Metadata = { title: "Brief" };

/** What facilitators were given to read before a session. Members find nothing here. */
export default async function Page({
  params,
}: {
  params: Promise<{ org: string; group: string }>;
}) {
  const { org: organisationId, group: groupId } = await params;
  const ids = { organisationId, groupId };
  const api = await serverApi();
  const brief = await api.sharing.accessBrief(ids);
  const [group, board, topics] = await Promise.all([
    api.groups.findGroup(ids),
    api.live.loadSnapshot({ organisationId, roomId: brief.roomId }),
    api.sharing.findCollapsedTopics({ organisationId }),
  ]);
  return <BriefPage {...ids} {...{ brief, topics }} groupName={group.name} board={board} />;
}
