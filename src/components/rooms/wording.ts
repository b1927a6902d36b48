import type { GroupRole } from "@/server/domains/groups/contract";
import type {
  HeldFor,
  MessageView,
  Regarding,
  RoomState,
  WireError,
} from "@/server/domains/rooms/contract";
import type { Refusal, Wait } from "./permits";
import type { RoomLink } from "./room-view";

/** How the line to the room stands, in words. */
export const LINK_WORDS: Record<RoomLink, string> = {
  connecting: "Connecting. You can read already.",
  connected: "Connected",
  reconnecting: "Reconnecting. What you write is kept here.",
  locked: "Not connected",
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
  NOT_YOUR_TURN: "Somebody else has the floor. Your words are kept here until they are asked for.",
  NOT_NOW: "Only those who lead write in this part. Your words are kept here for afterwards.",
  SLOW_MODE: "The room goes slowly just now. Your words are kept and can go in a moment.",
  NOT_ADMITTED: "You are not in the room yet. Your words are kept here until you are.",
  UNREACHABLE: "We could not reach the server just now. Your words are kept here.",
};

/** Why words were not posted, and that they are safe. */
export function refusalWords({ code, issues, reference }: WireError): string {
  const told = REFUSALS[code] ?? issues?.[0]?.message;
  if (told) return told;
  const quote = reference ? ` If you ask for help, quote ${reference}.` : "";
  return `Something of ours broke; it was not your words. They are kept.${quote}`;
}

/** Beside the composer, before anything is sent: why words would stay here for now. */
export function beforehandWords(
  refusal: Refusal,
  speaker: { name: string; isMe: boolean } | null,
): string | null {
  switch (refusal) {
    case "MUTED":
      return "You are reading along for now. A quiet word still reaches the facilitators.";
    case "ROOM_PAUSED":
      return "The room is paused. You can write; it stays here until the room goes on.";
    case "NOT_NOW":
      return "Only those who lead write in this part. You can write; it stays here for afterwards.";
    case "NOT_YOUR_TURN":
      if (speaker?.isMe) {
        return "It is your turn, if you would like it. Take it first; what you write is kept here.";
      }
      return `${speaker?.name ?? "Somebody else"} has the floor. You can write; it stays here until words are asked for.`;
    default:
      return null;
  }
}

/** The same for what is taken, but not in front of everyone at once. */
export function waitWords(wait: Wait, slowModeSeconds: number | null): string {
  switch (wait) {
    case "together":
      return "Everyone writes at once. What you post opens together with everyone’s.";
    case "person":
      return "What you post is seen by a facilitator first.";
    case "room":
      return "Whatever is posted just now is seen by a facilitator first.";
    case "safe":
      return "Nobody leads just now. What you post waits until a facilitator is back.";
    case "slow":
      return `A slow room just now: one message in ${slowModeSeconds} seconds. A second one waits and goes by itself.`;
  }
}

/** What stands where a message was, for those who may know there was one. */
export function tombstoneOf(
  { state, author, reason }: Pick<MessageView, "state" | "author" | "reason">,
  meId: string,
): string | null {
  if (state === "removed") {
    const trace = "Removed by a facilitator.";
    return reason ? `${trace} They wrote: “${reason}”` : trace;
  }
  if (state !== "retracted") return null;
  return author.id === meId ? "You took this back." : "Taken back by its author.";
}

/** Under a message that waits. */
export const HELD_WORDS = {
  mine: "Waits for a facilitator. Only you and the facilitators see this.",
  others: "Held. Only its author and the facilitators see this.",
};

/** What it waits for, in a word or two. */
export function heldTag(heldFor: HeldFor | null, mine: boolean): string {
  if (heldFor === "together") return "Opens with everyone’s";
  return mine ? "Waits for a facilitator" : "Held";
}

/** Who sees it meanwhile; and for those who lead, why it waits. */
export function heldNote(heldFor: HeldFor | null, mine: boolean): string {
  if (mine) return "Only you and the facilitators see this.";
  const why = heldFor && HELD_BECAUSE[heldFor];
  return `${why ? `${why} ` : ""}Only its author and the facilitators see this.`;
}

const HELD_BECAUSE: Record<HeldFor, string | null> = {
  together: null,
  message: null,
  person: "What they post is seen by a facilitator first.",
  room: "Everything in this room is seen by a facilitator first.",
  safe: "It was posted while nobody led.",
  word: "A word on the group’s list is in it.",
};

/** What the room itself says; null for what is said without words. */
export function noticeWords({
  notice,
  body,
  about,
  author,
}: Pick<MessageView, "notice" | "body" | "about" | "author">): string | null {
  const who = about?.name ?? author.name;
  switch (notice) {
    case "segment_started":
      return body ? `Now: ${body}` : null;
    case "person_admitted":
      return `${who} came in.`;
    case "person_sent_out":
      return `${who} was asked to leave for this session.`;
    case "went_safe":
      return "No facilitator has a connection. What is posted waits until one is back.";
    case "chair_taken":
      return `${who} keeps the room for now.`;
    default:
      return body;
  }
}

/** Beside something a member told the facilitators alone. */
export const REGARDING_WORDS: Record<Regarding, string> = {
  quiet_word: "a quiet word",
  worry: "a worry about someone",
  report: "a report",
};
