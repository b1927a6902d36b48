"use client";

import { useRouter } from "next/navigation";
import type { FormEvent } from "react";
import { api, fieldError } from "@/components/api";
import { textOf } from "@/components/form-text";
import { SubmitError } from "@/components/submit-error";
import { Button } from "@/components/ui/button";
import { TextArea } from "@/components/ui/text-area";
import { useToast } from "@/components/ui/toast";
import { useSubmit } from "@/components/use-submit";
import { AGREEMENT_MAX, type AgreementView } from "@/server/domains/groups/contract";

const CHANGED = "Another facilitator changed it meanwhile. Copy your words, then reload the page.";

/** Rewrites the agreement. The earlier version stays on record beside who agreed to it. */
export function ReviseAgreementForm({
  organisationId,
  groupId,
  agreement,
}: {
  organisationId: string;
  groupId: string;
  agreement: AgreementView;
}) {
  const router = useRouter();
  const say = useToast();
  const { busy, error, submit } = useSubmit();

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const text = textOf(event.currentTarget, "agreement");
    void submit(async () => {
      await api.groups.reviseAgreement.mutate({
        organisationId,
        groupId,
        revisedVersion: agreement.version,
        agreement: text,
      });
      say("Saved. Everyone sees the new words on this page.");
      router.refresh();
    });
  }

  return (
    <form method="post" noValidate onSubmit={onSubmit} className="grid gap-4">
      <TextArea
        label="What people agree to"
        description="Everyone in the group is shown the new words and asked to read them."
        name="agreement"
        rows={10}
        maxLength={AGREEMENT_MAX}
        defaultValue={agreement.text}
        error={fieldError(error, "agreement")}
      />
      <SubmitError error={error} words={{ AGREEMENT_CHANGED: CHANGED }} />
      <div>
        <Button type="submit" busy={busy}>
          Keep the new words
        </Button>
      </div>
    </form>
  );
}
