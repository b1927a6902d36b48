import type { ErrorCode } from "../../lib/errors";
import type { StoredEvent } from "../../realtime/outbox";
import type { Standing } from "../groups/contract";
import {
  type Card,
  type Lifetime,
  MESSAGE_EVENTS,
  type MessageEventKind,
  type MessageState,
  type MessageView,
  type Person,
  type RoomEvent,
  type RoomState,
  type RoomStateEventKind,
} from "./contract";

/** What is stored of a message, with its author as the group knows them. */
export type MessageRecord = {
  id: string;
  postedSeq: number;
  clientMessageId: string;
  author: Person;
  kind: "words" | "win" | "draft";
  body: string | null;
  card: Card | null;
  postedAt: Date;
  state: MessageState;
  /** When members could first see it; null if they never could. */
  shownAt: Date | null;
  lifetime: Lifetime;
  expiresAt: Date | null;
};

/** `enrolmentId` null stands for any member, or any facilitator, who is not the author. */
export type Viewer = { enrolmentId: string | null; facilitates: boolean };

export type RoomFacts = { closedAt: Date | null; pausedAt: Date | null };

export function roomState(room: RoomFacts): RoomState {
  if (room.closedAt) return "closed";
  return room.pausedAt ? "paused" : "open";
}

/**
 * Why a person may not post now; null when they may. The write lane decides the same in SQL, and a
 * test compares the two over every combination.
 */
export function refusalToPost(
  room: RoomFacts,
  person: { standing: Standing; facilitates: boolean },
): Extract<ErrorCode, "NOT_FOUND" | "ROOM_CLOSED" | "MUTED" | "ROOM_PAUSED"> | null {
  if (person.standing === "removed") return "NOT_FOUND";
  if (room.closedAt) return "ROOM_CLOSED";
  if (person.standing === "muted") return "MUTED";
  if (room.pausedAt && !person.facilitates) return "ROOM_PAUSED";
  return null;
}

/** The state a post starts in: people whose posts are held are seen by facilitators first. */
export function firstState(standing: Standing): MessageState {
  return standing === "held" ? "held" : "shown";
}

/** When a share ends by itself; null when the room's own life or the group's retention decides. */
export function expiryOf(lifetime: Lifetime, now: Date): Date | null {
  const sevenDaysMs = 7 * 24 * 60 * 60 * 1000;
  return lifetime === "seven_days" ? new Date(now.getTime() + sevenDaysMs) : null;
}

/**
 * What `viewer` may see of a message now, or null for nothing at all. The one visibility rule:
 * snapshot, page, live event and catch-up all go through it.
 */
export function viewMessage(
  message: MessageRecord,
  viewer: Viewer,
  { closedAt, now }: { closedAt: Date | null; now: Date },
): MessageView | null {
  if (message.lifetime === "session" && closedAt) return null;
  if (message.expiresAt && message.expiresAt <= now) return null;
  const insider = viewer.facilitates || viewer.enrolmentId === message.author.id;
  if (!insider && (message.state === "held" || !message.shownAt)) return null;
  const gone = message.state === "removed" || message.state === "retracted";
  return {
    id: message.id,
    seq: message.postedSeq,
    clientMessageId: message.clientMessageId,
    author: message.author,
    kind: message.kind,
    state: message.state,
    body: gone ? null : message.body,
    card: gone ? null : message.card,
    lifetime: message.lifetime,
    postedAt: message.postedAt.toISOString(),
  };
}

/**
 * An event as `viewer` receives it. What was never for them becomes a skip, so that `seq` stays
 * dense; what they could see until now and no longer may is sent as null.
 */
export function viewEvent(
  event: StoredEvent,
  messages: ReadonlyMap<string, MessageRecord>,
  viewer: Viewer,
  at: { closedAt: Date | null; now: Date },
): RoomEvent {
  const { seq } = event;
  if (event.kind === "centre_changed") {
    return { seq, kind: event.kind, messageId: event.subjectId };
  }
  if (!isMessageEvent(event.kind)) return { seq, kind: event.kind as RoomStateEventKind };
  const message = event.subjectId === null ? undefined : messages.get(event.subjectId);
  if (!message) return { seq, kind: "skip" };
  const view = viewMessage(message, viewer, at);
  if (!view && !message.shownAt) return { seq, kind: "skip" };
  return { seq, kind: event.kind, messageId: message.id, message: view };
}

function isMessageEvent(kind: string): kind is MessageEventKind {
  return (MESSAGE_EVENTS as readonly string[]).includes(kind);
}
