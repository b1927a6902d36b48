import type { ErrorCode } from "../../lib/errors";
import type { DraftCard } from "../rooms/contract";
import type { TypedEntry } from "./contract";

const MINUTE_MS = 60_000;

type Clock = { closesAt: Date; closedAt: Date | null };

/**
 * What a box is at `now`. `over`: its time has run out and what was written waits to be frozen;
 * nothing is taken in any more.
 */
export function phaseOf({ closesAt, closedAt }: Clock, now: Date): "open" | "over" | "closed" {
  if (closedAt) return "closed";
  return now < closesAt ? "open" : "over";
}

export function closesAtOf(openedAt: Date, minutes: number): Date {
  return new Date(openedAt.getTime() + minutes * MINUTE_MS);
}

type Entry = {
  text: string;
  passedAt: Date | null;
  frozenAt: Date | null;
  wantsBack: DraftCard["wantsBack"];
};

/** What an entry is shared as, letter for letter; null when there is nothing to share. */
export function cardOf({ text, passedAt, wantsBack }: Entry): DraftCard | null {
  if (passedAt || text.trim() === "") return null;
  return { kind: "draft", text, wantsBack };
}

/** What the others who joined see of it; null once it is frozen and stands in the room instead. */
export function typedTextOf(entry: Pick<Entry, "text" | "passedAt" | "frozenAt">) {
  if (entry.frozenAt) return null;
  return { text: entry.passedAt ? null : entry.text } satisfies Pick<TypedEntry, "text">;
}

/** What somebody is to a box when a keystroke of theirs comes in at `at`, by the server's clock. */
export type Keystroke = {
  at: Date;
  box: Clock & { roomClosedAt: Date | null };
  /** Null for those who are not in the group (any more), or not let in. */
  standing: "active" | "held" | "muted" | null;
  entry: Pick<Entry, "passedAt" | "frozenAt"> | null;
};

/** Why it is not taken in. The statement that stores keystrokes says the same. */
export function refusalToType({ at, box, standing, entry }: Keystroke): ErrorCode | null {
  if (standing === null) return "NOT_FOUND";
  if (box.roomClosedAt) return "ROOM_CLOSED";
  if (entry?.frozenAt || phaseOf(box, at) !== "open") return "TOO_LATE";
  if (standing === "muted") return "MUTED";
  if (!entry || entry.passedAt) return "STATE_CHANGED";
  return null;
}
