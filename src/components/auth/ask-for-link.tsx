"use client";

import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { FormError } from "@/components/ui/form-error";
import { PageHeading } from "@/components/ui/page-heading";
import { TextField } from "@/components/ui/text-field";
import { post, remarkOn, type Trouble, wordsFor } from "./post";

const ROUTE = "/api/sign-in/request";

/** Asks for an email address and has a link sent there. Works as a plain form too. */
export function AskForLink({
  returnTo,
  email,
  troubleCode,
  onAsked,
}: {
  returnTo: string;
  /** What stood here before, when someone comes back to ask again. */
  email: string;
  troubleCode: string | null;
  onAsked: (email: string) => void;
}) {
  const [trouble, setTrouble] = useState<Trouble | null>(
    troubleCode ? plainFormTrouble(troubleCode) : null,
  );
  const [busy, setBusy] = useState(false);
  const remark = remarkOn("email", trouble);

  async function ask(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy) return;
    // From the form itself: someone may have typed before this script arrived.
    const typed = String(new FormData(event.currentTarget).get("email") ?? "");
    setBusy(true);
    const answer = await post(ROUTE, { email: typed, returnTo });
    setBusy(false);
    setTrouble(answer.ok ? null : answer.trouble);
    if (answer.ok) onAsked(typed);
  }

  return (
    <div className="grid gap-8">
      <PageHeading intro="There is no password. We send a link to your email, and the link lets you in.">
        Sign in
      </PageHeading>
      <form action={ROUTE} method="post" noValidate onSubmit={ask} className="grid gap-6">
        <input type="hidden" name="returnTo" value={returnTo} />
        <TextField
          label="Your email address"
          description="Only for signing in and for mail you ask for. Nobody in a group ever sees it."
          name="email"
          type="email"
          inputMode="email"
          autoComplete="email"
          autoCapitalize="none"
          defaultValue={email}
          error={remark}
        />
        {trouble && !remark ? (
          <FormError reference={trouble.reference}>{wordsFor(trouble)}</FormError>
        ) : null}
        <div>
          <Button type="submit" variant="primary" busy={busy}>
            Send me a link
          </Button>
        </div>
      </form>
      <p className="text-ink-soft">
        New here? The same link makes your place. Unpolished is for adults, 18 and over.
      </p>
    </div>
  );
}

/** A plain form comes back with a code alone, since an address must not carry what was typed. */
function plainFormTrouble(code: string): Trouble {
  if (code !== "INVALID_INPUT") return { code };
  const message = "Please write an email address, like name@example.org.";
  return { code, issues: [{ path: "email", message }] };
}
