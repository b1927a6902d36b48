"use client";

import { ClockTime } from "@/components/rooms/clock-time";
import { Button } from "@/components/ui/button";
import { Menu, MenuItem } from "@/components/ui/menu";
import type { RunView } from "@/server/domains/run-sheets/contract";
import { minutesLate, overWords, type RunNow, runNow } from "./run-view";
import { aboutMinutes } from "./time-words";
import type { RunActs } from "./use-run-acts";
import { useWriteTogether, WRITE_TOGETHER } from "./use-write-together";

const MINUTE_MS = 60_000;

/** What moves the session on, for those who lead it. */
export function RunControls({
  run,
  now,
  acts,
}: {
  run: RunView;
  now: number | null;
  acts: RunActs;
}) {
  const together = useWriteTogether();
  if (now === null) return null;
  const state = runNow(run, now);
  const { current, next, meantMs, insteadOfMs } = state;
  return (
    <div className="grid gap-2">
      <OverWords state={state} />
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields; these are actions. */}
      <div role="group" aria-label="Lead the session" className="flex flex-wrap gap-2">
        {next ? (
          <Button
            variant="primary"
            size="sm"
            busy={acts.busy}
            onClick={() => void acts.start(next)}
          >
            Start “{next.title}”
          </Button>
        ) : null}
        {current
          ? [2, 5].map((minutes) => (
              <Button
                key={minutes}
                size="sm"
                busy={acts.busy}
                onClick={() => void acts.extend(current, minutes)}
              >
                {minutes} more minutes
              </Button>
            ))
          : null}
        <Menu
          label="More for the run sheet"
          trigger={
            <Button size="sm" busy={acts.busy}>
              More
            </Button>
          }
        >
          {together.possible ? (
            <MenuItem onSelect={together.start}>{WRITE_TOGETHER}</MenuItem>
          ) : null}
          {current ? (
            <>
              {[2, 5].map((minutes) => (
                <MenuItem key={minutes} onSelect={() => void acts.extend(current, -minutes)}>
                  Give back {minutes} minutes
                </MenuItem>
              ))}
              <MenuItem onSelect={() => void acts.end(current)}>End “{current.title}”</MenuItem>
            </>
          ) : null}
          {next ? (
            <MenuItem onSelect={() => void acts.skip(next)}>Skip “{next.title}”</MenuItem>
          ) : null}
          {[5, 15].map((minutes) => (
            <MenuItem key={minutes} onSelect={() => void acts.endAt(meantMs + minutes * MINUTE_MS)}>
              End the session {minutes} minutes later
            </MenuItem>
          ))}
          {insteadOfMs === null ? null : (
            <MenuItem onSelect={() => void acts.endAt(null)}>End on time after all</MenuItem>
          )}
        </Menu>
      </div>
    </div>
  );
}

/** That time has run over, and what it does to the rest. Said as it is; nobody is late. */
function OverWords({ state }: { state: RunNow }) {
  const { endsAtMs } = state;
  const late = minutesLate(state);
  const words = overWords(state);
  if (!words && late === 0) return null;
  return (
    <p className="text-sm">
      {words}
      {late > 0 ? (
        <>
          {" "}
          Going on like this, the session ends
          <ClockTime at={new Date(endsAtMs).toISOString()} before=" at " />,{" "}
          {aboutMinutes(late * 60)} later than meant.
        </>
      ) : null}
    </p>
  );
}
