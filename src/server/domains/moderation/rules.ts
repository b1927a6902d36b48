import type { GroupRole, Standing } from "../groups/contract";
import type { MessageAudience, MessageState, Regarding } from "../rooms/contract";
import type { Act } from "./contract";

/** How whoever moderates stands in the room. */
export type Moderator = {
  role: GroupRole;
  /** Leads by role. */
  facilitates: boolean;
  /** Leads by role, or has the chair. */
  leads: boolean;
};

/**
 * Whether they may hold, show, remove or restore such a message. What is between two people is
 * nobody else's; what was said to the facilitators is looked after, never taken from their sight;
 * and whoever only has the chair sees no more than the room does.
 */
export function canModerate(
  message: { audience: MessageAudience; regarding: Regarding | null },
  { facilitates, leads }: Moderator,
): boolean {
  if (!leads || message.audience === "author" || message.regarding !== null) return false;
  return facilitates || message.audience === "room";
}

/**
 * Whether they may let somebody of this role in, or send them out for the session. Nobody ends the
 * place of a facilitator by the way.
 */
export function canSendOut({ role, leads }: Moderator, of: GroupRole): boolean {
  if (!leads || of === "facilitator") return false;
  return role === "facilitator" || of === "member";
}

/** Whether somebody may be offered the chair: a member of whom nothing is held back. */
export function canBeDeputy({ role, standing }: { role: GroupRole; standing: Standing }): boolean {
  return role === "member" && standing === "active";
}

export type MessageAct = Extract<Act, "held" | "shown" | "removed" | "restored">;

const MESSAGE_ACTS: Record<MessageAct, { to: MessageState; from: readonly MessageState[] }> = {
  held: { to: "held", from: ["shown"] },
  shown: { to: "shown", from: ["held"] },
  removed: { to: "removed", from: ["shown", "held"] },
  restored: { to: "shown", from: ["removed"] },
};

/**
 * The state an act brings a message into: itself when it is there already, so that a retry changes
 * nothing; null when the message has gone another way in between, and it has to be looked at again.
 */
export function stateAfter(act: MessageAct, state: MessageState): MessageState | null {
  const { to, from } = MESSAGE_ACTS[act];
  return state === to || from.includes(state) ? to : null;
}

export type PersonAct = Extract<
  Act,
  | "person_removed"
  | "person_returned"
  | "person_muted"
  | "person_unmuted"
  | "person_held"
  | "person_unheld"
>;

/** What each act makes of whom: muting cannot bring back who was removed in between. */
export const PERSON_ACTS: Record<PersonAct, { to: Standing; from: readonly Standing[] }> = {
  person_removed: { to: "removed", from: ["active", "muted", "held"] },
  person_returned: { to: "active", from: ["removed"] },
  person_muted: { to: "muted", from: ["active", "held"] },
  person_unmuted: { to: "active", from: ["muted"] },
  person_held: { to: "held", from: ["active", "muted"] },
  person_unheld: { to: "active", from: ["held"] },
};

/** A word as the list knows it: one entry in whatever case and with whatever spaces it is written. */
export function heldWordOf(word: string): string {
  return word.normalize("NFC").replace(/\s+/gu, " ").trim().toLowerCase();
}

// What means something else than itself in a regular expression of PostgreSQL.
const SPECIAL = /[\\^$.[\]|()?*+{}]/g;

/**
 * The word as a regular expression of PostgreSQL: it whole, in any case, and nothing in it an
 * instruction. Typed and typographic apostrophes are one, as phones make no difference.
 */
export function patternOf(word: string): string {
  const literally = heldWordOf(word)
    .replace(SPECIAL, "\\$&")
    .replace(/['’]/g, "['’]")
    .replaceAll(" ", "\\s+");
  return `(?i)(^|[^[:alnum:]_])${literally}($|[^[:alnum:]_])`;
}
