import type { LiveSnapshot } from "@/server/domains/live/contract";
import type { MessageView } from "@/server/domains/rooms/contract";
import { isRoomTalk } from "./log-rows";

/** What somebody who comes in late would ask their neighbour. */
export type Recap = {
  /** Titles of the parts that are over, in their order. */
  passed: string[];
  now: { title: string; prompt: string } | null;
  /** Cards that can still be read here, oldest first. */
  cards: MessageView[];
  /** Whose turn it is, and who comes after; null when there is no round. */
  turn: { speaking: string | null; next: string | null } | null;
};

export function recapOf({ run, round, messages }: LiveSnapshot): Recap {
  const now = run?.segments.find(({ state }) => state === "under_way");
  return {
    passed: run?.segments.filter(({ state }) => state === "ended").map(({ title }) => title) ?? [],
    now: now ? { title: now.title, prompt: now.prompt } : null,
    cards: messages.filter((each) => each.card && each.state === "shown" && isRoomTalk(each)),
    turn:
      round?.state === "under_way"
        ? {
            speaking:
              round.turns.find(({ state }) => state === "speaking" || state === "offered")?.person
                .name ?? null,
            next: round.turns.find(({ state }) => state === "waiting")?.person.name ?? null,
          }
        : null,
  };
}

/** Nobody who is here from the beginning needs one. */
const LATE_AFTER_MS = 3 * 60 * 1000;

/** Whether a first visit at `serverNowMs` comes late enough for a recap. */
export function comesLate(snapshot: LiveSnapshot, serverNowMs: number): boolean {
  const { session, run, state, mine } = snapshot;
  if (!session || state === "closed" || mine.leads || !mine.admitted) return false;
  const first = run?.segments.find(({ startedAt }) => startedAt !== null)?.startedAt;
  const began = Date.parse(first ?? session.startsAt);
  const something = recapOf(snapshot);
  return (
    serverNowMs - began > LATE_AFTER_MS &&
    (something.passed.length > 0 || something.cards.length > 0 || something.turn !== null)
  );
}
