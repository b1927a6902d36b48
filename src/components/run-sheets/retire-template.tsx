"use client";

import { useRouter } from "next/navigation";
import { api } from "@/components/api";
import { newId } from "@/components/new-id";
import { SubmitError } from "@/components/submit-error";
import { Button } from "@/components/ui/button";
import { useToast } from "@/components/ui/toast";
import { useSubmit } from "@/components/use-submit";
import type { TemplateView } from "@/server/domains/run-sheets/contract";

/** Puts a run sheet of the practice's own away, with a way back. */
export function RetireTemplate({
  organisationId,
  template,
}: {
  organisationId: string;
  template: TemplateView;
}) {
  const router = useRouter();
  const say = useToast();
  const { busy, error, submit } = useSubmit();
  const { id: templateId, slug, name, purpose, segments } = template;

  function putBack() {
    const again = { organisationId, slug, name, purpose, segments, basedOn: 0 };
    void submit(async () => {
      await api.runSheets.keepTemplate.mutate({
        ...again,
        templateId: slug ? newId() : templateId,
      });
      router.refresh();
    });
  }

  function retire() {
    void submit(async () => {
      await api.runSheets.retireTemplate.mutate({ organisationId, templateId });
      say(slug ? "It is as it came again." : `“${name}” is put away.`, {
        label: "Undo",
        onPress: putBack,
      });
      router.refresh();
    });
  }

  return (
    <>
      <Button busy={busy} onClick={retire}>
        {slug ? `Take “${name}” as it came` : `Put “${name}” away`}
      </Button>
      <SubmitError error={error} />
    </>
  );
}
