import type { SegmentKind } from "@/server/domains/run-sheets/contract";

export const KIND_NAMES: Record<SegmentKind, string> = {
  opening: "Opening",
  check_in: "Check-in",
  share: "Share",
  exposure: "Exposure",
  reflection: "Reflection",
  break: "Break",
  closing: "Closing",
};

/** What the room lets people do meanwhile. */
export const KIND_MEANINGS: Record<SegmentKind, string> = {
  opening: "Everyone may write; replies are the warm ones only.",
  check_in: "Everyone writes at the same time, and it is opened together.",
  share: "Turns, if you tell a round; replies as each person asks for them.",
  exposure: "Everyone may write; replies are the warm ones only.",
  reflection: "Everyone may write; replies as each person asks for them.",
  break: "Nobody needs to write. Facilitators still can.",
  closing: "Everyone may write; replies are the warm ones only.",
};

/** "1 minute", "75 minutes". */
export function sayMinutes(minutes: number): string {
  return minutes === 1 ? "1 minute" : `${minutes} minutes`;
}

export function sumOf(segments: readonly { minutes: number }[]): number {
  return segments.reduce((sum, { minutes }) => sum + minutes, 0);
}

export const RUN_SHEET_ERRORS = {
  STATE_CHANGED:
    "Somebody changed this on another screen meanwhile. Keep it again to put yours in its place, or reload to see theirs.",
  ROOM_CLOSED: "This session has closed, so its run sheet stays as it was.",
};
