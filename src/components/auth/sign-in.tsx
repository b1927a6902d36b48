"use client";

import { useState } from "react";
import { AskForLink } from "./ask-for-link";
import { LinkAsked } from "./link-asked";

/** The front door: ask for a link, then wait for it, in the same place. */
export function SignIn({
  returnTo,
  mailboxHref,
  alreadyAsked,
  troubleCode,
}: {
  returnTo: string;
  /** Where the demo's mail can be read; null where mail is really sent. */
  mailboxHref: string | null;
  /** The link was asked for by a plain form. */
  alreadyAsked: boolean;
  /** What went wrong with a plain form, if anything did. */
  troubleCode: string | null;
}) {
  const [asked, setAsked] = useState(alreadyAsked);
  const [email, setEmail] = useState("");
  return asked ? (
    <LinkAsked mailboxHref={mailboxHref} onAskAgain={() => setAsked(false)} />
  ) : (
    <AskForLink
      returnTo={returnTo}
      email={email}
      troubleCode={troubleCode}
      onAsked={(typed) => {
        setEmail(typed);
        setAsked(true);
      }}
    />
  );
}
