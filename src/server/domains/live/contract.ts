import * as z from "zod/mini";
import { id } from "../../lib/fields";
import type { BoxView, JoinBox, PassBox, TypedEntry, TypeInBox } from "../boxes/contract";
import {
  type Ack,
  applyRoomEvent,
  type Here,
  type MessageRef,
  type OwnPlace,
  type Posted,
  type PostMessage,
  ROOM_PROTOCOL,
  type RoomEvent,
  RoomRef,
  type RoomSnapshot,
  type RosterEntry,
} from "../rooms/contract";
import type { RunView } from "../run-sheets/contract";
import type { SharedExposureView } from "../shared-exposures/contract";
import type { ActInRound, RoundView } from "../turns/contract";

// The wire of a live room: what the domains that make one up say together. A room's own messages
// and settings are in rooms/contract; docs/realtime.md describes all of it in words.

/** Everything a screen of the room holds. The parts are the same for everyone who is let in. */
export type LiveSnapshot = RoomSnapshot & LiveParts;

export type LiveParts = {
  /** Null on a board, in the lobby, and for a session without a run sheet. */
  run: RunView | null;
  /** The round told or under way; null when there is none. */
  round: RoundView | null;
  /** The box that is open, or the last one until the next segment; null when there is none. */
  box: BoxView | null;
  sharedExposure: SharedExposureView | null;
};

/** The event kinds of the parts. Each carries the part as it is now. */
export const PART_EVENTS = {
  run_changed: "run",
  round_changed: "round",
  box_changed: "box",
  shared_exposure_changed: "sharedExposure",
} as const satisfies Record<string, keyof LiveParts>;

export type PartEventKind = keyof typeof PART_EVENTS;

export type PartEvent = {
  [K in PartEventKind]: { seq: number; kind: K } & Pick<LiveParts, (typeof PART_EVENTS)[K]>;
}[PartEventKind];

/** What a viewer receives. */
export type LiveEvent = RoomEvent | PartEvent;

function isPartEvent(event: LiveEvent): event is PartEvent {
  return event.kind in PART_EVENTS;
}

/**
 * The next snapshot, or `null` on a gap: rejoin with `sinceSeq`. An event already contained is
 * ignored, so delivering twice is harmless. Pure.
 */
export function applyLiveEvent(snapshot: LiveSnapshot, event: LiveEvent): LiveSnapshot | null {
  if (event.seq <= snapshot.seq) return snapshot;
  if (!isPartEvent(event)) {
    const next = applyRoomEvent(snapshot, event);
    return next && { ...snapshot, ...next };
  }
  const { seq, kind: _kind, ...part } = event;
  if (seq !== snapshot.seq + 1) return null;
  return { ...snapshot, ...part, seq };
}

export const JoinRoom = z.object({
  organisationId: id(),
  roomId: id(),
  protocol: z.literal(ROOM_PROTOCOL, "This page is from an earlier version. Please reload it."),
  /** The last event the client holds; left out on the first join. */
  sinceSeq: z.optional(z.int().check(z.nonnegative())),
});

export const TellAway = z.object({ organisationId: id(), roomId: id(), away: z.boolean() });
export const TellTyping = z.object({ organisationId: id(), roomId: id(), typing: z.boolean() });

/**
 * What a join answers: everything, or only what was missed. `mine` is how the person stands now: a
 * client that holds another one was elsewhere when it changed, and joins again without `sinceSeq`.
 * `now` is the server's clock (ISO), by which every time left is shown. `roster` is for those who
 * lead, null for everyone else.
 */
export type Joined = ({ snapshot: LiveSnapshot } | { seq: number; events: LiveEvent[] }) & {
  mine: OwnPlace;
  here: Here;
  roster: RosterEntry[] | null;
  now: string;
};

type Call<I extends z.core.$ZodType, A = object> = (
  input: z.input<I>,
  ack: (answer: Ack<A>) => void,
) => void;

/** Client → server. Every one is acknowledged, and an acknowledgement means committed. */
export type ClientEvents = {
  "room:join": Call<typeof JoinRoom, Joined>;
  "room:leave": Call<typeof RoomRef>;
  "message:post": Call<typeof PostMessage, Posted>;
  "message:retract": Call<typeof MessageRef>;
  "message:unsend": Call<typeof MessageRef>;
  /** Stepped away, or back. */
  "presence:tell": Call<typeof TellAway>;
  /** Told to those who lead and to nobody else; never stored. */
  "typing:tell": Call<typeof TellTyping>;
  "turn:act": Call<typeof ActInRound, { version: number }>;
  "box:join": Call<typeof JoinBox, { entries: TypedEntry[] }>;
  "box:type": Call<typeof TypeInBox, { version: number }>;
  "box:pass": Call<typeof PassBox>;
};

/** Server → client. */
export type ServerEvents = {
  "room:changed": (change: { roomId: string; events: LiveEvent[] }) => void;
  "presence:changed": (change: { roomId: string; here: Here }) => void;
  /** To those who lead. */
  "roster:changed": (change: { roomId: string; roster: RosterEntry[] }) => void;
  "typing:changed": (change: { roomId: string; enrolmentIds: string[] }) => void;
  /** To those who joined the box: what the others have written so far. */
  "box:typed": (typed: { roomId: string; boxId: string; entries: TypedEntry[] }) => void;
  /** Every few seconds: the room's last `seq` and the server's clock. */
  "room:checked": (check: { roomId: string; seq: number; now: string }) => void;
  /** This person now stands otherwise (let in, muted, took the chair): join afresh. */
  "place:changed": (change: { roomId: string }) => void;
  /** This person's place in the room is over: standing changed, sent out, or membership ended. */
  "place:ended": (end: { roomId: string }) => void;
};

export { RoomRef };
