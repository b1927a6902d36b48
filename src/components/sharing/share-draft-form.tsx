"use client";

import { useCallback, useEffect, useState } from "react";
import { api } from "@/components/api";
import { SubmitError } from "@/components/submit-error";
import { Button } from "@/components/ui/button";
import { RadioGroup } from "@/components/ui/radio-group";
import type { DraftView } from "@/server/domains/drafts/contract";
import type { DraftCard } from "@/server/domains/rooms/contract";
import { ShareForm, type SharePlace } from "./share-form";
import { useNewDraft } from "./use-new-draft";
import { useOwnPages } from "./use-own-pages";
import { WriteDraft } from "./write-draft";

const NEW = "new";

/** Shares a draft: one of one's own, or one written on the spot, which is saved as a draft first. */
export function ShareDraftForm(place: SharePlace) {
  const { organisationId, roomId } = place;
  const read = useCallback(
    async (before: string | undefined) => {
      const page = await api.drafts.listDrafts.query({ organisationId, before });
      return { items: page.drafts, next: page.next };
    },
    [organisationId],
  );
  const { items, hasMore, error, readMore } = useOwnPages(read);
  const [chosen, setChosen] = useState<string | null>(null);
  const written = useNewDraft(organisationId);
  const draft = useDraft(organisationId, chosen);

  // Someone without drafts is here to write one.
  const choice = chosen ?? (items?.length === 0 ? NEW : null);
  const preview: DraftCard | null =
    choice === NEW
      ? written.body.trim() === ""
        ? null
        : { kind: "draft", text: written.body, wantsBack: written.wantsBack }
      : draft && { kind: "draft", text: draft.body, wantsBack: draft.wantsBack };

  return (
    <ShareForm
      place={place}
      what={choice === NEW ? written.draftId : (choice ?? "")}
      preview={preview}
      waiting={
        choice === NEW
          ? "Write a word or two, and they show here."
          : "Choose a draft to see it here."
      }
      remark="Sharing calls it good enough: the draft stays as it is from then on."
      onShare={async (share) => {
        const draftId = choice === NEW ? await written.save() : choice;
        if (!draftId) return;
        await api.sharing.shareDraft.mutate({ organisationId, roomId, draftId, ...share });
        written.startAfresh();
      }}
    >
      <RadioGroup
        name="draft"
        label="Which draft?"
        options={[
          { value: NEW, label: "One that I write here" },
          ...(items ?? []).map(({ id, opening }) => ({
            value: id,
            label: opening.trim() || "A draft without words yet",
          })),
        ]}
        value={choice}
        onValueChange={setChosen}
      />
      {hasMore ? (
        <div>
          <Button variant="plain" size="sm" onClick={readMore}>
            Drafts from before
          </Button>
        </div>
      ) : null}
      <SubmitError error={error} />
      {choice === NEW ? <WriteDraft draft={written} /> : null}
    </ShareForm>
  );
}

/** The whole of one's own draft; null while it is on its way or nothing is chosen. */
function useDraft(organisationId: string, draftId: string | null): DraftView | null {
  const [draft, setDraft] = useState<DraftView | null>(null);
  useEffect(() => {
    if (draftId === null || draftId === NEW) return;
    let wanted = true;
    api.drafts.accessDraft.query({ organisationId, draftId }).then(
      (found) => {
        if (wanted) setDraft(found);
      },
      // Without it there is no preview, and without a preview nothing can be shared.
      () => {},
    );
    return () => {
      wanted = false;
    };
  }, [organisationId, draftId]);
  return draft?.id === draftId ? draft : null;
}
