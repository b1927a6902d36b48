import type { Metadata } from "next";
import { CheckInPage } from "@/components/checkins/check-in-page";

export const metadata: Metadata = { title: "Check in with yourself" };

/** This week's four questions. The layout has let in members only. */
export default async function Page({ params }: { params: Promise<{ org: string }> }) {
  const { org: organisationId } = await params;
  return <CheckInPage organisationId={organisationId} />;
}
