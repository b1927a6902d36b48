import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  cardKind,
  previewOf,
  type Shareable,
  shareableFields,
  tickedAtFirst,
  valueWords,
} from "@/components/sharing/preview";
import { fieldWords, sharedFieldWords } from "@/components/sharing/wording";
import { ENTRY_KINDS, EXPOSURE_STATES, FEARED_OUTCOMES } from "@/server/domains/exposures/contract";
import {
  CHECK_IN_FIELDS,
  DRAFT_FIELDS,
  PLAN_FIELDS,
  WANTS_BACK,
  WIN_FIELDS,
} from "@/server/domains/rooms/contract";
import { SHARE_FIELDS, type ShareField } from "@/server/domains/sharing/contract";
import { checkInCard, draftCard, planCard, winCard } from "@/server/domains/sharing/rules";

const ASKED = { wantsBack: "witness", contentNote: "" } as const;

const words = fc.option(fc.constantFrom("", "  ", "words of mine"));
const hundred = fc.option(fc.integer({ min: 0, max: 100 }));
const exposure = fc.record({
  id: fc.constant("exposure"),
  kind: fc.constant("exposure"),
  state: fc.constantFrom(...EXPOSURE_STATES),
  plan: fc.constant("Leave the typo"),
  whereAndWho: words,
  fearedOutcome: words,
  likelihoodBefore: hundred,
  expectedSuds: hundred,
  peakSuds: hundred,
  safetyBehaviours: fc.subarray(["Checking", "Making lists"]),
  felt: words,
  learned: words,
  plannedFor: fc.option(fc.constant("2026-03-03T19:00:00.000Z")),
  category: fc.constant("home"),
  librarySlug: fc.constant("crooked"),
});
const ticks = fc.subarray([...SHARE_FIELDS]);

function shareable(record: object): Shareable {
  return { kind: "exposure", record } as Shareable;
}

describe("what the preview shows of an exposure", () => {
  it("is exactly what is ticked and has something in it, and no other key of the record", () => {
    fc.assert(
      fc.property(exposure, ticks, (record, ticked) => {
        const source = shareable(record);
        const card = previewOf(source, ticked, ASKED);
        const expected = shareableFields(source).filter((field) => ticked.includes(field));
        if (expected.length === 0) {
          expect(card).toBeNull();
          return;
        }
        expect(card).toMatchObject({ kind: cardKind(source) });
        if (card?.kind !== "win" && card?.kind !== "plan")
          throw new Error("not an exposure's card");
        expect(Object.keys(card.fields).sort()).toEqual([...expected].sort());
        for (const [field, value] of Object.entries(card.fields)) {
          expect(value).toBe((record as Record<string, unknown>)[field]);
        }
      }),
    );
  });

  it("is a plan before it is done and a win afterwards; nothing once it was let go", () => {
    fc.assert(
      fc.property(exposure, (record) => {
        const source = shareable(record);
        const fields = shareableFields(source);
        if (record.state === "let_go") {
          expect(fields).toEqual([]);
          return;
        }
        const behind = record.state === "done" || record.state === "reflected";
        const known: readonly ShareField[] = behind ? WIN_FIELDS : PLAN_FIELDS;
        expect(fields.filter((field) => !known.includes(field))).toEqual([]);
      }),
    );
  });

  it("shows a nought, which is a number like any other", () => {
    const source = shareable({ id: "e", state: "done", peakSuds: 0 });
    expect(previewOf(source, ["peakSuds"], ASKED)).toMatchObject({ fields: { peakSuds: 0 } });
    expect(valueWords(source, "peakSuds")).toBe("0 of 100");
  });

  it("has nothing ticked at first, except the plan where a word is asked for", () => {
    const source = shareable({ id: "e", state: "planned", plan: "Leave the typo", felt: "x" });
    expect(tickedAtFirst(source, false)).toEqual([]);
    expect(tickedAtFirst(source, true)).toEqual(["plan"]);
    expect(previewOf(source, ["plan"], { ...ASKED, asksWord: true })).toMatchObject({
      asksWord: true,
    });
  });
});

describe("what the preview shows of a draft and of a check-in", () => {
  const draft = {
    kind: "draft",
    record: {
      id: "draft",
      body: "half a line",
      link: "https://example.org/x",
      photo: { id: "photo", alt: null, width: 4, height: 3 },
      contentNote: null,
      wantsBack: "ideas",
    },
  } as Shareable;

  it("starts with the words of a draft, and adds link and photo when they are ticked", () => {
    expect(tickedAtFirst(draft, false)).toEqual(["text"]);
    expect(previewOf(draft, ["text"], { ...ASKED, contentNote: " illness " })).toEqual({
      kind: "draft",
      text: "half a line",
      wantsBack: "witness",
      contentNote: "illness",
    });
    expect(previewOf(draft, ["link", "photo"], ASKED)).toEqual({
      kind: "draft",
      link: "https://example.org/x",
      photo: { address: "photo", alt: null, width: 4, height: 3 },
      wantsBack: "witness",
    });
  });

  it("offers of a check-in what was answered, on its own scale", () => {
    const source = {
      kind: "check_in",
      record: {
        id: "c",
        weekStartOn: "2026-03-02",
        fear: 0,
        avoidance: null,
        distress: null,
        nothingCameUp: true,
        goodEnough: 7,
      },
    } as Shareable;
    expect(shareableFields(source)).toEqual(["weekStartOn", "fear", "nothingCameUp", "goodEnough"]);
    expect(valueWords(source, "fear")).toBe("0 of 10");
    expect(valueWords(source, "weekStartOn")).toBe("2 March 2026");
  });
});

describe("the preview", () => {
  const hundred = fc.option(fc.integer({ min: 0, max: 100 }));
  const asked = fc.record({
    wantsBack: fc.constantFrom(...WANTS_BACK),
    contentNote: fc.constantFrom(null, "illness"),
  });
  const behind = fc.record({
    kind: fc.constantFrom(...ENTRY_KINDS),
    plan: fc.constant("Leave the typo in"),
    fearedOutcome: words,
    likelihoodBefore: hundred,
    expectedSuds: hundred,
    peakSuds: hundred,
    endSuds: hundred,
    surprise: hundred,
    likelihoodAfter: hundred,
    fearedOutcomeHappened: fc.option(fc.constantFrom(...FEARED_OUTCOMES)),
    howGotThrough: words,
    whatHappened: words,
    felt: words,
    worse: words,
    better: words,
    learned: words,
    whereAndWho: words,
    copingWords: words,
    kindnessPlan: words,
    safetyBehaviours: fc.subarray(["Checking", "Making lists"]),
    plannedFor: fc.option(fc.constant(new Date("2026-03-03T19:00:00.000Z"))),
  });

  it("is the card that the server makes of the same ticks, to the letter", () => {
    const states = fc.constantFrom("planned", "done");
    fc.assert(
      fc.property(
        behind,
        ticks,
        asked,
        states,
        fc.boolean(),
        (facts, ticked, says, state, asks) => {
          const plannedFor = facts.plannedFor?.toISOString() ?? null;
          const source = shareable({ id: "e", ...facts, plannedFor, state });
          const isPlan = state === "planned";
          const made = isPlan
            ? planCard(facts, ticked, { ...says, asksWord: asks })
            : winCard(facts, ticked, says);
          const shown = previewOf(source, ticked, {
            wantsBack: says.wantsBack,
            contentNote: says.contentNote ?? "",
            asksWord: isPlan && asks,
          });
          expect(shown).toEqual(Object.keys(made.fields).length > 0 ? made : null);
        },
      ),
    );
  });

  it("is the server's card of a draft and of a check-in too", () => {
    const draft = fc.record({ body: fc.constantFrom("", "half a line"), link: words });
    const checkIn = fc.record({
      weekStartOn: fc.constant("2026-03-02"),
      fear: fc.option(fc.integer({ min: 0, max: 10 })),
      avoidance: fc.option(fc.integer({ min: 0, max: 10 })),
      distress: fc.constant(null),
      nothingCameUp: fc.boolean(),
      goodEnough: fc.option(fc.integer({ min: 0, max: 10 })),
    });
    fc.assert(
      fc.property(draft, checkIn, ticks, asked, (written, answers, ticked, says) => {
        const asking = { wantsBack: says.wantsBack, contentNote: says.contentNote ?? "" };
        const own = { kind: "draft", record: { id: "d", ...written, photo: null } };
        const made = draftCard({ ...written, photo: null }, ticked, says);
        const holds = "text" in made || "link" in made;
        expect(previewOf(own as Shareable, ticked, asking)).toEqual(holds ? made : null);

        const week = { kind: "check_in", record: { id: "c", ...answers } } as Shareable;
        const card = checkInCard(answers, ticked, says);
        const isEmpty = Object.keys(card.fields).length === 0;
        expect(previewOf(week, ticked, asking)).toEqual(isEmpty ? null : card);
      }),
    );
  });
});

describe("names of fields", () => {
  it("are there for everything that can be ticked, on every kind of card", () => {
    const kinds = {
      win: WIN_FIELDS,
      plan: PLAN_FIELDS,
      draft: DRAFT_FIELDS,
      check_in: CHECK_IN_FIELDS,
    } as const;
    for (const kind of ["win", "plan", "draft", "check_in"] as const) {
      for (const field of kinds[kind]) {
        expect(fieldWords(kind, field)).not.toBe(field);
        expect(sharedFieldWords(field)).not.toBe(field);
      }
    }
  });
});
