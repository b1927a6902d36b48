import { WANTS_BACK_OPTIONS } from "@/components/drafts/wording";
import { RadioGroup } from "@/components/ui/radio-group";
import { TextField } from "@/components/ui/text-field";
import { CONTENT_NOTE_MAX } from "@/server/domains/drafts/contract";
import { type AskedFor, wantsBackOf } from "./preview";

/** What its author would like back (a word asked for is that already), and what is said before it is opened. */
export function AskedFields({
  asked,
  onChange,
  noteError,
}: {
  asked: AskedFor;
  onChange: (asked: AskedFor) => void;
  noteError?: string;
}) {
  return (
    <>
      {asked.asksWord ? null : (
        <RadioGroup
          name="wantsBack"
          label="What would you like back?"
          options={WANTS_BACK_OPTIONS}
          value={asked.wantsBack}
          onValueChange={(next) =>
            onChange({ ...asked, wantsBack: wantsBackOf(next, asked.wantsBack) })
          }
        />
      )}
      <TextField
        label="A content note, if it wants one"
        description="With one, it stays folded for everyone until they open it. For example: illness, or a parent’s death."
        name="contentNote"
        autoComplete="off"
        maxLength={CONTENT_NOTE_MAX}
        value={asked.contentNote}
        error={noteError}
        onChange={(event) => onChange({ ...asked, contentNote: event.target.value })}
      />
    </>
  );
}
