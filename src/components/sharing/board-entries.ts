import { isFacilitator } from "@/server/domains/groups/contract";
import type { MessageView, Person } from "@/server/domains/rooms/contract";

/**
 * What a board shows to `me`, newest first. What its author took back leaves no trace; what a
 * facilitator removed is told to its author and to the facilitators.
 */
export function boardEntries(messages: readonly MessageView[], me: Person): MessageView[] {
  return messages
    .filter(({ state, author }) => {
      if (state === "retracted") return false;
      return state !== "removed" || author.id === me.id || isFacilitator(me.role);
    })
    .toReversed();
}

/**
 * What a screen reader should hear of the step from one board to the next: cards of others that are
 * new, and answers to one's own. `after` and `before` are oldest first. Null when there is nothing.
 */
export function whatIsNew(
  before: readonly MessageView[],
  after: readonly MessageView[],
  me: Person,
): string | null {
  const newest = before.at(-1)?.seq ?? 0;
  const said = after.flatMap((message) => {
    if (message.state !== "shown") return [];
    const { author, card } = message;
    if (author.id !== me.id) {
      return message.seq > newest && card ? [`${author.name} has shared something.`] : [];
    }
    const held = before.find(({ id }) => id === message.id);
    if (!held) return [];
    const known = new Set(held.replies.map(({ id }) => id));
    const fresh = message.replies.filter(({ id, author: by }) => !known.has(id) && by.id !== me.id);
    return fresh.map((reply) => `${reply.author.name} has answered you.`);
  });
  return said.length > 0 ? said.join(" ") : null;
}
