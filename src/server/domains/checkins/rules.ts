import { Temporal } from "temporal-polyfill";
import {
  CHECK_IN_ITEMS,
  type CheckIn,
  type CheckInAnswers,
  type CheckInItem,
  type CheckInView,
  type ClearChange,
} from "./contract";

/** `YYYY-MM-DD`: the Monday of the week that the clocks and calendars of `timeZone` show at `now`. */
export function weekStartOn(now: Date, timeZone: string): string {
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate();
  return today.subtract({ days: today.dayOfWeek - 1 }).toString();
}

/** The answers as they are kept: where nothing came up, no number stands for it. */
export function answersOf(input: Omit<CheckIn, "organisationId" | "timeZone">): CheckInAnswers {
  const { fear, avoidance, distress, nothingCameUp, goodEnough } = input;
  return {
    fear,
    avoidance,
    distress: nothingCameUp ? null : distress,
    nothingCameUp,
    goodEnough,
  };
}

/** So many answers to an item before anything is said of it. */
const ANSWERS_NEEDED = 8;
const ENDS = 3;

/**
 * What may be called "a shift larger than your usual week-to-week movement", of each item by
 * itself. `checkIns` oldest first. Home-made items have no known reliability, so the bar is the
 * member's own movement; tests/rules/checkins-simulation.test.ts says how often it errs.
 */
export function clearChanges(checkIns: readonly CheckInAnswers[]): ClearChange[] {
  return CHECK_IN_ITEMS.flatMap((item) => {
    const direction = clearDirection(answersTo(item, checkIns));
    return direction ? [{ item, direction }] : [];
  });
}

function answersTo(item: CheckInItem, checkIns: readonly CheckInAnswers[]): number[] {
  return checkIns.map((each) => each[item]).filter((value) => value !== null);
}

/** Enough answers, and a shift that the newest of them did not make by itself. */
function clearDirection(answers: readonly number[]): ClearChange["direction"] | null {
  if (answers.length < ANSWERS_NEEDED) return null;
  const now = shiftOf(answers);
  return now !== null && now === shiftOf(answers.slice(0, -1)) ? now : null;
}

/**
 * Where the mean of the last three lies at least two points, and at least twice the mean absolute
 * movement from one answer to the next, away from the mean of the first three. Compared as whole
 * numbers, since thirds do not add up in floating point.
 */
function shiftOf(answers: readonly number[]): ClearChange["direction"] | null {
  const steps = answers.length - 1;
  const movement = sum(answers.slice(1).map((value, i) => Math.abs(value - (answers[i] ?? value))));
  const shift = sum(answers.slice(-ENDS)) - sum(answers.slice(0, ENDS));
  const isClear = Math.abs(shift) * steps >= ENDS * 2 * Math.max(steps, movement);
  if (!isClear) return null;
  return shift > 0 ? "higher" : "lower";
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Points of distress above what it was before. */
const RISE = 2;

/**
 * Whether distress lay two points or more above where it was, in each of the last two check-ins
 * that say anything about it. `checkIns` oldest first. "Nothing came up" is no rise; a skipped item
 * says nothing either way.
 */
export function risenForTwoWeeks(
  checkIns: readonly Pick<CheckInView, "distress" | "nothingCameUp">[],
): boolean {
  const said = checkIns.filter(({ distress, nothingCameUp }) => nothingCameUp || distress !== null);
  const before = said
    .slice(0, -2)
    .map(({ distress }) => distress)
    .findLast((distress) => distress !== null);
  if (before === undefined || before === null) return false;
  return said.slice(-2).every(({ distress }) => distress !== null && distress >= before + RISE);
}

/** Rising distress is offered help while it is news: a check-in counts for five weeks. */
const NEWS_DAYS = 35;

/** Of `checkIns`, those of the last five weeks. Zones differ by a day at most, which is neither here nor there. */
export function recentOf<T extends Pick<CheckInView, "weekStartOn">>(
  checkIns: readonly T[],
  now: Date,
): T[] {
  const since = Temporal.Instant.fromEpochMilliseconds(now.getTime())
    .toZonedDateTimeISO("UTC")
    .toPlainDate()
    .subtract({ days: NEWS_DAYS })
    .toString();
  return checkIns.filter(({ weekStartOn: monday }) => monday > since);
}
