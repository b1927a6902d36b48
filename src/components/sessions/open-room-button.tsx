"use client";

import { useRouter } from "next/navigation";
import { api } from "@/components/api";
import { SubmitError } from "@/components/submit-error";
import { Button } from "@/components/ui/button";
import { useSubmit } from "@/components/use-submit";

/** Opens the session's room and leads into it; the same room if a colleague was quicker. */
export function OpenRoomButton({
  organisationId,
  sessionId,
  soonest,
}: {
  organisationId: string;
  sessionId: string;
  /** The one of several that a facilitator is most likely here for. */
  soonest: boolean;
}) {
  const router = useRouter();
  const { busy, error, submit } = useSubmit();

  function open() {
    void submit(async () => {
      const { roomId } = await api.rooms.openRoom.mutate({ organisationId, sessionId });
      router.push(`/o/${organisationId}/rooms/${roomId}`);
    });
  }

  return (
    <div className="grid gap-3">
      <div>
        <Button variant={soonest ? "primary" : "quiet"} busy={busy} onClick={open}>
          Open the room
        </Button>
      </div>
      <SubmitError error={error} />
    </div>
  );
}
