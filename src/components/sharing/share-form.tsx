"use client";

import { type ReactNode, useRef, useState } from "react";
import { newId } from "@/components/new-id";
import { SubmitError } from "@/components/submit-error";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { DialogClose } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { useSubmit } from "@/components/use-submit";
import type { Lifetime, Card as Shared } from "@/server/domains/rooms/contract";
import { LifetimeChoice } from "./lifetime-choice";
import { SharedCard } from "./shared-card";

export type SharePlace = {
  organisationId: string;
  roomId: string;
  paused: boolean;
  onShared: () => void;
};

const REFUSALS = {
  ROOM_PAUSED: "The room is paused. You can share this when it goes on.",
  ROOM_CLOSED: "The room has come to its end, so nothing more can be shared in it.",
  MUTED: "You are reading along for now, so this cannot be shared.",
};

/**
 * The end of sharing anything: exactly what the others will see, for how long, and the button.
 * `preview` is null while nothing is chosen. `what` names the choice, so that sending one choice
 * twice shares it once and changing one's mind shares the other.
 */
export function ShareForm({
  place: { paused, onShared },
  what,
  preview,
  waiting,
  remark,
  onShare,
  children,
}: {
  place: SharePlace;
  what: string;
  preview: Shared | null;
  /** Says what to do first, while there is no preview. */
  waiting: string;
  /** What sharing does to the thing itself. */
  remark?: string;
  onShare: (share: { clientMessageId: string; lifetime: Lifetime }) => Promise<unknown>;
  children: ReactNode;
}) {
  const [lifetime, setLifetime] = useState<Lifetime>("session");
  const { busy, error, submit } = useSubmit();
  const sent = useRef({ choice: "", clientMessageId: "" });

  function idOf(choice: string): string {
    if (sent.current.choice !== choice) sent.current = { choice, clientMessageId: newId() };
    return sent.current.clientMessageId;
  }

  return (
    <form
      method="post"
      noValidate
      className="grid gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        if (busy || paused || !preview) return;
        const clientMessageId = idOf(`${what} ${lifetime}`);
        void submit(async () => {
          await onShare({ clientMessageId, lifetime });
          sent.current = { choice: "", clientMessageId: "" };
          onShared();
        });
      }}
    >
      {children}
      <section aria-labelledby="preview" className="grid gap-2">
        <h3 id="preview" className="text-lg">
          What the others will see
        </h3>
        {preview ? (
          <Card tone="clay" className="mx-1">
            <SharedCard card={preview} />
          </Card>
        ) : (
          <p className="pencilled">{waiting}</p>
        )}
      </section>
      <LifetimeChoice value={lifetime} onChange={setLifetime} />
      {remark ? <p className="text-ink-soft text-sm">{remark}</p> : null}
      {paused ? <Notice>{REFUSALS.ROOM_PAUSED}</Notice> : null}
      <SubmitError error={error} words={REFUSALS} />
      <div className="flex flex-wrap gap-3">
        <Button type="submit" variant="primary" busy={busy} disabled={paused || !preview}>
          Put it in the middle
        </Button>
        <DialogClose>Not now</DialogClose>
      </div>
    </form>
  );
}
