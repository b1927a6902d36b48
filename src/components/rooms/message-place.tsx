"use client";

import { createContext, type ReactNode, useContext } from "react";
import type { MessageView, Person } from "@/server/domains/rooms/contract";

/** What a live room lets each of its messages do, beyond what a board does. */
export type MessagePlace = {
  /** Leads by role, or as the one who took the chair. */
  leads: boolean;
  /** Enrolments whose messages this person keeps folded. */
  folded: ReadonlySet<string>;
  fold(person: Person): void;
  unfold(person: Person): void;
  report(message: MessageView): void;
  /** ms since the epoch. */
  serverNow(): number;
  /** Where the focus goes when what had it is over. */
  focusHome(): void;
};

const Place = createContext<MessagePlace | null>(null);

export function InMessagePlace({ place, children }: { place: MessagePlace; children: ReactNode }) {
  return <Place value={place}>{children}</Place>;
}

/** Null on a board. */
export function useMessagePlace(): MessagePlace | null {
  return useContext(Place);
}
