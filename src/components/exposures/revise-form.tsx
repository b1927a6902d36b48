"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { api } from "@/components/api";
import { useTimeZone } from "@/components/sessions/use-time-zone";
import { SubmitError } from "@/components/submit-error";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { useSubmit } from "@/components/use-submit";
import type { ExposureView } from "@/server/domains/exposures/contract";
import { PlanFieldset, WhatField } from "./plan-fields";
import { fieldsOfPlan, planToSend } from "./plan-record";
import { useKept } from "./use-kept";
import { EXPOSURE_ERRORS } from "./wording";

const PURPOSES = {
  /** A plan that is not sealed yet: smaller, sideways, other words. */
  change: { plan: "Save the change", idea: "Back to the ladder", hasMore: true },
  /** An idea from the ladder becomes a plan, or stays one. */
  decide: { plan: "Plan it", idea: "Keep it as an idea", hasMore: true },
  /** Only what it is, made smaller. */
  smaller: { plan: "This is smaller now", idea: null, hasMore: false },
} as const;

/** Changes what is not sealed yet, or decides whether it is an idea or a plan. */
export function ReviseForm({
  organisationId,
  exposure,
  purpose,
}: {
  organisationId: string;
  exposure: ExposureView;
  purpose: keyof typeof PURPOSES;
}) {
  const router = useRouter();
  const { busy, error, submit } = useSubmit();
  const [saved, setSaved] = useState(false);
  const myZone = useTimeZone() ?? "UTC";
  const { fields, keep, forget } = useKept(
    `revise:${exposure.id}:${purpose}`,
    fieldsOfPlan(exposure),
  );
  const words = PURPOSES[purpose];

  function send(as: "idea" | "planned") {
    void submit(async () => {
      setSaved(false);
      const ref = { organisationId, exposureId: exposure.id };
      await api.exposures.revisePlan.mutate({ ...ref, ...planToSend(fields, myZone), as });
      forget();
      setSaved(true);
      router.refresh();
    });
  }

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    send("planned");
  }

  return (
    <form method="post" noValidate onSubmit={onSubmit} className="grid gap-6 py-2">
      <WhatField fields={fields} keep={keep} error={error} hint={words.hasMore} />
      {words.hasMore ? <PlanFieldset fields={fields} keep={keep} error={error} /> : null}
      <SubmitError error={error} words={EXPOSURE_ERRORS} />
      {saved ? (
        <Notice kind="saved" announce>
          Saved.
        </Notice>
      ) : null}
      <div className="flex flex-wrap gap-3">
        <Button type="submit" variant={purpose === "decide" ? "primary" : "quiet"} busy={busy}>
          {words.plan}
        </Button>
        {words.idea ? (
          <Button busy={busy} onClick={() => send("idea")}>
            {words.idea}
          </Button>
        ) : null}
      </div>
    </form>
  );
}
