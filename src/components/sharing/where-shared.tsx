"use client";

import { useRef, useState } from "react";
import { type ApiError, api } from "@/components/api";
import { LocalTime } from "@/components/exposures/local-time";
import { SubmitError } from "@/components/submit-error";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { useSubmit } from "@/components/use-submit";
import type { ShareView } from "@/server/domains/sharing/contract";
import { NarrowForm } from "./narrow-form";
import { useMyGroups } from "./use-places";
import { AUDIENCE_WORDS, STAYS_WORDS, sharedFieldWords } from "./wording";

/** Where this is shared now, each place with the way back and the way to show less. */
export function WhereShared({
  organisationId,
  shares,
  error,
  onChanged,
}: {
  organisationId: string;
  shares: ShareView[];
  error: ApiError | null;
  onChanged: () => void;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  const [said, setSaid] = useState("");
  const { groups } = useMyGroups(organisationId, shares.length > 0);

  function changed(words: string) {
    setSaid(words);
    onChanged();
    // What had the focus may be gone with its place.
    heading.current?.focus({ preventScroll: true });
  }

  if (shares.length === 0 && !said) return <SubmitError error={error} />;
  return (
    <section aria-label="Where this is shared" className="grid gap-4">
      <h3 ref={heading} tabIndex={-1} className="text-lg outline-none">
        Where this is shared
      </h3>
      <p role="status" className="pencilled">
        {said}
      </p>
      <SubmitError error={error} />
      {shares.length > 0 ? (
        <ul className="grid gap-4">
          {shares.map((share) => (
            <SharedPlace
              key={share.messageId}
              organisationId={organisationId}
              share={share}
              groupName={groups?.find(({ id }) => id === share.groupId)?.name ?? null}
              onChanged={changed}
            />
          ))}
        </ul>
      ) : (
        <p>Nowhere just now.</p>
      )}
    </section>
  );
}

function SharedPlace({
  organisationId,
  share,
  groupName,
  onChanged,
}: {
  organisationId: string;
  share: ShareView;
  groupName: string | null;
  onChanged: (words: string) => void;
}) {
  const { roomId, messageId, audience, fields, lifetime, expiresAt } = share;
  const { busy, error, submit } = useSubmit();
  return (
    <Card as="li" className="grid gap-3">
      <div>
        <p className="font-semibold">
          {AUDIENCE_WORDS[audience]}
          {groupName ? (
            <>
              : <bdi>{groupName}</bdi>
            </>
          ) : null}
        </p>
        <p className="text-ink-soft text-sm">
          Shared on <LocalTime instant={share.sharedAt} show="moment" />,{" "}
          {expiresAt && lifetime === "seven_days" ? (
            <>
              until <LocalTime instant={expiresAt} show="moment" />
            </>
          ) : (
            STAYS_WORDS[lifetime]
          )}
        </p>
      </div>
      <ul className="list-disc pl-5 text-sm" aria-label="What is seen of it">
        {fields.map((field) => (
          <li key={field}>{sharedFieldWords(field)}</li>
        ))}
      </ul>
      <SubmitError error={error} />
      <div>
        <Button
          size="sm"
          busy={busy}
          onClick={() =>
            void submit(async () => {
              await api.rooms.retractMessage.mutate({ organisationId, roomId, messageId });
              onChanged("Taken back. Nobody sees it any more.");
            })
          }
        >
          Take it back
        </Button>
      </div>
      <NarrowForm organisationId={organisationId} share={share} onNarrowed={onChanged} />
    </Card>
  );
}
