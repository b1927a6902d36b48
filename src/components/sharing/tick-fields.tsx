import { Checkbox } from "@/components/ui/checkbox";
import type { ExposureView } from "@/server/domains/exposures/contract";
import type { WinField } from "@/server/domains/rooms/contract";
import { shareableFields } from "./preview";
import { WIN_FIELD_WORDS, winValueWords } from "./wording";

/** One box for each thing that was written down, with its words beside it; the rest is not offered. */
export function TickFields({
  exposure,
  ticked,
  onChange,
}: {
  exposure: ExposureView;
  ticked: WinField[];
  onChange: (ticked: WinField[]) => void;
}) {
  return (
    <fieldset className="grid min-w-0 gap-2">
      <legend className="font-semibold">What may the others see of it?</legend>
      <p className="text-ink-soft text-sm">Only what you tick leaves your practice.</p>
      {shareableFields(exposure).map((field) => (
        <Checkbox
          key={field}
          label={WIN_FIELD_WORDS[field]}
          description={
            <span className="line-clamp-2">{winValueWords(field, exposure[field] ?? "")}</span>
          }
          checked={ticked.includes(field)}
          onChange={(event) =>
            onChange(
              event.target.checked ? [...ticked, field] : ticked.filter((each) => each !== field),
            )
          }
        />
      ))}
    </fieldset>
  );
}
