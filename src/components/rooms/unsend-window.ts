import { type MessageView, type Person, UNSEND_MS } from "@/server/domains/rooms/contract";

/** For how long (ms) the viewer can still undo a message by the server's clock; 0 for never or no more. */
export function unsendLeftMs(
  { author, kind, state, postedAt }: MessageView,
  me: Pick<Person, "id">,
  serverNowMs: number,
): number {
  if (author.id !== me.id || kind === "notice") return 0;
  if (state !== "shown" && state !== "held") return 0;
  const left = Date.parse(postedAt) + UNSEND_MS - serverNowMs;
  // A device that believes it is earlier than the server offers no more than the server gives.
  return Math.max(0, Math.min(left, UNSEND_MS));
}

/** One's newest message that can still be undone. */
export function lastUndoable(
  messages: MessageView[],
  me: Pick<Person, "id">,
  serverNowMs: number,
): MessageView | null {
  return (
    messages.findLast(
      (message) => message.kind === "words" && unsendLeftMs(message, me, serverNowMs) > 0,
    ) ?? null
  );
}
