import type { Metadata } from "next";
import { PracticePage } from "@/components/exposures/practice-page";
import { ListExposures } from "@/server/domains/exposures/contract";
import { serverApi } from "@/server/trpc/caller";

export const metadata: Metadata = { title: "Your practice" };

/** The member's own exposures. */
export default async function Page({
  params,
  searchParams,
}: {
  params: Promise<{ org: string }>;
  searchParams: Promise<{ before?: string | string[] }>;
}) {
  const { org: organisationId } = await params;
  const { before } = await searchParams;
  // An address that was cut short shows the beginning rather than an error.
  const asked = ListExposures.safeParse({ organisationId, before });
  const input = asked.success ? asked.data : { organisationId };
  const api = await serverApi();
  const [page, ladder, lastLearned] = await Promise.all([
    api.exposures.listExposures(input),
    input.before ? null : api.exposures.listLadder({ organisationId }),
    input.before ? null : api.exposures.findLastLearned({ organisationId }),
  ]);
  return (
    <PracticePage
      organisationId={organisationId}
      page={page}
      ladder={ladder}
      lastLearned={lastLearned}
    />
  );
}
