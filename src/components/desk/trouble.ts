import type { ApiError } from "@/components/api";

const TROUBLE: Record<string, string> = {
  STATE_CHANGED: "It had already moved on.",
  UNREACHABLE: "We could not reach the server just now, so nothing has changed.",
  NOT_FOUND: "That is not here any more.",
  ROOM_CLOSED: "The room has come to its end.",
  CONFLICT: "The group would be left with nobody leading it, so nothing has changed.",
  TOO_MANY: "That was asked a little too often for us. It works again in a moment.",
  SIGN_IN_NEEDED: "You have been signed out. Sign in again in another tab, then come back here.",
};

/** Why something asked at the desk did not happen, in the calm words that fit in passing. */
export function troubleWords({
  code,
  issues,
  reference,
}: Pick<ApiError, "issues" | "reference"> & { code: string }): string {
  const told = TROUBLE[code] ?? issues?.[0]?.message;
  if (told) return told;
  const quote = reference ? ` Quote ${reference} if you ask for help.` : "";
  return `Something of ours broke. Nothing has changed.${quote}`;
}
