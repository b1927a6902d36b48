import type { Metadata } from "next";
import { NotePage } from "@/components/digests/note-page";
import { serverApi } from "@/server/trpc/caller";

export const metadata: Metadata = { title: "Weekly note" };

/** This week's note, and whether it also comes by email. */
export default async function Page({ params }: { params: Promise<{ org: string }> }) {
  const { org: organisationId } = await params;
  const api = await serverApi();
  const preferences = await api.digests.accessDigestPreferences({ organisationId });
  const { withDetail } = preferences;
  const note = await api.digests.previewNote({ organisationId, withDetail: true });
  const email = withDetail
    ? note
    : await api.digests.previewNote({ organisationId, withDetail: false });
  return (
    <NotePage organisationId={organisationId} preferences={preferences} note={note} email={email} />
  );
}
