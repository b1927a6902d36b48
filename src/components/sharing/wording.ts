import type { Lifetime, WinField } from "@/server/domains/rooms/contract";

export const LIFETIME_WORDS: Record<Lifetime, { label: string; description: string }> = {
  session: {
    label: "This session",
    description: "It is wiped when the facilitator closes the room.",
  },
  seven_days: { label: "Seven days", description: "Then it goes by itself." },
  kept: { label: "Kept", description: "Until you take it back, which you always can." },
};

/** The fields of a win, as its author ticks them and the others read them. */
export const WIN_FIELD_WORDS: Record<WinField, string> = {
  plan: "What I tried",
  fearedOutcome: "What I was afraid of",
  expectedSuds: "Distress at its worst, as I guessed it",
  peakSuds: "Distress at its worst, as it came",
  likelihoodBefore: "How likely the feared thing seemed before",
  likelihoodAfter: "How likely it seems now",
  fearedOutcomeHappened: "Whether the feared thing happened",
  whatHappened: "What happened",
  felt: "What I felt",
  worse: "What was worse than I imagined",
  better: "What was better",
  learned: "What I learned",
};

const HAPPENED_WORDS: Record<string, string> = {
  no: "It did not happen.",
  partly: "Part of it happened.",
  yes: "It happened.",
  cannot_tell: "I cannot tell whether it happened.",
};

/** The answer to "did it happen", in words. */
export function happenedWords(answer: string): string {
  return HAPPENED_WORDS[answer] ?? answer;
}

/** One field's value as it will be read. Numbers are 0–100. */
export function winValueWords(field: WinField, value: string | number): string {
  if (field === "fearedOutcomeHappened") return happenedWords(String(value));
  return typeof value === "number" ? `${value} of 100` : value;
}
