import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  applyRoomEvent,
  type MessageView,
  type RoomEvent,
  type RoomSnapshot,
} from "@/server/domains/rooms/contract";
import { type MessageRecord, refusalToPost, viewMessage } from "@/server/domains/rooms/rules";

const NOW = new Date("2026-03-02T10:00:00Z");
const author = { id: "author", name: "Ivy", role: "member" } as const;

const empty: RoomSnapshot = {
  roomId: "room",
  groupId: "group",
  seq: 0,
  state: "open",
  title: "Evening circle",
  startsAt: NOW.toISOString(),
  durationMinutes: 60,
  me: author,
  messages: [],
  hasEarlier: false,
  centreMessageId: null,
};

function messageAt(seq: number): MessageView {
  return {
    id: `message-${seq}`,
    seq,
    clientMessageId: `client-${seq}`,
    author,
    kind: "words",
    state: "shown",
    body: "Unfinished.",
    card: null,
    lifetime: "kept",
    postedAt: NOW.toISOString(),
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
  const viewers = fc.record({
    enrolmentId: fc.constantFrom("author", "someone else", null),
    facilitates: fc.boolean(),
  });
  const rooms = fc.record({ closedAt: fc.constantFrom(null, NOW), now: fc.constant(NOW) });

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
    const everyone = { enrolmentId: null, facilitates: false };
    const view = viewMessage(record({}), everyone, { closedAt: null, now: NOW });
    expect(view?.body).toBe("Unfinished.");
  });
});

describe("who may post", () => {
  const open = { closedAt: null, pausedAt: null };

  it.each([
    ["a member in an open room may", open, "active", false, null],
    ["a member whose posts are held may", open, "held", false, null],
    ["a muted member may not", open, "muted", false, "MUTED"],
    ["a removed member is not there at all", open, "removed", false, "NOT_FOUND"],
    [
      "a member waits while the room is paused",
      { ...open, pausedAt: NOW },
      "active",
      false,
      "ROOM_PAUSED",
    ],
    ["a facilitator speaks into a paused room", { ...open, pausedAt: NOW }, "active", true, null],
    ["nobody posts in a closed room", { ...open, closedAt: NOW }, "active", true, "ROOM_CLOSED"],
  ] as const)("%s", (_, room, standing, facilitates, refusal) => {
    expect(refusalToPost(room, { standing, facilitates })).toBe(refusal);
  });
});
