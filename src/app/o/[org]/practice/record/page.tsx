import type { Metadata } from "next";
import { RecordPage } from "@/components/checkins/record-page";
import { serverApi } from "@/server/trpc/caller";

export const metadata: Metadata = { title: "My practice" };

/** The member's own record, as pictures. */
export default async function Page({ params }: { params: Promise<{ org: string }> }) {
  const { org: organisationId } = await params;
  const api = await serverApi();
  const [tries, history] = await Promise.all([
    api.exposures.listTries({ organisationId }),
    api.checkins.listCheckIns({ organisationId }),
  ]);
  return <RecordPage organisationId={organisationId} tries={tries} history={history} />;
}
