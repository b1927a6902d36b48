import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Card,
  CHECK_IN_FIELDS,
  DRAFT_FIELDS,
  LIFETIMES,
  type Lifetime,
  type MessageView,
  PLAN_FIELDS,
  type RoomState,
  WIN_FIELDS,
} from "@/server/domains/rooms/contract";
import {
  fieldsFor,
  isCollapsed,
  mentionsTopic,
  SHARE_AUDIENCES,
  SHARE_FIELDS,
  type ShareAudience,
} from "@/server/domains/sharing/contract";
import {
  AFTER_SESSION_MS,
  briefPlans,
  canAskForWord,
  cardKindOf,
  cardWithOnly,
  checkInCard,
  draftCard,
  type ExposureSource,
  fieldsOn,
  isLive,
  meetingToEndWith,
  narrowing,
  newestWord,
  planCard,
  tidyTopics,
  winCard,
} from "@/server/domains/sharing/rules";

const words = (field: string) => fc.option(fc.constantFrom("", "  ", `words of ${field}`));
const hundred = fc.option(fc.integer({ min: 0, max: 100 }));

const exposure: fc.Arbitrary<ExposureSource> = fc.record({
  kind: fc.constantFrom("exposure" as const, "rest" as const, "accident" as const),
  plan: fc.constant("words of plan"),
  whereAndWho: words("whereAndWho"),
  fearedOutcome: words("fearedOutcome"),
  copingWords: words("copingWords"),
  kindnessPlan: words("kindnessPlan"),
  safetyBehaviours: fc.subarray(["Checking", "Comparing"]),
  plannedFor: fc.option(fc.date({ noInvalidDate: true })),
  likelihoodBefore: hundred,
  likelihoodAfter: hundred,
  expectedSuds: hundred,
  peakSuds: hundred,
  endSuds: hundred,
  surprise: hundred,
  fearedOutcomeHappened: fc.option(fc.constantFrom("no", "partly", "yes", "cannot_tell")),
  howGotThrough: words("howGotThrough"),
  whatHappened: words("whatHappened"),
  felt: words("felt"),
  worse: words("worse"),
  better: words("better"),
  learned: words("learned"),
});
const ten = fc.option(fc.integer({ min: 0, max: 10 }));
const checkIn = fc.record({
  weekStartOn: fc.constant("2026-03-02"),
  fear: ten,
  avoidance: ten,
  distress: ten,
  goodEnough: ten,
  nothingCameUp: fc.boolean(),
});
const photo = { address: "a".repeat(43), alt: "A bent fork", width: 4, height: 3 };
const draft = fc.record({
  body: fc.constantFrom("", "No ending yet"),
  link: fc.option(fc.constant("https://example.org/a")),
  photo: fc.option(fc.constant(photo)),
});
const ticks = fc.subarray([...SHARE_FIELDS]);
const asked = fc.record({
  wantsBack: fc.constantFrom("witness" as const, "ideas" as const),
  contentNote: fc.option(fc.constant("food")),
});

/** What is said there: everything but the blank, the empty and what did not come up. */
const filled = (value: unknown) =>
  !(
    value === null ||
    value === undefined ||
    value === false ||
    (typeof value === "string" && value.trim() === "") ||
    (Array.isArray(value) && value.length === 0)
  );

describe("a card", () => {
  const anyCard: fc.Arbitrary<{
    card: Card;
    record: Record<string, unknown>;
    list: readonly string[];
    ticked: string[];
  }> = fc.oneof(
    fc.tuple(exposure, ticks, asked).map(([record, ticked, said]) => {
      return { card: winCard(record, ticked, said), record, list: WIN_FIELDS, ticked };
    }),
    fc.tuple(exposure, ticks, asked, fc.boolean()).map(([source, ticked, said, asksWord]) => {
      const record = { ...source, plannedFor: source.plannedFor?.toISOString() };
      const card = planCard(source, ticked, { ...said, asksWord });
      return { card, record, list: PLAN_FIELDS, ticked };
    }),
    fc.tuple(checkIn, ticks, asked).map(([record, ticked, said]) => {
      return { card: checkInCard(record, ticked, said), record, list: CHECK_IN_FIELDS, ticked };
    }),
    fc.tuple(draft, ticks, asked).map(([source, ticked, said]) => {
      const record = { ...source, text: source.body };
      return { card: draftCard(source, ticked, said), record, list: DRAFT_FIELDS, ticked };
    }),
  );
  const valuesOn = (card: Card) =>
    (card.kind === "draft" ? card : card.fields) as Record<string, unknown>;

  it("holds exactly the ticked fields that say something, as they stand", () => {
    fc.assert(
      fc.property(anyCard, ({ card, record, list, ticked }) => {
        const expected = list.filter((field) => ticked.includes(field) && filled(record[field]));
        expect(fieldsOn(card).sort()).toEqual([...expected].sort());
        for (const field of expected) expect(valuesOn(card)[field]).toEqual(record[field]);
      }),
    );
  });

  it("narrowed to some fields is the card that those alone would have made", () => {
    fc.assert(
      fc.property(anyCard, ticks, ({ card, list }, kept) => {
        const narrowed = cardWithOnly(card, kept);
        const left = fieldsOn(card).filter((field) => kept.includes(field as never));
        expect(fieldsOn(narrowed)).toEqual(left);
        for (const field of list) {
          expect(valuesOn(narrowed)[field]).toEqual(
            left.includes(field) ? valuesOn(card)[field] : undefined,
          );
        }
        expect([narrowed.contentNote, narrowed.wantsBack]).toEqual([
          card.contentNote,
          card.wantsBack,
        ]);
      }),
    );
  });

  it("takes nothing else from the record, whatever is ticked", () => {
    const record = { plan: "Leave the typo", id: "1", membershipId: "2", copingWords: "private" };
    const ticked = ["plan", "copingWords", "membershipId", "__proto__", "constructor"];
    const said = { wantsBack: "witness" as const, contentNote: null };
    expect(winCard(record as unknown as ExposureSource, ticked, said)).toEqual({
      kind: "win",
      fields: { plan: "Leave the typo" },
      wantsBack: "witness",
    });
  });

  it("shares a nought, which is a number like any other", () => {
    const none = Object.fromEntries(WIN_FIELDS.map((field) => [field, null]));
    const record = { ...none, peakSuds: 0 } as unknown as ExposureSource;
    const { fields } = winCard(record, ["peakSuds"], { wantsBack: "witness", contentNote: null });
    expect(fields).toEqual({ peakSuds: 0 });
  });

  it("asks for no word once the plan is not on it any more", () => {
    const plan: Card = {
      kind: "plan",
      fields: { plan: "Say no", expectedSuds: 4 },
      asksWord: true,
    };
    expect(cardWithOnly(plan, ["plan"])).toHaveProperty("asksWord", true);
    expect(cardWithOnly(plan, ["expectedSuds"])).not.toHaveProperty("asksWord");
  });

  it("is offered of what there is: a plan before, a win after, nothing once let go", () => {
    const states = ["idea", "planned", "under_way", "done", "reflected", "let_go"] as const;
    expect(states.map(cardKindOf)).toEqual(["plan", "plan", "plan", "win", "win", null]);
    const lists = states.map((state) => fieldsFor({ kind: "exposure", state }));
    expect(lists).toEqual([PLAN_FIELDS, PLAN_FIELDS, PLAN_FIELDS, WIN_FIELDS, WIN_FIELDS, []]);
    expect(fieldsFor({ kind: "draft" })).toEqual(DRAFT_FIELDS);
    expect(fieldsFor({ kind: "check_in" })).toEqual(CHECK_IN_FIELDS);
  });
});

describe("asking for a word", () => {
  it("is for a plan that could do harm, said in full to the facilitators", () => {
    const right = { couldHarm: "yes", audience: "facilitators", ticked: ["plan"] } as const;
    expect(canAskForWord("plan", right)).toBe(true);
    expect(canAskForWord("win", right)).toBe(false);
    expect(canAskForWord("plan", { ...right, couldHarm: "no" })).toBe(false);
    expect(canAskForWord("plan", { ...right, couldHarm: null })).toBe(false);
    expect(canAskForWord("plan", { ...right, audience: "group" })).toBe(false);
    expect(canAskForWord("plan", { ...right, audience: "room" })).toBe(false);
    expect(canAskForWord("plan", { ...right, ticked: ["expectedSuds"] })).toBe(false);
  });
});

describe("narrowing", () => {
  const granted = fc.record({
    fields: fc.subarray(["plan", "felt", "learned"], { minLength: 1 }),
    audience: fc.constantFrom(...SHARE_AUDIENCES),
    lifetime: fc.constantFrom(...LIFETIMES),
  });
  const ask = fc.record(
    {
      fields: fc.subarray(["plan", "felt", "learned"]),
      audience: fc.constant("facilitators" as const),
      lifetime: fc.constantFrom("session" as const, "seven_days" as const),
    },
    { requiredKeys: [] },
  );
  const rank = (lifetime: Lifetime) => LIFETIMES.indexOf(lifetime);
  const size = (audience: ShareAudience) => (audience === "facilitators" ? 0 : 1);

  it("only ever leaves less, and the same again changes nothing", () => {
    fc.assert(
      fc.property(granted, ask, (before, asks) => {
        const change = narrowing(before, asks);
        if (change === "wider" || change === "same") return;
        const after = { ...before, ...change };
        expect(before.fields).toEqual(expect.arrayContaining([...after.fields]));
        expect(after.fields.length).toBeGreaterThan(0);
        expect(size(after.audience)).toBeLessThanOrEqual(size(before.audience));
        expect(rank(after.lifetime)).toBeLessThanOrEqual(rank(before.lifetime));
        expect(after).not.toEqual(before);
        expect(narrowing(after, asks)).toBe("same");
      }),
    );
  });

  it("refuses anything that goes further, and asking for nothing", () => {
    const share = { fields: ["plan"], audience: "group", lifetime: "seven_days" } as const;
    expect(narrowing(share, {})).toBe("wider");
    expect(narrowing(share, { fields: [] })).toBe("wider");
    expect(narrowing(share, { fields: ["plan", "felt"] })).toBe("wider");
    expect(narrowing(share, { fields: ["felt"], audience: "facilitators" })).toBe("wider");
    expect(narrowing({ ...share, lifetime: "session" }, { lifetime: "seven_days" })).toBe("wider");
    expect(narrowing({ ...share, audience: "room" }, { audience: "facilitators" })).toBe("wider");
    expect(narrowing(share, { audience: "facilitators", lifetime: "session" })).toEqual({
      audience: "facilitators",
      lifetime: "session",
    });
  });
});

describe("the session that a board's share ends with", () => {
  const NOW = new Date("2026-03-02T19:30:00Z");
  const hour = 60 * 60 * 1000;
  const meeting = (id: string, endsInHours: number, room: RoomState | null = null) => {
    return { id, endsAt: new Date(NOW.getTime() + endsInHours * hour), room };
  };
  const chosen = (...meetings: ReturnType<typeof meeting>[]) =>
    meetingToEndWith(meetings, NOW)?.id ?? null;

  it("is the one whose room is open, even when it runs over", () => {
    expect(chosen(meeting("late", -1, "open"), meeting("next", 24))).toBe("late");
    expect(chosen(meeting("now", 0.5), meeting("early", 24, "paused"))).toBe("early");
  });

  it("is otherwise the one under way or next, and never one that is over", () => {
    expect(chosen(meeting("past", -1), meeting("now", 0.5), meeting("next", 24))).toBe("now");
    expect(chosen(meeting("closed", 0.5, "closed"), meeting("next", 24))).toBe("next");
    expect(chosen(meeting("closed", 0.5, "closed"))).toBeNull();
    expect(chosen(meeting("forgotten", -AFTER_SESSION_MS / hour, "open"))).toBeNull();
    expect(chosen()).toBeNull();
  });
});

describe("a share is live", () => {
  const now = new Date("2026-03-02T10:00:00Z");
  const post = { state: "shown" as const, card: {} as Card, expiresAt: null };

  it("while its card is there for somebody else to see", () => {
    expect(isLive(post, now)).toBe(true);
    expect(isLive({ ...post, state: "held" }, now)).toBe(true);
    expect(isLive({ ...post, state: "retracted" }, now)).toBe(false);
    expect(isLive({ ...post, state: "removed" }, now)).toBe(false);
    expect(isLive({ ...post, card: null }, now)).toBe(false);
    expect(isLive({ ...post, expiresAt: now }, now)).toBe(false);
    expect(isLive({ ...post, expiresAt: new Date(now.getTime() + 1) }, now)).toBe(true);
  });
});

describe("a facilitator's word", () => {
  const reply = (id: string, replyKind: string, more: Partial<MessageView> = {}) =>
    ({
      ...{ id, seq: 1, replyKind, state: "shown", body: null, replies: [] },
      ...{ author: { id: "robin", name: "Robin" }, postedAt: "2026-03-02T10:00:00.000Z", ...more },
    }) as unknown as MessageView;
  const plan = (said: string | undefined, ...replies: MessageView[]) =>
    ({
      ...{ id: "card", author: { id: "ivy", name: "Ivy" }, replies },
      card: { kind: "plan", fields: { plan: said } },
    }) as unknown as MessageView;

  it("is the newest one, on the plan as it reads now", () => {
    const early = reply("early", "smaller_please");
    const late = reply("late", "go_ahead", { postedAt: "2026-03-02T11:00:00.000Z" });
    expect(newestWord([plan("Say no", late, early)], "Say no")?.messageId).toBe("late");
    const onTwo = [plan("Say no", early), plan("Say no", late)];
    expect(newestWord(onTwo, "Say no")?.messageId).toBe("late");
    expect(newestWord([plan("Say no", late)], "Say no loudly")).toBeNull();
    expect(newestWord([plan(undefined, late)], "Say no")).toBeNull();
  });

  it("counts as never said once it was taken back or removed, and is no other reply", () => {
    const gone = reply("gone", "go_ahead", { state: "removed" });
    const back = reply("back", "go_ahead", { state: "retracted" });
    const held = reply("held", "go_ahead", { state: "held" });
    const warm = reply("warm", "with_you");
    expect(newestWord([plan("Say no", gone, back, held, warm)], "Say no")).toBeNull();
  });

  it("is nobody's own", () => {
    const own = reply("own", "go_ahead", { author: { id: "ivy", name: "Ivy", role: "member" } });
    expect(newestWord([plan("Say no", own)], "Say no")).toBeNull();
  });
});

describe("the brief", () => {
  it("puts plans that wait for a word first, and leaves out what was taken away", () => {
    const plan = (id: string, asksWord: boolean, state = "shown") =>
      ({ id, state, body: null, card: { kind: "plan", fields: {}, asksWord } }) as MessageView;
    const gone = { ...plan("gone", true, "retracted"), card: null };
    const plans = [plan("new", false), gone, plan("waits", true), plan("old", false)];
    expect(briefPlans(plans).map(({ id }) => id)).toEqual(["waits", "new", "old"]);
  });
});

describe("topics", () => {
  const win = (felt: string): Card => ({ kind: "win", fields: { felt } });

  it("collapse what mentions them, in whole words, whatever the case and accents", () => {
    expect(mentionsTopic(win("The CAFÉ was full"), ["cafe"])).toBe(true);
    expect(mentionsTopic(win("The cafe was full"), ["Café"])).toBe(true);
    expect(mentionsTopic(win("My mother's voice"), ["mother"])).toBe(true);
    expect(mentionsTopic(win("On the Straße"), ["STRASSE"])).toBe(true);
    expect(mentionsTopic(win("A smothering heat"), ["mother"])).toBe(false);
    expect(mentionsTopic(win("my first  job-interview!"), ["job interview"])).toBe(true);
    expect(mentionsTopic(win("a job, then no interview"), ["job interview"])).toBe(false);
    expect(mentionsTopic(win("今天的食物很好"), ["食物"])).toBe(true);
    expect(mentionsTopic(win("anything"), ["", " ", "…"])).toBe(false);
  });

  it("are looked for in everything its author wrote, and in nothing the product says", () => {
    const draftCard: Card = { kind: "draft", wantsBack: "witness", photo };
    expect(mentionsTopic(draftCard, ["fork"])).toBe(true);
    expect(mentionsTopic({ ...draftCard, text: "one spoon" }, ["spoon"])).toBe(true);
    const plan: Card = { kind: "plan", fields: { safetyBehaviours: ["Comparing"] } };
    expect(mentionsTopic(plan, ["comparing"])).toBe(true);
    const rest: Card = { kind: "win", fields: { kind: "rest", fearedOutcomeHappened: "partly" } };
    expect(mentionsTopic(rest, ["rest", "partly"])).toBe(false);
  });

  it("leave everything open that has no note and mentions none of them", () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string()), fc.boolean(), (felt, mine, noted) => {
        const card: Card = { ...win(felt), ...(noted && { contentNote: "food" }) };
        expect(isCollapsed(card, mine)).toBe(noted || mentionsTopic(card, mine));
        expect(isCollapsed(card, [])).toBe(noted);
      }),
    );
  });

  it("are kept once each", () => {
    expect(tidyTopics(["Food", "work", "food"])).toEqual(["food", "work"]);
  });
});
