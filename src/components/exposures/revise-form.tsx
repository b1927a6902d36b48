"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { api } from "@/components/api";
import { SubmitError } from "@/components/submit-error";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { useSubmit } from "@/components/use-submit";
import type { ExposureView } from "@/server/domains/exposures/contract";
import { type PlanFields, PlanFieldset } from "./plan-fields";
import { useKept } from "./use-kept";
import { EXPOSURE_ERRORS } from "./wording";

/** Changes a plan that is not sealed yet: smaller, sideways, other words. */
export function ReviseForm({
  organisationId,
  exposure,
}: {
  organisationId: string;
  exposure: ExposureView;
}) {
  const router = useRouter();
  const { busy, error, submit } = useSubmit();
  const [saved, setSaved] = useState(false);
  const { fields, keep, forget } = useKept<PlanFields>(`revise:${exposure.id}`, {
    plan: exposure.plan,
    whereAndWho: exposure.whereAndWho ?? "",
    fearedOutcome: exposure.fearedOutcome ?? "",
    likelihoodBefore: exposure.likelihoodBefore,
    expectedSuds: exposure.expectedSuds,
    copingWords: exposure.copingWords ?? "",
  });

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    void submit(async () => {
      setSaved(false);
      await api.exposures.revisePlan.mutate({ organisationId, exposureId: exposure.id, ...fields });
      forget();
      setSaved(true);
      router.refresh();
    });
  }

  return (
    <form method="post" noValidate onSubmit={onSubmit} className="grid gap-6 py-2">
      <PlanFieldset fields={fields} keep={keep} error={error} />
      <SubmitError error={error} words={EXPOSURE_ERRORS} />
      {saved ? (
        <Notice kind="saved" announce>
          Saved.
        </Notice>
      ) : null}
      <div>
        <Button type="submit" busy={busy}>
          Save the change
        </Button>
      </div>
    </form>
  );
}
