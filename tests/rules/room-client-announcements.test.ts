import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createAnnouncer, whatChanged } from "@/components/rooms/announcer";
import type { RoomView } from "@/components/rooms/room-view";
import { createVoice } from "@/components/rooms/voice";
import type { MessageView } from "@/server/domains/rooms/contract";
import type { RoundView, TurnView } from "@/server/domains/turns/contract";
import {
  aStorage,
  me,
  messageAt,
  place,
  robin,
  settings,
  snapshotAt,
  viewOf,
} from "../support/room-client";

const moss = { id: "moss", name: "Moss", role: "member" } as const;
const NOBODY: ReadonlySet<string> = new Set();

const draft = messageAt(1, {
  id: "draft",
  author: moss,
  kind: "draft",
  body: null,
  card: { kind: "draft", text: "It has no ending yet", wantsBack: "witness" },
});
const snapshot = snapshotAt(1, { messages: [draft] });
const view = viewOf(snapshot);

function withMessages(messages: MessageView[], facts: object = {}): RoomView {
  return viewOf(snapshotAt(messages.at(-1)?.seq ?? 0, { messages, ...facts }));
}

function politely(said: { polite: { words: string }[] }): string[] {
  return said.polite.map(({ words }) => words);
}

describe("what a screen reader hears of the room itself", () => {
  it.each<[string, RoomView, RoomView, string | null]>([
    ["nothing when nothing changed", view, view, null],
    ["nothing about the first connection", { ...view, link: "connecting" }, view, null],
    [
      "that the line was lost",
      view,
      { ...view, link: "reconnecting" },
      "Reconnecting. What you write is kept here.",
    ],
    ["that it is back", { ...view, link: "reconnecting" }, view, "Connected"],
    ["a pause", view, viewOf({ ...snapshot, state: "paused" }), "The room is paused."],
    [
      "what comes into the middle, and from whom",
      view,
      viewOf({ ...snapshot, centreMessageId: "draft" }),
      "In the middle now: a draft by Moss.",
    ],
    [
      "nothing of a middle it may not see",
      view,
      viewOf({ ...snapshot, centreMessageId: "unseen" }),
      null,
    ],
    [
      "why words came back",
      view,
      { ...view, cameBack: { code: "ROOM_PAUSED" } },
      "The room is paused. Your words are kept.",
    ],
    [
      "that everyone writes at once",
      view,
      viewOf({ ...snapshot, settings: { ...settings, writing: { roundId: "w", since: "now" } } }),
      "Everyone writes at once now. What is posted opens together.",
    ],
    [
      "that one has been let in",
      viewOf({ ...snapshot, mine: { ...place, admitted: false } }),
      view,
      "You are in the room.",
    ],
  ])("%s", (_, before, after, said) => {
    expect(whatChanged(before, after)).toBe(said);
  });
});

describe("what a screen reader hears of messages", () => {
  it("is each new one once, by whom, and nothing of one's own or of what was there", () => {
    const announce = createAnnouncer(withMessages([messageAt(1)]));
    const after = withMessages([
      messageAt(1),
      messageAt(2, { author: me }),
      messageAt(3, { author: moss, body: "It wobbled." }),
      { ...draft, id: "new-draft", seq: 4 },
    ]);
    expect(politely(announce(after, NOBODY))).toEqual([
      "Moss: It wobbled.",
      "Moss shared a draft.",
    ]);
    expect(politely(announce({ ...after }, NOBODY))).toEqual([]);
  });

  it("is nothing that was held, until it is shown", () => {
    const announce = createAnnouncer(withMessages([]));
    expect(politely(announce(withMessages([messageAt(1, { state: "removed" })]), NOBODY))).toEqual(
      [],
    );
    // To a member a held message is not there, and then it is.
    expect(politely(announce(withMessages([messageAt(2)]), NOBODY))).toEqual(["Robin: Crooked 2"]);
  });

  it("is what became of one's own, where somebody else did it", () => {
    const announce = createAnnouncer(withMessages([messageAt(1, { author: me })]));
    const own = (facts: Partial<MessageView>) =>
      withMessages([messageAt(1, { author: me }), messageAt(2, { author: me, ...facts })]);
    expect(politely(announce(own({ state: "held" }), NOBODY))).toEqual([
      "Your message waits for a facilitator.",
    ]);
    expect(politely(announce(own({ state: "held" }), NOBODY))).toEqual([]);
    expect(politely(announce(own({}), NOBODY))).toEqual(["Your message is shown now."]);
    expect(politely(announce(own({ state: "removed" }), NOBODY))).toEqual([
      "A facilitator removed a message of yours.",
    ]);
    const together = messageAt(3, { author: me, state: "held", heldFor: "together" });
    expect(politely(announce(withMessages([together]), NOBODY))).toEqual([
      "Posted. It opens with everyone’s.",
    ]);
  });

  it("is who wrote, and not every word, when much comes at once", () => {
    const announce = createAnnouncer(withMessages([messageAt(1)]));
    const many = [1, 2, 3, 4, 5, 6].map((seq) =>
      messageAt(seq, { author: seq % 2 ? robin : moss }),
    );
    expect(politely(announce(withMessages(many), NOBODY))).toEqual([
      "New messages from Moss and Robin.",
    ]);
  });

  it("is nothing of earlier pages that are read back to", () => {
    const announce = createAnnouncer(withMessages([messageAt(10)]));
    expect(politely(announce(withMessages([messageAt(8), messageAt(10)]), NOBODY))).toEqual([]);
    expect(
      politely(announce(withMessages([messageAt(8), messageAt(10), messageAt(11)]), NOBODY)),
    ).toEqual(["Robin: Crooked 11"]);
    const own = messageAt(7, { author: me, state: "removed" });
    expect(
      politely(announce(withMessages([own, messageAt(8), messageAt(10), messageAt(11)]), NOBODY)),
    ).toEqual([]);
  });

  it("is nothing of somebody who is folded away, and nothing between facilitators", () => {
    const announce = createAnnouncer(withMessages([messageAt(1)]));
    const after = withMessages([
      messageAt(1),
      messageAt(2, { author: moss }),
      messageAt(3, { audience: "facilitators" }),
      messageAt(4, { audience: "line", lineWith: moss }),
      messageAt(5, { audience: "line", lineWith: me, body: "How are you?" }),
    ]);
    expect(politely(announce(after, new Set(["moss"])))).toEqual([
      "Robin, to you alone: How are you?",
    ]);
  });

  it("names the message it reads, so that its words go when the message does", () => {
    const announce = createAnnouncer(withMessages([]));
    expect(announce(withMessages([messageAt(1)]), NOBODY).polite).toEqual([
      { words: "Robin: Crooked 1", messageId: "message-1" },
    ]);
  });

  it("is nothing twice, whatever is lost, doubled or read afresh on the way", () => {
    const step = fc.record({
      upTo: fc.integer({ min: 1, max: 30 }),
      from: fc.integer({ min: 1, max: 30 }),
      line: fc.constantFrom("connected" as const, "reconnecting" as const),
      blank: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        const announce = createAnnouncer(withMessages([messageAt(1)]));
        const heard: string[] = [];
        let newest = 1;
        for (const { upTo, from, line, blank } of steps) {
          newest = Math.max(newest, upTo);
          const messages = Array.from({ length: newest }, (_, at) => messageAt(at + 1)).slice(
            Math.min(from, newest) - 1,
          );
          const shown = withMessages(messages);
          const next = blank ? { ...shown, snapshot: null } : shown;
          for (const { messageId } of announce({ ...next, link: line }, NOBODY).polite) {
            if (messageId) heard.push(messageId);
          }
        }
        expect(new Set(heard).size).toBe(heard.length);
        expect(heard).not.toContain("message-1");
      }),
      { numRuns: 100 },
    );
  });
});

describe("what a screen reader hears of turns, at once", () => {
  function turn(person: TurnView["person"], state: TurnView["state"]): TurnView {
    return { person, state, slotSeconds: 120, startedAt: null, endsAt: null, wantsBack: null };
  }
  function roundOf(...turns: TurnView[]): RoundView {
    return {
      id: "round",
      state: "under_way",
      orderedBy: "hand",
      seed: null,
      budgetSeconds: 600,
      version: 1,
      turns,
    };
  }
  const mossSpeaks = roundOf(turn(moss, "speaking"), turn(robin, "waiting"));

  it("is whose turn it is, once, also over a lost line and a fresh snapshot", () => {
    const announce = createAnnouncer(viewOf(snapshotAt(1)));
    const speaking = viewOf(snapshotAt(2, { round: mossSpeaks }));
    expect(announce(speaking, NOBODY).assertive).toContain("Moss has the floor.");
    expect(announce({ ...speaking, link: "reconnecting" }, NOBODY).assertive).toBeNull();
    expect(announce(viewOf(null, { link: "locked" }), NOBODY).assertive).toBeNull();
    expect(
      announce(viewOf(snapshotAt(9, { round: { ...mossSpeaks } })), NOBODY).assertive,
    ).toBeNull();
  });

  it("is one's own turn", () => {
    const announce = createAnnouncer(viewOf(snapshotAt(1, { round: mossSpeaks })));
    const mine = roundOf(turn(moss, "done"), turn(me, "offered"));
    expect(announce(viewOf(snapshotAt(2, { round: mine })), NOBODY).assertive).toContain(
      "It is your turn",
    );
  });

  it("is nothing for someone who has just been let in", () => {
    const waiting = snapshotAt(1, { mine: { ...place, admitted: false } });
    const announce = createAnnouncer(viewOf(waiting));
    const said = announce(viewOf(snapshotAt(2, { round: mossSpeaks })), NOBODY);
    expect(said.assertive).toBeNull();
    expect(politely(said)).toEqual(["You are in the room."]);
  });
});

describe("several tabs of one person", () => {
  it("speak with one voice: the one last looked at, and another when that one goes", () => {
    const storage = aStorage();
    const [one, other] = ["one", "other"].map((tab) =>
      createVoice(() => storage, { key: "voice:room", tab }),
    );
    expect([one?.isMine(), other?.isMine()]).toEqual([true, true]);
    one?.take();
    expect([one?.isMine(), other?.isMine()]).toEqual([true, false]);
    other?.take();
    expect([one?.isMine(), other?.isMine()]).toEqual([false, true]);
    one?.giveUp();
    expect([one?.isMine(), other?.isMine()]).toEqual([false, true]);
    other?.giveUp();
    expect(one?.isMine()).toBe(true);
  });

  it("all speak where a browser lets them know nothing of each other", () => {
    const voice = createVoice(
      () => {
        throw new Error("forbidden");
      },
      { key: "voice:room", tab: "one" },
    );
    voice.take();
    expect(voice.isMine()).toBe(true);
  });
});
