"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { api, fieldError } from "@/components/api";
import { newId } from "@/components/new-id";
import { SubmitError } from "@/components/submit-error";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/text-field";
import { useSubmit } from "@/components/use-submit";
import { COPING_WORDS, PLAN_MAX } from "@/server/domains/exposures/contract";
import { useKept } from "./use-kept";
import { EXPOSURE_ERRORS } from "./wording";

/** One line puts an idea on the ladder. Everything else can be said later, or never. */
export function AddIdeaLine({ organisationId }: { organisationId: string }) {
  const router = useRouter();
  const { busy, error, submit } = useSubmit();
  const [id] = useState(() => newId());
  // The id is kept with the words: sent again after a reload, it is still the same idea.
  const { fields, keep, forget } = useKept(`rung:${organisationId}`, { exposureId: id, plan: "" });

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    void submit(async () => {
      keep({ exposureId: fields.exposureId });
      await api.exposures.planExposure.mutate({
        ...{ organisationId, ...fields },
        ...{ as: "idea", copingWords: COPING_WORDS },
      });
      keep({ exposureId: newId(), plan: "" });
      forget();
      router.refresh();
    });
  }

  return (
    <form method="post" noValidate onSubmit={onSubmit} className="grid gap-3">
      <div className="flex flex-wrap items-end gap-3">
        <TextField
          label="Put an idea on your ladder"
          name="plan"
          autoComplete="off"
          maxLength={PLAN_MAX}
          value={fields.plan}
          onChange={(event) => keep({ plan: event.target.value })}
          error={fieldError(error, "plan")}
          className="min-w-0 flex-1 basis-64"
        />
        <Button type="submit" busy={busy}>
          Keep it
        </Button>
      </div>
      <SubmitError error={error} words={EXPOSURE_ERRORS} />
    </form>
  );
}
