import { currentTurn, nextTurn } from "@/components/turns/turn-words";
import type { LiveSnapshot } from "@/server/domains/live/contract";

/** What we are doing and whose turn it is, in two short lines; the second null when it is nobody's. */
export function nowWords(
  snapshot: Pick<LiveSnapshot, "run" | "round" | "state" | "settings" | "me">,
): { title: string; turn: string | null } {
  return { title: titleOf(snapshot), turn: turnOf(snapshot) };
}

function titleOf({
  run,
  state,
  settings,
}: Pick<LiveSnapshot, "run" | "state" | "settings">): string {
  if (state === "closed") return "The session is over";
  if (state === "paused") return "Paused for a moment";
  if (settings.safeSince) return "Nobody leads just now";
  const now = run?.segments.find((segment) => segment.state === "under_way");
  if (now) return now.title;
  const next = run?.segments.find((segment) => segment.state === "planned");
  if (run && !next) return "That was the last part";
  const begun = run?.segments.some((segment) => segment.state !== "planned");
  if (run) return begun ? "Between two parts" : "About to begin";
  return "Who is here";
}

function turnOf({ round, me }: Pick<LiveSnapshot, "round" | "me">): string | null {
  if (round?.state !== "under_way") return null;
  const now = currentTurn(round);
  const next = nextTurn(round);
  const mine = now?.person.id === me.id;
  const first = !now
    ? null
    : mine
      ? now.state === "offered"
        ? "It is your turn, if you like"
        : "You have the floor"
      : `${now.person.name} ${now.state === "offered" ? "is asked" : "has the floor"}`;
  const then = !next
    ? null
    : next.person.id === me.id
      ? "you are next"
      : `next: ${next.person.name}`;
  return [first, then].filter(Boolean).join(", ") || null;
}
