import type { KeepSessionNote } from "@/server/domains/debriefs/contract";
import type { MessageView } from "@/server/domains/rooms/contract";

export type NoteField = Exclude<keyof KeepSessionNote, "organisationId" | "sessionId" | "basedOn">;

/** What the debrief asks, in the order in which it is asked. */
export const QUESTIONS: { field: NoteField; label: string; description?: string }[] = [
  { field: "wentWell", label: "What went well enough?" },
  { field: "wasHard", label: "What was hard, and for whom?" },
  { field: "toFollowUp", label: "Whom or what should somebody come back to?" },
  {
    field: "forMyself",
    label: "What do you need yourself now?",
    description: "A walk, a word with a colleague, nothing at all.",
  },
];

export const NOTE = {
  label: "Private note",
  description: "For those who lead here. Short is fine, and so is nothing.",
};

export const HANDOVER = {
  label: "For whoever leads next",
  description: "They find it on the page of their own debrief, before they begin.",
};

export const NOTE_LABELS = Object.fromEntries([
  ["note", NOTE.label],
  ...QUESTIONS.map(({ field, label }) => [field, label]),
  ["handover", HANDOVER.label],
]) as Record<NoteField, string>;

export const NOTE_FIELDS = Object.keys(NOTE_LABELS) as NoteField[];

/** Beside something of one's own that not everyone in the room could read; null where they could. */
export function forWhomWords({ audience, state }: MessageView): string | null {
  if (state === "held") return "It waits for a facilitator.";
  switch (audience) {
    case "facilitators":
      return "To the facilitators alone.";
    case "line":
      return "On the private line.";
    case "author":
      return "To its author alone.";
    case "room":
      return null;
  }
}
