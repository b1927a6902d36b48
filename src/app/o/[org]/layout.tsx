import type { ReactNode } from "react";
import { OrganisationFrame } from "@/components/organisations/organisation-frame";
import { serverApi } from "@/server/trpc/caller";

/** Everything inside one organisation. Outsiders find nothing here. */
export default async function Layout({
  params,
  children,
}: {
  params: Promise<{ org: string }>;
  children: ReactNode;
}) {
  const { org: organisationId } = await params;
  const api = await serverApi();
  const organisation = await api.organisations.findOrganisation({ organisationId });
  return <OrganisationFrame organisation={organisation}>{children}</OrganisationFrame>;
}
