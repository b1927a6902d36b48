import type { WireError } from "@/server/domains/rooms/contract";

const TROUBLE: Record<string, string> = {
  TOO_LATE: "The time of this box is over.",
  ROOM_CLOSED: "The room has come to its end.",
  MUTED: "You can read here for now, and not write.",
  STATE_CHANGED: "It had already moved on.",
  NOT_FOUND: "This box is not here any more.",
  UNREACHABLE: "We cannot reach the server just now. Nothing has changed.",
};

/** Why something about a box did not happen. */
export function boxTrouble({ code, reference }: WireError): string {
  const quote = reference ? ` Quote ${reference} if you ask for help.` : "";
  return TROUBLE[code] ?? `Something of ours broke.${quote}`;
}
