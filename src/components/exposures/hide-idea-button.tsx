"use client";

import { useRouter } from "next/navigation";
import { api } from "@/components/api";
import { SubmitError } from "@/components/submit-error";
import { Button } from "@/components/ui/button";
import { VisuallyHidden } from "@/components/ui/visually-hidden";
import { useSubmit } from "@/components/use-submit";
import type { IdeaForOwner } from "@/server/domains/exposures/contract";

/** Takes an idea out of sight for the whole organisation, or brings it back. */
export function HideIdeaButton({
  organisationId,
  idea: { slug, title, hidden },
}: {
  organisationId: string;
  idea: IdeaForOwner;
}) {
  const router = useRouter();
  const { busy, error, submit } = useSubmit();

  function toggle() {
    void submit(async () => {
      const { hideIdea, showIdea } = api.exposures;
      await (hidden ? showIdea : hideIdea).mutate({ organisationId, slug });
      router.refresh();
    });
  }

  return (
    <div className="grid content-start gap-2">
      <Button size="sm" className="min-h-11!" busy={busy} onClick={toggle}>
        {hidden ? "Bring it back" : "Hide it"}
        <VisuallyHidden>: {title}</VisuallyHidden>
      </Button>
      <SubmitError error={error} />
    </div>
  );
}
