import Link from "next/link";
import { LocalTime } from "@/components/exposures/local-time";
import { Card } from "@/components/ui/card";
import { PageHeading } from "@/components/ui/page-heading";
import type { DraftView } from "@/server/domains/drafts/contract";
import { Composer } from "./composer";
import { wantsBackWords } from "./wording";

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
  return (
    <div className="mx-auto grid max-w-measure gap-8">
      <PageHeading
        before={<Link href={`/o/${organisationId}/practice/drafts`}>Drafts</Link>}
        intro={draft?.sealedAt ? undefined : "Only you can read this until you share it."}
      >
        {draft?.sealedAt ? "Good enough" : "A draft"}
      </PageHeading>
      {draft?.sealedAt ? (
        <Sealed draft={draft} sealedAt={draft.sealedAt} />
      ) : (
        <Composer organisationId={organisationId} draftId={draftId} draft={draft} />
      )}
    </div>
  );
}

function Sealed({ draft, sealedAt }: { draft: DraftView; sealedAt: string }) {
  return (
    <>
      <Card as="article">
        <p className="whitespace-pre-wrap break-words">{draft.body}</p>
      </Card>
      <p className="text-ink-soft">
        Kept as it was on <LocalTime instant={sealedAt} show="moment" />. If you share it, you would
        like back: {wantsBackWords(draft.wantsBack).toLowerCase()}.
      </p>
      <p>To show it to your group, open one of its rooms and share it there.</p>
    </>
  );
}
