"use client";

import Link from "next/link";
import { useState } from "react";
import { PageHeading } from "@/components/ui/page-heading";
import type { DraftView } from "@/server/domains/drafts/contract";
import { Composer } from "./composer";
import { SealedDraft } from "./sealed-draft";

/** One draft: open to write in, or as it stood when it was called good enough. */
export function DraftPage({
  organisationId,
  draftId,
  draft,
}: {
  organisationId: string;
  draftId: string;
  draft: DraftView | null;
}) {
  const [sealedHere, setSealedHere] = useState<DraftView | null>(null);
  const shown = sealedHere ?? draft;
  return (
    <div className="mx-auto grid max-w-measure gap-8">
      <PageHeading
        before={<Link href={`/o/${organisationId}/practice/drafts`}>Drafts</Link>}
        intro={shown?.sealedAt ? undefined : "Only you can read this until you share it."}
      >
        {shown?.sealedAt ? "Good enough" : "A draft"}
      </PageHeading>
      {shown?.sealedAt ? (
        <SealedDraft
          organisationId={organisationId}
          draft={shown}
          sealedAt={shown.sealedAt}
          justNow={sealedHere !== null}
        />
      ) : (
        <Composer
          key={draftId}
          organisationId={organisationId}
          draftId={draftId}
          draft={draft}
          onSealed={setSealedHere}
        />
      )}
    </div>
  );
}
