"use client";

import { type FormEvent, useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { FormError } from "@/components/ui/form-error";
import { Notice } from "@/components/ui/notice";
import { PageHeading } from "@/components/ui/page-heading";
import { TextField } from "@/components/ui/text-field";
import type { SignedInView } from "@/server/domains/users/contract";
import { post, remarkOn, type Trouble, wordsFor } from "./post";

/**
 * Waiting for the mail. Says the same for every address, and takes the short code of a link that
 * was opened in another browser.
 */
export function LinkAsked({
  mailboxHref,
  onAskAgain,
}: {
  mailboxHref: string | null;
  onAskAgain: () => void;
}) {
  const start = useRef<HTMLDivElement>(null);
  // The form that had the focus is gone; a screen reader goes on where the page does.
  useEffect(() => start.current?.focus(), []);

  return (
    <div ref={start} tabIndex={-1} className="grid gap-8 outline-none">
      <PageHeading intro="If that address can receive mail, a link is on its way. It works once, for ten minutes.">
        Have a look at your mail
      </PageHeading>
      {mailboxHref ? (
        <Notice title="This is a demo: mail stays here.">
          <a href={mailboxHref}>Open the mailbox page</a> to find the link.
        </Notice>
      ) : null}
      <p>
        Open the link in this browser. If your mail is on another device, open it there: you get a
        short code to type here.
      </p>
      <Card as="section">
        <EnterCode />
      </Card>
      <div className="grid justify-items-start gap-2">
        <p className="text-ink-soft">
          Nothing there after a minute or two? Mail sometimes lands among the junk. An address gets
          at most five links an hour.
        </p>
        <Button variant="plain" onClick={onAskAgain}>
          Ask again, or with another address
        </Button>
      </div>
    </div>
  );
}

function EnterCode() {
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [busy, setBusy] = useState(false);
  const remark = remarkOn("code", trouble);

  async function enter(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy) return;
    const code = String(new FormData(event.currentTarget).get("code") ?? "");
    setBusy(true);
    const answer = await post<SignedInView>("/api/sign-in/enter", { code });
    // A whole new page, so that nothing read as a visitor is kept.
    if (answer.ok) return window.location.replace(answer.view.returnTo);
    setBusy(false);
    setTrouble(answer.trouble);
  }

  return (
    <form method="post" noValidate onSubmit={enter} className="grid gap-4">
      <TextField
        label="Code from the other device"
        name="code"
        autoComplete="one-time-code"
        autoCapitalize="characters"
        error={remark}
        className="[&_input]:max-w-56 [&_input]:text-lg [&_input]:tracking-widest"
      />
      {trouble && !remark ? (
        <FormError reference={trouble.reference}>{wordsFor(trouble)}</FormError>
      ) : null}
      <div>
        <Button type="submit" busy={busy}>
          Sign in with the code
        </Button>
      </div>
    </form>
  );
}
