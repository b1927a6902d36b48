import type { Metadata } from "next";
import { GroupsPage } from "@/components/groups/groups-page";
import { serverApi } from "@/server/trpc/caller";

export const metadata: Metadata = { title: "Groups" };

/** The groups of one organisation, as far as the person signed in may see them. */
export default async function Page({
  params,
  searchParams,
}: {
  params: Promise<{ org: string }>;
  searchParams: Promise<{ after?: string }>;
}) {
  const { org: organisationId } = await params;
  const { after } = await searchParams;
  const api = await serverApi();
  const [organisation, groups] = await Promise.all([
    api.organisations.findOrganisation({ organisationId }),
    api.groups.listGroups({ organisationId, after }),
  ]);
  return (
    <GroupsPage
      organisationId={organisationId}
      organisationName={organisation.name}
      groups={groups.items}
      moreHref={groups.next && `/o/${organisationId}?after=${groups.next}`}
      mayCreateGroup={organisation.myRole !== "member"}
    />
  );
}
