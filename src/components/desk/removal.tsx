import { api } from "@/components/api";
import type { MessageView } from "@/server/domains/rooms/contract";
import type { Asking } from "./reason-dialog";

/** Asks why a message is removed. Its author reads the reason, and so do those who lead. */
export function removalOf(
  { id: messageId, author }: MessageView,
  ref: { organisationId: string; roomId: string },
): Asking {
  return {
    title: (
      <>
        Remove what <bdi>{author.name}</bdi> wrote
      </>
    ),
    description:
      "It goes from every screen at once, and “Removed by a facilitator.” stays in its place. It can be brought back under Waiting.",
    reasonFor: "Its author reads it, and so do those who lead.",
    act: "Remove the message",
    onAct: (reason) => api.moderation.removeMessage.mutate({ ...ref, messageId, reason }),
  };
}
