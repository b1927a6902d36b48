import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RoomView } from "@/components/rooms/room-view";
import { ARC_SEATS, seatsFor } from "@/components/rooms/seats";
import { whatChanged } from "@/components/rooms/use-announcements";
import { refusalWords, tombstoneOf } from "@/components/rooms/wording";
import type { MessageView, RoomSnapshot } from "@/server/domains/rooms/contract";

const me = { id: "wren", name: "Wren", role: "member" } as const;

const draft: MessageView = {
  id: "draft",
  seq: 1,
  clientMessageId: "client",
  author: { id: "moss", name: "Moss", role: "member" },
  kind: "draft",
  state: "shown",
  body: null,
  card: { kind: "draft", text: "It has no ending yet", wantsBack: "witness" },
  audience: "room",
  replyToId: null,
  replyKind: null,
  replies: [],
  lifetime: "session",
  expiresAt: null,
  postedAt: "2026-03-02T10:00:00.000Z",
};

const snapshot: RoomSnapshot = {
  roomId: "room",
  groupId: "group",
  seq: 1,
  state: "open",
  session: {
    title: "Evening circle",
    startsAt: "2026-03-02T10:00:00.000Z",
    durationMinutes: 60,
  },
  me,
  messages: [draft],
  hasEarlier: false,
  centreMessageId: null,
};

const view: RoomView = {
  link: "connected",
  snapshot,
  here: [me],
  unsent: [],
  words: "",
  cameBack: null,
  readingEarlier: false,
};

describe("what a screen reader hears of the room", () => {
  it.each<[string, RoomView, RoomView, string | null]>([
    ["nothing when nothing changed", view, view, null],
    ["nothing about the first connection", { ...view, link: "connecting" }, view, null],
    [
      "nothing about messages, which the log says",
      view,
      { ...view, snapshot: { ...snapshot, messages: [], seq: 2 } },
      null,
    ],
    [
      "that the line was lost",
      view,
      { ...view, link: "reconnecting" },
      "Reconnecting. What you write is kept here.",
    ],
    ["that it is back", { ...view, link: "reconnecting" }, view, "Connected"],
    [
      "a pause",
      view,
      { ...view, snapshot: { ...snapshot, state: "paused" } },
      "The room is paused.",
    ],
    [
      "what comes into the middle, and from whom",
      view,
      { ...view, snapshot: { ...snapshot, centreMessageId: "draft" } },
      "In the middle now: a draft by Moss.",
    ],
    [
      "nothing of a middle it may not see",
      view,
      { ...view, snapshot: { ...snapshot, centreMessageId: "unseen" } },
      null,
    ],
    [
      "why words came back",
      view,
      { ...view, cameBack: { code: "ROOM_PAUSED" } },
      "The room is paused. Your words are kept.",
    ],
  ])("%s", (_, before, after, said) => {
    expect(whatChanged(before, after)).toBe(said);
  });
});

describe("where people sit", () => {
  it("left to right, inside the circle, as deep on one side as on the other", () => {
    for (let people = 1; people <= ARC_SEATS; people += 1) {
      const seats = seatsFor(people);
      expect(seats).toHaveLength(people);
      expect(seats.map(({ x }) => x)).toEqual(seats.map(({ x }) => x).sort((a, b) => a - b));
      expect(seats.map(({ y }) => y)).toEqual(seats.map(({ y }) => y).reverse());
      for (const { x, y } of seats) {
        expect(x).toBeGreaterThanOrEqual(5);
        expect(x).toBeLessThanOrEqual(95);
        expect(y).toBeGreaterThanOrEqual(0);
        expect(y).toBeLessThanOrEqual(1);
      }
    }
  });
});

describe("words for what did not go as hoped", () => {
  it("always say that what was written is kept, whatever the reason", () => {
    const codes = fc.constantFrom(
      "ROOM_PAUSED",
      "MUTED",
      "ROOM_CLOSED",
      "UNEXPECTED",
      "NEVER_HEARD_OF",
    );
    fc.assert(
      fc.property(codes, (code) => {
        expect(refusalWords({ code })).toMatch(/kept/);
      }),
    );
  });

  it("give the reference that came with the unexpected", () => {
    expect(refusalWords({ code: "UNEXPECTED", reference: "ab12" })).toContain("quote ab12");
  });

  it("name nobody where a message was", () => {
    expect(tombstoneOf(draft, "wren")).toBeNull();
    expect(tombstoneOf({ ...draft, state: "retracted" }, "wren")).toBe("Taken back by its author.");
    expect(tombstoneOf({ ...draft, state: "retracted" }, "moss")).toBe("You took this back.");
    expect(tombstoneOf({ ...draft, state: "removed" }, "moss")).toBe("Removed by a facilitator.");
  });
});
