import type { SegmentKind } from "@/server/domains/run-sheets/contract";
import { KIND_NAMES, sayMinutes } from "./wording";

/** What comes after what, in a line each. */
export function Outline({
  segments,
}: {
  segments: readonly { kind: SegmentKind; title: string; minutes: number }[];
}) {
  return (
    <ol className="grid gap-2">
      {segments.map(({ kind, title, minutes }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a list that is shown as it came
        <li key={at} className="border-rule border-l-2 pl-4">
          <span className="font-semibold">{title}</span>{" "}
          <span className="text-ink-soft">
            · {KIND_NAMES[kind]}, {sayMinutes(minutes)}
          </span>
        </li>
      ))}
    </ol>
  );
}
