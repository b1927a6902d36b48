"use client";

import { ClockTime } from "@/components/rooms/clock-time";
import { useLive } from "@/components/rooms/live-context";
import type { RunView } from "@/server/domains/run-sheets/contract";
import { TimeLeft, useTimeHidden } from "./gentle-time";
import { promptWords } from "./prompt-words";
import { lengthWords, runNow } from "./run-view";

/** The segment under way with its prompt, what time is left, what is next and when it all ends. */
export function SegmentNow({ run, now }: { run: RunView; now: number | null }) {
  const { here } = useLive();
  const hidden = useTimeHidden();
  // What is under way does not hang on the clock, so it can stand there before the clock is known.
  const { current, next, nextSeconds, currentEndsAtMs, meantMs, insteadOfMs } = runNow(
    run,
    now ?? Date.parse(run.startsAt),
  );
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap items-baseline gap-x-4">
        <h2 className="text-xl">
          {headingOf(run, current !== null, next !== null, current?.title)}
        </h2>
        {current && currentEndsAtMs !== null ? <TimeLeft endsAtMs={currentEndsAtMs} /> : null}
      </div>
      {current?.prompt ? (
        <p className="max-w-measure whitespace-pre-wrap border-clay border-l-3 pl-3">
          {promptWords(current.prompt, here.people)}
        </p>
      ) : null}
      <p className="flex flex-wrap items-center gap-x-4 text-ink-soft text-sm">
        {next ? (
          <span>
            {current ? "Then" : "First"}: {next.title}
            {hidden ? null : `, ${lengthWords(next, now === null ? null : nextSeconds)}`}
          </span>
        ) : null}
        {hidden ? null : (
          <span>
            <ClockTime
              at={new Date(meantMs).toISOString()}
              before={insteadOfMs === null ? "Ends at " : "Now ends at "}
            />
            {insteadOfMs === null ? null : (
              <ClockTime at={new Date(insteadOfMs).toISOString()} before=", not at " />
            )}
          </span>
        )}
      </p>
    </div>
  );
}

function headingOf(
  run: RunView,
  underWay: boolean,
  moreToCome: boolean,
  title: string | undefined,
): string {
  if (underWay && title !== undefined) return title;
  if (!moreToCome) return "That was the last part";
  const begun = run.segments.some(({ state }) => state !== "planned");
  return begun ? "Between two parts" : "About to begin";
}
