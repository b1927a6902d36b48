import type { LiveSnapshot } from "@/server/domains/live/contract";
import type { MessageView } from "@/server/domains/rooms/contract";
import type { Brief } from "@/server/domains/sharing/contract";
import { hasWord } from "./reply-rules";

/** The board with everything the brief holds, however far back, so that one connection keeps both. */
export function withBrief(board: LiveSnapshot, { plans, quietWords }: Brief): LiveSnapshot {
  const held = new Set(board.messages.map(({ id }) => id));
  const further = [...plans, ...quietWords].filter(({ id }) => !held.has(id));
  const messages = [...further, ...board.messages].sort((a, b) => a.seq - b.seq);
  return { ...board, messages };
}

export type BriefEntries = {
  /** Ask for a word and have none yet; newest first. */
  waiting: MessageView[];
  /** The other plans, newest first. */
  plans: MessageView[];
  /** Newest first. */
  quietWords: MessageView[];
};

/** What facilitators are given to read, from the board as it stands. */
export function briefEntries(messages: readonly MessageView[]): BriefEntries {
  const there = messages.filter(isThere).toReversed();
  const plans = there.filter(({ card }) => card?.kind === "plan");
  const waiting = plans.filter(waitsForWord);
  return {
    waiting,
    plans: plans.filter((plan) => !waiting.includes(plan)),
    quietWords: there.filter(({ kind }) => kind === "words"),
  };
}

function isThere({ state, body, card }: MessageView): boolean {
  return (state === "shown" || state === "held") && (body !== null || card !== null);
}

function waitsForWord(message: MessageView): boolean {
  const { card } = message;
  return card?.kind === "plan" && card.asksWord === true && !hasWord(message);
}
