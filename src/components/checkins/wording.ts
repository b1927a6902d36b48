import type { CheckInItem, CheckInView, ClearChange } from "@/server/domains/checkins/contract";

type ItemWords = { name: string; question: string; low: string; high: string; aside?: string };

/** The four items, in our own wording. Over the past seven days … */
export const ITEM_WORDS: Record<CheckInItem, ItemWords> = {
  fear: {
    name: "Fear",
    question: "How afraid were you of getting something wrong?",
    low: "not at all",
    high: "as afraid as I can imagine",
  },
  avoidance: {
    name: "Avoidance",
    question:
      "How much did you put off, over-prepare for or stay away from things because they might not go well?",
    low: "not at all",
    high: "as much as I can imagine",
  },
  distress: {
    name: "Distress",
    question: "When something wasn't just right, how uncomfortable did it get?",
    low: "not at all",
    high: "as uncomfortable as I can imagine",
  },
  goodEnough: {
    name: "Good enough",
    question: "When something came out merely good enough, how kindly did you treat yourself?",
    low: "not at all",
    high: "as I would a friend",
    aside: "This one reads the other way: higher is easier.",
  },
};

export const NOTHING_CAME_UP = "nothing came up";

/** An item's answer where it is no number; null where it is one, or was skipped. */
export function insteadOf(item: CheckInItem, checkIn: CheckInView): string | null {
  return item === "distress" && checkIn.nothingCameUp ? NOTHING_CAME_UP : null;
}

/**
 * What may be said of an item's weeks. Either direction is said in the same words and at the same
 * size, and neither says why.
 */
export function sayChange(item: CheckInItem, changes: readonly ClearChange[]): string {
  const change = changes.find((each) => each.item === item);
  if (!change) return "No clear change yet, which is common.";
  return `A shift larger than your usual week-to-week movement: the numbers are ${change.direction} than at first.`;
}
