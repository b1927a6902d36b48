import type { ErrorCode } from "../../lib/errors";
import type { StoredEvent } from "../../realtime/outbox";
import type { Standing } from "../groups/contract";
import { isFacilitator } from "../groups/contract";
import {
  type Card,
  FACILITATOR_WORDS,
  LIFETIMES,
  type Lifetime,
  MESSAGE_EVENTS,
  type MessageAudience,
  type MessageEventKind,
  type MessageState,
  type MessageView,
  type Person,
  type ReplyKind,
  type RoomEvent,
  type RoomState,
  type RoomStateEventKind,
  repliesFor,
  WARM_REPLIES,
  WORDED_REPLIES,
} from "./contract";

/** What is stored of a message, with its author as the group knows them. */
export type MessageRecord = {
  id: string;
  postedSeq: number;
  clientMessageId: string;
  author: Person;
  kind: MessageView["kind"];
  audience: MessageAudience;
  /** The card that a reply answers; null for everything else. */
  answers: MessageRecord | null;
  replyKind: ReplyKind | null;
  /** Oldest first; each `answers` this one. Empty for all but cards. */
  replies: MessageRecord[];
  body: string | null;
  card: Card | null;
  postedAt: Date;
  state: MessageState;
  /** When members could first see it; null if they never could. */
  shownAt: Date | null;
  lifetime: Lifetime;
  expiresAt: Date | null;
};

/** `enrolmentId` null stands for any member, or any facilitator, whom no message is about. */
export type Viewer = { enrolmentId: string | null; facilitates: boolean };

export type RoomKind = "session" | "board";
export type RoomFacts = { kind: RoomKind; closedAt: Date | null; pausedAt: Date | null };

export function roomState(room: Omit<RoomFacts, "kind">): RoomState {
  if (room.closedAt) return "closed";
  return room.pausedAt ? "paused" : "open";
}

/**
 * Why a person may not post now; null when they may. The write lane decides the same in SQL for
 * words, and a test compares the two over every combination.
 */
export function refusalToPost(
  room: RoomFacts,
  person: { standing: Standing; facilitates: boolean },
  what: "words" | "card" | "reply",
): Extract<
  ErrorCode,
  "NOT_FOUND" | "INVALID_INPUT" | "ROOM_CLOSED" | "MUTED" | "ROOM_PAUSED"
> | null {
  if (person.standing === "removed") return "NOT_FOUND";
  if (room.kind === "board" && what === "words") return "INVALID_INPUT";
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

/** The earlier of two ends; null is never. */
export function earlierOf(one: Date | null, other: Date | null): Date | null {
  if (!one || !other) return one ?? other;
  return one < other ? one : other;
}

export type Grant = { audience: MessageAudience; lifetime: Lifetime };

/** Whether `to` lets nobody see what `from` did not let them see, nor for longer. */
export function isNoWider(from: Grant, to: Grant): boolean {
  if (to.audience !== from.audience && to.audience !== "facilitators") return false;
  return LIFETIMES.indexOf(to.lifetime) <= LIFETIMES.indexOf(from.lifetime);
}

const among = (kinds: readonly ReplyKind[], kind: ReplyKind) => kinds.includes(kind);
export const isWarm = (kind: ReplyKind): boolean => among(WARM_REPLIES, kind);
export const isWorded = (kind: ReplyKind): boolean => among(WORDED_REPLIES, kind);

/**
 * Whether `viewer` may answer a card with this kind. Beyond what the card asks for: nobody gives
 * themself a warm reply, or as a facilitator the word that a risky plan waits for.
 */
export function canReply(card: Card, kind: ReplyKind, viewer: Viewer, authorId: string): boolean {
  const toOneself = viewer.enrolmentId === authorId;
  if (toOneself && (isWarm(kind) || among(FACILITATOR_WORDS, kind))) return false;
  return repliesFor(card, viewer).includes(kind);
}

/** A warm reply is as fixed as it is private; the others obey what words obey. */
export function firstStateOfReply(kind: ReplyKind, standing: Standing): MessageState {
  return isWarm(kind) ? "shown" : firstState(standing);
}

export type Moment = { closedAt: Date | null; now: Date };

/**
 * What `viewer` may see of a message now, or null for nothing at all. The one visibility rule:
 * snapshot, page, live event and catch-up all go through it.
 */
export function viewMessage(
  message: MessageRecord,
  viewer: Viewer,
  moment: Moment,
): MessageView | null {
  if (!canSee(message, viewer, moment)) return null;
  const gone = isGone(message);
  return {
    id: message.id,
    seq: message.postedSeq,
    clientMessageId: message.clientMessageId,
    author: message.author,
    kind: message.kind,
    audience: message.audience,
    replyToId: message.answers?.id ?? null,
    replyKind: message.replyKind,
    replies: gone
      ? []
      : message.replies.flatMap((reply) => viewMessage(reply, viewer, moment) ?? []),
    state: message.state,
    body: gone ? null : message.body,
    card: gone ? null : message.card,
    lifetime: message.lifetime,
    postedAt: message.postedAt.toISOString(),
    expiresAt: message.expiresAt?.toISOString() ?? null,
  };
}

function canSee(message: MessageRecord, viewer: Viewer, moment: Moment): boolean {
  if (isOver(message, moment)) return false;
  const { answers } = message;
  if (answers && (isGone(answers) || !canSee(answers, viewer, moment))) return false;
  switch (message.audience) {
    case "author":
      // Between two people, and without a trace once it is taken back.
      return isParty(message, viewer) && !isGone(message);
    case "facilitators":
      return isInsider(message, viewer);
    case "room":
      return isInsider(message, viewer) || (message.state !== "held" && message.shownAt !== null);
  }
}

function isOver(message: MessageRecord, { closedAt, now }: Moment): boolean {
  if (message.lifetime === "session" && closedAt) return true;
  return message.expiresAt !== null && message.expiresAt <= now;
}

function isGone({ state }: MessageRecord): boolean {
  return state === "removed" || state === "retracted";
}

function isInsider(message: MessageRecord, viewer: Viewer): boolean {
  return viewer.facilitates || viewer.enrolmentId === message.author.id;
}

/** The two whom a warm reply is between. */
function isParty(message: MessageRecord, { enrolmentId }: Viewer): boolean {
  return enrolmentId === message.author.id || enrolmentId === message.answers?.author.id;
}

/**
 * An event as `viewer` receives it. What was never for them becomes a skip, so that `seq` stays
 * dense; what they could see until now and no longer may is sent as null.
 */
export function viewEvent(
  event: StoredEvent,
  messages: ReadonlyMap<string, MessageRecord>,
  viewer: Viewer,
  moment: Moment,
): RoomEvent {
  const { seq } = event;
  if (event.kind === "centre_changed") {
    return { seq, kind: event.kind, messageId: event.subjectId };
  }
  if (!isMessageEvent(event.kind)) return { seq, kind: event.kind as RoomStateEventKind };
  const message = event.subjectId === null ? undefined : messages.get(event.subjectId);
  if (!message) return { seq, kind: "skip" };
  const view = viewMessage(message, viewer, moment);
  if (!view && !mayHold(message, viewer, moment, event.kind)) return { seq, kind: "skip" };
  return { seq, kind: event.kind, messageId: message.id, message: view };
}

/** Whether a screen of theirs may still hold what they can no longer see. */
function mayHold(
  message: MessageRecord,
  viewer: Viewer,
  moment: Moment,
  kind: MessageEventKind,
): boolean {
  const { answers, audience } = message;
  // Whatever took the card off a screen took its replies along.
  if (answers && (isGone(answers) || !canSee(answers, viewer, moment))) return false;
  if (audience === "author") return isParty(message, viewer);
  if (isInsider(message, viewer)) return true;
  // Kept from members since it was narrowed, which is when their screens let go of it.
  if (audience === "facilitators" && kind !== "message_narrowed") return false;
  return message.shownAt !== null;
}

/**
 * Those who see one of `messages` otherwise than everyone of their role does, by enrolment id: the
 * authors of what is held or for facilitators, and the two whom a warm reply is between.
 */
export function viewersApart(messages: Iterable<MessageRecord>): Map<string, Viewer> {
  const apart = new Map<string, Viewer>();
  const add = ({ id, role }: Person) =>
    apart.set(id, { enrolmentId: id, facilitates: isFacilitator(role) });
  for (const message of messages) {
    const { answers } = message;
    for (const each of [message, ...(answers ? [answers] : []), ...message.replies]) {
      if (each.audience === "room" && each.state !== "held" && each.shownAt) continue;
      add(each.author);
      if (each.audience === "author" && each.answers) add(each.answers.author);
    }
  }
  return apart;
}

function isMessageEvent(kind: string): kind is MessageEventKind {
  return (MESSAGE_EVENTS as readonly string[]).includes(kind);
}
