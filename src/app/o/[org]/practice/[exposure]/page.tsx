import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ExposurePage } from "@/components/exposures/exposure-page";
import { ExposureRef } from "@/server/domains/exposures/contract";
import { runtime } from "@/server/runtime";
import { serverApi } from "@/server/trpc/caller";

// Not its words: a title shows in tabs, histories and on shared screens.
export const metadata: Metadata = { title: "Your practice" };

/** One of the member's own exposures. */
export default async function Page({
  params,
}: {
  params: Promise<{ org: string; exposure: string }>;
}) {
  const { org, exposure: exposureId } = await params;
  const ref = ExposureRef.safeParse({ organisationId: org, exposureId });
  if (!ref.success) notFound();
  const { organisationId } = ref.data;
  const api = await serverApi();
  const exposure = await api.exposures.accessExposure(ref.data);
  const slug = exposure.librarySlug;
  const idea = slug ? await api.exposures.findIdea({ organisationId, slug }) : null;
  const asksWord = exposure.state === "planned" && exposure.couldHarm === "yes";
  const word = asksWord ? await api.sharing.findWord(ref.data) : null;
  return (
    <ExposurePage
      organisationId={organisationId}
      exposure={exposure}
      idea={idea}
      word={word}
      serverNow={runtime().clock().toISOString()}
    />
  );
}
