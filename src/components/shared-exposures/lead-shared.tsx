"use client";

import { useState } from "react";
import { api } from "@/components/api";
import { Asked } from "@/components/boxes/asked";
import { useAttempt } from "@/components/desk/use-attempt";
import { useLive } from "@/components/rooms/live-context";
import { Button } from "@/components/ui/button";
import type { SharedExposureView } from "@/server/domains/shared-exposures/contract";

/** What those who lead do with it: everyone begins together, and it ends for everyone. */
export function LeadShared({ shared, onDone }: { shared: SharedExposureView; onDone: () => void }) {
  const { organisationId, snapshot } = useLive();
  const { busy, attempt } = useAttempt();
  const [ending, setEnding] = useState(false);
  const ref = { organisationId, roomId: snapshot.roomId, sharedExposureId: shared.id };

  function start() {
    void attempt(() => api.sharedExposures.startSharedExposure.mutate(ref)).then(onDone);
  }

  function end() {
    void attempt(() => api.sharedExposures.endSharedExposure.mutate(ref)).then(onDone);
  }

  if (ending) {
    return (
      <Asked
        words="It ends for everyone, and the room sees how it was for those who have said so by now. What each of them did stays theirs to finish."
        label="End it for everyone?"
      >
        <Button variant="even" busy={busy} onClick={end}>
          End it now
        </Button>
        <Button
          variant="even"
          onClick={() => {
            setEnding(false);
            onDone();
          }}
        >
          Leave them time
        </Button>
      </Asked>
    );
  }
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      {shared.state === "open" ? (
        <Button variant="primary" size="sm" busy={busy} onClick={start}>
          Begin together
        </Button>
      ) : null}
      <Button variant="plain" size="sm" onClick={() => setEnding(true)}>
        End it for everyone
      </Button>
    </div>
  );
}
