import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { DraftPage } from "@/components/drafts/draft-page";
import { newId } from "@/components/new-id";
import { DraftRef } from "@/server/domains/drafts/contract";
import { serverApi } from "@/server/trpc/caller";

export const metadata: Metadata = { title: "A draft" };

/** One of the member's own drafts; at `new`, the address of one that has no words yet. */
export default async function Page({
  params,
}: {
  params: Promise<{ org: string; draft: string }>;
}) {
  const { org, draft: draftId } = await params;
  if (draftId === "new") redirect(`/o/${org}/practice/drafts/${newId()}`);
  const ref = DraftRef.safeParse({ organisationId: org, draftId });
  if (!ref.success) notFound();
  const api = await serverApi();
  const draft = await api.drafts.findDraft(ref.data);
  return <DraftPage {...ref.data} draft={draft} />;
}
