import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { moved } from "@/components/turns/moved";
import { orderFromSeed } from "@/components/turns/seed-order";
import { turnWords } from "@/components/turns/turn-words";
import { eachWords, ownTurnIn, placeWords, turnStateWords } from "@/components/turns/wording";
import type { RoundView, TurnState, TurnView } from "@/server/domains/turns/contract";
import { orderOf } from "@/server/domains/turns/rules";

function turn(name: string, state: TurnState = "waiting", more: Partial<TurnView> = {}): TurnView {
  return {
    person: { id: name.toLowerCase(), name, role: "member" },
    state,
    slotSeconds: 180,
    startedAt: null,
    endsAt: null,
    wantsBack: null,
    ...more,
  };
}

function round(state: RoundView["state"], ...turns: TurnView[]): RoundView {
  const rest = { orderedBy: "hand", seed: null, budgetSeconds: 600, version: 1 } as const;
  return { id: "round", state, ...rest, turns };
}

const me = { id: "wren" };

describe("what interrupts a screen reader about turns", () => {
  const told = round("told", turn("Moss"), turn("Wren"), turn("Fern"));
  const asked = round("under_way", turn("Moss", "offered"), turn("Wren"), turn("Fern"));
  const speaking = round("under_way", turn("Moss", "speaking"), turn("Wren"), turn("Fern"));
  const mine = round("under_way", turn("Moss", "done"), turn("Wren", "offered"), turn("Fern"));
  const last = round("under_way", turn("Moss", "done"), turn("Wren", "speaking"), turn("Fern"));

  it.each<[string, RoundView | null, RoundView | null, string | null]>([
    ["nothing without a round", null, null, null],
    ["nothing when nothing changed", speaking, speaking, null],
    ["that one is told", null, told, "A round of turns is about to begin. Moss comes first."],
    [
      "that it begins, whom it asks, and that one is next",
      told,
      asked,
      "The round has begun. Moss is asked now. You are next.",
    ],
    ["that the turn is taken", asked, speaking, "Moss has the floor."],
    ["one's own turn", speaking, mine, "It is your turn, if you would like it. Passing is fine."],
    ["that one has the floor", mine, last, "You have the floor."],
    ["its end", last, round("ended", turn("Moss", "done")), "The round is over. Anyone may write."],
    ["its end without a trace", last, null, "The round is over. Anyone may write."],
    ["nothing about a round that was over already", null, round("ended"), null],
    ["nothing when one that is over goes", round("ended"), null, null],
  ])("%s", (_, before, after, words) => {
    expect(turnWords(before, after, me)).toBe(words);
  });

  it("says that one has become next, once", () => {
    const behind = round("under_way", turn("Moss", "speaking"), turn("Fern"), turn("Wren"));
    expect(turnWords(behind, speaking, me)).toBe("You are next.");
    expect(turnWords(speaking, { ...speaking, version: 2 }, me)).toBeNull();
  });

  it("tells another round from the one before it", () => {
    const other = { ...asked, id: "other" };
    expect(turnWords(speaking, other, me)).toContain("The round has begun.");
  });
});

describe("one's own place in a round", () => {
  it("counts whose turn comes before it, and not those that are over", () => {
    const now = round("under_way", turn("A", "done"), turn("B", "speaking"), turn("Wren"));
    expect(ownTurnIn(now, "wren")).toEqual({ kind: "waiting", before: 1 });
    expect(ownTurnIn(now, "nobody")).toEqual({ kind: "none" });
    expect(ownTurnIn(now, "a")).toEqual({ kind: "over" });
  });

  it("lets those who passed before they began think again", () => {
    expect(ownTurnIn(round("under_way", turn("Wren", "passed")), "wren")).toEqual({
      kind: "passed",
    });
    const begun = turn("Wren", "passed", { startedAt: "2026-03-02T19:00:00.000Z" });
    expect(ownTurnIn(round("under_way", begun), "wren")).toEqual({ kind: "over" });
  });

  it("is said plainly", () => {
    expect(placeWords(0, false)).toBe("You come first.");
    expect(placeWords(1, true)).toBe("You come after this turn.");
    expect(placeWords(4, true)).toBe("You come after 4 others.");
  });
});

describe("the words beside a name", () => {
  it("give passing no less weight than speaking, and no time to those who hide it", () => {
    expect(turnStateWords(turn("Moss", "passed"), false)).toBe("passed");
    expect(turnStateWords(turn("Moss"), false)).toBe("about 3 minutes");
    expect(turnStateWords(turn("Moss"), true)).toBe("");
    expect(turnStateWords(turn("Moss", "waiting", { slotSeconds: 0 }), true)).toBe(
      "if there is time left over",
    );
  });

  it("say what a round leaves for each", () => {
    expect(eachWords(600, 4)).toBe("That is about 3 minutes for each.");
    expect(eachWords(600, 0)).toBe("");
  });
});

describe("the order grown again from its seed", () => {
  it("is the server's", async () => {
    const some = fc.uniqueArray(fc.uuid(), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(fc.string(), some, async (seed, ids) => {
        const made = orderOf(ids, "shuffle", { salt: seed, posts: new Map() });
        expect(await orderFromSeed(seed, ids)).toEqual(made);
        expect(await orderFromSeed(seed, ids.toReversed())).toEqual(made);
      }),
      { numRuns: 50 },
    );
  });
});

describe("an order by hand", () => {
  const list = [{ id: "a" }, { id: "b" }, { id: "c" }];

  it("moves one person one place", () => {
    expect(moved(list, "b", -1).map(({ id }) => id)).toEqual(["b", "a", "c"]);
    expect(moved(list, "b", 1).map(({ id }) => id)).toEqual(["a", "c", "b"]);
  });

  it("stays as it is at either end, and for somebody who is not in it", () => {
    expect(moved(list, "a", -1)).toEqual(list);
    expect(moved(list, "c", 1)).toEqual(list);
    expect(moved(list, "z", 1)).toEqual(list);
  });
});
