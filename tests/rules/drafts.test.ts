import { describe, expect, test } from "vitest";
import { canSeal, openingOf, saveOutcome } from "@/server/domains/drafts/rules";

const open = { body: "half a", wantsBack: "witness", sealedAt: null } as const;
const sealed = { ...open, sealedAt: new Date("2026-03-02T10:00:00Z") };

describe("saving a draft", () => {
  test("keeps new words while it is open", () => {
    expect(saveOutcome(open, { body: "half a thought", wantsBack: "witness" })).toBe("save");
  });

  test("a different wish for what to get back is a change too", () => {
    expect(saveOutcome(open, { body: "half a", wantsBack: "ideas" })).toBe("save");
  });

  test("the same words again change nothing, sealed or not", () => {
    expect(saveOutcome(open, open)).toBe("same");
    expect(saveOutcome(sealed, open)).toBe("same");
  });

  test("once good enough it stays as it is", () => {
    expect(saveOutcome(sealed, { body: "polished", wantsBack: "witness" })).toBe("sealed");
  });
});

describe("good enough", () => {
  test("takes a single mark", () => {
    expect(canSeal({ body: "?" })).toBe(true);
    expect(canSeal({ body: " \n\t" })).toBe(false);
  });
});

describe("how a draft begins", () => {
  test("is one line, cut between characters and not through them", () => {
    expect(openingOf("  Dear\n\n all ")).toBe("Dear all");
    expect(openingOf("🙂".repeat(200), 5)).toBe("🙂🙂🙂🙂…");
  });
});
