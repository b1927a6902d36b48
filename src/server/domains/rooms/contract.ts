import * as z from "zod/mini";
import { id, maybeWords, words } from "../../lib/fields";
import type { WireError as KnownError } from "../../lib/wire-errors";
import type { Person, Standing } from "../groups/contract";

export type { Person };

// The wire of a live room: inputs, views, events and the reducer that browser, bots and tests
// share. docs/realtime.md describes it in words; a change here is a change there.

/** Sent with every join; a server that speaks another protocol refuses with INVALID_INPUT. */
export const ROOM_PROTOCOL = 3;
export const MESSAGE_MAX = 4000;
/** Messages in a snapshot, the newest; earlier ones come page by page. */
export const SNAPSHOT_MESSAGES = 50;
/** A client further behind than this is given a fresh snapshot instead of the missed events. */
export const CATCH_UP_EVENTS = 500;

export const LIFETIMES = ["session", "seven_days", "kept"] as const;
export type Lifetime = (typeof LIFETIMES)[number];

export const WANTS_BACK = ["witness", "company", "question", "ideas"] as const;
export type WantsBack = (typeof WANTS_BACK)[number];

/** The fields of an exposure that its author may tick when sharing it as a win. */
export const WIN_FIELDS = [
  "kind",
  "plan",
  "fearedOutcome",
  "expectedSuds",
  "peakSuds",
  "likelihoodBefore",
  "likelihoodAfter",
  "fearedOutcomeHappened",
  "howGotThrough",
  "surprise",
  "endSuds",
  "whatHappened",
  "felt",
  "worse",
  "better",
  "learned",
] as const;
export type WinField = (typeof WIN_FIELDS)[number];

/** The fields of an exposure that may be ticked before it is done. */
export const PLAN_FIELDS = [
  "plan",
  "whereAndWho",
  "fearedOutcome",
  "likelihoodBefore",
  "expectedSuds",
  "safetyBehaviours",
  "copingWords",
  "kindnessPlan",
  "plannedFor",
] as const;
export type PlanField = (typeof PLAN_FIELDS)[number];

export const DRAFT_FIELDS = ["text", "link", "photo"] as const;
export type DraftField = (typeof DRAFT_FIELDS)[number];

export const CHECK_IN_FIELDS = [
  "weekStartOn",
  "fear",
  "avoidance",
  "distress",
  "nothingCameUp",
  "goodEnough",
] as const;

type NumberField =
  | "expectedSuds"
  | "peakSuds"
  | "endSuds"
  | "surprise"
  | "likelihoodBefore"
  | "likelihoodAfter";

/** What its author asked for and says beforehand; both travel with every card. */
type Asked = {
  /** Which replies the server accepts. Cards from before this was asked have none: witness. */
  wantsBack?: WantsBack;
  /** Present: the card is collapsed for everyone, under these words. */
  contentNote?: string;
};

/** Exactly the ticked fields, no key for the others. Numbers are 0–100. */
export type WinCard = Asked & {
  kind: "win";
  fields: Partial<Record<Exclude<WinField, NumberField>, string> & Record<NumberField, number>>;
};

/** A plan that its author released; `asksWord` when it waits for a facilitator's word. */
export type PlanCard = Asked & {
  kind: "plan";
  fields: Partial<
    Record<Exclude<PlanField, NumberField | "safetyBehaviours">, string> &
      Record<"likelihoodBefore" | "expectedSuds", number> & { safetyBehaviours: string[] }
  >;
  asksWord?: boolean;
};

/** A check-in, ticked item by item, 0–10. */
export type CheckInCard = Asked & {
  kind: "check_in";
  fields: Partial<
    Record<"fear" | "avoidance" | "distress" | "goodEnough", number> & {
      weekStartOn: string;
      nothingCameUp: boolean;
    }
  >;
};

/** Its bytes are at `/api/photos/shared/<organisation>/<address>` while the card can be seen. */
export type SharedPhoto = { address: string; alt: string | null; width: number; height: number };

/** A draft as it stood when it was called good enough: exactly what was ticked of it. */
export type DraftCard = Asked & {
  kind: "draft";
  text?: string;
  link?: string;
  photo?: SharedPhoto;
  wantsBack: WantsBack;
};
export type Card = WinCard | DraftCard | PlanCard | CheckInCard;

/** The fixed warm ones: seen by the author alone, never counted. */
export const WARM_REPLIES = ["with_you", "me_too", "thank_you_for_the_mess"] as const;
/** In own words; each belongs to one answer to "What do you want back?". */
export const WORDED_REPLIES = ["company", "question", "idea"] as const;
/** A facilitator's word on a plan that asks for it. */
export const FACILITATOR_WORDS = ["go_ahead", "smaller_please"] as const;
export const REPLY_KINDS = [...WARM_REPLIES, ...WORDED_REPLIES, ...FACILITATOR_WORDS] as const;
export type ReplyKind = (typeof REPLY_KINDS)[number];

const WORDED_FOR: Record<WantsBack, (typeof WORDED_REPLIES)[number] | null> = {
  witness: null,
  company: "company",
  question: "question",
  ideas: "idea",
};

/** The replies that a card's author asked for; the server accepts these and no others. */
export function repliesFor(card: Card, viewer: { facilitates: boolean }): ReplyKind[] {
  const worded = WORDED_FOR[card.wantsBack ?? "witness"];
  const asksWord = card.kind === "plan" && card.asksWord === true;
  return [
    ...WARM_REPLIES,
    ...(worded ? [worded] : []),
    ...(asksWord && viewer.facilitates ? FACILITATOR_WORDS : []),
  ];
}

export const REPLY_MAX = 1000;
/** One card takes no more; a group of ten will not get there. */
export const REPLIES_PER_CARD = 200;

/** `line`: the facilitators and the one member whom the private line is with. */
export type MessageAudience = "room" | "facilitators" | "author" | "line";

/** `unsent`: taken back within ten seconds, and gone as if it had never been. */
export type MessageState = "shown" | "held" | "removed" | "retracted" | "unsent";

export const UNSEND_MS = 10_000;

/** Why a message waits. `together` is opened with everyone's; the others wait for a facilitator. */
export type HeldFor = "person" | "room" | "message" | "safe" | "word" | "together";

/** What a line to the facilitators is, beside words. */
export type Regarding = "quiet_word" | "worry" | "report";

export type NoticeCode =
  | "segment_started"
  | "person_admitted"
  | "person_sent_out"
  | "went_safe"
  | "chair_taken";

export type MessageView = {
  id: string;
  /** Its place in the room: the `seq` of its `message_posted`. */
  seq: number;
  clientMessageId: string;
  author: Person;
  kind: "words" | "win" | "draft" | "plan" | "check_in" | "reply" | "notice";
  /** Besides its author: the room, its facilitators, or for warm replies the card's author. */
  audience: MessageAudience;
  /** The member whom a private line is with; null for everything else. */
  lineWith: Person | null;
  /** For what is said to the facilitators alone, and who or which message it is about. */
  regarding: Regarding | null;
  about: Person | null;
  aboutMessageId: string | null;
  /** ISO instant at which a facilitator said that it is looked after; null until then. */
  settledAt: string | null;
  /** What the room itself says, with `body` as the words that belong to it. */
  notice: NoticeCode | null;
  /** The card that a reply answers, and how; null for everything else. */
  replyToId: string | null;
  replyKind: ReplyKind | null;
  /** The replies this viewer may see, oldest first; empty for what was taken away. */
  replies: MessageView[];
  state: MessageState;
  /** Why it waits, for those who lead; its author learns only whether it is opened with others. */
  heldFor: HeldFor | null;
  /** Why it was removed: for its author and those who lead. */
  reason: string | null;
  /** Words; null for cards and for what was taken away. */
  body: string | null;
  card: Card | null;
  lifetime: Lifetime;
  /** ISO instants. */
  postedAt: string;
  expiresAt: string | null;
};

export type RoomState = "open" | "paused" | "closed";

/** `turns`: while a round is under way, those who have the floor; else everyone. */
export type Posting = "everyone" | "turns" | "facilitators";

/** What the room permits now; the same for everyone in it. */
export type RoomSettings = {
  posting: Posting;
  /** `warm`: the fixed ones only, whatever a card asks for. */
  replies: "as_asked" | "warm";
  /** Whose words are asked for in the round of turns under way; null when none is. */
  floor: { enrolmentIds: string[]; open: boolean } | null;
  /** Write together, open together. `since` is an ISO instant. */
  writing: { roundId: string; since: string } | null;
  /** Everything members post is seen by facilitators first. */
  held: boolean;
  slowModeSeconds: number | null;
  locked: boolean;
  lobby: boolean;
  /** ISO instant since which nobody leads and posts are held; null while somebody does. */
  safeSince: string | null;
  deputy: Person | null;
  /** Whoever of the members leads for now. */
  chair: Person | null;
};

/** A sentence that a facilitator may want to answer in person. Says nothing about its author. */
export type CareFlagView = {
  id: string;
  messageId: string;
  author: Person;
  /** ISO instants. */
  raisedAt: string;
  settledAt: string | null;
};

/** How the viewer stands in this room. */
export type OwnPlace = {
  standing: Exclude<Standing, "removed">;
  /** False in the lobby: nothing is to be seen yet but the private line. */
  admitted: boolean;
  /** Leads by role. */
  facilitates: boolean;
  /** Leads by role, or as the one who took the chair. */
  leads: boolean;
};

export type RoomSnapshot = {
  roomId: string;
  groupId: string;
  /** The last event this snapshot contains. */
  seq: number;
  state: RoomState;
  /** Null for a group's board. `startsAt` is an ISO instant. */
  session: { id: string; title: string; startsAt: string; durationMinutes: number } | null;
  me: Person;
  mine: OwnPlace;
  settings: RoomSettings;
  /** Oldest first. */
  messages: MessageView[];
  hasEarlier: boolean;
  centreMessageId: string | null;
  /** For those who lead by role, unsettled first; empty for everyone else. */
  careFlags: CareFlagView[];
};

export const MESSAGE_EVENTS = [
  "message_posted",
  "message_held",
  "message_shown",
  "message_removed",
  "message_retracted",
  "message_narrowed",
  "message_expired",
  "message_restored",
  "message_unsent",
  "message_settled",
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
  | { seq: number; kind: "settings_changed"; settings: RoomSettings }
  | { seq: number; kind: "care_flag_changed"; flag: CareFlagView }
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
    case "settings_changed":
      return { ...next, settings: event.settings };
    case "care_flag_changed": {
      const others = snapshot.careFlags.filter(({ id }) => id !== event.flag.id);
      return { ...next, careFlags: inOrderOfCare([...others, event.flag]) };
    }
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

/** Unsettled first, then the newest first. */
export function inOrderOfCare(flags: CareFlagView[]): CareFlagView[] {
  return flags.toSorted(
    (one, other) =>
      Number(one.settledAt !== null) - Number(other.settledAt !== null) ||
      (one.id < other.id ? 1 : -1),
  );
}

/** Replaces, adds or drops one message, keeping the order of `seq`; a reply inside its card. */
function placeMessage(
  snapshot: RoomSnapshot,
  messageId: string,
  message: MessageView | null,
): MessageView[] {
  const { messages, hasEarlier } = snapshot;
  if (message === null) return withoutMessage(messages, messageId);
  if (message.replyToId !== null) {
    const at = messages.findIndex((each) => each.id === message.replyToId);
    const card = messages[at];
    // A reply whose card is not held here is read when its card is.
    if (!card) return messages;
    return messages.with(at, { ...card, replies: inOrder(card.replies, message) });
  }
  // Something far above the page we hold changed; it is read when that page is.
  const isAbove = hasEarlier && message.seq < (messages[0]?.seq ?? 0);
  return isAbove ? messages : inOrder(messages, message);
}

function inOrder(messages: MessageView[], message: MessageView): MessageView[] {
  const at = messages.findIndex((each) => each.id === message.id);
  if (at >= 0) return messages.with(at, message);
  const before = messages.findIndex((each) => each.seq > message.seq);
  return before < 0 ? [...messages, message] : messages.toSpliced(before, 0, message);
}

function withoutMessage(messages: MessageView[], messageId: string): MessageView[] {
  const isIt = (each: MessageView) => each.id === messageId;
  if (messages.some(isIt)) return messages.filter((each) => !isIt(each));
  const at = messages.findIndex((each) => each.replies.some(isIt));
  const card = messages[at];
  if (!card) return messages;
  return messages.with(at, { ...card, replies: card.replies.filter((each) => !isIt(each)) });
}

const roomRef = { organisationId: id(), roomId: id() };

export const RoomRef = z.object(roomRef);
export const SessionRef = z.object({ organisationId: id(), sessionId: id() });

export const PostMessage = z.object({
  ...roomRef,
  /** Made by the sender, so that sending twice stores once. */
  clientMessageId: id(),
  body: words(MESSAGE_MAX, "Write a word or two first."),
});
export type PostMessage = z.infer<typeof PostMessage>;

/** Answers a card. Own words are asked for with the kinds that are in own words, and only then. */
export const Reply = z.object({
  ...roomRef,
  messageId: id(),
  clientMessageId: id(),
  kind: z.enum(REPLY_KINDS, "Please pick one of the replies."),
  body: maybeWords(REPLY_MAX),
});
export type Reply = z.infer<typeof Reply>;

/** "Could use a quiet word": to the facilitators of the group and nobody else. */
export const AskForWord = z.object({
  organisationId: id(),
  groupId: id(),
  clientMessageId: id(),
  body: words(MESSAGE_MAX, "Write a word or two first."),
});
export type AskForWord = z.infer<typeof AskForWord>;

export const BoardRef = z.object({ organisationId: id(), groupId: id() });
export type BoardRef = z.infer<typeof BoardRef>;

export const MessageRef = z.object({ ...roomRef, messageId: id() });
export type MessageRef = z.infer<typeof MessageRef>;

export const ChangeCentre = z.object({ ...roomRef, messageId: z.nullable(id()) });

export const ListMessages = z.object({
  ...roomRef,
  /** Only messages before this `seq`. */
  beforeSeq: z.int().check(z.positive()),
});

/**
 * A post that is committed. `seq` is its place in the room; `care` is true when its author is to be
 * offered help, privately.
 */
export type Posted = { messageId: string; seq: number; care?: true };

/** To the facilitators alone: a quiet word, or a worry about someone. */
export const TellFacilitators = z.object({
  ...roomRef,
  clientMessageId: id(),
  body: words(MESSAGE_MAX, "Write a word or two first."),
  regarding: z.enum(["quiet_word", "worry"]),
  aboutEnrolmentId: z.nullish(id()),
});
export type TellFacilitators = z.infer<typeof TellFacilitators>;

/** On the private line with one member; a member writes on their own, and leaves it out. */
export const PostOnLine = z.object({
  ...roomRef,
  clientMessageId: id(),
  body: words(MESSAGE_MAX, "Write a word or two first."),
  withEnrolmentId: z.nullish(id()),
});
export type PostOnLine = z.infer<typeof PostOnLine>;

/** A message that a facilitator should look at, and why. */
export const ReportMessage = z.object({
  ...roomRef,
  messageId: id(),
  clientMessageId: id(),
  body: words(500, "Say in a word or two what should be looked at."),
});
export type ReportMessage = z.infer<typeof ReportMessage>;

/** One's own way of not hearing from someone; nobody is told. */
export const FoldPerson = z.object({ organisationId: id(), groupId: id(), enrolmentId: id() });
export type FoldPerson = z.infer<typeof FoldPerson>;

/** What those who lead work through. Oldest first, each as the viewer may see it. */
export type DeskView = {
  held: MessageView[];
  /** Quiet words, worries, reports and what facilitators say among themselves. */
  toFacilitators: MessageView[];
  lines: MessageView[];
  removed: MessageView[];
};

export type Presence = "here" | "away" | "left" | "lobby" | "sent_out";

/** One person as those who lead see them. Instants are ISO. */
export type RosterEntry = {
  person: Person;
  presence: Presence;
  standing: Exclude<Standing, "removed">;
  /** Since when they are `presence`. */
  since: string | null;
  /** When they last posted here; null while they have not, or not among the last 2,000 posts. */
  lastPostedAt: string | null;
};

/** Who is in the room: those who lead first, then in order of arrival; the rest as a number. */
export type Here = { people: Person[]; more: number };
export const HERE_MAX = 60;

/** An error as a client reads it: `code` may be one that is newer than the client. */
export type WireError = Omit<KnownError, "code"> & { code: string };

export type Ack<T> = ({ ok: true } & T) | { ok: false; error: WireError };
