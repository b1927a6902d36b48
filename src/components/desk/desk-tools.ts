import type { Person } from "@/server/domains/rooms/contract";
import type { DeskView } from "./desk-view";
import type { Asking } from "./reason-dialog";

/** What the sections of the desk share. */
export type DeskTools = {
  view: DeskView;
  /** The server's clock in epoch ms; null until the page has come alive. */
  now: number | null;
  /** Opens the private line with someone. */
  openLine: (person: Person) => void;
  /** Asks for a reason first. */
  ask: (asking: Asking) => void;
};
