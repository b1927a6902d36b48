import { aboutMinutes } from "@/components/desk/time-words";
import type { Ordering, RoundView, TurnView } from "@/server/domains/turns/contract";

/** How an order can be made, as the one who makes it chooses. */
export const ORDERING_OPTIONS: { value: Ordering; label: string; description: string }[] = [
  { value: "hand", label: "By hand", description: "In the order you put them in below." },
  {
    value: "quiet_first",
    label: "Quiet first",
    description: "Whoever has written least today comes first.",
  },
  {
    value: "shuffle",
    label: "Shuffled",
    description: "By lot. Anyone can check that nobody arranged it.",
  },
];

/** How the order came about, told to everyone before it begins. */
export const ORDERED_WORDS: Record<Ordering, string> = {
  hand: "Put in order by hand.",
  quiet_first: "Whoever has written least today comes first.",
  shuffle: "Shuffled by lot.",
};

/** How one turn stands, beside its name. Passing is as good as speaking. */
export function turnStateWords({ state, slotSeconds }: TurnView, timeHidden: boolean): string {
  switch (state) {
    case "offered":
      return "asked now";
    case "speaking":
      return "has the floor";
    case "done":
      return "has had the floor";
    case "passed":
      return "passed";
    case "skipped":
      return "not this time";
    case "waiting":
      if (slotSeconds === 0) return "if there is time left over";
      return timeHidden ? "" : aboutMinutes(slotSeconds);
  }
}

/** How one stands oneself in a round. */
export type OwnTurn =
  | { kind: "none" }
  | { kind: "waiting"; before: number }
  | { kind: "offered" | "speaking" | "over" }
  /** Stepped aside without having begun, and may think again. */
  | { kind: "passed" };

export function ownTurnIn(round: RoundView, meId: string): OwnTurn {
  const at = round.turns.findIndex(({ person }) => person.id === meId);
  const turn = round.turns[at];
  if (!turn) return { kind: "none" };
  if (turn.state === "offered" || turn.state === "speaking") return { kind: turn.state };
  if (turn.state === "waiting") {
    const open: TurnView["state"][] = ["waiting", "offered", "speaking"];
    const before = round.turns.slice(0, at).filter(({ state }) => open.includes(state)).length;
    return { kind: "waiting", before };
  }
  const begun = turn.startedAt !== null;
  return { kind: turn.state === "passed" && !begun ? "passed" : "over" };
}

/** Where one comes in a round, for oneself. `before`: people who come first. */
export function placeWords(before: number, underWay: boolean): string {
  if (before === 0) return underWay ? "You are next." : "You come first.";
  if (before === 1) return underWay ? "You come after this turn." : "You come second.";
  return `You come after ${before} others.`;
}

/** Time for each when `people` share `seconds` equally. */
export function eachWords(seconds: number, people: number): string {
  if (people === 0) return "";
  return `That is ${aboutMinutes(seconds / people)} for each.`;
}
