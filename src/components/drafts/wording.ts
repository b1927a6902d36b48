import { WANTS_BACK, type WantsBack } from "@/server/domains/rooms/contract";

const WORDS: Record<WantsBack, { label: string; description: string }> = {
  witness: { label: "Just witness", description: "Being seen is enough; no words needed." },
  company: { label: "Company", description: "A warm word, no advice." },
  question: { label: "A question", description: "Ask me something about it." },
  ideas: { label: "Ideas", description: "Thoughts on it are welcome." },
};

export const WANTS_BACK_OPTIONS = WANTS_BACK.map((value) => ({ value, ...WORDS[value] }));

export function wantsBackWords(wantsBack: WantsBack): string {
  return WORDS[wantsBack].label;
}

/** What a draft's own errors mean to the person who met one. */
export const DRAFT_ERRORS = {
  STATE_CHANGED: "This draft was called good enough in another tab, so it stays as it was there.",
  INVALID_INPUT: "A word or two on the page is enough to call it good enough.",
};
