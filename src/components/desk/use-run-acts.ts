"use client";

import { useRef } from "react";
import { api } from "@/components/api";
import { useLive } from "@/components/rooms/live-context";
import type { RunView, SegmentView } from "@/server/domains/run-sheets/contract";
import { useAttempt } from "./use-attempt";

export type RunActs = ReturnType<typeof useRunActs>;

/**
 * What those who lead do with the run sheet. Each says which version they saw; when another leader
 * was quicker nothing happens and that is said, as the sheet on screen follows by itself.
 */
export function useRunActs({ sessionId, version }: RunView) {
  const { organisationId } = useLive();
  const { busy, attempt } = useAttempt();
  /** What this person's own last act made of it may be acknowledged before it is on screen. */
  const seen = useRef(version);
  seen.current = Math.max(seen.current, version);
  const run = () => ({ organisationId, sessionId, version: seen.current });
  const ask = async (work: () => Promise<{ version: number }>) => {
    const after = await work();
    seen.current = Math.max(seen.current, after.version);
  };

  const moveOn = (work: () => Promise<{ version: number }>) =>
    attempt(() => ask(work), undefined, { movesOn: true });

  const extend = ({ id: segmentId, title }: SegmentView, minutes: number) => {
    const by = (each: number) => () =>
      ask(() => api.runSheets.extendSegment.mutate({ ...run(), segmentId, minutes: each }));
    const words =
      minutes > 0
        ? `${minutes} minutes more for “${title}”. What is left makes room.`
        : `${-minutes} minutes of “${title}” given back to what is left.`;
    const undo = () => void attempt(by(-minutes));
    return attempt(by(minutes), { words, action: { label: "Undo", onPress: undo } });
  };

  return {
    busy,
    extend,
    start: ({ id: segmentId }: SegmentView) =>
      moveOn(() => api.runSheets.startSegment.mutate({ ...run(), segmentId })),
    end: ({ id: segmentId }: SegmentView) =>
      moveOn(() => api.runSheets.endSegment.mutate({ ...run(), segmentId })),
    skip: ({ id: segmentId }: SegmentView) =>
      moveOn(() => api.runSheets.skipSegment.mutate({ ...run(), segmentId })),
    /** `endsAtMs` in epoch ms; null ends as the calendar says. */
    endAt: (endsAtMs: number | null) =>
      attempt(() =>
        ask(() =>
          api.runSheets.changeEnd.mutate({
            ...run(),
            endsAt: endsAtMs === null ? null : new Date(endsAtMs).toISOString(),
          }),
        ),
      ),
  };
}
