import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { boardEntries, whatIsNew } from "@/components/sharing/board-entries";
import { briefEntries, withBrief } from "@/components/sharing/brief-entries";
import { foldedUnder } from "@/components/sharing/folded-card";
import { knownFields, narrowingTo, shorterLifetimes } from "@/components/sharing/narrowing";
import { type RepliesOn, repliesOn } from "@/components/sharing/reply-rules";
import { topicsIn } from "@/components/sharing/topics";
import type { LiveSnapshot } from "@/server/domains/live/contract";
import {
  type Card,
  LIFETIMES,
  type MessageView,
  type Person,
  REPLY_KINDS,
  type ReplyKind,
  WANTS_BACK,
  WARM_REPLIES,
} from "@/server/domains/rooms/contract";
import { NarrowShare, SHARE_AUDIENCES, SHARE_FIELDS } from "@/server/domains/sharing/contract";

const ivy: Person = { id: "ivy", name: "Ivy", role: "facilitator" };
const fern: Person = { id: "fern", name: "Fern", role: "member" };
const moss: Person = { id: "moss", name: "Moss", role: "member" };

const DRAFT: Card = { kind: "draft", text: "half a line", wantsBack: "witness" };
const PLAN: Card = { kind: "plan", fields: { plan: "Leave the typo" }, asksWord: true };

function message(seq: number, more: Partial<MessageView> = {}): MessageView {
  return {
    id: `m${seq}`,
    seq,
    clientMessageId: `c${seq}`,
    author: fern,
    kind: more.card ? more.card.kind : "words",
    audience: "room",
    lineWith: null,
    regarding: null,
    about: null,
    aboutMessageId: null,
    settledAt: null,
    notice: null,
    heldFor: null,
    reason: null,
    replyToId: null,
    replyKind: null,
    replies: [],
    state: "shown",
    body: null,
    card: null,
    lifetime: "kept",
    postedAt: "2026-03-03T19:04:00.000Z",
    expiresAt: null,
    ...more,
  };
}

function reply(seq: number, author: Person, replyKind: ReplyKind, more: Partial<MessageView> = {}) {
  return message(seq, { kind: "reply", author, replyKind, replyToId: "m1", ...more });
}

describe("the replies under a card", () => {
  const card = (wantsBack: Card["wantsBack"]): Card => ({ ...DRAFT, wantsBack }) as Card;

  it("offer others the three warm ones always, and words only as they were asked for", () => {
    for (const wantsBack of WANTS_BACK) {
      const on = repliesOn(message(1, { card: card(wantsBack) }), moss, false);
      expect(on.warm).toEqual(WARM_REPLIES);
      const asked = { witness: null, company: "company", question: "question", ideas: "idea" };
      expect(on.askedFor).toBe(asked[wantsBack]);
    }
  });

  it("give an author no warm one for themself, and words only once somebody has answered", () => {
    const own = message(1, { card: card("question") });
    expect(repliesOn(own, fern, false)).toMatchObject({ warm: [], askedFor: null, own: true });
    const held = [reply(2, moss, "question", { state: "retracted", body: null })];
    expect(repliesOn({ ...own, replies: held }, fern, false).askedFor).toBeNull();
    const answered = [reply(2, moss, "question", { body: "Which half?" })];
    expect(repliesOn({ ...own, replies: answered }, fern, false).askedFor).toBe("question");
  });

  it("tell an author names, in the order they came, and never a number", () => {
    const replies = [
      reply(2, moss, "with_you"),
      reply(3, ivy, "with_you"),
      reply(4, moss, "me_too"),
    ];
    const on = repliesOn(message(1, { card: DRAFT, replies }), fern, false);
    expect(on.said).toEqual([
      { kind: "with_you", names: ["Moss", "Ivy"] },
      { kind: "me_too", names: ["Moss"] },
    ]);
    expect(on.worded).toEqual([]);
  });

  it("show nobody else who said a warm one, even if it had reached this screen", () => {
    const kinds = fc.array(fc.constantFrom(...REPLY_KINDS), { maxLength: 6 });
    fc.assert(
      fc.property(kinds, fc.boolean(), (given, facilitates) => {
        const replies = given.map((kind, at) => reply(at + 2, ivy, kind, { body: "x" }));
        const on: RepliesOn = repliesOn(message(1, { card: DRAFT, replies }), moss, facilitates);
        expect(on.said).toEqual([]);
        expect(on.worded.filter(({ replyKind }) => isWarm(replyKind))).toEqual([]);
      }),
    );
  });

  it("know which warm ones are my own, and forget those I took back", () => {
    const kept = reply(2, moss, "with_you");
    const replies = [
      kept,
      reply(3, moss, "me_too", { state: "retracted" }),
      reply(4, ivy, "me_too"),
    ];
    expect(repliesOn(message(1, { card: DRAFT, replies }), moss, false).mine).toEqual({
      with_you: kept,
    });
  });

  it("ask for a word only of facilitators, only on a plan that asks, and never of its author", () => {
    const plan = message(1, { card: PLAN });
    expect(repliesOn(plan, ivy, true).mayGiveWord).toBe(true);
    expect(repliesOn(plan, moss, false).mayGiveWord).toBe(false);
    expect(repliesOn({ ...plan, author: ivy }, ivy, true).mayGiveWord).toBe(false);
    const asksNothing = { kind: "plan", fields: { plan: "Nap" } } as const;
    expect(repliesOn(message(1, { card: asksNothing }), ivy, true).mayGiveWord).toBe(false);
  });
});

function isWarm(kind: ReplyKind | null): boolean {
  return WARM_REPLIES.some((each) => each === kind);
}

describe("a board", () => {
  it("is read newest first, without a trace of what was taken back", () => {
    const messages = [
      message(1, { card: DRAFT }),
      message(2, { state: "retracted" }),
      message(3, { card: DRAFT, state: "held" }),
    ];
    expect(boardEntries(messages, moss).map(({ id }) => id)).toEqual(["m3", "m1"]);
  });

  it("tells of a removal its author and the facilitators", () => {
    const removed = [message(1, { state: "removed" })];
    expect(boardEntries(removed, fern)).toHaveLength(1);
    expect(boardEntries(removed, ivy)).toHaveLength(1);
    expect(boardEntries(removed, moss)).toEqual([]);
  });

  it("says what is new once: another's card, or an answer to one's own", () => {
    const mine = message(1, { card: DRAFT });
    const before = [mine];
    expect(whatIsNew(before, before, fern)).toBeNull();
    expect(whatIsNew(before, [mine, message(2, { author: moss, card: DRAFT })], fern)).toBe(
      "Moss has shared something.",
    );
    const answered = [{ ...mine, replies: [reply(2, moss, "with_you")] }];
    expect(whatIsNew(before, answered, fern)).toBe("Moss has answered you.");
    expect(whatIsNew(answered, answered, fern)).toBeNull();
  });

  it("stays silent about what was read from further back, and about one's own doing", () => {
    const held = [message(5, { author: moss, card: DRAFT })];
    const earlier = message(1, { author: moss, card: DRAFT });
    expect(whatIsNew(held, [earlier, ...held], fern)).toBeNull();
    expect(whatIsNew(held, [...held, message(6, { card: DRAFT })], fern)).toBeNull();
  });
});

describe("the brief", () => {
  it("puts plans that wait for a word apart until one is given, and leaves out what is gone", () => {
    const waiting = message(1, { card: PLAN });
    const other = message(2, { card: { kind: "plan", fields: { plan: "Nap" } } });
    const quiet = message(3, { body: "Could use a quiet word", audience: "facilitators" });
    const gone = message(4, { state: "retracted" });
    const win = message(5, { card: { kind: "win", fields: { plan: "Napped" } } });
    const all = [waiting, other, quiet, gone, win];
    expect(briefEntries(all)).toEqual({ waiting: [waiting], plans: [other], quietWords: [quiet] });

    const given = { ...waiting, replies: [reply(6, ivy, "go_ahead")] };
    expect(briefEntries([given, other]).waiting).toEqual([]);
    expect(briefEntries([given, other]).plans).toEqual([other, given]);
    const takenBack = { ...waiting, replies: [reply(6, ivy, "go_ahead", { state: "retracted" })] };
    expect(briefEntries([takenBack]).waiting).toEqual([takenBack]);
  });

  it("joins what is further back to the board, each once and in order", () => {
    const board = { messages: [message(8), message(9)] } as LiveSnapshot;
    const brief = { roomId: "r", plans: [message(8), message(2)], quietWords: [message(4)] };
    expect(withBrief(board, brief).messages.map(({ seq }) => seq)).toEqual([2, 4, 8, 9]);
  });
});

describe("showing less of a share", () => {
  const share = fc.record({
    fields: fc.subarray([...SHARE_FIELDS], { minLength: 1 }),
    audience: fc.constantFrom(...SHARE_AUDIENCES),
    lifetime: fc.constantFrom(...LIFETIMES),
  });
  const chosen = fc.record({
    fields: fc.subarray([...SHARE_FIELDS], { minLength: 1 }),
    facilitatorsOnly: fc.boolean(),
    lifetime: fc.constantFrom(...LIFETIMES),
  });

  it("never asks for more than there is, and asks for nothing when nothing would change", () => {
    const ids = {
      organisationId: "0198a000-0000-7000-8000-000000000001",
      roomId: "0198a000-0000-7000-8000-000000000002",
      messageId: "0198a000-0000-7000-8000-000000000003",
    };
    fc.assert(
      fc.property(share, chosen, (before, wish) => {
        const asked = narrowingTo(before, wish);
        const same = { fields: before.fields, facilitatorsOnly: false, lifetime: before.lifetime };
        expect(narrowingTo(before, same)).toBeNull();
        if (!asked) return;
        for (const field of asked.fields ?? []) expect(before.fields).toContain(field);
        expect((asked.fields ?? []).length).toBeLessThan(before.fields.length);
        if (asked.lifetime) expect(shorterLifetimes(before.lifetime)).toContain(asked.lifetime);
        if (asked.audience) expect(before.audience).not.toBe("facilitators");
        const isEmptied = asked.fields?.length === 0;
        expect(NarrowShare.safeParse({ ...ids, ...asked }).success).toBe(!isEmptied);
      }),
    );
  });

  it("keeps what it does not know by name out of the boxes", () => {
    expect(knownFields({ fields: ["text", "wantsBack"] })).toEqual(["text"]);
  });
});

describe("folding", () => {
  it("stands under the author's own note, and never repeats a reader's topic", () => {
    expect(foldedUnder({ contentNote: "illness" })).toBe("illness");
    expect(foldedUnder({})).not.toContain("hospital");
  });

  it("reads topics one on each line, each once", () => {
    expect(topicsIn(" Hospital \n\nhospital\nFathers and sons\n")).toEqual([
      "Hospital",
      "Fathers and sons",
    ]);
  });
});
