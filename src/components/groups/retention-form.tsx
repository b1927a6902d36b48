"use client";

import { useRouter } from "next/navigation";
import type { FormEvent } from "react";
import { api, fieldError } from "@/components/api";
import { textOf } from "@/components/form-text";
import { SubmitError } from "@/components/submit-error";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/text-field";
import { useToast } from "@/components/ui/toast";
import { useSubmit } from "@/components/use-submit";
import { RETENTION_MAX_DAYS, RETENTION_MIN_DAYS } from "@/server/domains/groups/contract";

/** For how long transcripts stay readable. */
export function RetentionForm({
  organisationId,
  groupId,
  days,
}: {
  organisationId: string;
  groupId: string;
  days: number;
}) {
  const router = useRouter();
  const say = useToast();
  const { busy, error, submit } = useSubmit();

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const wanted = Number(textOf(event.currentTarget, "days"));
    void submit(async () => {
      await api.groups.setRetention.mutate({ organisationId, groupId, days: wanted });
      say(`Transcripts stay for ${wanted} days from now on.`);
      router.refresh();
    });
  }

  return (
    <form method="post" noValidate onSubmit={onSubmit} className="grid gap-4">
      <TextField
        label="Days after a session"
        description="It holds at once, for sessions that have been as well: with fewer days, older transcripts are wiped, and cannot be brought back."
        type="number"
        name="days"
        inputMode="numeric"
        min={RETENTION_MIN_DAYS}
        max={RETENTION_MAX_DAYS}
        defaultValue={String(days)}
        error={fieldError(error, "days")}
      />
      <SubmitError error={error} />
      <div>
        <Button type="submit" busy={busy}>
          Keep them that long
        </Button>
      </div>
    </form>
  );
}
