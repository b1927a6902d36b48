import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  careRuleOf,
  doorOf,
  heldFor,
  isUnattended,
  type PersonFacts,
  type PostKind,
  type RoomFacts,
  refusalToPost,
  retentionEnd,
  slowModeWaitMs,
  UNATTENDED_AFTER_MS,
  wordsOf,
} from "@/server/domains/rooms/rules";

const NOW = new Date("2026-03-02T10:00:00Z");
const ago = (ms: number) => new Date(NOW.getTime() - ms);

const open: RoomFacts = {
  kind: "session",
  closedAt: null,
  pausedAt: null,
  lockedAt: null,
  lobbyAt: null,
  posting: "everyone",
  replies: "as_asked",
  floorEnrolmentIds: null,
  floorOpen: false,
  slowModeSeconds: null,
  writingRoundId: null,
  heldAt: null,
  safeSince: null,
  facilitatorSeenAt: NOW,
};
const member: PersonFacts = {
  enrolmentId: "ivy",
  standing: "active",
  facilitates: false,
  leads: false,
  joinedAt: ago(1_000_000),
  known: true,
  asked: false,
  sentOut: false,
  lastPostedAt: null,
};
const lead: PersonFacts = { ...member, enrolmentId: "robin", facilitates: true, leads: true };
const chair: PersonFacts = { ...member, enrolmentId: "cleo", leads: true };
const newcomer: PersonFacts = { ...member, known: false };
const KINDS: PostKind[] = ["words", "card", "reply", "fixed_reply"];
const refusals = (room: Partial<RoomFacts>, person: PersonFacts) =>
  KINDS.map((what) => refusalToPost({ ...open, ...room }, person, what, NOW));
const all = <T>(refusal: T) => KINDS.map(() => refusal);

describe("who may post", () => {
  it.each([
    ["a member in an open room may", {}, member, all(null)],
    ["a member whose posts are held may", {}, { ...member, standing: "held" }, all(null)],
    ["a muted member may not", {}, { ...member, standing: "muted" }, all("MUTED")],
    [
      "for who was removed there is no room",
      {},
      { ...member, standing: "removed" },
      all("NOT_FOUND"),
    ],
    ["nor for who was sent out", {}, { ...member, sentOut: true }, all("NOT_FOUND")],
    ["a member waits while the room is paused", { pausedAt: NOW }, member, all("ROOM_PAUSED")],
    ["a facilitator speaks into a paused room", { pausedAt: NOW }, lead, all(null)],
    ["and so does whoever has the chair", { pausedAt: NOW }, chair, all(null)],
    ["nobody posts in a closed room", { closedAt: NOW }, lead, all("ROOM_CLOSED")],
    ["it is not there for who came later", { closedAt: ago(2_000_000) }, lead, all("NOT_FOUND")],
    ["a newcomer finds it locked", { lockedAt: NOW }, newcomer, all("ROOM_LOCKED")],
    ["or waits in the lobby", { lobbyAt: NOW }, newcomer, all("NOT_ADMITTED")],
    ["who was here comes and goes", { lobbyAt: NOW, lockedAt: NOW }, member, all(null)],
    [
      "in a break members share nothing, and are warm to each other",
      { posting: "facilitators", replies: "warm" },
      member,
      ["NOT_NOW", "NOT_NOW", "NOT_NOW", null],
    ],
    [
      "a break is none for those who lead, but for what the author asked back",
      { posting: "facilitators", replies: "warm" },
      lead,
      [null, null, "NOT_NOW", null],
    ],
    [
      "in a round of turns whoever has not the floor listens",
      { posting: "turns", floorEnrolmentIds: ["sol"] },
      member,
      ["NOT_YOUR_TURN", "NOT_YOUR_TURN", null, null],
    ],
    ["one who has it speaks", { posting: "turns", floorEnrolmentIds: ["ivy"] }, member, all(null)],
    [
      "and everyone when the speaker asked for more than to be read",
      { posting: "turns", floorEnrolmentIds: ["sol"], floorOpen: true },
      member,
      all(null),
    ],
    ["or while no round is under way", { posting: "turns" }, member, all(null)],
    [
      "slow mode is for words",
      { slowModeSeconds: 10 },
      { ...member, lastPostedAt: ago(9_999) },
      ["SLOW_MODE", null, "SLOW_MODE", null],
    ],
    [
      "and over when its time is",
      { slowModeSeconds: 10 },
      { ...member, lastPostedAt: ago(10_000) },
      all(null),
    ],
  ] as const)("%s", (_, room, person, expected) => {
    expect(refusals(room as Partial<RoomFacts>, person as PersonFacts)).toEqual(expected);
  });

  it("nobody says plain words on a board, and cards and replies are as welcome as in a room", () => {
    for (const person of [member, lead]) {
      expect(refusals({ kind: "board" }, person)).toEqual(["INVALID_INPUT", null, null, null]);
    }
  });

  it("slow mode never asks for longer than its own time", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 120 }), fc.nat(200_000), (slowModeSeconds, since) => {
        const wait = slowModeWaitMs({ slowModeSeconds }, ago(since), NOW);
        expect(wait).toBe(Math.max(0, slowModeSeconds * 1000 - since));
      }),
    );
  });
});

describe("the door", () => {
  it("lets those who facilitate past lock and lobby, and whoever waits go on waiting", () => {
    const both = { ...open, lobbyAt: NOW, lockedAt: NOW };
    expect(doorOf(both, { ...lead, known: false })).toBe("in");
    expect(doorOf(both, { ...newcomer, asked: true })).toBe("lobby");
    expect(doorOf(both, newcomer)).toBe("locked");
  });

  it("of a closed room is open to read, for who was of the group by then and nobody later", () => {
    const closed = { ...open, lobbyAt: NOW, lockedAt: NOW, closedAt: NOW };
    expect(doorOf(closed, { ...newcomer, sentOut: true })).toBe("in");
    expect(doorOf(closed, { ...newcomer, joinedAt: NOW })).toBe("in");
    expect(doorOf(closed, { ...lead, joinedAt: new Date(NOW.getTime() + 1) })).toBe("absent");
  });

  it("to the transcript closes when the group's retention is over", () => {
    expect(retentionEnd(null, 90)).toBeNull();
    expect(retentionEnd(NOW, 90)).toEqual(new Date("2026-05-31T10:00:00Z"));
  });
});

describe("what a post waits for", () => {
  const waits = (room: Partial<RoomFacts>, person: PersonFacts, listed = false) =>
    heldFor({ ...open, ...room }, person, { at: NOW, listed });
  const everything: Partial<RoomFacts> = {
    writingRoundId: "round",
    heldAt: NOW,
    safeSince: NOW,
  };
  const held = { ...member, standing: "held" as const };

  it("is the first that applies", () => {
    expect(waits(everything, held, true)).toBe("together");
    expect(waits({ ...everything, writingRoundId: null }, held, true)).toBe("person");
    expect(waits({ ...everything, writingRoundId: null }, member, true)).toBe("room");
    expect(waits({ safeSince: NOW }, member, true)).toBe("safe");
    expect(waits({}, member, true)).toBe("word");
    expect(waits({}, member)).toBeNull();
  });

  it("is nothing for those who lead, unless their own posts are held", () => {
    for (const person of [lead, chair]) {
      expect(waits(everything, person, true)).toBeNull();
      expect(waits({}, { ...person, standing: "held" })).toBe("person");
    }
  });

  it("is somebody who leads, as soon as none was seen for half a minute, and on a board never", () => {
    fc.assert(
      fc.property(fc.nat(120_000), fc.boolean(), (since, isBoard) => {
        const kind = isBoard ? ("board" as const) : ("session" as const);
        const room = { kind, safeSince: null, facilitatorSeenAt: ago(since) };
        expect(isUnattended(room, NOW)).toBe(!isBoard && since > UNATTENDED_AFTER_MS);
        const expected = !isBoard && since > UNATTENDED_AFTER_MS ? "safe" : null;
        expect(waits(room, member)).toBe(expected);
      }),
    );
    expect(waits({ facilitatorSeenAt: null }, member)).toBe("safe");
    expect(waits({ facilitatorSeenAt: ago(UNATTENDED_AFTER_MS) }, member)).toBeNull();
    expect(waits({ facilitatorSeenAt: ago(UNATTENDED_AFTER_MS + 1) }, member)).toBe("safe");
  });

  it("counts every word of a card, and none of the names of its fields", () => {
    const card = {
      kind: "plan",
      fields: { plan: "Ring them", safetyBehaviours: ["whisper", "rehearse"], expectedSuds: 40 },
      contentNote: "phones",
    } as const;
    const words = wordsOf({
      card: { ...card, fields: { ...card.fields, safetyBehaviours: ["whisper", "rehearse"] } },
    });
    expect(words.split("\n").filter(Boolean)).toEqual([
      "Ring them",
      "whisper",
      "rehearse",
      "phones",
    ]);
    const draft = {
      kind: "draft",
      text: "Half",
      link: "https://example.org/half",
      wantsBack: "witness",
      photo: { address: "a", alt: "A torn page", width: 1, height: 1 },
    } as const;
    expect(wordsOf({ card: draft })).toContain("Half");
    expect(wordsOf({ card: draft })).toContain("A torn page");
    expect(wordsOf({ body: "Only words" })).toContain("Only words");
  });
});

describe("a rule of care", () => {
  it.each([
    "I want to die",
    "i just want to die.",
    "Honestly I really don't want to live any more",
    "I don’t want to be alive anymore",
    "I wish I were dead",
    "I'm going to kill myself tonight",
    "I am thinking about suicide",
    "i’m thinking of ending my life",
    "I might kill myself",
    "I'm suicidal",
    "Some days are fine but today I feel suicidal",
    "I want to hurt myself",
    "I'm going to harm myself",
    "I am not safe with myself tonight",
    "I can't go on living",
  ])("matches an explicit sentence: %s", (sentence) => {
    expect(careRuleOf(sentence)).not.toBeNull();
  });

  it.each([
    "I was dying of embarrassment",
    "I could die of shame when I read it back",
    "I want to die of embarrassment",
    "I wanted to die when they laughed",
    "This deadline is killing me",
    "I nearly killed myself laughing",
    "I want to kill this draft",
    "She said she wants to die in the second act",
    "He wants to kill himself in the film",
    "Suicide Squad was on",
    "I want to diet",
    "I am dead tired",
    "I would die for a coffee",
    "I don't want to die",
    "I don't want to live with my parents any more",
    "I cut myself on a glass yesterday",
    "I do not feel safe here",
    "My old plan was to end my life as a perfectionist",
    "I used to hurt myself, and I have not for years",
    "",
  ])("lets be what is none: %s", (sentence) => {
    expect(careRuleOf(sentence)).toBeNull();
  });

  it("is found wherever it stands, however it is written", () => {
    const around = fc
      .string({ maxLength: 30 })
      .map((text) => text.replace(/[\p{L}\p{N}_'’]/gu, "."));
    fc.assert(
      fc.property(around, around, fc.constantFrom(" ", "  ", "\n"), (before, after, gap) => {
        const sentence = ["I", "WANT", "to", "kill", "myself"].join(gap);
        expect(careRuleOf(`${before} ${sentence}. ${after}`)).toBe("kill_oneself");
      }),
    );
  });
});
