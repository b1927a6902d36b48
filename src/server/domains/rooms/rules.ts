import type { ErrorCode } from "../../lib/errors";
import type { StoredEvent } from "../../realtime/outbox";
import type { Standing } from "../groups/contract";
import { isFacilitator } from "../groups/contract";
import {
  type Card,
  type CareFlagView,
  FACILITATOR_WORDS,
  type HeldFor,
  LIFETIMES,
  type Lifetime,
  MESSAGE_EVENTS,
  type MessageAudience,
  type MessageEventKind,
  type MessageState,
  type MessageView,
  type NoticeCode,
  type Person,
  type Posting,
  type Regarding,
  type ReplyKind,
  ROOM_STATE_EVENTS,
  type RoomEvent,
  type RoomSettings,
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
  /** The member whom a private line is with. */
  lineWith: Person | null;
  regarding: Regarding | null;
  about: Person | null;
  aboutMessageId: string | null;
  settledAt: Date | null;
  notice: NoticeCode | null;
  /** The card that a reply answers; null for everything else. */
  answers: MessageRecord | null;
  replyKind: ReplyKind | null;
  /** Oldest first; each `answers` this one. Empty for all but cards. */
  replies: MessageRecord[];
  body: string | null;
  card: Card | null;
  postedAt: Date;
  state: MessageState;
  heldFor: HeldFor | null;
  stateReason: string | null;
  /** When members could first see it; null if they never could. */
  shownAt: Date | null;
  lifetime: Lifetime;
  expiresAt: Date | null;
};

/**
 * Who looks. `enrolmentId` null stands for anyone who stands like this and whom no message is
 * about. `leads` is by role or by the chair, and whoever facilitates leads.
 */
export type Viewer = {
  enrolmentId: string | null;
  facilitates: boolean;
  leads: boolean;
  admitted: boolean;
};

const ANYONE = { enrolmentId: null, facilitates: false, leads: false, admitted: true };
/** Those whom nothing sets apart; everyone else is a viewer of their own. */
export const VIEWERS = {
  members: ANYONE,
  facilitators: { ...ANYONE, facilitates: true, leads: true },
  lobby: { ...ANYONE, admitted: false },
} satisfies Record<string, Viewer>;

export type RoomKind = "session" | "board";

/** What of a room decides who may come in and post. */
export type RoomFacts = {
  kind: RoomKind;
  closedAt: Date | null;
  pausedAt: Date | null;
  lockedAt: Date | null;
  lobbyAt: Date | null;
  posting: Posting;
  replies: RoomSettings["replies"];
  floorEnrolmentIds: string[] | null;
  floorOpen: boolean;
  slowModeSeconds: number | null;
  writingRoundId: string | null;
  heldAt: Date | null;
  safeSince: Date | null;
  facilitatorSeenAt: Date | null;
};

/** What of a person decides whether they may come in. */
export type Visitor = {
  standing: Standing;
  facilitates: boolean;
  joinedAt: Date;
  /** Was let in, or has been here. */
  known: boolean;
  /** Waits in the lobby, or did. */
  asked: boolean;
  sentOut: boolean;
};

export type PersonFacts = Visitor & {
  enrolmentId: string;
  leads: boolean;
  /** When they last posted words here. */
  lastPostedAt: Date | null;
};

/** Nobody who leads for longer than this: what members post is held. */
export const UNATTENDED_AFTER_MS = 30_000;

/**
 * How the room answers somebody of the group who comes: lets them in, or into the lobby, is locked,
 * or is not there for them. A closed one is there to be read by whoever was of the group then.
 */
export function doorOf(room: RoomFacts, visitor: Visitor): "in" | "lobby" | "locked" | "absent" {
  if (visitor.standing === "removed") return "absent";
  if (room.closedAt) return visitor.joinedAt > room.closedAt ? "absent" : "in";
  if (visitor.sentOut) return "absent";
  if (visitor.facilitates || visitor.known) return "in";
  // Whoever waits when the room is locked goes on waiting.
  if (room.lockedAt && !(room.lobbyAt && visitor.asked)) return "locked";
  return room.lobbyAt ? "lobby" : "in";
}

export function roomState(room: Pick<RoomFacts, "closedAt" | "pausedAt">): RoomState {
  if (room.closedAt) return "closed";
  return room.pausedAt ? "paused" : "open";
}

/** `fixed_reply`: a warm one, or a facilitator's word; `reply`: in own words. */
export type PostKind = "words" | "card" | "reply" | "fixed_reply";

/**
 * Why a person may not post at `at`; null when they may. The write lane decides the same in SQL for
 * words, and a test compares the two over every combination.
 */
export function refusalToPost(
  room: RoomFacts,
  person: PersonFacts,
  what: PostKind,
  at: Date,
): ErrorCode | null {
  const door = doorOf(room, person);
  if (door === "absent") return "NOT_FOUND";
  if (room.kind === "board" && what === "words") return "INVALID_INPUT";
  if (room.closedAt) return "ROOM_CLOSED";
  if (door === "locked") return "ROOM_LOCKED";
  if (door === "lobby") return "NOT_ADMITTED";
  if (person.standing === "muted") return "MUTED";
  if (what === "reply" && room.replies === "warm") return "NOT_NOW";
  if (person.leads) return null;
  if (room.pausedAt) return "ROOM_PAUSED";
  if (what === "words" || what === "card") {
    if (room.posting === "facilitators") return "NOT_NOW";
    if (room.posting === "turns" && !hasFloor(room, person)) return "NOT_YOUR_TURN";
  }
  const paced = what === "words" || what === "reply";
  return paced && slowModeWaitMs(room, person.lastPostedAt, at) > 0 ? "SLOW_MODE" : null;
}

/** Without a round under way everyone has it. */
function hasFloor(
  { floorEnrolmentIds, floorOpen }: RoomFacts,
  { enrolmentId }: PersonFacts,
): boolean {
  return !floorEnrolmentIds || floorOpen || floorEnrolmentIds.includes(enrolmentId);
}

/** For how long, from `at`, a member who posted at `lastPostedAt` has to wait. In ms; 0 for not. */
export function slowModeWaitMs(
  { slowModeSeconds }: Pick<RoomFacts, "slowModeSeconds">,
  lastPostedAt: Date | null,
  at: Date,
): number {
  if (!slowModeSeconds || !lastPostedAt) return 0;
  return Math.max(0, lastPostedAt.getTime() + slowModeSeconds * 1000 - at.getTime());
}

/** Whether nobody who leads is there at `at`, as far as the room knows. Boards need nobody. */
export function isUnattended(
  room: Pick<RoomFacts, "kind" | "safeSince" | "facilitatorSeenAt">,
  at: Date,
): boolean {
  if (room.kind === "board") return false;
  if (room.safeSince || !room.facilitatorSeenAt) return true;
  return at.getTime() > room.facilitatorSeenAt.getTime() + UNATTENDED_AFTER_MS;
}

/**
 * What a post for the room waits for, the first that applies; null when it is shown at once.
 * `listed`: there is a word in it from the group's list.
 */
export function heldFor(
  room: RoomFacts,
  person: Pick<PersonFacts, "standing" | "leads">,
  { at, listed }: { at: Date; listed: boolean },
): HeldFor | null {
  if (!person.leads && room.writingRoundId) return "together";
  if (person.standing === "held") return "person";
  if (person.leads) return null;
  if (room.heldAt) return "room";
  if (isUnattended(room, at)) return "safe";
  return listed ? "word" : null;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** When a share ends by itself; null when the room's own life or the group's retention decides. */
export function expiryOf(lifetime: Lifetime, now: Date): Date | null {
  return lifetime === "seven_days" ? new Date(now.getTime() + 7 * DAY_MS) : null;
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
export function canReply(
  card: Card,
  kind: ReplyKind,
  viewer: Pick<Viewer, "enrolmentId" | "facilitates">,
  authorId: string,
): boolean {
  const toOneself = viewer.enrolmentId === authorId;
  if (toOneself && (isWarm(kind) || among(FACILITATOR_WORDS, kind))) return false;
  return repliesFor(card, viewer).includes(kind);
}

/** The words of a post that a list of words can be held against. */
export function wordsOf({ body, card }: { body?: string | null; card?: Card | null }): string {
  return [body ?? "", ...(card ? stringsIn(card) : [])].join("\n");
}

function stringsIn(card: Card): string[] {
  const note = card.contentNote ?? [];
  if (card.kind === "draft") return [card.text ?? [], card.photo?.alt ?? [], note].flat();
  const values: unknown[] = Object.values(card.fields).flat();
  return [...values.filter((value) => typeof value === "string"), note].flat();
}

/** `readableUntil`: the group's retention of a closed room; null while it is open. */
export type Moment = { closedAt: Date | null; readableUntil: Date | null; now: Date };

export function isRetired({ readableUntil, now }: Omit<Moment, "closedAt">): boolean {
  return readableUntil !== null && readableUntil <= now;
}

/** When a closed room's retention is over; null while it is open. */
export function retentionEnd(closedAt: Date | null, retentionDays: number): Date | null {
  return closedAt && new Date(closedAt.getTime() + retentionDays * DAY_MS);
}

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
    lineWith: message.lineWith,
    regarding: message.regarding,
    about: message.about,
    aboutMessageId: message.aboutMessageId,
    settledAt: message.settledAt?.toISOString() ?? null,
    notice: message.notice,
    replyToId: message.answers?.id ?? null,
    replyKind: message.replyKind,
    replies: gone
      ? []
      : message.replies.flatMap((reply) => viewMessage(reply, viewer, moment) ?? []),
    state: message.state,
    heldFor: heldForSeenBy(message, viewer),
    reason: reasonSeenBy(message, viewer),
    body: gone ? null : message.body,
    card: gone ? null : message.card,
    lifetime: message.lifetime,
    postedAt: message.postedAt.toISOString(),
    expiresAt: message.expiresAt?.toISOString() ?? null,
  };
}

/** Why it waits is for those who lead; its author learns whether it is opened with the others'. */
function heldForSeenBy({ state, heldFor }: MessageRecord, viewer: Viewer): HeldFor | null {
  if (state !== "held") return null;
  return viewer.leads || heldFor === "together" ? heldFor : null;
}

function reasonSeenBy({ state, stateReason, author }: MessageRecord, viewer: Viewer) {
  if (state !== "removed") return null;
  return viewer.leads || viewer.enrolmentId === author.id ? stateReason : null;
}

function canSee(message: MessageRecord, viewer: Viewer, moment: Moment): boolean {
  if (message.state === "unsent" || isOver(message, moment)) return false;
  if (!isWithin(message, viewer)) return false;
  const { answers } = message;
  if (answers && (isGone(answers) || !canSee(answers, viewer, moment))) return false;
  switch (message.audience) {
    case "author":
      // Between two people, and without a trace once it is taken back.
      return isParty(message, viewer) && !isGone(message);
    case "line":
    case "facilitators":
      return true;
    case "room":
      return isInsider(message, viewer) || (message.state !== "held" && message.shownAt !== null);
  }
}

/** Whether something of this audience can be for them at all, whatever has become of it. */
function isWithin(message: MessageRecord, viewer: Viewer): boolean {
  const { audience, author, lineWith } = message;
  if (audience === "line") return viewer.facilitates || viewer.enrolmentId === lineWith?.id;
  // Nothing of the room is for someone in its lobby.
  if (!viewer.admitted) return false;
  if (audience === "facilitators") return viewer.facilitates || viewer.enrolmentId === author.id;
  return audience === "room" || isParty(message, viewer);
}

function isOver(message: MessageRecord, moment: Moment): boolean {
  if (isRetired(moment)) return true;
  if (message.lifetime === "session" && moment.closedAt) return true;
  return message.expiresAt !== null && message.expiresAt <= moment.now;
}

function isGone({ state }: MessageRecord): boolean {
  return state === "removed" || state === "retracted" || state === "unsent";
}

/** Those who see something for the room before the room does. */
function isInsider(message: MessageRecord, viewer: Viewer): boolean {
  return viewer.leads || viewer.enrolmentId === message.author.id;
}

/** The two whom a warm reply is between. */
function isParty(message: MessageRecord, { enrolmentId }: Viewer): boolean {
  return enrolmentId === message.author.id || enrolmentId === message.answers?.author.id;
}

/** What the events of one batch are about, as it is now. */
export type Subjects = {
  messages: ReadonlyMap<string, MessageRecord>;
  flags: ReadonlyMap<string, CareFlagView>;
  settings: RoomSettings;
};

/**
 * An event as `viewer` receives it. What was never for them becomes a skip, so that `seq` stays
 * dense; what they could see until now and no longer may is sent as null. A kind that is another
 * domain's is a skip here.
 */
export function viewEvent(
  event: StoredEvent,
  { messages, flags, settings }: Subjects,
  viewer: Viewer,
  moment: Moment,
): RoomEvent {
  const { seq, kind, subjectId } = event;
  const skip = { seq, kind: "skip" } as const;
  if (isRoomStateEvent(kind)) return { seq, kind };
  if (kind === "centre_changed") {
    return viewer.admitted ? { seq, kind, messageId: subjectId } : skip;
  }
  if (kind === "settings_changed") return viewer.admitted ? { seq, kind, settings } : skip;
  if (kind === "care_flag_changed") {
    const flag = viewer.facilitates && subjectId !== null && flags.get(subjectId);
    return flag ? { seq, kind, flag } : skip;
  }
  const message = subjectId === null ? undefined : messages.get(subjectId);
  if (!isMessageEvent(kind) || !message) return skip;
  const view = viewMessage(message, viewer, moment);
  if (!view && !mayHold(message, viewer, moment, kind)) return skip;
  return { seq, kind, messageId: message.id, message: view };
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
  if (isWithin(message, viewer)) {
    return audience !== "room" || isInsider(message, viewer) || message.shownAt !== null;
  }
  // Kept from members since it was narrowed, which is when their screens let go of it.
  if (audience !== "facilitators" || !viewer.admitted || kind !== "message_narrowed") return false;
  return viewer.leads || message.shownAt !== null;
}

/**
 * Those who see one of `messages` otherwise than everyone of their role does, by enrolment id: the
 * authors of what is held, removed or for facilitators, and the two whom a private line or a warm
 * reply is between. Whether they facilitate is all that is known of them here.
 */
export function viewersApart(
  messages: Iterable<MessageRecord>,
): Map<string, Pick<Viewer, "facilitates">> {
  const apart = new Map<string, Pick<Viewer, "facilitates">>();
  const add = ({ id, role }: Person) => apart.set(id, { facilitates: isFacilitator(role) });
  for (const message of messages) {
    const { answers } = message;
    for (const each of [message, ...(answers ? [answers] : []), ...message.replies]) {
      const { state, shownAt, lineWith } = each;
      const plain = state === "shown" || state === "retracted" || state === "unsent";
      if (each.audience === "room" && plain && shownAt) continue;
      add(each.author);
      if (lineWith) add(lineWith);
      if (each.audience === "author" && each.answers) add(each.answers.author);
    }
  }
  return apart;
}

function isMessageEvent(kind: string): kind is MessageEventKind {
  return (MESSAGE_EVENTS as readonly string[]).includes(kind);
}

function isRoomStateEvent(kind: string): kind is RoomStateEventKind {
  return (ROOM_STATE_EVENTS as readonly string[]).includes(kind);
}

/** What someone in the lobby is told of the room: that there is a lobby. */
export const SETTINGS_IN_LOBBY: RoomSettings = {
  posting: "everyone",
  replies: "as_asked",
  floor: null,
  writing: null,
  held: false,
  slowModeSeconds: null,
  locked: false,
  lobby: true,
  safeSince: null,
  deputy: null,
  chair: null,
};

// Explicit sentences in the first person and the present, and no others: a match offers help to
// whoever wrote it and tells those who facilitate, and no match says nothing about anyone.
const VERY = "(?: (?:really|just|still|honestly|actually|so|often|always|only|do|also))*";
const AM = "(?:i am|im)";
const INTEND = `(?:i${VERY} (?:want to|wanna|need to|might|could|will|plan to|intend to)|${AM}${VERY} (?:going to|gonna|about to|planning to|ready to)|ill|id like to)${VERY}`;
const THINK = `${AM}${VERY} (?:thinking (?:of|about)|planning on)${VERY}`;
// "of embarrassment", "laughing": what people say who mean neither.
const MEANT =
  "(?! (?:of|from|with) (?!it all\\b)| (?:laughing|inside|a little|a bit|on stage|when|because|every time|if|over))";

const CARE_RULES: Record<string, RegExp> = {
  wants_to_die: careRule(
    `i${VERY} (?:want to|wanna) (?:die|be dead)`,
    `i${VERY} wish (?:that )?i (?:was|were) (?:dead|never born)`,
    `i${VERY} (?:dont|do not) want to (?:live|be alive|exist)(?: any ?more| any longer)?(?! in | with | at | near | like | by | on | alone| together)`,
    `i${VERY} (?:cant|cannot|can not|dont want to|do not want to) go on living`,
  ),
  kill_oneself: careRule(
    `${INTEND} (?:kill myself|end my (?:own )?life|take my (?:own )?life)`,
    `${THINK} (?:killing myself|ending my (?:own )?life|taking my (?:own )?life|suicide)`,
    `${AM}${VERY} (?:feeling )?suicidal`,
    `i${VERY} (?:feel|have been feeling|keep feeling) suicidal`,
  ),
  harm_oneself: careRule(
    `${INTEND} (?:hurt|harm|cut) myself`,
    `${THINK} (?:hurting|harming|cutting) myself`,
    `${AM}${VERY} (?:self harming|hurting myself on purpose|harming myself)`,
    `i${VERY} (?:self harm|hurt myself on purpose)`,
  ),
  not_safe: careRule(
    `${AM}${VERY} not safe (?:with|from) myself`,
    `i${VERY} (?:dont|do not) feel safe with myself`,
  ),
};

function careRule(...sentences: string[]): RegExp {
  return new RegExp(`(?<![\\w'])(?:${sentences.join("|")})(?!\\w)${MEANT}`, "u");
}

/** The rule that what someone wrote matches, by its name; null for nearly everything. */
export function careRuleOf(text: string): string | null {
  const plain = text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/['’‘`]/g, "")
    .replace(/[-\s]+/g, " ");
  const found = Object.entries(CARE_RULES).find(([, pattern]) => pattern.test(plain));
  return found?.[0] ?? null;
}
