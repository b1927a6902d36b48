"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { FormError } from "@/components/ui/form-error";
import { Notice } from "@/components/ui/notice";
import { PageHeading } from "@/components/ui/page-heading";
import type { CodeView } from "@/server/domains/users/contract";
import { post, type Trouble, wordsFor } from "./post";

/**
 * A link opened in another browser than the one that asked. It names the address in part only: the
 * link may have been forwarded, and this screen may be anyone's.
 */
export function ShowCode({ token, partOfEmail }: { token: string; partOfEmail: string }) {
  const [code, setCode] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);

  async function show() {
    setBusy(true);
    const answer = await post<CodeView>("/api/sign-in/code", { token });
    setBusy(false);
    setTrouble(answer.ok ? null : answer.trouble);
    if (answer.ok) setCode(answer.view.code);
  }

  return (
    <div className="grid gap-6">
      <PageHeading>This is another browser</PageHeading>
      <p>
        The link for <strong className="break-words">{partOfEmail}</strong> was asked for in another
        browser, so it does not sign in here. A short code takes it there.
      </p>
      <div aria-live="polite">
        {code ? (
          <Card className="grid justify-items-start gap-2">
            <p>Type this in the browser where you asked:</p>
            <p className="font-semibold text-3xl tracking-widest" data-testid="sign-in-code">
              {code}
            </p>
            <p className="text-ink-soft text-sm">
              It works once, until the link’s ten minutes are over.
            </p>
          </Card>
        ) : null}
      </div>
      {trouble ? (
        trouble.code === "LINK_OVER" ? (
          <Notice kind="trouble" announce>
            This link is over by now. A fresh one takes a moment.
          </Notice>
        ) : (
          <FormError reference={trouble.reference}>{wordsFor(trouble)}</FormError>
        )
      ) : null}
      {code ? null : (
        <div>
          <Button variant="primary" busy={busy} onClick={show}>
            Show the code
          </Button>
        </div>
      )}
      <Notice title="Only if you asked for this link yourself">
        If someone else asks you for the code, keep it: it would sign them in as you. Closing this
        page ends the matter.
      </Notice>
      <p>
        The other browser is out of reach? <a href="/sign-in">Ask for a fresh link here</a>.
      </p>
    </div>
  );
}
