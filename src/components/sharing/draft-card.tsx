import { WANTS_BACK_OPTIONS } from "@/components/drafts/wording";
import type { DraftCard as Draft } from "@/server/domains/rooms/contract";

/** A draft as it stood: plain text with its own spaces and lines, and what its author wants back. */
export function DraftCard({ text, wantsBack }: Pick<Draft, "text" | "wantsBack">) {
  const wanted = WANTS_BACK_OPTIONS.find(({ value }) => value === wantsBack);
  return (
    <div className="grid gap-4">
      <div className="whitespace-pre-wrap">{text}</div>
      <p className="border-rule border-t-2 border-dashed pt-3">
        <span className="text-ink-soft text-sm">What they would like back: </span>
        <span className="pencilled">
          {wanted?.label}. {wanted?.description}
        </span>
      </p>
    </div>
  );
}
