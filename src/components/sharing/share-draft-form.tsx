"use client";

import { useCallback, useState } from "react";
import { api } from "@/components/api";
import { useDraft } from "@/components/drafts/use-draft";
import { newId } from "@/components/new-id";
import { SubmitError } from "@/components/submit-error";
import { Button } from "@/components/ui/button";
import { RadioGroup } from "@/components/ui/radio-group";
import type { DraftView } from "@/server/domains/drafts/contract";
import type { Card } from "@/server/domains/rooms/contract";
import type { ShareField } from "@/server/domains/sharing/contract";
import { type AskedFor, previewOf, shareableFields } from "./preview";
import { type RoomPlace, ShareInRoom } from "./share-in-room";
import { TickFields } from "./tick-fields";
import { useOwnPages } from "./use-own-pages";
import { useShareable } from "./use-shareable";
import { WriteDraft } from "./write-draft";

const NEW = "new";
const WORDS_ONLY: ShareField[] = ["text"];

/** Shares a draft: one of one's own, or one written on the spot, which is saved as a draft first. */
export function ShareDraftForm(place: RoomPlace) {
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
  const [ticked, setTicked] = useState(WORDS_ONLY);
  const [newDraftId] = useState(() => newId());
  const written = useDraft({ organisationId, draftId: newDraftId, draft: null });

  // Someone without drafts is here to write one.
  const choice = chosen ?? (items?.length === 0 ? NEW : null);
  const isNew = choice === NEW;
  const kept = useShareable(organisationId, { kind: "draft", id: isNew ? null : choice });
  const draft = kept?.kind === "draft" ? kept.record : null;
  const preview = isNew
    ? writtenCard(written.fields)
    : kept && draft && previewOf(kept, ticked, askedIn(draft));

  return (
    <ShareInRoom
      place={place}
      what={isNew ? newDraftId : (choice ?? "")}
      preview={preview}
      photoSrc={draft?.photo ? `/api/photos/draft/${organisationId}/${draft.photo.id}` : undefined}
      waiting={
        isNew ? "Write a word or two, and they show here." : "Choose a draft to see it here."
      }
      remark="Sharing calls it good enough: the draft stays as it is from then on."
      onShare={async (share) => {
        const draftId = isNew ? newDraftId : choice;
        if (!draftId) return;
        if (isNew) await written.save();
        await api.sharing.share.mutate({
          organisationId,
          source: { kind: "draft", id: draftId },
          with: { audience: "room", roomId },
          fields: isNew ? WORDS_ONLY : ticked,
          ...share,
        });
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
        onValueChange={(next) => {
          setChosen(next);
          setTicked(WORDS_ONLY);
        }}
      />
      {hasMore ? (
        <div>
          <Button variant="plain" size="sm" onClick={readMore}>
            Drafts from before
          </Button>
        </div>
      ) : null}
      <SubmitError error={error} />
      {isNew ? <WriteDraft draft={written} /> : null}
      {kept && shareableFields(kept).some((field) => field !== "text") ? (
        <TickFields source={kept} ticked={ticked} onChange={setTicked} />
      ) : null}
    </ShareInRoom>
  );
}

/** What a draft says itself about the answers it wants and what to tell beforehand. */
function askedIn({ wantsBack, contentNote }: DraftView) {
  return { wantsBack, contentNote: contentNote ?? "" };
}

/** The card of what is written here; null while there is nothing. */
function writtenCard({ body, wantsBack, contentNote }: AskedFor & { body: string }): Card | null {
  if (body.trim() === "") return null;
  const note = contentNote.trim();
  return { kind: "draft", text: body, wantsBack, ...(note && { contentNote: note }) };
}
