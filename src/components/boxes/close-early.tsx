"use client";

import { useState } from "react";
import { api } from "@/components/api";
import { useAttempt } from "@/components/desk/use-attempt";
import { useLive } from "@/components/rooms/live-context";
import { Button } from "@/components/ui/button";
import type { BoxView } from "@/server/domains/boxes/contract";
import { Asked } from "./asked";

/** Ends a box before its time. Asked twice, since what is written then is shared at once. */
export function CloseEarly({ box, onDone }: { box: BoxView; onDone: () => void }) {
  const { organisationId, snapshot } = useLive();
  const { busy, attempt } = useAttempt();
  const [asking, setAsking] = useState(false);
  const { roomId } = snapshot;

  function close() {
    void attempt(() => api.boxes.closeBox.mutate({ organisationId, roomId, boxId: box.id })).then(
      onDone,
    );
  }

  if (!asking) {
    return (
      <div>
        <Button variant="plain" size="sm" onClick={() => setAsking(true)}>
          Close the box before its time
        </Button>
      </div>
    );
  }
  return (
    <Asked
      words="What everyone has by now is then shared as it stands."
      label="Close the box before its time?"
    >
      <Button variant="even" busy={busy} onClick={close}>
        Close it now
      </Button>
      <Button
        variant="even"
        onClick={() => {
          setAsking(false);
          onDone();
        }}
      >
        Leave it open
      </Button>
    </Asked>
  );
}
