"use client";

import { createContext, type ReactNode, useContext } from "react";
import type { TypedEntry } from "@/server/domains/boxes/contract";
import type { ClientEvents, LiveSnapshot } from "@/server/domains/live/contract";
import type { Here, RosterEntry } from "@/server/domains/rooms/contract";
import type { Remark } from "./use-remark";

type CallName = keyof ClientEvents;
type Answer<N extends CallName> = Parameters<Parameters<ClientEvents[N]>[1]>[0];

/** What every panel of a live room works with. */
export type Live = {
  organisationId: string;
  snapshot: LiveSnapshot;
  here: Here;
  /** For those who lead; empty for everyone else. */
  roster: RosterEntry[];
  /** Enrolment ids of those typing now; for those who lead, empty for everyone else. */
  typing: string[];
  /**
   * How often this page has joined the room, 0 until the first time. What was asked for over one
   * line (a place in a box) has to be asked for again whenever it grows.
   */
  joins: number;
  /** The server's clock in ms since the epoch, as well as this device knows it. */
  serverNow(): number;
  /** Asks over the socket; answers with an error of code UNREACHABLE when there is no line. */
  call<N extends CallName>(name: N, input: Parameters<ClientEvents[N]>[0]): Promise<Answer<N>>;
  /** Hears what others write in a box. @returns how to stop. */
  onTyped(listener: (boxId: string, entries: TypedEntry[]) => void): () => void;
  /** Brings the desk into sight where a small screen shows something else; for those who lead. */
  showDesk(): void;
  /** Says something in passing; read out politely. */
  say(remark: Remark | null): void;
};

const LiveContext = createContext<Live | null>(null);

export function InLiveRoom({ live, children }: { live: Live; children: ReactNode }) {
  return <LiveContext value={live}>{children}</LiveContext>;
}

/** The live room that this is a part of. */
export function useLive(): Live {
  const live = useContext(LiveContext);
  if (!live) throw new Error("useLive is for what stands inside a live room");
  return live;
}
