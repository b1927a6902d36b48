import type { GroupRole } from "@/server/domains/groups/contract";
import type { MessageView, RoomState, WireError } from "@/server/domains/rooms/contract";
import type { RoomLink } from "./room-view";

/** How the line to the room stands, in words. */
export const LINK_WORDS: Record<RoomLink, string> = {
  connecting: "Connecting. You can read already.",
  connected: "Connected",
  reconnecting: "Reconnecting. What you write is kept here.",
  ended: "Not connected",
  signed_out: "Not connected",
  outdated: "Not connected",
};

/** Beside a name; members are simply people, so theirs is not said. */
export const ROLE_BESIDE: Record<GroupRole, string | null> = {
  member: null,
  "co-facilitator": "co-facilitator",
  facilitator: "facilitator",
};

export const STATE_ANNOUNCED: Record<RoomState, string> = {
  open: "The room is open again.",
  paused: "The room is paused.",
  closed: "The room has come to its end.",
};

const REFUSALS: Record<string, string> = {
  ROOM_PAUSED: "The room is paused. Your words are kept.",
  MUTED: "You are reading along for now. Your words are kept; a facilitator can tell you more.",
  ROOM_CLOSED: "The room has come to its end. Your words are kept here for you.",
};

/** Why words were not posted, and that they are safe. */
export function refusalWords({ code, issues, reference }: WireError): string {
  const told = REFUSALS[code] ?? issues?.[0]?.message;
  if (told) return told;
  const quote = reference ? ` If you ask for help, quote ${reference}.` : "";
  return `Something of ours broke; it was not your words. They are kept.${quote}`;
}

/** What stands where a message was, for those who may know there was one. */
export function tombstoneOf({ state, author }: MessageView, meId: string): string | null {
  if (state === "removed") return "Removed by a facilitator.";
  if (state !== "retracted") return null;
  return author.id === meId ? "You took this back." : "Taken back by its author.";
}

/** Under a message that waits for a facilitator. */
export const HELD_WORDS = {
  mine: "Held for a moment. Only you and the facilitators see this.",
  others: "Held. Only its author and the facilitators see this.",
};
