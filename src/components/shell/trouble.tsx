"use client";

import { Button } from "@/components/ui/button";
import { PageHeading } from "@/components/ui/page-heading";

/** What someone reads when our side broke. Shows the log reference and never the error's text. */
export function Trouble({ error, retry }: { error: unknown; retry: () => void }) {
  const reference =
    error instanceof Error && "digest" in error && typeof error.digest === "string"
      ? error.digest
      : null;
  return (
    <div className="grid gap-6">
      <PageHeading>Something of ours broke</PageHeading>
      <p>
        It was not anything you did. Trying again often helps. Anything already saved is still
        saved.
      </p>
      {reference ? (
        <p className="text-ink-soft">
          If you ask for help, quote <code className="font-semibold text-ink">{reference}</code>.
        </p>
      ) : null}
      <div className="flex flex-wrap gap-3">
        <Button variant="primary" onClick={retry}>
          Try again
        </Button>
        <Button href="/">Go to the start</Button>
      </div>
    </div>
  );
}
