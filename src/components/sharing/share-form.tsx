"use client";

import { type ReactNode, useId, useRef, useState } from "react";
import { newId } from "@/components/new-id";
import { SubmitError } from "@/components/submit-error";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Notice } from "@/components/ui/notice";
import { useSubmit } from "@/components/use-submit";
import type { Lifetime, Card as Shared } from "@/server/domains/rooms/contract";
import { LifetimeChoice } from "./lifetime-choice";
import { SharedCard } from "./shared-card";

const REFUSALS = {
  ROOM_PAUSED: "The room is paused. You can share this when it goes on.",
  ROOM_CLOSED: "The room has come to its end, so nothing more can be shared in it.",
  MUTED: "You are reading along for now, so this cannot be shared.",
  STATE_CHANGED: "This changed on another screen. Please look at it again before you share it.",
  NO_SESSION: "No session is planned just now that it could end with. Choose another time, please.",
};

/**
 * The end of sharing anything: exactly what the others will see, for how long, and the button.
 * `preview` is null while nothing is chosen. `what` names the choice, so that sending one choice
 * twice shares it once and changing one's mind shares the other.
 */
export function ShareForm({
  what,
  preview,
  photoSrc,
  waiting,
  remark,
  notYet,
  lifetimes,
  onThePage,
  act,
  beside,
  onShare,
  children,
}: {
  what: string;
  preview: Shared | null;
  /** Where a photo is before it is shared. */
  photoSrc?: string;
  /** Says what to do first, while there is no preview. */
  waiting: string;
  /** What sharing does to the thing itself. */
  remark?: ReactNode;
  /** Why sharing has to wait. */
  notYet?: string | null;
  lifetimes?: readonly Lifetime[];
  onThePage?: boolean;
  act: string;
  /** Beside the button: a way out. */
  beside?: ReactNode;
  onShare: (share: { clientMessageId: string; lifetime: Lifetime }) => Promise<unknown>;
  children: ReactNode;
}) {
  const [chosen, setLifetime] = useState<Lifetime>("session");
  const lifetime = lifetimes && !lifetimes.includes(chosen) ? (lifetimes[0] ?? chosen) : chosen;
  const { busy, error, submit } = useSubmit();
  const sent = useRef({ choice: "", clientMessageId: "" });
  const headingId = useId();

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
        if (busy || notYet || !preview) return;
        const clientMessageId = idOf(`${what} ${lifetime} ${JSON.stringify(preview)}`);
        void submit(async () => {
          await onShare({ clientMessageId, lifetime });
          sent.current = { choice: "", clientMessageId: "" };
        });
      }}
    >
      {children}
      <section aria-labelledby={headingId} className="grid gap-2">
        <h3 id={headingId} className="text-lg">
          What the others will see
        </h3>
        {preview ? (
          <Card tone="clay" className="mx-1">
            {preview.contentNote ? (
              <p className="pb-4 text-sm">
                Folded under: <strong>{preview.contentNote}</strong>
              </p>
            ) : null}
            <SharedCard card={preview} photoSrc={photoSrc} />
          </Card>
        ) : (
          <p className="pencilled">{waiting}</p>
        )}
      </section>
      <LifetimeChoice
        value={lifetime}
        onChange={setLifetime}
        offered={lifetimes}
        onThePage={onThePage}
      />
      {remark ? <p className="text-ink-soft text-sm">{remark}</p> : null}
      {notYet ? <Notice>{notYet}</Notice> : null}
      <SubmitError error={error} words={REFUSALS} />
      <div className="flex flex-wrap gap-3">
        <Button
          type="submit"
          variant="primary"
          busy={busy}
          disabled={Boolean(notYet) || preview === null}
        >
          {act}
        </Button>
        {beside}
      </div>
    </form>
  );
}
