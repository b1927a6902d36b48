import type { Metadata } from "next";
import { SignOut } from "@/components/auth/sign-out";
import { MyOrganisations } from "@/components/organisations/my-organisations";
import { PageFrame } from "@/components/shell/page-frame";
import { serverApi } from "@/server/trpc/caller";

export const metadata: Metadata = { title: "Where you belong" };

/** The organisations of the person signed in. */
export default async function Page() {
  const api = await serverApi();
  const organisations = await api.organisations.listMyOrganisations();
  return (
    <PageFrame home="/home" person={<SignOut />} width="measure">
      <MyOrganisations organisations={organisations} />
    </PageFrame>
  );
}
