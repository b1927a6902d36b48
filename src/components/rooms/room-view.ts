import type { Person, RoomSnapshot } from "@/server/domains/rooms/contract";
import type { OutboxView } from "./outbox";

/**
 * How the page stands to the room. The last three are final: the place is over, the sign-in is
 * over, or the page is older than the server.
 */
export type RoomLink =
  | "connecting"
  | "connected"
  | "reconnecting"
  | "ended"
  | "signed_out"
  | "outdated";

/** Everything the page shows. A new object on every change. */
export type RoomView = OutboxView & {
  link: RoomLink;
  /** Null once the place is over: nobody who left may go on reading. */
  snapshot: RoomSnapshot | null;
  /** Each person once. */
  here: Person[];
  readingEarlier: boolean;
};
