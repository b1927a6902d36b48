"use client";

import { useLive } from "@/components/rooms/live-context";
import { Button } from "@/components/ui/button";
import type { LiveSnapshot } from "@/server/domains/live/contract";
import type { RunView } from "@/server/domains/run-sheets/contract";
import { ChooseRun } from "./choose-run";
import { RunControls } from "./run-controls";
import { RunFold } from "./run-fold";
import { SegmentNow } from "./segment-now";
import { useRunActs } from "./use-run-acts";
import { useServerNow } from "./use-server-now";
import { useWriteTogether, WRITE_TOGETHER } from "./use-write-together";

/**
 * What is going on and what comes next, for everyone; for those who lead also what moves it on.
 * A session without a run sheet shows nothing of it to members, and one that is over to nobody.
 */
export function RunPanel() {
  const { snapshot } = useLive();
  const { run, session, state, mine } = snapshot;
  const { leads } = mine;
  if (!session || state === "closed" || (!run && !leads)) return null;
  return (
    <section aria-label="Run sheet" className="grid content-start gap-3">
      {run ? <RunUnderWay run={run} leads={leads} /> : <WithoutRun session={session} />}
    </section>
  );
}

function RunUnderWay({ run, leads }: { run: RunView; leads: boolean }) {
  const now = useServerNow();
  const acts = useRunActs(run);
  return (
    <>
      <SegmentNow run={run} now={now} />
      {leads ? <RunControls {...{ run, now, acts }} /> : null}
      <RunFold {...{ run, now }} acts={leads ? acts : null} />
    </>
  );
}

function WithoutRun({ session }: { session: NonNullable<LiveSnapshot["session"]> }) {
  const together = useWriteTogether();
  return (
    <>
      <ChooseRun session={session} />
      {together.possible ? (
        <div>
          <Button variant="plain" size="sm" busy={together.busy} onClick={together.start}>
            {WRITE_TOGETHER}
          </Button>
        </div>
      ) : null}
    </>
  );
}
