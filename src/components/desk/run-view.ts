import { clockOf, type RunView, type SegmentView } from "@/server/domains/run-sheets/contract";
import { aboutMinutes, minutesWords } from "./time-words";

/** Seconds that a segment is meant for, as it was planned and added to since. */
export function setSeconds({ plannedSeconds, addedSeconds }: SegmentView): number {
  return Math.max(0, plannedSeconds + addedSeconds);
}

/** A segment still to come that is now for less time than it was set to. */
export type Shortened = { segment: SegmentView; seconds: number };

export type RunNow = {
  /** Null before the first, between two, and after the last. */
  current: SegmentView | null;
  next: SegmentView | null;
  /** What the next one is for as things stand; null when there is none. */
  nextSeconds: number | null;
  /** Epoch ms; null while none is under way. */
  currentEndsAtMs: number | null;
  /** Seconds that the one under way is over its time. */
  overSeconds: number;
  shortened: Shortened[];
  /** Epoch ms at which the session ends if everything goes on like this. */
  endsAtMs: number;
  /** Epoch ms at which it is meant to end. */
  meantMs: number;
  /** Epoch ms from the calendar, where a facilitator has said otherwise; else null. */
  insteadOfMs: number | null;
};

/** Ends this close together are told as one: nobody watches the seconds of a meeting. */
const SAME_END_MS = 60_000;
/** Less than this off what was set is not worth a word, in seconds. */
const SAME_LENGTH_SECONDS = 30;

/** How the run sheet stands at `nowMs`. Pure. */
export function runNow(run: RunView, nowMs: number): RunNow {
  const clock = clockOf(run, nowMs);
  const current = run.segments.find(({ state }) => state === "under_way") ?? null;
  const plannedMs = Date.parse(run.plannedEndsAt);
  const meantMs = run.endsAt === null ? plannedMs : Date.parse(run.endsAt);
  const times = new Map(clock.segments.map((time) => [time.id, time]));
  const toCome = run.segments.filter(({ state }) => state === "planned");
  const next = toCome[0] ?? null;
  const nextTime = next && times.get(next.id);
  return {
    current,
    next,
    nextSeconds: nextTime ? (nextTime.endsAtMs - nextTime.startsAtMs) / 1000 : null,
    currentEndsAtMs: (current && times.get(current.id)?.endsAtMs) ?? null,
    overSeconds: clock.overSeconds,
    shortened: toCome.flatMap((segment) => {
      const time = times.get(segment.id);
      if (!time) return [];
      const seconds = (time.endsAtMs - time.startsAtMs) / 1000;
      return setSeconds(segment) - seconds > SAME_LENGTH_SECONDS ? [{ segment, seconds }] : [];
    }),
    endsAtMs: clock.endsAtMs,
    meantMs,
    insteadOfMs: Math.abs(meantMs - plannedMs) > SAME_END_MS ? plannedMs : null,
  };
}

/** How long a segment is for: as it was set where that still holds, else as it has come to be. */
export function lengthWords(segment: SegmentView, seconds: number | null): string {
  const set = setSeconds(segment);
  if (seconds === null || Math.abs(set - seconds) <= SAME_LENGTH_SECONDS) return minutesWords(set);
  return aboutMinutes(seconds);
}

/** Whole seconds left of the segment under way, for a round of turns in it; null when none is. */
export function secondsLeft(run: RunView | null, nowMs: number): number | null {
  if (!run) return null;
  const { currentEndsAtMs } = runNow(run, nowMs);
  return currentEndsAtMs === null
    ? null
    : Math.max(0, Math.floor((currentEndsAtMs - nowMs) / 1000));
}

/** Minutes by which the session would end later than it is meant to; 0 while it would not. */
export function minutesLate({ endsAtMs, meantMs }: RunNow): number {
  const late = endsAtMs - meantMs;
  return late > SAME_END_MS ? Math.round(late / 60_000) : 0;
}

/** Longer than this the list says nothing that one takes in at a glance. */
const LISTED = 3;

/**
 * That the segment under way is over its time and what that does to the rest, in calm words for
 * those who lead; null while it is not.
 */
export function overWords({
  current,
  overSeconds,
  shortened,
}: Pick<RunNow, "current" | "overSeconds" | "shortened">): string | null {
  if (!current || overSeconds < SAME_LENGTH_SECONDS) return null;
  const over = `“${current.title}” is ${aboutMinutes(overSeconds)} over its time, which is fine.`;
  if (shortened.length === 0) return over;
  const each = shortened
    .slice(0, LISTED)
    .map(({ segment, seconds }) => `“${segment.title}” ${aboutMinutes(seconds)}`);
  const more = shortened.length > LISTED ? " and the others in their measure" : "";
  return `${over} What is left makes room: ${each.join(", ")}${more}.`;
}
