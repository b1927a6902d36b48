"use client";

import { useState } from "react";
import { api, fieldError } from "@/components/api";
import { SubmitError } from "@/components/submit-error";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Disclosure } from "@/components/ui/disclosure";
import { FieldError } from "@/components/ui/form-error";
import { useSubmit } from "@/components/use-submit";
import type { Lifetime } from "@/server/domains/rooms/contract";
import type { ShareView } from "@/server/domains/sharing/contract";
import { LifetimeChoice } from "./lifetime-choice";
import { knownFields, narrowingTo, shorterLifetimes } from "./narrowing";
import { sharedFieldWords } from "./wording";

const REFUSALS = {
  ONLY_NARROWER:
    "It changed on another screen, so this would show more than now. Have another look.",
  NO_SESSION: "No session is planned just now that it could end with. Choose another time, please.",
};

/** Shows less of a share, to fewer people or for a shorter time. More is a new share. */
export function NarrowForm({
  organisationId,
  share,
  onNarrowed,
}: {
  organisationId: string;
  share: ShareView;
  onNarrowed: (words: string) => void;
}) {
  const fields = knownFields(share);
  const [kept, setKept] = useState(fields);
  const [facilitatorsOnly, setFacilitatorsOnly] = useState(false);
  const [lifetime, setLifetime] = useState<Lifetime>(share.lifetime);
  const { busy, error, submit } = useSubmit();
  const lifetimes = shorterLifetimes(share.lifetime);
  const narrowed = narrowingTo(share, { fields: kept, facilitatorsOnly, lifetime });
  const { roomId, messageId, audience } = share;

  // Everything about it is as small as it gets; taking it back is the one step left.
  if (fields.length < 2 && audience === "facilitators" && lifetimes.length === 0) return null;
  return (
    <Disclosure summary="Show less of it">
      <form
        method="post"
        noValidate
        className="grid gap-5 pt-2"
        onSubmit={(event) => {
          event.preventDefault();
          if (busy || !narrowed || kept.length === 0) return;
          void submit(async () => {
            await api.sharing.narrowShare.mutate({
              organisationId,
              roomId,
              messageId,
              ...narrowed,
            });
            onNarrowed("Done. This is all that is seen of it now.");
          });
        }}
      >
        {fields.length > 1 ? (
          <fieldset className="grid min-w-0 gap-2">
            <legend className="font-semibold">What should stay?</legend>
            {fields.map((field) => (
              <Checkbox
                key={field}
                label={sharedFieldWords(field)}
                checked={kept.includes(field)}
                onChange={(event) =>
                  setKept(
                    event.target.checked ? [...kept, field] : kept.filter((each) => each !== field),
                  )
                }
              />
            ))}
            <FieldError>
              {kept.length === 0 ? "With nothing left of it, take it back instead." : null}
            </FieldError>
          </fieldset>
        ) : null}
        {audience === "facilitators" ? null : (
          <Checkbox
            label="Only the facilitators, from now on"
            description="Others have read it by then, perhaps; it goes from their screens."
            checked={facilitatorsOnly}
            onChange={(event) => setFacilitatorsOnly(event.target.checked)}
          />
        )}
        {lifetimes.length > 0 ? (
          <LifetimeChoice
            value={lifetime}
            onChange={setLifetime}
            offered={[...lifetimes, share.lifetime]}
            onThePage={audience !== "room"}
          />
        ) : null}
        <FieldError>{fieldError(error, "fields")}</FieldError>
        <SubmitError error={error} words={REFUSALS} />
        <div>
          <Button type="submit" busy={busy} disabled={!narrowed || kept.length === 0}>
            Show only this
          </Button>
        </div>
      </form>
    </Disclosure>
  );
}
