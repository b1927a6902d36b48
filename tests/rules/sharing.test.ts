import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { WIN_FIELDS, type WinField } from "@/server/domains/rooms/contract";
import { type WinSource, winCard } from "@/server/domains/sharing/rules";

const NUMBERS: WinField[] = ["expectedSuds", "peakSuds", "likelihoodBefore", "likelihoodAfter"];

const source = fc.record(
  Object.fromEntries(
    WIN_FIELDS.map((field) => [
      field,
      NUMBERS.includes(field)
        ? fc.option(fc.integer({ min: 0, max: 100 }))
        : fc.option(fc.constantFrom("", `words of ${field}`)),
    ]),
  ),
) as fc.Arbitrary<WinSource>;

describe("a win card", () => {
  it("holds exactly the ticked fields that have something in them", () => {
    fc.assert(
      fc.property(source, fc.subarray([...WIN_FIELDS]), (exposure, ticked) => {
        const { fields } = winCard(exposure, ticked);
        const expected = ticked.filter(
          (field) => exposure[field] !== null && exposure[field] !== "",
        );
        expect(Object.keys(fields).sort()).toEqual([...expected].sort());
        for (const field of expected) expect(fields[field]).toBe(exposure[field]);
      }),
    );
  });

  it("takes nothing else from the record, whatever is ticked", () => {
    const record = { plan: "Leave the typo", id: "1", membershipId: "2", copingWords: "private" };
    const ticked = ["plan", "copingWords", "membershipId", "__proto__"] as unknown as WinField[];
    expect(winCard(record as unknown as WinSource, ticked)).toEqual({
      kind: "win",
      fields: { plan: "Leave the typo" },
    });
  });

  it("shares a nought, which is a number like any other", () => {
    const none = Object.fromEntries(WIN_FIELDS.map((field) => [field, null])) as WinSource;
    const { fields } = winCard({ ...none, peakSuds: 0 }, ["peakSuds"]);
    expect(fields).toEqual({ peakSuds: 0 });
  });
});
