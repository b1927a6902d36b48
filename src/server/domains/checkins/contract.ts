import * as z from "zod/mini";
import { id, timeZone } from "../../lib/fields";

// The weekly check-in. For noticing, not diagnosing: own wording, no known reliability, and so
// never "reliable" or "clinically significant".

export const CHECK_IN_MAX = 10;
export const CHECK_INS_READ = 260;

/** 0–10 each, null where skipped. `goodEnough` reads the other way and is never averaged in. */
export type CheckInAnswers = {
  fear: number | null;
  avoidance: number | null;
  distress: number | null;
  /** Nothing came up that week: an answer, and not the same as 0. */
  nothingCameUp: boolean;
  goodEnough: number | null;
};

export type CheckInView = CheckInAnswers & {
  id: string;
  /** `YYYY-MM-DD`, the Monday of the member's own week. */
  weekStartOn: string;
};

export const CHECK_IN_ITEMS = ["fear", "avoidance", "distress", "goodEnough"] as const;
export type CheckInItem = (typeof CHECK_IN_ITEMS)[number];

/** Said only under its rule, of one item, in either direction and with equal weight. */
export type ClearChange = { item: CheckInItem; direction: "higher" | "lower" };

export type CheckInHistory = {
  /** Oldest first, at most `CHECK_INS_READ`; weeks without one are gaps and stay gaps. */
  checkIns: CheckInView[];
  changes: ClearChange[];
};

const answer = () =>
  z.pipe(
    z.nullish(
      z
        .int("A whole number from 0 to 10, please.")
        .check(
          z.minimum(0, "A whole number from 0 to 10, please."),
          z.maximum(CHECK_IN_MAX, "A whole number from 0 to 10, please."),
        ),
    ),
    z.transform((value) => value ?? null),
  );

/** This week's answers as they should now read; the week is that of `timeZone`. */
export const CheckIn = z.object({
  organisationId: id(),
  timeZone: timeZone(),
  fear: answer(),
  avoidance: answer(),
  distress: answer(),
  nothingCameUp: z._default(z.boolean(), false),
  goodEnough: answer(),
});
export type CheckIn = z.infer<typeof CheckIn>;

export const FindCheckIn = z.object({ organisationId: id(), timeZone: timeZone() });
export type FindCheckIn = z.infer<typeof FindCheckIn>;

export const ListCheckIns = z.object({ organisationId: id() });
