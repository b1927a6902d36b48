import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { newId } from "@/components/new-id";
import {
  CATEGORIES,
  DIFFICULTIES,
  EXPOSURE_STATES,
  type ExposureState,
  type Idea,
  PlanExposure,
} from "@/server/domains/exposures/contract";
import {
  MOVES,
  matchIdeas,
  moveFrom,
  predictedBesideActual,
  smallerThan,
  smallestFirst,
} from "@/server/domains/exposures/rules";
import library from "../../content/exposures.json";

const ideas = library as Omit<Idea, "smaller">[];

/** The states reachable in one step, as the practice describes them. */
const STEPS: Record<ExposureState, ExposureState[]> = {
  planned: ["planned", "under_way", "let_go"],
  under_way: ["under_way", "done", "let_go"],
  done: ["done", "reflected", "let_go"],
  reflected: ["reflected"],
  let_go: ["let_go"],
};

describe("the state machine of an exposure", () => {
  test("no sequence of moves changes a sealed prediction or leaves the described steps", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...MOVES), { maxLength: 30 }), (moves) => {
        let state: ExposureState = "planned";
        let sealed = false;
        let words = 0;
        for (const move of moves) {
          const result = moveFrom(state, move, sealed);
          if (result.kind !== "changed") continue;
          expect(STEPS[state]).toContain(result.to);
          if (move === "revise") {
            expect(sealed).toBe(false);
            words += 1;
          }
          if (move === "seal_and_start") sealed = true;
          state = result.to;
        }
        // Whatever happens after a seal, the words are those of the revisions before it.
        const seal = moves.indexOf("seal_and_start");
        const letGo = moves.indexOf("let_go");
        const open = moves.slice(
          0,
          Math.min(...[seal, letGo, moves.length].filter((at) => at >= 0)),
        );
        expect(words).toBe(open.filter((move) => move === "revise").length);
      }),
    );
  });

  test("doing what was already done is a harmless retry", () => {
    expect(moveFrom("under_way", "seal_and_start", true).kind).toBe("already");
    expect(moveFrom("done", "seal_and_start", true).kind).toBe("already");
    expect(moveFrom("done", "finish", true).kind).toBe("already");
    expect(moveFrom("let_go", "let_go", false).kind).toBe("already");
  });

  test.each(EXPOSURE_STATES.filter((state) => state !== "reflected"))(
    "letting go is possible from %s",
    (state) => {
      expect(["changed", "already"]).toContain(moveFrom(state, "let_go", true).kind);
    },
  );

  test("a sealed prediction stays sealed after letting go", () => {
    expect(moveFrom("let_go", "revise", true).kind).toBe("sealed");
    expect(moveFrom("let_go", "revise", false).kind).toBe("gone");
  });

  test("more can be added to a reflection at any time", () => {
    expect(moveFrom("reflected", "reflect", true)).toEqual({ kind: "changed", to: "reflected" });
  });
});

describe("predicted beside actual", () => {
  test("shows both measures as they were said, and leaves gaps as gaps", () => {
    expect(
      predictedBesideActual({
        expectedSuds: 70,
        peakSuds: null,
        likelihoodBefore: null,
        likelihoodAfter: 0,
      }),
    ).toEqual([
      { measure: "distress", before: 70, after: null },
      { measure: "likelihood", before: null, after: 0 },
    ]);
  });
});

describe("a plan", () => {
  const ref = { organisationId: newId(), exposureId: newId() };

  test("needs nothing but what", () => {
    expect(PlanExposure.parse({ ...ref, plan: " Wear odd socks " })).toEqual({
      ...ref,
      plan: "Wear odd socks",
      librarySlug: null,
      whereAndWho: null,
      fearedOutcome: null,
      likelihoodBefore: null,
      expectedSuds: null,
      copingWords: null,
    });
  });

  test.each([-1, 101, 50.5, "50"])("refuses %s as a number of 100", (likelihoodBefore) => {
    expect(PlanExposure.safeParse({ ...ref, plan: "x", likelihoodBefore }).success).toBe(false);
  });

  test("refuses an id that was not made from the time, which the order of the list relies on", () => {
    const exposureId = "3f2c1ab0-6a0e-4a5c-9d3c-1e0f5b7a9c11";
    expect(PlanExposure.safeParse({ ...ref, exposureId, plan: "x" }).success).toBe(false);
  });
});

describe("the library", () => {
  test("knows every category and difficulty that its ideas use", () => {
    for (const idea of ideas) {
      expect(CATEGORIES).toContain(idea.category);
      expect(DIFFICULTIES).toContain(idea.difficulty);
    }
    expect(new Set(ideas.map((idea) => idea.slug)).size).toBe(ideas.length);
  });

  test("starts with the smallest", () => {
    const sizes = smallestFirst(ideas).map((idea) => idea.difficulty);
    expect(sizes).toEqual(sizes.toSorted());
  });

  test("is searched by every word, in any case", () => {
    const found = matchIdeas(ideas, { search: "  TYPO message " });
    expect(found.map((idea) => idea.slug)).toContain("one-typo-to-a-friend");
    expect(matchIdeas(ideas, { search: "typo zebra" })).toEqual([]);
  });

  test("narrows to a category and to no larger than asked", () => {
    for (const idea of matchIdeas(ideas, { category: "rest", difficulty: 2 })) {
      expect(idea.category).toBe("rest");
      expect(idea.difficulty).toBeLessThanOrEqual(2);
    }
  });

  test("offers something smaller of the same kind for all but the smallest", () => {
    for (const idea of ideas) {
      const smaller = smallerThan(ideas, idea);
      if (smaller) {
        expect(smaller.category).toBe(idea.category);
        expect(smaller.difficulty).toBeLessThan(idea.difficulty);
      } else {
        const kind = ideas.filter((each) => each.category === idea.category);
        expect(idea.difficulty).toBe(Math.min(...kind.map((each) => each.difficulty)));
      }
    }
  });
});

describe("an id made by the sender", () => {
  test("is a UUIDv7 that sorts by time", () => {
    expect(newId(0)).toMatch(/^00000000-0000-7[0-9a-f]{3}-[89ab]/);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 47 }), (time) => {
        expect(Number.parseInt(newId(time).replaceAll("-", "").slice(0, 12), 16)).toBe(time);
      }),
    );
  });
});
