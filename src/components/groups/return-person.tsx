"use client";

import { useRouter } from "next/navigation";
import { api } from "@/components/api";
import { SubmitError } from "@/components/submit-error";
import { Button } from "@/components/ui/button";
import { useToast } from "@/components/ui/toast";
import { useSubmit } from "@/components/use-submit";

/** Gives someone who was removed their place back, under the name they had. */
export function ReturnPerson({
  organisationId,
  groupId,
  person,
}: {
  organisationId: string;
  groupId: string;
  person: { id: string; name: string };
}) {
  const router = useRouter();
  const say = useToast();
  const { busy, error, submit } = useSubmit();

  function bringBack() {
    void submit(async () => {
      await api.moderation.returnPerson.mutate({
        organisationId,
        groupId,
        enrolmentId: person.id,
        reason: null,
      });
      say(`${person.name} is in the group again.`);
      router.refresh();
    });
  }

  return (
    <>
      <Button size="sm" busy={busy} onClick={bringBack}>
        Bring {person.name} back
      </Button>
      <SubmitError error={error} />
    </>
  );
}
