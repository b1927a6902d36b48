"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { api } from "@/components/api";
import { newId } from "@/components/new-id";
import { useTimeZone } from "@/components/sessions/use-time-zone";
import { SubmitError } from "@/components/submit-error";
import { Button } from "@/components/ui/button";
import { useSubmit } from "@/components/use-submit";
import { PlanFieldset, WhatField } from "./plan-fields";
import { type Beginning, type PlanFields, planToSend } from "./plan-record";
import { useKept } from "./use-kept";
import { EXPOSURE_ERRORS } from "./wording";

/**
 * Plans something, or keeps it on the ladder, and leads to it. `name` tells this beginning from
 * others that are being written in the same browser.
 */
export function PlanForm({
  organisationId,
  name,
  beginning,
  initial,
}: {
  organisationId: string;
  name: string;
  beginning: Beginning;
  initial: PlanFields;
}) {
  const router = useRouter();
  const { busy, error, submit } = useSubmit();
  const myZone = useTimeZone() ?? "UTC";
  const [id] = useState(() => newId());
  // The id is kept with the words: sent again after a reload, it is still the same plan.
  const { fields, keep, forget } = useKept<PlanFields & { exposureId: string }>(
    `plan:${organisationId}:${name}`,
    { exposureId: id, ...initial },
  );

  function send(as: "idea" | "planned") {
    void submit(async () => {
      const { exposureId } = fields;
      // Written down before it is sent, so that a lost answer cannot make a second plan.
      keep({ exposureId });
      const plan = planToSend(fields, myZone);
      await api.exposures.planExposure.mutate({
        organisationId,
        ...beginning,
        ...plan,
        exposureId,
        as,
      });
      forget();
      const practice = `/o/${organisationId}/practice`;
      router.push(as === "idea" ? practice : `${practice}/${exposureId}`);
      router.refresh();
    });
  }

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    send("planned");
  }

  return (
    <form method="post" noValidate onSubmit={onSubmit} className="grid gap-6">
      <WhatField fields={fields} keep={keep} error={error} />
      <PlanFieldset fields={fields} keep={keep} error={error} />
      <SubmitError error={error} words={EXPOSURE_ERRORS} />
      <div className="flex flex-wrap gap-3">
        <Button type="submit" variant="primary" busy={busy}>
          Plan it
        </Button>
        <Button busy={busy} onClick={() => send("idea")}>
          Keep on my ladder
        </Button>
      </div>
      <p className="text-ink-soft text-sm">
        What you write stays in this browser until you keep it.
      </p>
    </form>
  );
}
