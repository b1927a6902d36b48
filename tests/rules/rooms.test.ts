import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  applyRoomEvent,
  type Card,
  LIFETIMES,
  type MessageView,
  REPLY_KINDS,
  type RoomEvent,
  type RoomSnapshot,
  type WANTS_BACK,
} from "@/server/domains/rooms/contract";
import {
  canReply,
  isNoWider,
  isWarm,
  type MessageRecord,
  SETTINGS_IN_LOBBY,
  VIEWERS,
  type Viewer,
  viewEvent,
  viewersApart,
  viewMessage,
} from "@/server/domains/rooms/rules";

const NOW = new Date("2026-03-02T10:00:00Z");
const author = { id: "author", name: "Ivy", role: "member" } as const;

/** Of a message that is plain words for the room. */
const NOTHING_MORE = {
  lineWith: null,
  regarding: null,
  about: null,
  aboutMessageId: null,
  notice: null,
  heldFor: null,
};

const empty: RoomSnapshot = {
  roomId: "room",
  groupId: "group",
  seq: 0,
  state: "open",
  session: {
    id: "session",
    title: "Evening circle",
    startsAt: NOW.toISOString(),
    durationMinutes: 60,
  },
  me: author,
  mine: { standing: "active", admitted: true, facilitates: false, leads: false },
  settings: SETTINGS_IN_LOBBY,
  messages: [],
  hasEarlier: false,
  centreMessageId: null,
  careFlags: [],
};

function messageAt(seq: number): MessageView {
  return {
    id: `message-${seq}`,
    seq,
    clientMessageId: `client-${seq}`,
    author,
    kind: "words",
    audience: "room",
    ...NOTHING_MORE,
    settledAt: null,
    reason: null,
    replyToId: null,
    replyKind: null,
    replies: [],
    state: "shown",
    body: "Unfinished.",
    card: null,
    lifetime: "kept",
    postedAt: NOW.toISOString(),
    expiresAt: null,
  };
}

function postedAt(seq: number): RoomEvent {
  const message = messageAt(seq);
  return { seq, kind: "message_posted", messageId: message.id, message };
}

function record(facts: Partial<MessageRecord>): MessageRecord {
  return {
    id: "message",
    postedSeq: 1,
    clientMessageId: "client",
    author,
    kind: "words",
    audience: "room",
    ...NOTHING_MORE,
    settledAt: null,
    stateReason: null,
    answers: null,
    replyKind: null,
    replies: [],
    body: "Unfinished.",
    card: null,
    postedAt: NOW,
    state: "shown",
    shownAt: NOW,
    lifetime: "kept",
    expiresAt: null,
    ...facts,
  };
}

const OPEN = { closedAt: null, readableUntil: null, now: NOW };

/** Somebody let in, who leads if they facilitate. */
function viewer(enrolmentId: string | null, facilitates: boolean): Viewer {
  return { enrolmentId, facilitates, leads: facilitates, admitted: true };
}

describe("applying room events", () => {
  it("asks for what is missing instead of guessing over a gap", () => {
    expect(applyRoomEvent(empty, postedAt(2))).toBeNull();
  });

  it("keeps the room in order and whole, however often events are delivered", () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 12 }), { maxLength: 60 }), (deliveries) => {
        let state = empty;
        for (const back of deliveries) {
          // Either the next event, or one of those delivered before.
          const seq = Math.max(1, state.seq + 1 - back);
          state = applyRoomEvent(state, postedAt(seq)) ?? state;
        }
        const seqs = state.messages.map((message) => message.seq);
        expect(seqs).toEqual(Array.from({ length: state.seq }, (_, at) => at + 1));
      }),
    );
  });

  it("drops what was shared for this session only when the room closes", () => {
    const fleeting = { ...messageAt(1), lifetime: "session" as const };
    const room = { ...empty, seq: 2, messages: [fleeting, messageAt(2)] };
    const closed = applyRoomEvent(room, { seq: 3, kind: "room_closed" });
    expect(closed?.state).toBe("closed");
    expect(closed?.messages.map((message) => message.seq)).toEqual([2]);
  });

  it("leaves messages above the page it holds to be read with their page", () => {
    const room = { ...empty, seq: 150, messages: [messageAt(100)], hasEarlier: true };
    const message = { ...messageAt(3), body: null, state: "removed" as const };
    const event = { seq: 151, kind: "message_removed", messageId: message.id, message } as const;
    expect(applyRoomEvent(room, event)?.messages).toEqual(room.messages);
  });
});

describe("applying the events of replies", () => {
  const reply = (seq: number, to: number): MessageView => ({
    ...messageAt(seq),
    kind: "reply",
    replyToId: `message-${to}`,
    replyKind: "company",
  });
  const answered = (seq: number, to: number): RoomEvent => {
    const message = reply(seq, to);
    return { seq, kind: "message_posted", messageId: message.id, message };
  };

  it("puts each into its card, in order, once, however often events are delivered", () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 8 }), { maxLength: 40 }), (deliveries) => {
        let state: RoomSnapshot = { ...empty, seq: 2, messages: [messageAt(1), messageAt(2)] };
        for (const back of deliveries) {
          const seq = Math.max(3, state.seq + 1 - back);
          state = applyRoomEvent(state, answered(seq, 1 + (seq % 2))) ?? state;
        }
        expect(state.messages.map((card) => card.id)).toEqual(["message-1", "message-2"]);
        for (const [at, card] of state.messages.entries()) {
          const due = Array.from({ length: state.seq - 2 }, (_, n) => n + 3).filter(
            (seq) => seq % 2 === at,
          );
          expect(card.replies.map((each) => each.seq)).toEqual(due);
        }
      }),
    );
  });

  it("takes one out again, and leaves one alone whose card is not held", () => {
    const card = { ...messageAt(1), replies: [reply(2, 1)] };
    const room = { ...empty, seq: 2, messages: [card] };
    const gone = { seq: 3, kind: "message_held", messageId: "message-2", message: null } as const;
    expect(applyRoomEvent(room, gone)?.messages).toEqual([messageAt(1)]);
    expect(applyRoomEvent(room, answered(3, 99))?.messages).toEqual([card]);
  });

  it("replaces a card together with its replies", () => {
    const room = { ...empty, seq: 2, messages: [{ ...messageAt(1), replies: [reply(2, 1)] }] };
    const message = { ...messageAt(1), state: "retracted", body: null } as const;
    const event = { seq: 3, kind: "message_retracted", messageId: message.id, message } as const;
    expect(applyRoomEvent(room, event)?.messages).toEqual([message]);
  });
});

describe("who sees a message", () => {
  const states = fc.constantFrom("shown", "held", "removed", "retracted") as fc.Arbitrary<
    MessageRecord["state"]
  >;
  const records = fc.record({
    state: states,
    shownAt: fc.constantFrom(null, NOW),
    lifetime: fc.constantFrom("session", "seven_days", "kept") as fc.Arbitrary<
      MessageRecord["lifetime"]
    >,
    expiresAt: fc.constantFrom(null, new Date(NOW.getTime() - 1), new Date(NOW.getTime() + 1)),
  });
  const viewers = fc
    .record({
      enrolmentId: fc.constantFrom("author", "someone else", null),
      facilitates: fc.boolean(),
    })
    .map(({ enrolmentId, facilitates }) => viewer(enrolmentId, facilitates));
  const rooms = fc.record({
    closedAt: fc.constantFrom(null, NOW),
    readableUntil: fc.constant(null),
    now: fc.constant(NOW),
  });

  it("never a held message, nor one never shown, for other members", () => {
    fc.assert(
      fc.property(records, viewers, rooms, (facts, viewer, room) => {
        const view = viewMessage(record(facts), viewer, room);
        const outsider = !viewer.facilitates && viewer.enrolmentId !== "author";
        if (outsider && (facts.state === "held" || !facts.shownAt)) expect(view).toBeNull();
      }),
    );
  });

  it("never the words of what was removed, taken back or ran out, for anyone", () => {
    fc.assert(
      fc.property(records, viewers, rooms, (facts, viewer, room) => {
        const view = viewMessage(record(facts), viewer, room);
        const over =
          (facts.expiresAt !== null && facts.expiresAt <= NOW) ||
          (facts.lifetime === "session" && room.closedAt !== null);
        if (over) expect(view).toBeNull();
        if (facts.state === "removed" || facts.state === "retracted") {
          expect(view?.body ?? null).toBeNull();
          expect(view?.card ?? null).toBeNull();
        }
      }),
    );
  });

  it("always a shown one, for everyone in the room", () => {
    const view = viewMessage(record({}), VIEWERS.members, OPEN);
    expect(view?.body).toBe("Unfinished.");
  });
});

describe("who sees a card and its replies", () => {
  const ivy = author;
  const sol = { id: "sol", name: "Sol", role: "member" } as const;
  const ash = { id: "ash", name: "Ash", role: "member" } as const;
  const robin = { id: "robin", name: "Robin", role: "facilitator" } as const;
  const cara = { id: "cara", name: "Cara", role: "co-facilitator" } as const;
  const people = [ivy, sol, ash, robin, cara] as const;
  const state = fc.constantFrom<MessageRecord["state"]>("shown", "held", "removed", "retracted");
  const shownAt = fc.constantFrom(null, NOW);
  const expiresAt = fc.constantFrom(
    null,
    null,
    new Date(NOW.getTime() - 1),
    new Date(NOW.getTime() + 1),
  );
  const moment = fc.record({
    closedAt: fc.constantFrom(null, null, NOW),
    readableUntil: fc.constant(null),
    now: fc.constant(NOW),
  });
  const threads = fc
    .record({
      author: fc.constantFrom(...people),
      audience: fc.constantFrom("room" as const, "facilitators" as const),
      state,
      shownAt,
      lifetime: fc.constantFrom(...LIFETIMES),
      expiresAt,
      replies: fc.array(
        fc.record({
          author: fc.constantFrom(...people),
          replyKind: fc.constantFrom(...REPLY_KINDS),
          state,
          shownAt,
        }),
        { maxLength: 4 },
      ),
    })
    .map(({ replies, ...facts }) => {
      const card = record({
        ...facts,
        id: "card",
        kind: "draft",
        body: null,
        card: { kind: "draft", text: "Half.", wantsBack: "company" },
      });
      card.replies = replies.map((reply, n) =>
        record({
          ...reply,
          id: `reply-${n}`,
          postedSeq: n + 2,
          kind: "reply",
          audience: isWarm(reply.replyKind) ? "author" : "room",
          answers: card,
        }),
      );
      return card;
    });
  const viewers = fc.constantFrom(...people).map(({ id, role }) => viewer(id, role !== "member"));

  it("never a card for facilitators, but them and its author", () => {
    fc.assert(
      fc.property(threads, viewers, moment, (card, viewer, at) => {
        const view = viewMessage(card, viewer, at);
        const among = viewer.facilitates || viewer.enrolmentId === card.author.id;
        if (card.audience === "facilitators" && !among) expect(view).toBeNull();
      }),
    );
  });

  it("never a reply without its card, nor of a card that was taken away", () => {
    fc.assert(
      fc.property(threads, viewers, moment, (card, viewer, at) => {
        const view = viewMessage(card, viewer, at);
        for (const reply of card.replies) {
          const seen = viewMessage(reply, viewer, at);
          if (!view?.card) expect(seen).toBeNull();
        }
        if (view && !view.card) expect(view.replies).toEqual([]);
      }),
    );
  });

  it("a warm reply only those two whom it is between, facilitators no more than others", () => {
    fc.assert(
      fc.property(threads, viewers, moment, (card, viewer, at) => {
        for (const reply of card.replies.filter(({ audience }) => audience === "author")) {
          const between = [card.author.id, reply.author.id].includes(viewer.enrolmentId ?? "");
          if (!between) expect(viewMessage(reply, viewer, at)).toBeNull();
          if (!between)
            expect(viewEvent(posted(reply), subjectsOf(card), viewer, at).kind).toBe("skip");
        }
      }),
    );
  });

  it("the same replies in the card as one by one", () => {
    fc.assert(
      fc.property(threads, viewers, moment, (card, viewer, at) => {
        const nested = viewMessage(card, viewer, at)?.replies ?? [];
        const single = card.replies.flatMap((reply) => viewMessage(reply, viewer, at) ?? []);
        expect(nested).toEqual(single);
      }),
    );
  });

  it("whoever sees it otherwise than their role does gets events of their own", () => {
    fc.assert(
      fc.property(threads, viewers, moment, (card, viewer, at) => {
        const subjects = subjectsOf(card);
        const apart = viewersApart(subjects.messages.values());
        const ofRole = { ...viewer, enrolmentId: null };
        if (apart.has(viewer.enrolmentId ?? "")) return;
        for (const each of subjects.messages.values()) {
          const event = posted(each);
          const theirs = viewEvent(event, subjects, viewer, at);
          expect(viewEvent(event, subjects, ofRole, at)).toEqual(theirs);
        }
      }),
    );
  });

  it("tells members of a card only until it was narrowed to facilitators", () => {
    const card = record({ id: "card", kind: "win", audience: "facilitators" });
    const told = (kind: string) =>
      viewEvent(
        { seq: 9, kind, subjectId: "card", at: NOW },
        subjectsOf(card),
        viewer("sol", false),
        OPEN,
      );
    expect(told("message_narrowed")).toMatchObject({ messageId: "card", message: null });
    for (const kind of ["message_posted", "message_removed", "message_expired"]) {
      expect(told(kind)).toEqual({ seq: 9, kind: "skip" });
    }
  });

  it("takes what ran out off the screens of all who saw it, facilitators and authors too", () => {
    const ended = { audience: "facilitators", shownAt: null, expiresAt: NOW } as const;
    const event = { seq: 9, kind: "message_expired", subjectId: "message", at: NOW };
    for (const each of [VIEWERS.facilitators, viewer(author.id, false)]) {
      const told = viewEvent(event, subjectsOf(record(ended)), each, OPEN);
      expect(told).toMatchObject({ messageId: "message", message: null });
    }
  });

  function subjectsOf(card: MessageRecord) {
    const messages = new Map([card, ...card.replies].map((each) => [each.id, each]));
    return { messages, flags: new Map(), settings: SETTINGS_IN_LOBBY };
  }
  function posted(message: MessageRecord) {
    const { id, postedSeq } = message;
    return { seq: postedSeq, kind: "message_posted", subjectId: id, at: NOW };
  }
});

describe("which replies are taken", () => {
  const member = { enrolmentId: "sol", facilitates: false };
  const lead = { enrolmentId: "robin", facilitates: true };
  const draft = (wantsBack: (typeof WANTS_BACK)[number]): Card => ({
    kind: "draft",
    text: "Half.",
    wantsBack,
  });
  const plan = { kind: "plan", fields: { plan: "A big one" }, asksWord: true } as const;

  it.each([
    ["witness", []],
    ["company", ["company"]],
    ["question", ["question"]],
    ["ideas", ["idea"]],
  ] as const)("a draft that wants %s back takes that and the warm ones", (wantsBack, worded) => {
    const taken = REPLY_KINDS.filter((kind) => canReply(draft(wantsBack), kind, lead, "ivy"));
    expect(taken).toEqual(["with_you", "me_too", "thank_you_for_the_mess", ...worded]);
  });

  it("a plan that asks for a word takes it from facilitators, and not from oneself", () => {
    expect(canReply(plan, "go_ahead", lead, "ivy")).toBe(true);
    expect(canReply(plan, "go_ahead", member, "ivy")).toBe(false);
    expect(canReply(plan, "go_ahead", lead, "robin")).toBe(false);
    expect(canReply({ ...plan, asksWord: false }, "go_ahead", lead, "ivy")).toBe(false);
  });

  it("nobody is warm to themself, and anyone may go on talking under what is theirs", () => {
    expect(canReply(draft("company"), "with_you", member, "sol")).toBe(false);
    expect(canReply(draft("company"), "company", member, "sol")).toBe(true);
  });
});

describe("narrowing", () => {
  const grant = fc.record({
    audience: fc.constantFrom("room" as const, "facilitators" as const),
    lifetime: fc.constantFrom(...LIFETIMES),
  });

  it("goes one way: back to what was there before is wider", () => {
    fc.assert(
      fc.property(grant, grant, (from, to) => {
        const same = from.audience === to.audience && from.lifetime === to.lifetime;
        expect(isNoWider(from, from)).toBe(true);
        if (!same && isNoWider(from, to)) expect(isNoWider(to, from)).toBe(false);
      }),
    );
  });

  it.each([
    ["from the room to its facilitators", ["room", "kept"], ["facilitators", "kept"], true],
    ["from kept to this session", ["room", "kept"], ["room", "session"], true],
    ["from facilitators to the room", ["facilitators", "kept"], ["room", "kept"], false],
    ["from seven days to kept", ["room", "seven_days"], ["facilitators", "kept"], false],
  ] as const)("%s: %s to %s is %s", (_, [fromWhom, from], [toWhom, to], narrower) => {
    const whole = { audience: fromWhom, lifetime: from };
    expect(isNoWider(whole, { audience: toWhom, lifetime: to })).toBe(narrower);
  });
});
