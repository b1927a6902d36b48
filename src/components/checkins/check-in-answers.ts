import {
  CHECK_IN_ITEMS,
  type CheckInAnswers,
  type CheckInItem,
} from "@/server/domains/checkins/contract";

/** What stands at an item of the form: a number's digits, or one of these. */
export const SKIPPED = "skipped";
export const NOTHING = "nothing";

export type Chosen = Record<CheckInItem, string>;

export const ALL_SKIPPED: Chosen = {
  fear: SKIPPED,
  avoidance: SKIPPED,
  distress: SKIPPED,
  goodEnough: SKIPPED,
};

/** A check-in as the form shows it. */
export function chosenOf(answers: CheckInAnswers): Chosen {
  const chosen = { ...ALL_SKIPPED };
  for (const item of CHECK_IN_ITEMS) {
    const value = answers[item];
    if (value !== null) chosen[item] = String(value);
  }
  return answers.nothingCameUp ? { ...chosen, distress: NOTHING } : chosen;
}

/** What the form shows, as the server keeps it. */
export function answersOf(chosen: Chosen): CheckInAnswers {
  const value = (item: CheckInItem) =>
    chosen[item] === SKIPPED || chosen[item] === NOTHING ? null : Number(chosen[item]);
  return {
    fear: value("fear"),
    avoidance: value("avoidance"),
    distress: value("distress"),
    nothingCameUp: chosen.distress === NOTHING,
    goodEnough: value("goodEnough"),
  };
}
