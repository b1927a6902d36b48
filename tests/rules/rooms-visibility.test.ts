import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isFacilitator } from "@/server/domains/groups/contract";
import {
  LIFETIMES,
  MESSAGE_EVENTS,
  type MessageEventKind,
  type Person,
  ROOM_STATE_EVENTS,
  type RoomSettings,
} from "@/server/domains/rooms/contract";
import {
  type MessageRecord,
  type Moment,
  SETTINGS_IN_LOBBY,
  type Subjects,
  VIEWERS,
  type Viewer,
  viewEvent,
  viewersApart,
  viewMessage,
} from "@/server/domains/rooms/rules";

// No viewer ever receives what its audience excludes: the one visibility rule against a model that
// is written the other way round, as the list of those who may read.

const NOW = new Date("2026-03-02T10:00:00Z");
const BEFORE = new Date(NOW.getTime() - 1);
const AFTER = new Date(NOW.getTime() + 1);
const SECRET = "canary-in-the-words";
const REASON = "canary-in-the-reason";

const person = <R extends Person["role"]>(name: string, role: R) =>
  ({ id: name.toLowerCase(), name, role }) as const;
const ivy = person("Ivy", "member");
const sol = person("Sol", "member");
/** Has the chair. */
const cleo = person("Cleo", "member");
/** Waits in the lobby. */
const wren = person("Wren", "member");
const robin = person("Robin", "facilitator");
const cara = person("Cara", "co-facilitator");
const PEOPLE: Person[] = [ivy, sol, cleo, wren, robin, cara];
const INSIDE = PEOPLE.filter(({ id }) => id !== wren.id);
const FACILITATORS = [robin, cara];
const LEADERS = [...FACILITATORS, cleo];

function viewerOf({ id, role }: Person): Viewer {
  const facilitates = isFacilitator(role);
  const leads = facilitates || id === cleo.id;
  return { enrolmentId: id, facilitates, leads, admitted: id !== wren.id };
}

const state = fc.constantFrom<MessageRecord["state"]>(
  "shown",
  "held",
  "removed",
  "retracted",
  "unsent",
);
const facts = fc.record({
  author: fc.constantFrom(...INSIDE),
  state,
  heldFor: fc.constantFrom(
    null,
    "person",
    "room",
    "message",
    "safe",
    "word",
    "together",
  ) as fc.Arbitrary<MessageRecord["heldFor"]>,
  shownAt: fc.constantFrom(null, BEFORE),
});
const messages = fc
  .record({
    ...{ facts },
    address: fc.oneof(
      fc.constant({ audience: "room" as const, lineWith: null }),
      fc.constant({ audience: "facilitators" as const, lineWith: null }),
      fc
        .constantFrom(ivy, sol, cleo, wren)
        .map((lineWith) => ({ audience: "line" as const, lineWith })),
    ),
    regarding: fc.constantFrom(null, "quiet_word", "worry", "report") as fc.Arbitrary<
      MessageRecord["regarding"]
    >,
    lifetime: fc.constantFrom(...LIFETIMES),
    expiresAt: fc.constantFrom(null, null, BEFORE, AFTER),
    isCard: fc.boolean(),
    replies: fc.array(fc.record({ facts, warm: fc.boolean() }), { maxLength: 3 }),
  })
  .map(({ facts: own, address, isCard, replies, regarding, ...rest }): MessageRecord => {
    const message = record({ ...own, ...rest, ...address });
    if (address.audience === "facilitators") message.regarding = regarding;
    if (!isCard || address.audience === "line") return message;
    message.kind = "draft";
    message.body = null;
    message.card = { kind: "draft", text: SECRET, wantsBack: "company" };
    message.replies = replies.map((reply, n) =>
      record({
        ...reply.facts,
        id: `reply-${n}`,
        kind: "reply",
        audience: reply.warm ? "author" : "room",
        replyKind: reply.warm ? "with_you" : "company",
        answers: message,
      }),
    );
    return message;
  });
const moments = fc.record({
  closedAt: fc.constantFrom(null, null, BEFORE),
  readableUntil: fc.constantFrom(null, null, null, BEFORE, AFTER),
  now: fc.constant(NOW),
});

function record(given: Partial<MessageRecord>): MessageRecord {
  return {
    id: "message",
    postedSeq: 1,
    clientMessageId: "client",
    author: ivy,
    kind: "words",
    audience: "room",
    lineWith: null,
    regarding: null,
    about: null,
    aboutMessageId: null,
    settledAt: null,
    notice: null,
    answers: null,
    replyKind: null,
    replies: [],
    body: SECRET,
    card: null,
    postedAt: BEFORE,
    state: "shown",
    heldFor: null,
    stateReason: REASON,
    shownAt: BEFORE,
    lifetime: "kept",
    expiresAt: null,
    ...given,
  };
}

const taken = ({ state: is }: MessageRecord) => ["removed", "retracted", "unsent"].includes(is);

/** Everyone who may know of a message now. */
function readers(message: MessageRecord, moment: Moment): Person[] {
  const { audience, author, lineWith, answers, expiresAt, lifetime } = message;
  const ended =
    message.state === "unsent" ||
    (expiresAt !== null && expiresAt <= NOW) ||
    (lifetime === "session" && moment.closedAt !== null) ||
    (moment.readableUntil !== null && moment.readableUntil <= NOW);
  if (ended) return [];
  const own = {
    line: [...FACILITATORS, lineWith],
    facilitators: [...FACILITATORS, author],
    author: taken(message) ? [] : [author, answers?.author],
    room: message.state !== "held" && message.shownAt ? INSIDE : [...LEADERS, author],
  }[audience];
  const ofCard = answers ? (taken(answers) ? [] : readers(answers, moment)) : PEOPLE;
  return PEOPLE.filter((each) => own.includes(each) && ofCard.includes(each));
}

/** Who could have known of it at any time: what it says stays here, whatever happens to it. */
function everReaders(message: MessageRecord): Person[] {
  const { audience, author, lineWith, answers } = message;
  const own = {
    line: [...FACILITATORS, lineWith],
    facilitators: [...FACILITATORS, author],
    author: [author, answers?.author],
    room: message.shownAt ? INSIDE : [...LEADERS, author],
  }[audience];
  return PEOPLE.filter((each) => own.includes(each));
}

function subjectsOf(message: MessageRecord): Subjects {
  const all = new Map([message, ...message.replies].map((each) => [each.id, each]));
  return { messages: all, flags: new Map(), settings: SETTINGS_IN_LOBBY };
}

const eventOf = (kind: string, message: MessageRecord) => ({
  seq: 9,
  kind,
  subjectId: message.id,
  at: NOW,
});

describe("what a message tells", () => {
  it("reaches exactly those it is for, each as much as is theirs to know", () => {
    fc.assert(
      fc.property(messages, moments, (message, moment) => {
        for (const one of [message, ...message.replies]) {
          const may = readers(one, moment);
          for (const each of PEOPLE) {
            const view = viewMessage(one, viewerOf(each), moment);
            expect(view !== null).toBe(may.includes(each));
            if (!view) continue;
            const told = JSON.stringify({ ...view, replies: [] });
            expect(told.includes(SECRET)).toBe(!taken(one));
            const knowsWhy = LEADERS.includes(each) || one.author === each;
            expect(told.includes(REASON)).toBe(one.state === "removed" && knowsWhy);
            const knowsHold = LEADERS.includes(each) || one.heldFor === "together";
            expect(view.heldFor).toBe(one.state === "held" && knowsHold ? one.heldFor : null);
            const repliesFor = taken(one)
              ? []
              : one.replies.filter((reply) => readers(reply, moment).includes(each));
            expect(view.replies.map(({ id }) => id)).toEqual(repliesFor.map(({ id }) => id));
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it("comes in no event of any kind to anyone else, and nothing at all to whom it never was for", () => {
    fc.assert(
      fc.property(
        messages,
        moments,
        fc.constantFrom(...MESSAGE_EVENTS),
        (message, moment, kind) => {
          for (const one of [message, ...message.replies]) {
            const may = readers(one, moment);
            const ever = everReaders(one);
            for (const each of PEOPLE) {
              const told = viewEvent(
                eventOf(kind, one),
                subjectsOf(message),
                viewerOf(each),
                moment,
              );
              if (may.includes(each)) expect(told.kind).toBe(kind);
              else expect(JSON.stringify(told)).not.toMatch(/canary/);
              // A card narrowed to facilitators leaves the screens of the room, which had it.
              const narrowed = kind === "message_narrowed" && one.audience === "facilitators";
              if (!ever.includes(each) && !narrowed) expect(told.kind).toBe("skip");
            }
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it("is projected alike for all whom nothing sets apart", () => {
    fc.assert(
      fc.property(
        messages,
        moments,
        fc.constantFrom(...MESSAGE_EVENTS),
        (message, moment, kind) => {
          const subjects = subjectsOf(message);
          const apart = viewersApart(subjects.messages.values());
          for (const one of subjects.messages.values()) {
            const event = eventOf(kind, one);
            const as = (viewer: Viewer) => viewEvent(event, subjects, viewer, moment);
            for (const each of PEOPLE.filter(({ id }) => id !== cleo.id && !apart.has(id))) {
              const { facilitates, admitted } = viewerOf(each);
              const ofAll = admitted
                ? VIEWERS[facilitates ? "facilitators" : "members"]
                : VIEWERS.lobby;
              expect(as(viewerOf(each))).toEqual(as(ofAll));
            }
            // Then one serialisation serves members and facilitators.
            if (apart.size === 0) expect(as(VIEWERS.members)).toEqual(as(VIEWERS.facilitators));
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe("what is not a message", () => {
  const settings: RoomSettings = { ...SETTINGS_IN_LOBBY, held: true, deputy: sol };
  const flag = {
    id: "flag",
    messageId: "message",
    author: ivy,
    raisedAt: NOW.toISOString(),
    settledAt: null,
  };
  const subjects: Subjects = { messages: new Map(), flags: new Map([["flag", flag]]), settings };
  const moment = { closedAt: null, readableUntil: null, now: NOW };
  const seenBy = (kind: string, subjectId: string | null) =>
    PEOPLE.filter((each) => {
      const event = { seq: 1, kind, subjectId, at: NOW };
      return viewEvent(event, subjects, viewerOf(each), moment).kind !== "skip";
    });

  it("is for whom it is for: a flag of care for those who facilitate, settings for who is let in", () => {
    expect(seenBy("care_flag_changed", "flag")).toEqual(FACILITATORS);
    expect(seenBy("settings_changed", null)).toEqual(INSIDE);
    expect(seenBy("centre_changed", "message")).toEqual(INSIDE);
    for (const kind of ROOM_STATE_EVENTS) expect(seenBy(kind, null)).toEqual(PEOPLE);
    for (const kind of ["run_changed", "round_changed", "something_new"]) {
      expect(seenBy(kind, "any")).toEqual([]);
    }
  });

  it("is nothing to anyone when what it is about cannot be found", () => {
    const kinds: (MessageEventKind | "care_flag_changed")[] = [
      "message_posted",
      "care_flag_changed",
    ];
    for (const kind of kinds) expect(seenBy(kind, "gone")).toEqual([]);
  });
});
