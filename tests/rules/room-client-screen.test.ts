import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isMyAside, isRoomTalk, isVirtual, logRows } from "@/components/rooms/log-rows";
import { nowWords } from "@/components/rooms/now-words";
import { refusalBeforehand, waitBeforehand } from "@/components/rooms/permits";
import { comesLate, recapOf } from "@/components/rooms/recap";
import { ARC_SEATS, seatsFor } from "@/components/rooms/seats";
import { SHORTCUTS, shortcutOf } from "@/components/rooms/shortcuts";
import { lastUndoable, unsendLeftMs } from "@/components/rooms/unsend-window";
import {
  beforehandWords,
  heldNote,
  heldTag,
  noticeWords,
  refusalWords,
  tombstoneOf,
  waitWords,
} from "@/components/rooms/wording";
import type { RunView, SegmentView } from "@/server/domains/run-sheets/contract";
import type { RoundView, TurnView } from "@/server/domains/turns/contract";
import { leading, me, messageAt, place, robin, settings, snapshotAt } from "../support/room-client";

const moss = { id: "moss", name: "Moss", role: "member" } as const;
const POSTED = Date.parse("2026-03-02T10:00:00.000Z");

function turn(person: TurnView["person"], state: TurnView["state"]): TurnView {
  return { person, state, slotSeconds: 120, startedAt: null, endsAt: null, wantsBack: null };
}

const round: RoundView = {
  id: "round",
  state: "under_way",
  orderedBy: "hand",
  seed: null,
  budgetSeconds: 600,
  version: 1,
  turns: [turn(robin, "done"), turn(moss, "speaking"), turn(me, "waiting")],
};

function segment(title: string, state: SegmentView["state"]): SegmentView {
  const started = state === "planned" ? null : "2026-03-02T10:00:00.000Z";
  return {
    id: title,
    kind: "share",
    title,
    prompt: `About ${title}`,
    state,
    plannedSeconds: 600,
    addedSeconds: 0,
    startedAt: started,
    endedAt: state === "ended" ? started : null,
  };
}

const run: RunView = {
  sessionId: "session",
  name: "Weekly circle",
  version: 1,
  startsAt: "2026-03-02T10:00:00.000Z",
  plannedEndsAt: "2026-03-02T11:00:00.000Z",
  endsAt: null,
  segments: [
    segment("Arriving", "ended"),
    segment("Turns", "under_way"),
    segment("Closing", "planned"),
  ],
};

describe("undoing what was just posted", () => {
  const mine = messageAt(1, { author: me });

  it.each([
    ["just posted", mine, 0, 10_000],
    ["a moment later", mine, 9_999, 1],
    ["at ten seconds", mine, 10_000, 0],
    ["much later", mine, 3_600_000, 0],
    ["on a device that is behind", mine, -60_000, 10_000],
    ["while it waits for a facilitator", { ...mine, state: "held" as const }, 4_000, 6_000],
    ["taken back already", { ...mine, state: "retracted" as const }, 0, 0],
    ["somebody else's", messageAt(1), 0, 0],
    ["what the room says", messageAt(1, { author: me, kind: "notice" }), 0, 0],
  ])("is possible for so long: %s", (_, message, afterMs, left) => {
    expect(unsendLeftMs(message, me, POSTED + afterMs)).toBe(left);
  });

  it("is for the newest of one's own words", () => {
    const messages = [mine, messageAt(2, { author: me }), messageAt(3), messageAt(4)];
    expect(lastUndoable(messages, me, POSTED + 5_000)?.id).toBe("message-2");
    expect(lastUndoable(messages, me, POSTED + 10_000)).toBeNull();
  });
});

describe("the log", () => {
  it("is plain up to two hundred rows, and does not go back and forth around there", () => {
    expect(isVirtual(false, 200)).toBe(false);
    expect(isVirtual(false, 201)).toBe(true);
    expect(isVirtual(true, 180)).toBe(true);
    expect(isVirtual(true, 149)).toBe(false);
  });

  it("has what the room says to itself, and nothing said to the facilitators or on a line", () => {
    const line = messageAt(1, { audience: "line", lineWith: me });
    const others = messageAt(2, { audience: "line", lineWith: moss });
    const between = messageAt(3, { audience: "facilitators" });
    const worry = messageAt(4, { audience: "facilitators", regarding: "worry", author: me });
    const report = messageAt(7, { regarding: "report", audience: "facilitators", kind: "reply" });
    const card = messageAt(5, { audience: "facilitators", kind: "draft", author: me });
    const said = messageAt(6);
    const all = [line, others, between, worry, card, said, report];
    expect(all.filter(isRoomTalk)).toEqual([card, said]);
    expect(all.filter((message) => isMyAside(message, me))).toEqual([line, worry]);
    expect(logRows(all).map(({ message }) => message)).toEqual([card, said]);
  });

  it("says a name once for what was said in one breath", () => {
    const rows = logRows([
      messageAt(1),
      messageAt(2),
      messageAt(3, { postedAt: "2026-03-02T10:09:00.000Z" }),
      messageAt(4, { author: me, postedAt: "2026-03-02T10:09:00.000Z" }),
      messageAt(5, { author: me, state: "removed", postedAt: "2026-03-02T10:09:00.000Z" }),
    ]);
    expect(rows.map(({ follows }) => follows)).toEqual([false, true, false, false, false]);
  });
});

describe("what is said before anything is sent", () => {
  const mayPost = (facts: object) => refusalBeforehand(snapshotAt(0, facts));

  it("follows what the server refuses", () => {
    const floor = { enrolmentIds: ["moss"], open: false };
    expect(mayPost({})).toBeNull();
    expect(mayPost({ state: "closed", mine: leading })).toBe("ROOM_CLOSED");
    expect(mayPost({ mine: { ...place, admitted: false } })).toBe("NOT_ADMITTED");
    expect(mayPost({ settings: { ...settings, posting: "turns" } })).toBeNull();
    expect(mayPost({ settings: { ...settings, posting: "turns", floor } })).toBe("NOT_YOUR_TURN");
    for (const open of [
      { enrolmentIds: ["moss", "wren"], open: false },
      { enrolmentIds: ["moss"], open: true },
    ]) {
      expect(mayPost({ settings: { ...settings, posting: "turns", floor: open } })).toBeNull();
    }
    const all = { settings: { ...settings, posting: "turns", floor }, mine: leading };
    expect(mayPost(all)).toBeNull();
    expect(mayPost({ ...all, state: "paused" })).toBeNull();
  });

  it("names whoever has the floor, and is never a dead end", () => {
    const moss = { name: "Moss", isMe: false };
    expect(beforehandWords("NOT_YOUR_TURN", moss)).toMatch(/^Moss has the floor/);
    // Whoever is asked and has not answered yet is not told of themself by name.
    expect(beforehandWords("NOT_YOUR_TURN", { ...moss, isMe: true })).toContain("your turn");
    for (const refusal of ["ROOM_PAUSED", "NOT_NOW", "NOT_YOUR_TURN"] as const) {
      expect(beforehandWords(refusal, null)).toContain("You can write");
    }
    expect(beforehandWords("MUTED", null)).toContain("A quiet word");
  });

  it("says what a post would wait for", () => {
    const waits = (facts: object) => waitBeforehand(snapshotAt(0, facts));
    const since = "2026-03-02T10:00:00.000Z";
    expect(waits({})).toBeNull();
    const writing = { ...settings, writing: { roundId: "w", since } };
    expect(waits({ settings: writing })).toBe("together");
    expect(waits({ settings: writing, mine: leading })).toBeNull();
    expect(waits({ mine: { ...place, standing: "held" } })).toBe("person");
    expect(waits({ settings: { ...settings, held: true } })).toBe("room");
    expect(waits({ settings: { ...settings, held: true }, mine: leading })).toBeNull();
    expect(waits({ settings: { ...settings, safeSince: since } })).toBe("safe");
    expect(waits({ settings: { ...settings, slowModeSeconds: 30 } })).toBe("slow");
    expect(waitWords("slow", 30)).toContain("30 seconds");
  });
});

describe("the line that stays in sight on a phone", () => {
  it("says what we are doing and whose turn it is", () => {
    const snapshot = snapshotAt(0, { run, round });
    expect(nowWords(snapshot)).toEqual({
      title: "Turns",
      turn: "Moss has the floor, you are next",
    });
    const offered = { ...round, turns: [turn(me, "offered"), turn(moss, "waiting")] };
    expect(nowWords({ ...snapshot, round: offered }).turn).toBe(
      "It is your turn, if you like, next: Moss",
    );
    expect(nowWords({ ...snapshot, round: null }).turn).toBeNull();
  });

  it("says what is more urgent first", () => {
    const snapshot = snapshotAt(0, { run });
    expect(nowWords({ ...snapshot, state: "paused" }).title).toBe("Paused for a moment");
    const safe = { ...settings, safeSince: "2026-03-02T10:00:00.000Z" };
    expect(nowWords({ ...snapshot, settings: safe }).title).toBe("Nobody leads just now");
    expect(nowWords(snapshotAt(0)).title).toBe("Who is here");
  });
});

describe("a recap for whoever comes in late", () => {
  const card = messageAt(3, { kind: "draft", card: { kind: "draft", wantsBack: "witness" } });
  const late = snapshotAt(9, { run, round, messages: [messageAt(1), card] });

  it("says what passed, where the room is, what was shared and whose turn it is", () => {
    expect(recapOf(late)).toEqual({
      passed: ["Arriving"],
      now: { title: "Turns", prompt: "About Turns" },
      cards: [card],
      turn: { speaking: "Moss", next: "Wren" },
    });
  });

  it("names no card that was taken away, or is not for the room", () => {
    const messages = [
      { ...card, state: "removed" as const, card: null },
      { ...card, id: "held", state: "held" as const },
      { ...card, id: "line", audience: "line" as const },
    ];
    expect(recapOf({ ...late, messages }).cards).toEqual([]);
  });

  it("is offered to nobody who is there from the beginning, leads, or comes to a closed room", () => {
    const at = (minutes: number) => POSTED + minutes * 60_000;
    expect(comesLate(late, at(10))).toBe(true);
    expect(comesLate(late, at(2))).toBe(false);
    expect(comesLate({ ...late, mine: leading }, at(10))).toBe(false);
    expect(comesLate({ ...late, state: "closed" }, at(10))).toBe(false);
    expect(comesLate(snapshotAt(0), at(10))).toBe(false);
  });
});

describe("single letters", () => {
  const press = {
    key: "w",
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    isComposing: false,
    repeat: false,
  };
  const idle = { typing: false, on: true, leads: false };

  it("do something only while nobody types, with no other key, and not once turned off", () => {
    expect(shortcutOf(press, idle)).toBe("write");
    expect(shortcutOf({ ...press, key: "W" }, idle)).toBe("write");
    expect(shortcutOf({ ...press, key: "?" }, idle)).toBe("list");
    expect(shortcutOf(press, { ...idle, typing: true })).toBeNull();
    expect(shortcutOf(press, { ...idle, on: false })).toBeNull();
    expect(shortcutOf({ ...press, key: "?" }, { ...idle, on: false })).toBeNull();
    for (const held of ["ctrlKey", "metaKey", "altKey", "isComposing", "repeat"]) {
      expect(shortcutOf({ ...press, [held]: true }, idle)).toBeNull();
    }
  });

  it("lead to the desk only whoever has one", () => {
    expect(shortcutOf({ ...press, key: "d" }, idle)).toBeNull();
    expect(shortcutOf({ ...press, key: "d" }, { ...idle, leads: true })).toBe("desk");
  });

  it("are each for one thing", () => {
    expect(new Set(SHORTCUTS.map(({ key }) => key)).size).toBe(SHORTCUTS.length);
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
      "NOT_YOUR_TURN",
      "NOT_NOW",
      "SLOW_MODE",
      "NOT_ADMITTED",
      "UNREACHABLE",
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

  it("name nobody where a message was, and give a reason to whom it came with", () => {
    const draft = messageAt(1, { author: moss });
    expect(tombstoneOf(draft, "wren")).toBeNull();
    expect(tombstoneOf({ ...draft, state: "retracted" }, "wren")).toBe("Taken back by its author.");
    expect(tombstoneOf({ ...draft, state: "retracted" }, "moss")).toBe("You took this back.");
    const removed = { ...draft, state: "removed" as const };
    expect(tombstoneOf(removed, "wren")).toBe("Removed by a facilitator.");
    expect(tombstoneOf({ ...removed, reason: "A name in it" }, "moss")).toContain("A name in it");
  });

  it("say what a message waits for to those who may know", () => {
    expect(heldTag("together", true)).toBe("Opens with everyone’s");
    expect(heldTag(null, true)).toBe("Waits for a facilitator");
    expect(heldNote("safe", false)).toContain("while nobody led");
    expect(heldNote(null, true)).toBe("Only you and the facilitators see this.");
  });

  it("are the room's own for what it says itself", () => {
    const notice = { notice: null, body: null, about: moss, author: robin };
    expect(noticeWords({ ...notice, notice: "segment_started", body: "Turns" })).toBe("Now: Turns");
    expect(noticeWords({ ...notice, notice: "person_admitted" })).toBe("Moss came in.");
    expect(noticeWords({ ...notice, notice: "chair_taken", about: null })).toMatch(/^Robin/);
    expect(noticeWords({ ...notice, notice: "went_safe" })).toContain("waits");
  });
});
