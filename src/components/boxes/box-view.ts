import type { BoxView, TypedEntry } from "@/server/domains/boxes/contract";
import type { LiveSnapshot } from "@/server/domains/live/contract";
import type { MessageView } from "@/server/domains/rooms/contract";

/** A box that is closed stays in view for so long, or until the next segment begins. */
const STAYS_MS = 10 * 60_000;

/** Whether the room's box is worth showing at `nowMs` (epoch ms); null: not known yet. */
export function isInView(
  { box, run }: Pick<LiveSnapshot, "box" | "run">,
  nowMs: number | null,
): boolean {
  if (!box) return false;
  if (box.closedAt === null) return true;
  const closedMs = Date.parse(box.closedAt);
  const movedOn = run?.segments.some(
    ({ startedAt }) => startedAt !== null && Date.parse(startedAt) > closedMs,
  );
  return !movedOn && nowMs !== null && nowMs - closedMs < STAYS_MS;
}

/** The card that one's own page became, if it did and is still there. */
export function ownCard({ messages, me }: LiveSnapshot, { id }: BoxView): MessageView | null {
  const card = messages.find(
    ({ author, clientMessageId, card }) =>
      author.id === me.id && clientMessageId === id && card !== null,
  );
  return card ?? null;
}

/** What the others have so far, with news of some of them. A version not newer changes nothing. */
export function withTyped(
  held: readonly TypedEntry[],
  news: readonly TypedEntry[],
  meId: string,
): TypedEntry[] {
  const next = new Map(held.map((entry) => [entry.person.id, entry]));
  for (const entry of news) {
    const { id } = entry.person;
    const before = next.get(id);
    if (id === meId || (before && before.version >= entry.version)) continue;
    next.set(id, entry);
  }
  return [...next.values()];
}
