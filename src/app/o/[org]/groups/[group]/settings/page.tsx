import type { Metadata } from "next";
import { SettingsPage } from "@/components/groups/settings-page";
import { HeldWords } from "@/components/moderation/held-words";
import { serverApi } from "@/server/trpc/caller";

export const metadata: Metadata = { title: "Group settings" };

/** What holds for a group from session to session. Members find nothing here. */
export default async function Page({
  params,
}: {
  params: Promise<{ org: string; group: string }>;
}) {
  const { org: organisationId, group: groupId } = await params;
  const ids = { organisationId, groupId };
  const api = await serverApi();
  const words = await api.moderation.listHeldWords(ids);
  const group = await api.groups.findGroup(ids);
  return (
    <SettingsPage
      organisationId={organisationId}
      group={group}
      heldWords={<HeldWords {...ids} words={words} />}
    />
  );
}
