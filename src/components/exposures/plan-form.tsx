"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { api } from "@/components/api";
import { newId } from "@/components/new-id";
import { SubmitError } from "@/components/submit-error";
import { Button } from "@/components/ui/button";
import { useSubmit } from "@/components/use-submit";
import { COPING_WORDS, type Idea } from "@/server/domains/exposures/contract";
import { type PlanFields, PlanFieldset } from "./plan-fields";
import { useKept } from "./use-kept";
import { EXPOSURE_ERRORS } from "./wording";

/** Plans an exposure, from an idea or in own words, and leads to it. */
export function PlanForm({ organisationId, idea }: { organisationId: string; idea: Idea | null }) {
  const router = useRouter();
  const { busy, error, submit } = useSubmit();
  const [id] = useState(() => newId());
  // The id is kept with the words: sent again after a reload, it is still the same plan.
  const { fields, keep, forget } = useKept<PlanFields & { exposureId: string }>(
    `plan:${organisationId}:${idea?.slug ?? "own"}`,
    {
      exposureId: id,
      plan: idea?.title ?? "",
      whereAndWho: "",
      fearedOutcome: "",
      likelihoodBefore: null,
      expectedSuds: null,
      copingWords: COPING_WORDS,
    },
  );

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    void submit(async () => {
      // Written down before it is sent, so that a lost answer cannot make a second plan.
      keep({ exposureId: fields.exposureId });
      await api.exposures.planExposure.mutate({
        organisationId,
        librarySlug: idea?.slug ?? null,
        ...fields,
      });
      forget();
      router.push(`/o/${organisationId}/practice/${fields.exposureId}`);
    });
  }

  return (
    <form method="post" noValidate onSubmit={onSubmit} className="grid gap-6">
      <PlanFieldset fields={fields} keep={keep} error={error} />
      <SubmitError error={error} words={EXPOSURE_ERRORS} />
      <div>
        <Button type="submit" variant="primary" busy={busy}>
          Keep this plan
        </Button>
      </div>
    </form>
  );
}
