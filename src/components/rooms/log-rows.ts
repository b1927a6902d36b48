import type { MessageView, Person } from "@/server/domains/rooms/contract";

/** Up to here every row is on the page, so that find-in-page and readers see all of them. */
const VIRTUAL_FROM = 200;
/** Below this the list is plain again; the gap keeps it from going back and forth. */
const PLAIN_BELOW = 150;
const SAME_BREATH_MS = 3 * 60 * 1000;

export function isVirtual(wasVirtual: boolean, rows: number): boolean {
  return wasVirtual ? rows >= PLAIN_BELOW : rows > VIRTUAL_FROM;
}

/**
 * Whether a message belongs to what the room says among itself. What is for the facilitators alone,
 * and every private line, is read elsewhere.
 */
export function isRoomTalk({ audience, regarding, kind, state }: MessageView): boolean {
  if (audience === "line" || regarding !== null || state === "unsent") return false;
  return audience !== "facilitators" || kind !== "words";
}

/** A member's own private line, and what they told the facilitators alone. */
export function isMyAside(
  { audience, regarding, author, lineWith, state }: MessageView,
  me: Pick<Person, "id">,
): boolean {
  if (state === "unsent") return false;
  if (audience === "line") return lineWith?.id === me.id;
  return regarding !== null && author.id === me.id;
}

export type LogRow = {
  message: MessageView;
  /** Said right after another message of the same person, whose name then stands above both. */
  follows: boolean;
};

export function logRows(messages: MessageView[]): LogRow[] {
  const talk = messages.filter(isRoomTalk);
  return talk.map((message, at) => ({ message, follows: isSameBreath(talk[at - 1], message) }));
}

function isSameBreath(before: MessageView | undefined, message: MessageView): boolean {
  if (!before || before.author.id !== message.author.id) return false;
  if (before.kind === "notice" || message.kind === "notice") return false;
  if (before.state !== "shown" || message.state !== "shown") return false;
  return Date.parse(message.postedAt) - Date.parse(before.postedAt) < SAME_BREATH_MS;
}
