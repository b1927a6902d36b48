import { WANTS_BACK_OPTIONS } from "@/components/drafts/wording";
import { RadioGroup } from "@/components/ui/radio-group";
import { TextArea } from "@/components/ui/text-area";
import { WANTS_BACK } from "@/server/domains/rooms/contract";
import type { NewDraft } from "./use-new-draft";

/** The fields of a draft written in the room. */
export function WriteDraft({ draft }: { draft: NewDraft }) {
  return (
    <div className="grid gap-4">
      <TextArea
        label="Your draft"
        description="It is saved among your own drafts as you write."
        value={draft.body}
        rows={5}
        onChange={(event) => draft.setBody(event.target.value)}
      />
      <p role="status" className="-mt-3 min-h-6 text-sm pencilled">
        {draft.isSaved ? "Saved" : ""}
      </p>
      <RadioGroup
        name="wantsBack"
        label="What would you like back?"
        options={WANTS_BACK_OPTIONS}
        value={draft.wantsBack}
        onValueChange={(next) =>
          draft.setWantsBack(WANTS_BACK.find((each) => each === next) ?? draft.wantsBack)
        }
      />
    </div>
  );
}
