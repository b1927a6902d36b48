import type { LiveSnapshot } from "@/server/domains/live/contract";
import type { Here, RosterEntry } from "@/server/domains/rooms/contract";
import type { OutboxView } from "./outbox";

/**
 * How the page stands to the room. The last three are final: the place is over, the sign-in is
 * over, or the page is older than the server. `locked`: nobody new comes in just now.
 */
export type RoomLink =
  | "connecting"
  | "connected"
  | "reconnecting"
  | "locked"
  | "ended"
  | "signed_out"
  | "outdated";

/** Everything the page shows. A new object on every change. */
export type RoomView = OutboxView & {
  link: RoomLink;
  /** Null once the place is over: nobody who left may go on reading. */
  snapshot: LiveSnapshot | null;
  /** Each person once. */
  here: Here;
  /** For those who lead; empty for everyone else. */
  roster: RosterEntry[];
  /** Enrolment ids; for those who lead, empty for everyone else. */
  typing: string[];
  /** This person said that they have stepped away. */
  away: boolean;
  /** Help is on offer, to this person alone. */
  care: boolean;
  readingEarlier: boolean;
  /** How often this page has joined the room; with each, what hangs on a line begins anew. */
  joins: number;
};
