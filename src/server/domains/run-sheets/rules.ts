import type { OrganisationRole } from "../organisations/contract";
import type { RoomSettings } from "../rooms/contract";
import {
  clockOf,
  type RunView,
  type SegmentKind,
  type SegmentPlan,
  type SegmentView,
} from "./contract";

const SECOND_MS = 1000;
const MINUTE_SECONDS = 60;

export type Permits = Pick<RoomSettings, "posting" | "replies"> & {
  /** Everyone writes at the same time, and what they wrote is opened together. */
  together: boolean;
};

const PERMITS: Record<SegmentKind, Permits> = {
  opening: { posting: "everyone", replies: "warm", together: false },
  check_in: { posting: "everyone", replies: "warm", together: true },
  share: { posting: "turns", replies: "as_asked", together: false },
  exposure: { posting: "everyone", replies: "warm", together: false },
  reflection: { posting: "everyone", replies: "as_asked", together: false },
  break: { posting: "facilitators", replies: "warm", together: false },
  closing: { posting: "everyone", replies: "warm", together: false },
};

/** What the room permits while a segment of this kind is under way. */
export function permitsOf(kind: SegmentKind): Permits {
  return PERMITS[kind];
}

/** What it permits between two segments, and in a session without a run sheet. */
export const PERMITS_BETWEEN: Permits = {
  posting: "everyone",
  replies: "as_asked",
  together: false,
};

/** Templates are the practice's own: its owner's, and of those who lead any of its groups. */
export function canEditTemplates(role: OrganisationRole, leadsAnyGroup: boolean): boolean {
  return role === "owner" || leadsAnyGroup;
}

// A session's run sheet, and what can be done with it while it runs. Segments come in their order:
// those that have been, at most one under way, those that are planned.

/**
 * `already`: it is so, and asking again changes nothing. `gone`: the sheet has moved on; `absent`:
 * there is no such segment on it.
 */
export type Outcome =
  | { kind: "changed"; run: RunView }
  | { kind: "already" }
  | { kind: "gone" }
  | { kind: "absent" };

const changed = (run: RunView): Outcome => ({
  kind: "changed",
  run: { ...run, version: run.version + 1 },
});
const already: Outcome = { kind: "already" };
const gone: Outcome = { kind: "gone" };
const absent: Outcome = { kind: "absent" };

/**
 * Starts a planned segment with the time that the clock leaves it; what is under way ends, and what
 * was planned before it is skipped.
 */
export function startIn(run: RunView, segmentId: string, now: Date): Outcome {
  const at = run.segments.findIndex(({ id }) => id === segmentId);
  const segment = run.segments[at];
  if (!segment) return absent;
  if (segment.state === "under_way") return already;
  if (segment.state !== "planned") return gone;
  const before = run.segments.slice(0, at).map((each) => leave(each, now));
  const ready = { ...run, segments: [...before, ...run.segments.slice(at)] };
  const addedSeconds = secondsLeftFor(ready, segmentId, now) - segment.plannedSeconds;
  const started: SegmentView = {
    ...segment,
    state: "under_way",
    startedAt: now.toISOString(),
    addedSeconds,
  };
  return changed({ ...ready, segments: ready.segments.with(at, started) });
}

/** Ends what is under way and skips what has not begun; anything else stays as it is. */
function leave(segment: SegmentView, now: Date): SegmentView {
  if (segment.state === "planned") return { ...segment, state: "skipped" };
  if (segment.state !== "under_way") return segment;
  return { ...segment, state: "ended", endedAt: now.toISOString() };
}

/** What the clock leaves the next segment if it begins now, early or late. */
function secondsLeftFor(run: RunView, segmentId: string, now: Date): number {
  const startsAt = now < new Date(run.startsAt) ? now.toISOString() : run.startsAt;
  const time = clockOf({ ...run, startsAt }, now.getTime()).segments.find(
    ({ id }) => id === segmentId,
  );
  return time ? (time.endsAtMs - time.startsAtMs) / SECOND_MS : 0;
}

export function endIn(run: RunView, segmentId: string, now: Date): Outcome {
  const segment = segmentOf(run, segmentId);
  if (!segment) return absent;
  if (segment.state === "ended") return already;
  if (segment.state !== "under_way") return gone;
  return changed(withSegment(run, leave(segment, now)));
}

/** Leaves out a segment that has not begun; of the one under way, the rest. */
export function skipIn(run: RunView, segmentId: string, now: Date): Outcome {
  const segment = segmentOf(run, segmentId);
  if (!segment) return absent;
  if (segment.state === "ended" || segment.state === "skipped") return already;
  return changed(withSegment(run, leave(segment, now)));
}

/** Gives the segment under way more time, or less: what is left for the rest changes by as much. */
export function extendIn(run: RunView, segmentId: string, minutes: number): Outcome {
  const segment = segmentOf(run, segmentId);
  if (!segment) return absent;
  if (segment.state !== "under_way") return gone;
  return changed(withSegment(run, lengthened(segment, minutes * MINUTE_SECONDS)));
}

/**
 * The session ends at `endsAt`, or as planned after all. Once nothing is left to come, the segment
 * under way ends with it.
 */
export function changeEndIn(run: RunView, endsAt: string | null, nowMs: number): Outcome {
  if (endsAt === run.endsAt) return already;
  const moved = { ...run, endsAt };
  const last = run.segments.find(({ state }) => state === "under_way");
  if (!last || run.segments.some(({ state }) => state === "planned")) return changed(moved);
  const { endsAtMs, overSeconds } = clockOf(run, nowMs);
  const bySeconds = (Date.parse(endsAt ?? run.plannedEndsAt) - endsAtMs) / SECOND_MS + overSeconds;
  return changed(withSegment(moved, lengthened(last, Math.round(bySeconds))));
}

function lengthened(segment: SegmentView, bySeconds: number): SegmentView {
  const addedSeconds = Math.max(-segment.plannedSeconds, segment.addedSeconds + bySeconds);
  return { ...segment, addedSeconds };
}

function segmentOf(run: RunView, segmentId: string): SegmentView | undefined {
  return run.segments.find(({ id }) => id === segmentId);
}

function withSegment(run: RunView, segment: SegmentView): RunView {
  return {
    ...run,
    segments: run.segments.map((each) => (each.id === segment.id ? segment : each)),
  };
}

/** Puts what is planned now behind what has begun or was skipped, which stays as it is. */
export function planIn(
  run: Pick<RunView, "version" | "segments">,
  planned: readonly (SegmentPlan & { id: string })[],
): SegmentView[] {
  const begun = run.segments.filter(({ state }) => state !== "planned");
  const stays = new Set(begun.map(({ id }) => id));
  const toCome = planned
    .filter(({ id }) => !stays.has(id))
    .map(
      ({ id, kind, title, prompt, minutes }): SegmentView => ({
        id,
        kind,
        title,
        prompt,
        state: "planned",
        plannedSeconds: minutes * MINUTE_SECONDS,
        addedSeconds: 0,
        startedAt: null,
        endedAt: null,
      }),
    );
  return [...begun, ...toCome];
}
