"use client";

import { useEffect, useState, useSyncExternalStore } from "react";
import { Button } from "@/components/ui/button";
import { FormError } from "@/components/ui/form-error";
import { Notice } from "@/components/ui/notice";
import { PageHeading } from "@/components/ui/page-heading";
import type { LinkView, SignedInView } from "@/server/domains/users/contract";
import { post, type Trouble, wordsFor } from "./post";
import { ShowCode } from "./show-code";

/**
 * What an emailed link opens. The link's secret stands behind the `#`, so the page itself is the
 * same for everyone who fetches it; signing in takes a press in the browser that asked.
 */
export function ConfirmSignIn() {
  const token = useSyncExternalStore(subscribeToHash, tokenInHash, () => null);
  if (token === null) return <Looking />;
  return <OpenedLink key={token} token={token} />;
}

function subscribeToHash(onChange: () => void) {
  window.addEventListener("hashchange", onChange);
  return () => window.removeEventListener("hashchange", onChange);
}

function tokenInHash(): string {
  return window.location.hash.slice(1);
}

function OpenedLink({ token }: { token: string }) {
  const [view, setView] = useState<LinkView | null>(null);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [looks, setLooks] = useState(1);

  useEffect(() => {
    // Each press of "try again" looks once more.
    if (looks === 0) return;
    let current = true;
    post<LinkView>("/api/sign-in/look", { token }).then((answer) => {
      if (!current) return;
      if (answer.ok) setView(answer.view);
      else if (answer.trouble.code === "INVALID_INPUT") setView({ state: "over" });
      else setTrouble(answer.trouble);
    });
    return () => {
      current = false;
    };
  }, [token, looks]);

  if (trouble) {
    return (
      <div className="grid gap-6">
        <PageHeading>Your link is still good</PageHeading>
        <p>{wordsFor(trouble)}</p>
        <div>
          <Button
            variant="primary"
            onClick={() => {
              setTrouble(null);
              setLooks(looks + 1);
            }}
          >
            Try again
          </Button>
        </div>
      </div>
    );
  }
  if (!view) return <Looking />;
  if (view.state === "here") return <Here token={token} email={view.email} />;
  if (view.state === "elsewhere") return <ShowCode token={token} partOfEmail={view.partOfEmail} />;
  return <Over />;
}

function Looking() {
  return (
    <div className="grid gap-6">
      <PageHeading>Sign in</PageHeading>
      <p role="status">Looking at your link …</p>
      <noscript>
        <Notice kind="trouble">
          This one page needs JavaScript: the secret part of your link never leaves the browser by
          itself, so that mail programs that open links cannot sign in for you.
        </Notice>
      </noscript>
    </div>
  );
}

function Here({ token, email }: { token: string; email: string }) {
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);

  async function confirm() {
    setBusy(true);
    const answer = await post<SignedInView>("/api/sign-in/confirm", { token });
    // Takes this page's place, so that Back does not lead to a used link.
    if (answer.ok) return window.location.replace(answer.view.returnTo);
    setBusy(false);
    setTrouble(answer.trouble);
  }

  if (trouble?.code === "LINK_OVER") return <Over />;
  return (
    <div className="grid gap-6">
      <PageHeading>Sign in</PageHeading>
      <p className="text-lg">
        As <strong className="break-words">{email}</strong>
      </p>
      {trouble ? <FormError reference={trouble.reference}>{wordsFor(trouble)}</FormError> : null}
      <div>
        <Button variant="primary" busy={busy} onClick={confirm}>
          Sign in
        </Button>
      </div>
      <p className="text-ink-soft">
        Not you, or not asked for? Close this page. Without the press nothing happens.
      </p>
    </div>
  );
}

function Over() {
  return (
    <div className="grid gap-6">
      <PageHeading>This link is over</PageHeading>
      <p>
        A link works once, for ten minutes, and only if it arrived whole. A fresh one takes a
        moment.
      </p>
      <div>
        <Button variant="primary" href="/sign-in">
          Ask for a fresh link
        </Button>
      </div>
    </div>
  );
}
