"use client";

import { useRouter } from "next/navigation";
import { newId } from "@/components/new-id";
import { Button, EvenChoices } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { draftStore } from "./draft-store";
import { DraftText } from "./draft-text";
import type { UsedDraft } from "./use-draft";
import { progressWords } from "./wording";

/** When another device was faster: both versions stay, and the person says which goes on. */
export function ElsewhereNotice({ used }: { used: UsedDraft }) {
  const router = useRouter();
  const { conflict, fields, progress, organisationId } = used;

  if (progress === "sealed") {
    return (
      <Notice announce title={progressWords("sealed")}>
        <p>What you wrote here since can become a draft of its own.</p>
        <EvenChoices label="What now?">
          <Button
            variant="even"
            onClick={() => {
              const draftId = newId();
              draftStore(draftId).write({ fields, basedOn: null, aside: null });
              used.letGo();
              router.push(`/o/${organisationId}/practice/drafts/${draftId}`);
            }}
          >
            Start a draft with it
          </Button>
          <Button
            variant="even"
            onClick={() => {
              used.letGo();
              router.refresh();
            }}
          >
            See it as it stands
          </Button>
        </EvenChoices>
      </Notice>
    );
  }
  if (!conflict) return null;
  return (
    <Notice announce title="Another device saved this draft after you wrote here.">
      <p>Below is the newest. What you wrote here is kept:</p>
      <div className="my-3 max-h-60 overflow-y-auto border-rule border-l-2 pl-4">
        {conflict.body.trim() === "" ? <p>A blank page.</p> : <DraftText text={conflict.body} />}
      </div>
      <EvenChoices label="Which one goes on?">
        <Button variant="even" onClick={used.putBack}>
          Go on with what I wrote here
        </Button>
        <Button variant="even" onClick={used.letBe}>
          Go on with the newest
        </Button>
      </EvenChoices>
    </Notice>
  );
}
