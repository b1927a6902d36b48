"use client";

import { useRouter } from "next/navigation";
import { api } from "@/components/api";
import { SubmitError } from "@/components/submit-error";
import { Button } from "@/components/ui/button";
import { useSubmit } from "@/components/use-submit";
import { CHANGED_AGAIN } from "./agreement-changed";

/** Says yes to the agreement as it now reads. Nothing waits for it; nobody is told who has not. */
export function AcceptChangedAgreement({
  organisationId,
  groupId,
  version,
}: {
  organisationId: string;
  groupId: string;
  version: number;
}) {
  const router = useRouter();
  const { busy, error, submit } = useSubmit();

  function accept() {
    void submit(async () => {
      await api.groups.acceptAgreement.mutate({ organisationId, groupId, version });
      router.refresh();
    });
  }

  return (
    <div className="grid gap-3">
      <p className="text-ink-soft">
        If it does not sit right with you, a facilitator is the person to tell.
      </p>
      <SubmitError error={error} words={{ AGREEMENT_CHANGED: CHANGED_AGAIN }} />
      <div>
        <Button busy={busy} onClick={accept}>
          I agree to it as it reads now
        </Button>
      </div>
    </div>
  );
}
