import * as z from "zod/mini";
import { id, words } from "../../lib/fields";
import type { WireError as KnownError } from "../../lib/wire-errors";
import type { Person } from "../groups/contract";

export type { Person };

// The wire of a live room: inputs, views, events and the reducer that browser, bots and tests
// share. docs/realtime.md describes it in words; a change here is a change there.

/** Sent with every join; a server that speaks another protocol refuses with INVALID_INPUT. */
export const ROOM_PROTOCOL = 1;
export const MESSAGE_MAX = 4000;
/** Messages in a snapshot, the newest; earlier ones come page by page. */
export const SNAPSHOT_MESSAGES = 100;
/** A client further behind than this is given a fresh snapshot instead of the missed events. */
export const CATCH_UP_EVENTS = 500;

export const LIFETIMES = ["session", "seven_days", "kept"] as const;
export type Lifetime = (typeof LIFETIMES)[number];

export const WANTS_BACK = ["witness", "company", "question", "ideas"] as const;
export type WantsBack = (typeof WANTS_BACK)[number];

/** The fields of an exposure that its author may tick when sharing it as a win. */
export const WIN_FIELDS = [
  "plan",
  "fearedOutcome",
  "expectedSuds",
  "peakSuds",
  "likelihoodBefore",
  "likelihoodAfter",
  "fearedOutcomeHappened",
  "whatHappened",
  "felt",
  "worse",
  "better",
  "learned",
] as const;
export type WinField = (typeof WIN_FIELDS)[number];

/** Exactly the ticked fields, no key for the others. Numbers are 0–100. */
export type WinCard = {
  kind: "win";
  fields: Partial<Record<Exclude<WinField, NumberField>, string> & Record<NumberField, number>>;
};
type NumberField = "expectedSuds" | "peakSuds" | "likelihoodBefore" | "likelihoodAfter";

/** A draft as it stood when it was called good enough. */
export type DraftCard = { kind: "draft"; text: string; wantsBack: WantsBack };
export type Card = WinCard | DraftCard;

export type MessageState = "shown" | "held" | "removed" | "retracted";

export type MessageView = {
  id: string;
  /** Its place in the room: the `seq` of its `message_posted`. */
  seq: number;
  clientMessageId: string;
  author: Person;
  kind: "words" | "win" | "draft";
  state: MessageState;
  /** Words; null for cards and for what was taken away. */
  body: string | null;
  card: Card | null;
  lifetime: Lifetime;
  /** ISO instant. */
  postedAt: string;
};

export type RoomState = "open" | "paused" | "closed";

export type RoomSnapshot = {
  roomId: string;
  groupId: string;
  /** The last event this snapshot contains. */
  seq: number;
  state: RoomState;
  title: string;
  /** ISO instant. */
  startsAt: string;
  durationMinutes: number;
  me: Person;
  /** Oldest first. */
  messages: MessageView[];
  hasEarlier: boolean;
  centreMessageId: string | null;
};

export const MESSAGE_EVENTS = [
  "message_posted",
  "message_held",
  "message_shown",
  "message_removed",
  "message_retracted",
] as const;
export const ROOM_STATE_EVENTS = [
  "room_opened",
  "room_paused",
  "room_resumed",
  "room_closed",
] as const;

export type MessageEventKind = (typeof MESSAGE_EVENTS)[number];
export type RoomStateEventKind = (typeof ROOM_STATE_EVENTS)[number];

/** What a viewer receives. `skip` keeps `seq` dense for those an event is not for. */
export type RoomEvent =
  | { seq: number; kind: MessageEventKind; messageId: string; message: MessageView | null }
  | { seq: number; kind: RoomStateEventKind }
  | { seq: number; kind: "centre_changed"; messageId: string | null }
  | { seq: number; kind: "skip" };

const ROOM_STATE_AFTER: Record<RoomStateEventKind, RoomState> = {
  room_opened: "open",
  room_paused: "paused",
  room_resumed: "open",
  room_closed: "closed",
};

/**
 * The next snapshot, or `null` on a gap: rejoin with `sinceSeq`. An event already contained is
 * ignored, so delivering twice is harmless. Pure.
 */
export function applyRoomEvent(snapshot: RoomSnapshot, event: RoomEvent): RoomSnapshot | null {
  if (event.seq <= snapshot.seq) return snapshot;
  if (event.seq !== snapshot.seq + 1) return null;
  const next = { ...snapshot, seq: event.seq };
  switch (event.kind) {
    case "skip":
      return next;
    case "centre_changed":
      return { ...next, centreMessageId: event.messageId };
    case "room_opened":
    case "room_paused":
    case "room_resumed":
      return { ...next, state: ROOM_STATE_AFTER[event.kind] };
    case "room_closed":
      return {
        ...next,
        state: "closed",
        messages: snapshot.messages.filter((message) => message.lifetime !== "session"),
      };
    default:
      return { ...next, messages: placeMessage(snapshot, event.messageId, event.message) };
  }
}

/** Replaces, adds or drops one message, keeping the order of `seq`. */
function placeMessage(
  snapshot: RoomSnapshot,
  messageId: string,
  message: MessageView | null,
): MessageView[] {
  const { messages, hasEarlier } = snapshot;
  const at = messages.findIndex((each) => each.id === messageId);
  if (message === null) return at < 0 ? messages : messages.toSpliced(at, 1);
  if (at >= 0) return messages.with(at, message);
  const before = messages.findIndex((each) => each.seq > message.seq);
  if (before < 0) return [...messages, message];
  // Something far above the page we hold changed; it is read when that page is.
  if (before === 0 && hasEarlier) return messages;
  return messages.toSpliced(before, 0, message);
}

const roomRef = { organisationId: id(), roomId: id() };

export const RoomRef = z.object(roomRef);
export const SessionRef = z.object({ organisationId: id(), sessionId: id() });

export const JoinRoom = z.object({
  ...roomRef,
  protocol: z.literal(ROOM_PROTOCOL, "This page is from an earlier version. Please reload it."),
  /** The last event the client holds; left out on the first join. */
  sinceSeq: z.optional(z.int().check(z.nonnegative())),
});

export const PostMessage = z.object({
  ...roomRef,
  /** Made by the sender, so that sending twice stores once. */
  clientMessageId: id(),
  body: words(MESSAGE_MAX, "Write a word or two first."),
});
export type PostMessage = z.infer<typeof PostMessage>;

export const MessageRef = z.object({ ...roomRef, messageId: id() });
export type MessageRef = z.infer<typeof MessageRef>;

export const ChangeCentre = z.object({ ...roomRef, messageId: z.nullable(id()) });

export const ListMessages = z.object({
  ...roomRef,
  /** Only messages before this `seq`. */
  beforeSeq: z.int().check(z.positive()),
});

/** A post that is committed. `seq` is its place in the room. */
export type Posted = { messageId: string; seq: number };

/** What a join answers: everything, or only what was missed. `here` is who is in the room now. */
export type Joined =
  | { snapshot: RoomSnapshot; here: Person[] }
  | { seq: number; events: RoomEvent[]; here: Person[] };

/** An error as a client reads it: `code` may be one that is newer than the client. */
export type WireError = Omit<KnownError, "code"> & { code: string };

export type Ack<T> = ({ ok: true } & T) | { ok: false; error: WireError };

/** Client → server. Every one is acknowledged, and an acknowledgement means committed. */
export type ClientEvents = {
  "room:join": (input: z.input<typeof JoinRoom>, ack: (answer: Ack<Joined>) => void) => void;
  "room:leave": (input: z.input<typeof RoomRef>, ack: (answer: Ack<object>) => void) => void;
  "message:post": (input: z.input<typeof PostMessage>, ack: (answer: Ack<Posted>) => void) => void;
  "message:retract": (
    input: z.input<typeof MessageRef>,
    ack: (answer: Ack<object>) => void,
  ) => void;
};

/** Server → client. */
export type ServerEvents = {
  "room:changed": (change: { roomId: string; events: RoomEvent[] }) => void;
  "presence:changed": (change: { roomId: string; here: Person[] }) => void;
  /** Every few seconds: the room's last `seq`. A client behind it rejoins with `sinceSeq`. */
  "room:checked": (check: { roomId: string; seq: number }) => void;
  /** This person's place in the room is over: standing changed or membership ended. */
  "place:ended": (end: { roomId: string }) => void;
};
