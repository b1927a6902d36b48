import { WANTS_BACK, type WantsBack } from "@/server/domains/rooms/contract";
import type { DraftProgress } from "./draft-saver";

const WORDS: Record<WantsBack, { label: string; description: string }> = {
  witness: {
    label: "Just witness",
    description:
      "Being seen is enough. Three warm replies are open to people, and only you see who sent them.",
  },
  company: { label: "Company", description: "The warm replies, or a few words of company." },
  question: { label: "A question", description: "The warm replies, or a question about it." },
  ideas: { label: "Ideas", description: "The warm replies, or an idea of where it could go." },
};

export const WANTS_BACK_OPTIONS = WANTS_BACK.map((value) => ({ value, ...WORDS[value] }));

export function wantsBackWords(wantsBack: WantsBack): string {
  return WORDS[wantsBack].label;
}

const PROGRESS: Record<DraftProgress, string> = {
  unchanged: "",
  unsaved: "Saving…",
  saved: "Saved",
  failing: "We cannot reach the server. Your words are kept in this browser meanwhile.",
  sealed: "This draft was called good enough on another screen, so it stays as it was there.",
};

/** How far the saving has come, in words. */
export function progressWords(progress: DraftProgress): string {
  return PROGRESS[progress];
}

/** What a draft's own errors mean to the person who met one. */
export const DRAFT_ERRORS = {
  STATE_CHANGED: PROGRESS.sealed,
  CONFLICT: "Another device saved this draft meanwhile. Please look at both, then post it.",
  INVALID_INPUT: "A word, a link or a photo is enough to post it.",
};
