"use client";

import { ClockTime } from "@/components/rooms/clock-time";
import { Button } from "@/components/ui/button";
import { Disclosure } from "@/components/ui/disclosure";
import { clockOf, type RunView, type SegmentView } from "@/server/domains/run-sheets/contract";
import { HideTime, useTimeHidden } from "./gentle-time";
import { lengthWords } from "./run-view";
import type { RunActs } from "./use-run-acts";

/** The whole run sheet, folded away until someone wants it. */
export function RunFold({
  run,
  now,
  acts,
}: {
  run: RunView;
  now: number | null;
  /** For those who lead. */
  acts: RunActs | null;
}) {
  const hidden = useTimeHidden();
  const times = new Map(
    now === null ? [] : clockOf(run, now).segments.map((time) => [time.id, time]),
  );
  return (
    <div className="flow-root">
      {/* Beside the fold's own line where both fit, above it where they do not. */}
      <div className="float-right flex min-h-11 items-center">
        <HideTime />
      </div>
      <Disclosure summary="The whole run sheet">
        <p className="text-ink-soft text-sm">{run.name}</p>
        <ol className="mt-1 grid gap-2">
          {run.segments.map((segment) => {
            const time = times.get(segment.id);
            return (
              <li
                key={segment.id}
                aria-current={segment.state === "under_way" ? "step" : undefined}
                className="flex flex-wrap items-center gap-x-3 gap-y-1"
              >
                <span className={segment.state === "under_way" ? "font-semibold" : undefined}>
                  {segment.title}
                </span>
                <span className="text-ink-soft text-sm">
                  {hidden ? null : timeWords(segment, time)}
                  {time && segment.state === "planned" && !hidden ? (
                    <ClockTime at={new Date(time.startsAtMs).toISOString()} before=", from " />
                  ) : null}
                  {STATE_WORDS[segment.state]}
                </span>
                {acts && segment.state === "planned" ? (
                  <span className="flex gap-x-3">
                    <Button
                      variant="plain"
                      size="sm"
                      busy={acts.busy}
                      aria-label={`Start “${segment.title}” now`}
                      onClick={() => void acts.start(segment)}
                    >
                      Start
                    </Button>
                    <Button
                      variant="plain"
                      size="sm"
                      busy={acts.busy}
                      aria-label={`Skip “${segment.title}”`}
                      onClick={() => void acts.skip(segment)}
                    >
                      Skip
                    </Button>
                  </span>
                ) : null}
              </li>
            );
          })}
        </ol>
      </Disclosure>
    </div>
  );
}

const STATE_WORDS: Record<SegmentView["state"], string> = {
  planned: "",
  under_way: ", now",
  ended: ", over",
  skipped: ", left out today",
};

/** How long it is for, and for how long it was meant where the rest had to make room. */
function timeWords(
  segment: SegmentView,
  time: { startsAtMs: number; endsAtMs: number } | undefined,
): string {
  const meant = lengthWords(segment, null);
  if (segment.state !== "planned" || !time) return meant;
  const words = lengthWords(segment, (time.endsAtMs - time.startsAtMs) / 1000);
  return words === meant ? meant : `${words} instead of ${meant}`;
}
