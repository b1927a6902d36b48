"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { api, wireErrorOf } from "@/components/api";
import { LocalTime } from "@/components/exposures/local-time";
import { ShareEntry } from "@/components/sharing/share-entry";
import { Card } from "@/components/ui/card";
import type { DraftView } from "@/server/domains/drafts/contract";
import { DeleteDraft } from "./delete-draft";
import { DraftText } from "./draft-text";
import { PhotoView } from "./photo-view";
import { wantsBackWords } from "./wording";

/** A draft as it stood when it was called good enough: to be shared, taken back, or deleted. */
export function SealedDraft({
  organisationId,
  draft,
  sealedAt,
  justNow,
}: {
  organisationId: string;
  draft: DraftView;
  sealedAt: string;
  /** It was sealed on this page a moment ago: sharing is what comes next. */
  justNow: boolean;
}) {
  const router = useRouter();
  const next = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // The button that was pressed is gone; the focus goes on with the person.
    if (justNow) next.current?.focus();
  }, [justNow]);

  async function erase() {
    try {
      await api.sharing.deleteDraft.mutate({ organisationId, draftId: draft.id });
    } catch (thrown) {
      if (wireErrorOf(thrown).code !== "NOT_FOUND") throw thrown;
    }
  }

  return (
    <>
      <Card as="article" className="grid gap-4">
        {draft.contentNote ? (
          <p className="text-ink-soft">
            Before it stands: <bdi>{draft.contentNote}</bdi>
          </p>
        ) : null}
        {draft.body.trim() === "" ? null : <DraftText text={draft.body} />}
        {draft.photo ? <PhotoView organisationId={organisationId} photo={draft.photo} /> : null}
        {draft.link ? (
          <p className="break-words">
            <a href={draft.link} target="_blank" rel="noopener noreferrer nofollow">
              {draft.link}
            </a>
          </p>
        ) : null}
      </Card>
      <p className="text-ink-soft">
        Kept as it was on <LocalTime instant={sealedAt} show="moment" />. What you want back:{" "}
        {wantsBackWords(draft.wantsBack).toLowerCase()}.
      </p>
      <section aria-labelledby="sharing" className="grid gap-4">
        <h2 id="sharing" ref={next} tabIndex={-1} className="text-2xl">
          {justNow ? "Good enough. Who may see it?" : "Who may see it"}
        </h2>
        <ShareEntry
          organisationId={organisationId}
          source={{ kind: "draft", id: draft.id }}
          state={draft.savedAt}
        />
      </section>
      <DeleteDraft
        erase={erase}
        onGone={() => router.push(`/o/${organisationId}/practice/drafts`)}
      />
    </>
  );
}
