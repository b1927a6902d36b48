import { isFacilitator } from "@/server/domains/groups/contract";
import type {
  CareFlagView,
  MessageView,
  OwnPlace,
  Person,
  Regarding,
  RoomSnapshot,
  RosterEntry,
} from "@/server/domains/rooms/contract";

export type DeskTab = "people" | "lobby" | "waiting" | "tray" | "between" | "lines" | "settings";

/** Whoever took the chair leads, and sees nothing of what was told to the facilitators. */
const CHAIR_TABS: DeskTab[] = ["people", "lobby", "waiting", "settings"];
const FACILITATOR_TABS: DeskTab[] = [
  "people",
  "lobby",
  "waiting",
  "tray",
  "lines",
  "between",
  "settings",
];

/** What lies on this person's desk; nothing for those who do not lead. */
export function tabsFor({ leads, facilitates }: OwnPlace): DeskTab[] {
  if (facilitates) return FACILITATOR_TABS;
  return leads ? CHAIR_TABS : [];
}

/** Something told to the facilitators, or a sentence that one of them may want to answer. */
export type TrayItem = {
  id: string;
  kind: Regarding | "care_flag";
  from: Person;
  about: Person | null;
  /** What was written: their words, or for a report the message in question. */
  words: MessageView | null;
  /** The message that it is about, while it can be seen. */
  message: MessageView | null;
  /** ISO instants. */
  at: string;
  settledAt: string | null;
};

/** A private line with one member, together with what they told the facilitators. */
export type Line = { person: Person; messages: MessageView[] };

/** What the room holds that one who leads may have to do with. */
export type DeskView = {
  waiting: MessageView[];
  /** Written together and not opened yet. */
  together: MessageView[];
  /** Unsettled, oldest first. */
  tray: TrayItem[];
  /** Looked after, newest first. */
  settled: TrayItem[];
  /** Newest first. */
  removed: MessageView[];
  between: MessageView[];
  /** The line that something was last said on comes first. */
  lines: Line[];
};

/** Every message with the replies to it, in the order in which they were posted. */
export function everyMessage(messages: MessageView[]): MessageView[] {
  return messages
    .flatMap((message) => [message, ...message.replies])
    .toSorted((one, other) => one.seq - other.seq);
}

/**
 * Sorts what a room holds onto the desk. `known` are messages from further back than the snapshot
 * reaches; where both have one, the snapshot's is the newer. Pure.
 */
export function deskView(
  snapshot: Pick<RoomSnapshot, "messages" | "careFlags" | "mine">,
  known: MessageView[] = [],
): DeskView {
  const { facilitates, leads } = snapshot.mine;
  const byId = new Map(
    [...known, ...everyMessage(snapshot.messages)].map((each) => [each.id, each]),
  );
  const all = leads ? [...byId.values()].toSorted((one, other) => one.seq - other.seq) : [];
  const inHand = all.filter((message) => mayHandle(message, facilitates));
  const waiting = inHand.filter(({ state }) => state === "held");
  const told = facilitates ? all : [];
  const tray = [
    ...told.flatMap((message) => toldItem(message, all)),
    ...(facilitates ? snapshot.careFlags.map((flag) => flagItem(flag, all)) : []),
  ].toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at));
  return {
    waiting: waiting.filter(({ heldFor }) => heldFor !== "together"),
    together: waiting.filter(({ heldFor }) => heldFor === "together"),
    tray: tray.filter(({ settledAt }) => settledAt === null),
    settled: tray.filter(({ settledAt }) => settledAt !== null).reverse(),
    removed: inHand.filter(({ state }) => state === "removed").reverse(),
    between: told.filter(isBetweenFacilitators),
    lines: linesOf(told),
  };
}

/** As the server decides it: what was told to the facilitators is answered, not taken away. */
function mayHandle({ audience, regarding }: MessageView, facilitates: boolean): boolean {
  if (audience === "author" || regarding !== null) return false;
  return facilitates || audience === "room";
}

function toldItem(message: MessageView, all: MessageView[]): TrayItem[] {
  const { regarding, aboutMessageId } = message;
  if (regarding === null || message.state !== "shown") return [];
  return [
    {
      id: message.id,
      kind: regarding,
      from: message.author,
      about: message.about,
      words: message,
      message: aboutMessageId === null ? null : findMessage(all, aboutMessageId),
      at: message.postedAt,
      settledAt: message.settledAt,
    },
  ];
}

function flagItem(flag: CareFlagView, all: MessageView[]): TrayItem {
  return {
    id: flag.id,
    kind: "care_flag",
    from: flag.author,
    about: null,
    words: null,
    message: findMessage(all, flag.messageId),
    at: flag.raisedAt,
    settledAt: flag.settledAt,
  };
}

function findMessage(all: MessageView[], id: string): MessageView | null {
  return all.find((message) => message.id === id) ?? null;
}

function isBetweenFacilitators({ audience, regarding, author, kind }: MessageView): boolean {
  if (audience !== "facilitators" || regarding !== null) return false;
  // What the room itself says to those who lead stands in the talk.
  return kind === "words" && isFacilitator(author.role);
}

function linesOf(told: MessageView[]): Line[] {
  const people = new Map<string, Person>();
  for (const { audience, lineWith } of told) {
    if (audience === "line" && lineWith) people.set(lineWith.id, lineWith);
  }
  return [...people.values()]
    .map((person) => ({ person, messages: lineWith(told, person.id) }))
    .toSorted((one, other) => lastSeq(other) - lastSeq(one));
}

/** Where the last thing said on a line stands; 0 while nothing is. */
export function lastSeq({ messages }: Line): number {
  return messages.at(-1)?.seq ?? 0;
}

/** What was said with one member in private, and what they told the facilitators, in order. */
export function lineWith(messages: MessageView[], enrolmentId: string): MessageView[] {
  return messages.filter(
    ({ audience, lineWith: member, regarding, author }) =>
      (audience === "line" && member?.id === enrolmentId) ||
      (regarding !== null && author.id === enrolmentId),
  );
}

/** Those who have written in the round that is opened together, each once. */
export function authorsOf(messages: MessageView[]): Person[] {
  return [...new Map(messages.map(({ author }) => [author.id, author])).values()];
}

const PRESENCE_ORDER = ["here", "away", "left", "sent_out"] as const;

/** The roster without the lobby: those here first, then away, left and sent out. */
export function peopleOf(roster: RosterEntry[]): RosterEntry[] {
  return PRESENCE_ORDER.flatMap((presence) =>
    roster.filter((entry) => entry.presence === presence),
  );
}

/** Those who wait to be let in, the longest wait first. */
export function lobbyOf(roster: RosterEntry[]): RosterEntry[] {
  return roster
    .filter(({ presence }) => presence === "lobby")
    .toSorted((one, other) => (one.since ?? "").localeCompare(other.since ?? ""));
}
