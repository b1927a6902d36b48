"use client";

import { useRouter } from "next/navigation";
import { api } from "@/components/api";
import { SubmitError } from "@/components/submit-error";
import { Button } from "@/components/ui/button";
import { useToast } from "@/components/ui/toast";
import { useSubmit } from "@/components/use-submit";

/** Ends one link. Whoever came in by it stays. */
export function CallBackInvite({
  organisationId,
  groupId,
  inviteId,
}: {
  organisationId: string;
  groupId: string;
  inviteId: string;
}) {
  const router = useRouter();
  const say = useToast();
  const { busy, error, submit } = useSubmit();

  function callBack() {
    void submit(async () => {
      await api.groups.callBackInvite.mutate({ organisationId, groupId, inviteId });
      say("That link leads nowhere now. Whoever came in by it stays.");
      router.refresh();
    });
  }

  return (
    <>
      <Button size="sm" busy={busy} onClick={callBack}>
        Call it back
      </Button>
      <SubmitError error={error} />
    </>
  );
}
