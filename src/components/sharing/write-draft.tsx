import type { UsedDraft } from "@/components/drafts/use-draft";
import { progressWords } from "@/components/drafts/wording";
import { TextArea } from "@/components/ui/text-area";
import { DRAFT_MAX } from "@/server/domains/drafts/contract";
import { AskedFields } from "./asked-fields";

/** The fields of a draft written in the room. */
export function WriteDraft({ draft: { fields, keep, progress } }: { draft: UsedDraft }) {
  const { body, wantsBack, contentNote } = fields;
  return (
    <div className="grid gap-4">
      <TextArea
        label="Your draft"
        description="It is saved among your own drafts as you write."
        value={body}
        rows={5}
        maxLength={DRAFT_MAX}
        onChange={(event) => keep({ body: event.target.value })}
      />
      <p role="status" className="-mt-3 min-h-6 text-sm pencilled">
        {progressWords(progress)}
      </p>
      <AskedFields asked={{ wantsBack, contentNote }} onChange={keep} />
    </div>
  );
}
