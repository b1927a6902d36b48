import { Checkbox } from "@/components/ui/checkbox";
import type { ShareField } from "@/server/domains/sharing/contract";
import { cardKind, type Shareable, shareableFields, valueWords } from "./preview";
import { fieldWords } from "./wording";

/** One box for each thing that was written down, with its words beside it; the rest is not offered. */
export function TickFields({
  source,
  ticked,
  fixed,
  onChange,
}: {
  source: Shareable;
  ticked: readonly ShareField[];
  /** Goes along in any case, and says why. */
  fixed?: { field: ShareField; why: string };
  onChange: (ticked: ShareField[]) => void;
}) {
  const kind = cardKind(source);
  return (
    <fieldset className="grid min-w-0 gap-2">
      <legend className="font-semibold">What may the others see of it?</legend>
      <p className="text-ink-soft text-sm">
        Only what you tick leaves your {kind === "draft" ? "drafts" : "practice"}.
      </p>
      {shareableFields(source).map((field) => {
        const isFixed = field === fixed?.field;
        const words = valueWords(source, field);
        return (
          <Checkbox
            key={field}
            label={fieldWords(kind, field)}
            description={
              isFixed ? (
                fixed.why
              ) : words ? (
                <span className="line-clamp-2">{words}</span>
              ) : undefined
            }
            checked={isFixed || ticked.includes(field)}
            disabled={isFixed}
            onChange={(event) =>
              onChange(
                event.target.checked ? [...ticked, field] : ticked.filter((each) => each !== field),
              )
            }
          />
        );
      })}
    </fieldset>
  );
}
