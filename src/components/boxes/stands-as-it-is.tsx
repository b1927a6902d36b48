"use client";

import { useState } from "react";
import { api } from "@/components/api";
import { newId } from "@/components/new-id";
import { useLive } from "@/components/rooms/live-context";
import { SubmitError } from "@/components/submit-error";
import { Button } from "@/components/ui/button";
import { useSubmit } from "@/components/use-submit";
import type { BoxView } from "@/server/domains/boxes/contract";
import type { MessageView } from "@/server/domains/rooms/contract";
import type { OwnPage } from "./box-typing";

/** After zero: what was written is in the room. One's own can be kept beyond it. */
export function StandsAsItIs({
  box,
  page,
  card,
  took,
}: {
  box: BoxView;
  page: OwnPage | null;
  /** What one's own page became, if it is there to be seen. */
  card: MessageView | null;
  /** Whether one wrote along. */
  took: boolean;
}) {
  const { snapshot } = useLive();
  const shared = card?.card?.kind === "draft" ? (card.card.text ?? "") : null;
  const mine = shared ?? page?.text ?? "";
  // What was typed last and came after zero is on this device only.
  const after = page !== null && shared !== null && page.text !== shared && page.text !== "";

  if (!took) return <p>What was written stands in the room, as it is.</p>;
  return (
    <div className="grid gap-3">
      <p className="text-lg">It stands as it is.</p>
      {mine.trim() === "" ? (
        <p className="text-ink-soft">
          Your page stayed empty, so there is nothing of yours to see.
        </p>
      ) : (
        <>
          <p
            dir="auto"
            className="wobble inked whitespace-pre-wrap break-words border-rule bg-scrap px-4 py-3"
          >
            {mine}
          </p>
          {shared === null && snapshot.state !== "closed" ? (
            <p className="text-ink-soft text-sm">It is not among the cards of the room.</p>
          ) : null}
          {after && page ? (
            <p className="text-ink-soft text-sm">
              What you typed last came after zero and went nowhere. On this page it read:{" "}
              <q className="whitespace-pre-wrap break-words">{page.text}</q>
            </p>
          ) : null}
          <KeepIt boxId={box.id} words={mine} />
        </>
      )}
    </div>
  );
}

function KeepIt({ boxId, words }: { boxId: string; words: string }) {
  const { organisationId } = useLive();
  const { busy, error, submit } = useSubmit();
  const [draftId] = useState(newId);
  const [kept, setKept] = useState(false);

  function keep() {
    void submit(async () => {
      await api.boxes.keepFromBox
        .mutate({ organisationId, boxId, draftId })
        // Not among the cards (any more): the words are still here.
        .catch(() =>
          api.drafts.saveDraft.mutate({
            ...{ organisationId, draftId, body: words, link: null },
            ...{ contentNote: null, wantsBack: "witness" },
          }),
        );
      setKept(true);
    });
  }

  if (kept) {
    return (
      <p>
        It is among <a href={`/o/${organisationId}/practice/drafts/${draftId}`}>your drafts</a> too.
      </p>
    );
  }
  return (
    <div className="grid gap-2">
      <SubmitError error={error} />
      <div>
        <Button size="sm" busy={busy} onClick={keep}>
          Keep it in my drafts
        </Button>
      </div>
    </div>
  );
}
