import { CHECK_IN_MAX } from "@/server/domains/checkins/contract";
import type { CheckInCard as CheckIn } from "@/server/domains/rooms/contract";
import { Figure, Passage } from "./passage";
import { dayWords } from "./preview";
import { CHECK_IN_FIELD_WORDS } from "./wording";

const FIGURES = ["fear", "avoidance", "distress", "goodEnough"] as const;

/** A check-in with exactly the answers its author ticked. */
export function CheckInCard({ fields }: Pick<CheckIn, "fields">) {
  const { weekStartOn, nothingCameUp } = fields;
  return (
    <div className="grid gap-4">
      {weekStartOn ? <p className="text-lg">The week of {dayWords(weekStartOn)}</p> : null}
      {FIGURES.map((field) => {
        const value = fields[field];
        return value === undefined ? null : (
          <Passage key={field} label={CHECK_IN_FIELD_WORDS[field]}>
            <Figure of={CHECK_IN_MAX}>{value}</Figure>
          </Passage>
        );
      })}
      {nothingCameUp ? <p>Nothing came up.</p> : null}
    </div>
  );
}
