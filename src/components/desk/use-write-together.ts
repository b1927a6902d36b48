"use client";

import { api } from "@/components/api";
import { useLive } from "@/components/rooms/live-context";
import { useAttempt } from "./use-attempt";

/** What begins a round in which everyone writes at once and all of it is opened together. */
export const WRITE_TOGETHER = "Write together, open together";

export function useWriteTogether() {
  const { organisationId, snapshot } = useLive();
  const { busy, attempt } = useAttempt();
  const ref = { organisationId, roomId: snapshot.roomId };
  return {
    busy,
    /** False while such a round is under way. */
    possible: snapshot.settings.writing === null,
    start: () => void attempt(() => api.rooms.startWriting.mutate(ref)),
  };
}
