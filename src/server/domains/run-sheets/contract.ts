import * as z from "zod/mini";
import { id, words } from "../../lib/fields";

export const SEGMENT_KINDS = [
  "opening",
  "check_in",
  "share",
  "exposure",
  "reflection",
  "break",
  "closing",
] as const;
export type SegmentKind = (typeof SEGMENT_KINDS)[number];

export const SEGMENTS_MAX = 20;
export const SEGMENT_MINUTES_MAX = 120;
export const TITLE_MAX = 80;
export const PROMPT_MAX = 1000;

/** A segment as a template or a session's sheet plans it. */
export type SegmentPlan = { kind: SegmentKind; title: string; minutes: number; prompt: string };

export type TemplateView = {
  /** Of a template of the house that the organisation has not made its own, its slug; else its id. */
  id: string;
  slug: string | null;
  name: string;
  purpose: string;
  segments: SegmentPlan[];
  /** 0 for one of the house that is as it came. */
  version: number;
};

export type SegmentView = {
  id: string;
  kind: SegmentKind;
  title: string;
  prompt: string;
  state: "planned" | "under_way" | "ended" | "skipped";
  plannedSeconds: number;
  /** By how much more or less it is for than planned, once it began. */
  addedSeconds: number;
  /** ISO instants. When it started and ended, once it did. */
  startedAt: string | null;
  endedAt: string | null;
};

/**
 * A session's run sheet as everyone in its room sees it. When each segment is due follows from
 * `clockOf` and the present moment, so that no clock has to be sent.
 */
export type RunView = {
  sessionId: string;
  name: string;
  version: number;
  /** ISO instants: planned by the calendar, and what the facilitator said instead. */
  startsAt: string;
  plannedEndsAt: string;
  endsAt: string | null;
  segments: SegmentView[];
};

/** Seconds and instants (ms since the epoch) of each segment as things stand at `nowMs`. */
export type SegmentTime = { id: string; startsAtMs: number; endsAtMs: number };
export type RunClock = {
  segments: SegmentTime[];
  /** When the session ends if everything goes on like this. */
  endsAtMs: number;
  /** Seconds by which the segment under way is over its time; 0 while it is not. */
  overSeconds: number;
};

const SECOND_MS = 1000;

/**
 * When each segment is due as things stand at `nowMs` (ms since the epoch). What has not begun
 * shrinks or grows in proportion to its plan, in whole seconds, so that the session ends when it
 * should; a session that is over even then ends when it does, and says so. Pure: instants only, so
 * that neither zones nor daylight saving have a part in it.
 */
export function clockOf(run: RunView, nowMs: number): RunClock {
  const now = wholeSecond(nowMs);
  const due = msOf(run.endsAt ?? run.plannedEndsAt);
  const times: SegmentTime[] = [];
  let overSeconds = 0;
  // Where the next segment begins; before the first has begun, not before the session does.
  let at = run.segments.some(({ startedAt }) => startedAt) ? 0 : msOf(run.startsAt);
  for (const { id, startedAt, endedAt, ...segment } of run.segments) {
    if (!startedAt) continue;
    const startsAtMs = msOf(startedAt);
    const ownEnd = startsAtMs + secondsFor(segment) * SECOND_MS;
    const endsAtMs = endedAt ? msOf(endedAt) : Math.max(ownEnd, now);
    if (!endedAt) overSeconds = Math.max(0, now - ownEnd) / SECOND_MS;
    times.push({ id, startsAtMs, endsAtMs });
    at = endsAtMs;
  }
  const rest = run.segments.filter(({ state }) => state === "planned");
  if (rest.length > 0) at = Math.max(at, now);
  const seconds = shareOut(
    Math.max(0, due - at) / SECOND_MS,
    rest.map(({ plannedSeconds }) => plannedSeconds),
  );
  rest.forEach(({ id }, index) => {
    const endsAtMs = at + (seconds[index] ?? 0) * SECOND_MS;
    times.push({ id, startsAtMs: at, endsAtMs });
    at = endsAtMs;
  });
  return { segments: times, endsAtMs: at, overSeconds };
}

/** What a segment that has begun is for. @returns seconds, never negative */
function secondsFor(segment: Pick<SegmentView, "plannedSeconds" | "addedSeconds">): number {
  return Math.max(0, segment.plannedSeconds + segment.addedSeconds);
}

/** Whole parts of `total` in proportion to `weights`, which sum to it exactly. */
function shareOut(total: number, weights: number[]): number[] {
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  let weighed = 0;
  let given = 0;
  return weights.map((weight) => {
    weighed += weight;
    const upToHere = Math.floor((total * weighed) / whole);
    const part = upToHere - given;
    given = upToHere;
    return part;
  });
}

/** Clocks are told in whole seconds, whatever fraction of one an instant was stored with. */
function wholeSecond(ms: number): number {
  return Math.floor(ms / SECOND_MS) * SECOND_MS;
}

const msOf = (instant: string): number => wholeSecond(Date.parse(instant));

const segmentPlan = z.object({
  kind: z.enum(SEGMENT_KINDS, "Choose what kind of segment it is."),
  title: words(TITLE_MAX, "Give it a title, any will do."),
  minutes: z
    .int("Whole minutes, please.")
    .check(
      z.minimum(1, "At least a minute."),
      z.maximum(SEGMENT_MINUTES_MAX, `At most ${SEGMENT_MINUTES_MAX} minutes.`),
    ),
  prompt: words(PROMPT_MAX, "Write what people will read while it lasts."),
});
const segmentPlans = z
  .array(segmentPlan)
  .check(z.minLength(1, "A run sheet has at least one segment."), z.maxLength(SEGMENTS_MAX));

export const KeepTemplate = z.object({
  organisationId: id(),
  /** Made by the client. Of one that comes with the house, any new id together with its slug. */
  templateId: id(),
  slug: z.nullish(z.string().check(z.maxLength(80), z.regex(/^[a-z0-9-]+$/))),
  name: words(TITLE_MAX, "Give it a name, any will do."),
  purpose: z.string().check(z.trim(), z.maxLength(600)),
  segments: segmentPlans,
  /** The version it was changed from; 0 for a new one. @throws STATE_CHANGED */
  basedOn: z.int().check(z.nonnegative()),
});
export type KeepTemplate = z.infer<typeof KeepTemplate>;

export const TemplateRef = z.object({ organisationId: id(), templateId: id() });
export type TemplateRef = z.infer<typeof TemplateRef>;

const sessionRef = { organisationId: id(), sessionId: id() };
export const RunSheetRef = z.object(sessionRef);
export type RunSheetRef = z.infer<typeof RunSheetRef>;

/** Plans the session's segments that have not begun; those that have stay as they are. */
export const PlanRun = z.object({
  ...sessionRef,
  name: words(TITLE_MAX, "Give it a name, any will do."),
  segments: z
    .array(z.object({ id: id(), ...segmentPlan.shape }))
    .check(z.minLength(1, "A run sheet has at least one segment."), z.maxLength(SEGMENTS_MAX)),
  basedOn: z.int().check(z.nonnegative()),
});
export type PlanRun = z.infer<typeof PlanRun>;

const runRef = { ...sessionRef, version: z.int().check(z.nonnegative()) };

/** Starts the segment, ends the one under way, and skips what has not begun before it. */
export const StartSegment = z.object({ ...runRef, segmentId: id() });
export type StartSegment = z.infer<typeof StartSegment>;

export const EndSegment = z.object({ ...runRef, segmentId: id() });
export type EndSegment = z.infer<typeof EndSegment>;

export const SkipSegment = z.object({ ...runRef, segmentId: id() });
export type SkipSegment = z.infer<typeof SkipSegment>;

export const ExtendSegment = z.object({
  ...runRef,
  segmentId: id(),
  minutes: z.int().check(z.minimum(-60), z.maximum(60)),
});
export type ExtendSegment = z.infer<typeof ExtendSegment>;

/** The session ends later, or earlier, than planned; null: as planned after all. */
export const ChangeEnd = z.object({ ...runRef, endsAt: z.nullable(z.iso.datetime()) });
export type ChangeEnd = z.infer<typeof ChangeEnd>;

/** What happens today, for someone who has not come in yet. */
export type SessionPreview = {
  sessionId: string;
  groupId: string;
  groupName: string;
  title: string;
  /** ISO instants. */
  startsAt: string;
  endsAt: string;
  timeZone: string;
  /** Titles and minutes; empty when nobody has planned it yet. */
  segments: { kind: SegmentKind; title: string; minutes: number }[];
  /** Null until a facilitator opens it. */
  room: { roomId: string; state: "open" | "paused" | "closed" } | null;
};
