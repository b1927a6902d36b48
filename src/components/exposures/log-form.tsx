"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { api, fieldError } from "@/components/api";
import { newId } from "@/components/new-id";
import { useTimeZone } from "@/components/sessions/use-time-zone";
import { SubmitError } from "@/components/submit-error";
import { Button } from "@/components/ui/button";
import { TextArea } from "@/components/ui/text-area";
import { TextField } from "@/components/ui/text-field";
import { useSubmit } from "@/components/use-submit";
import { type LogEntry, PLAN_MAX } from "@/server/domains/exposures/contract";
import { useKept } from "./use-kept";
import { instantOf } from "./wall-clock";
import { EXPOSURE_ERRORS } from "./wording";

const WORDS: Record<LogEntry["kind"], { what: string; hint: string; keep: string }> = {
  rest: {
    what: "What was your rest?",
    hint: "An hour on the sofa, an evening without a list. A few words are enough.",
    keep: "Keep this rest",
  },
  accident: {
    what: "What happened?",
    hint: "A typo that got out, a name mixed up. A few words are enough.",
    keep: "Keep this",
  },
};

/** Writes down a rest, or something that just happened, and leads to looking back on it. */
export function LogForm({
  organisationId,
  kind,
}: {
  organisationId: string;
  kind: LogEntry["kind"];
}) {
  const router = useRouter();
  const { busy, error, submit } = useSubmit();
  const zone = useTimeZone() ?? "UTC";
  const [id] = useState(() => newId());
  const { fields, keep, forget } = useKept(`log:${organisationId}:${kind}`, {
    ...{ exposureId: id, plan: "", whereAndWho: "", at: "" },
  });
  const words = WORDS[kind];

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    void submit(async () => {
      const { exposureId, plan, whereAndWho } = fields;
      keep({ exposureId });
      const at = (fields.at && instantOf(fields.at, zone)) || undefined;
      const entry = { organisationId, exposureId, kind, plan, whereAndWho, at };
      await api.exposures.logEntry.mutate(entry);
      forget();
      router.push(`/o/${organisationId}/practice/${exposureId}`);
      router.refresh();
    });
  }

  return (
    <form method="post" noValidate onSubmit={onSubmit} className="grid gap-6">
      <TextArea
        label={words.what}
        description={words.hint}
        name="plan"
        rows={2}
        maxLength={PLAN_MAX}
        value={fields.plan}
        onChange={(event) => keep({ plan: event.target.value })}
        error={fieldError(error, "plan")}
      />
      <TextField
        label="Where, and with whom?"
        name="whereAndWho"
        autoComplete="off"
        maxLength={PLAN_MAX}
        value={fields.whereAndWho}
        onChange={(event) => keep({ whereAndWho: event.target.value })}
        error={fieldError(error, "whereAndWho")}
      />
      <TextField
        label="When it was"
        description="Left empty, it was just now."
        type="datetime-local"
        name="at"
        value={fields.at}
        onChange={(event) => keep({ at: event.target.value })}
        error={fieldError(error, "at")}
        className="sm:max-w-72"
      />
      <SubmitError error={error} words={EXPOSURE_ERRORS} />
      <div>
        <Button type="submit" variant="primary" busy={busy}>
          {words.keep}
        </Button>
      </div>
    </form>
  );
}
