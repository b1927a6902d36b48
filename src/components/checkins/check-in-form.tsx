"use client";

import type { FormEvent } from "react";
import { fieldError } from "@/components/api";
import { ShareEntry } from "@/components/sharing/share-entry";
import { SubmitError } from "@/components/submit-error";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { CHECK_IN_ITEMS } from "@/server/domains/checkins/contract";
import { NOTHING, SKIPPED } from "./check-in-answers";
import { TenScale } from "./ten-scale";
import { useCheckIn } from "./use-check-in";
import { ITEM_WORDS } from "./wording";

const SKIP = { value: SKIPPED, label: "Skip this one" };
const NOTHING_CAME_UP = { value: NOTHING, label: "Nothing came up" };

/** The four items on one screen, any of which may be skipped. */
export function CheckInForm({ organisationId }: { organisationId: string }) {
  const { chosen, choose, keep, kept, saved, busy, error } = useCheckIn(organisationId);

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    keep();
  }

  return (
    <div className="grid gap-8">
      <form method="post" noValidate onSubmit={onSubmit} className="grid gap-7">
        <p className="pencilled text-lg">Over the past seven days…</p>
        {CHECK_IN_ITEMS.map((item) => {
          const { name, question, low, high, aside } = ITEM_WORDS[item];
          return (
            <TenScale
              key={item}
              name={item}
              label={
                <>
                  <span className="sr-only">{name}: </span>
                  {question}
                </>
              }
              description={aside}
              lowLabel={low}
              highLabel={high}
              others={item === "distress" ? [NOTHING_CAME_UP, SKIP] : [SKIP]}
              value={chosen[item]}
              onValueChange={(value) => choose(item, value)}
              error={fieldError(error, item)}
            />
          );
        })}
        <SubmitError error={error} />
        {saved ? (
          <Notice kind="saved" announce>
            Saved. You can come back to it until the week is over.
          </Notice>
        ) : null}
        <div className="flex flex-wrap gap-3">
          <Button type="submit" variant="primary" busy={busy}>
            Keep this
          </Button>
          {kept ? (
            <Button href={`/o/${organisationId}/practice/record`}>
              See it beside earlier weeks
            </Button>
          ) : null}
        </div>
      </form>
      {kept ? (
        <ShareEntry
          organisationId={organisationId}
          source={{ kind: "check_in", id: kept.id }}
          state={JSON.stringify(kept)}
        />
      ) : null}
    </div>
  );
}
