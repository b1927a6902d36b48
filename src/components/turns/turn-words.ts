import type { RoundView, TurnView } from "@/server/domains/turns/contract";

/** The turn that is asked for or under way; null before the first, after the last, between two. */
export function currentTurn(round: RoundView): TurnView | null {
  return round.turns.find(({ state }) => state === "offered" || state === "speaking") ?? null;
}

/** Who is asked after the current turn; null when nobody waits. */
export function nextTurn(round: RoundView): TurnView | null {
  return round.turns.find(({ state }) => state === "waiting") ?? null;
}

/**
 * What is worth interrupting for between two states of a round: that one begins or ends, whose
 * turn it is, and that one's own is next. Null when nothing of that changed.
 */
export function turnWords(
  before: RoundView | null,
  after: RoundView | null,
  me: { id: string },
): string | null {
  const was = before && before.id === after?.id ? before : null;
  if (!after) return before && before.state !== "ended" ? OVER : null;
  if (after.state === "ended") return was && was.state !== "ended" ? OVER : null;
  if (after.state === "told") return was ? null : toldWords(after, me);
  const said: string[] = [];
  if (!was || was.state === "told") said.push("The round has begun.");
  const now = currentTurn(after);
  if (now && !isSameTurn(now, was && currentTurn(was))) said.push(nowWords(now, me));
  const isNext = nextTurn(after)?.person.id === me.id;
  const wasNext = was?.state === "under_way" && nextTurn(was)?.person.id === me.id;
  if (isNext && !wasNext) said.push("You are next.");
  return said.length > 0 ? said.join(" ") : null;
}

const OVER = "The round is over. Anyone may write.";

function isSameTurn(one: TurnView, other: TurnView | null): boolean {
  return one.person.id === other?.person.id && one.state === other.state;
}

function toldWords(round: RoundView, me: { id: string }): string {
  const first = nextTurn(round);
  if (!first) return "A round of turns is about to begin.";
  const who = first.person.id === me.id ? "You come" : `${first.person.name} comes`;
  return `A round of turns is about to begin. ${who} first.`;
}

function nowWords({ person, state }: TurnView, me: { id: string }): string {
  const mine = person.id === me.id;
  if (state === "offered") {
    return mine
      ? "It is your turn, if you would like it. Passing is fine."
      : `${person.name} is asked now.`;
  }
  return mine ? "You have the floor." : `${person.name} has the floor.`;
}
