import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isWebAddress } from "@/server/domains/drafts/contract";
import { canSeal, openingOf, saveOutcome } from "@/server/domains/drafts/rules";
import { WANTS_BACK } from "@/server/domains/rooms/contract";

const SAVED = new Date("2026-03-02T10:00:00.000Z");
const words = { body: "half a", link: null, contentNote: null, wantsBack: "witness" } as const;
const open = { ...words, savedAt: SAVED, sealedAt: null };
const sealed = { ...open, sealedAt: SAVED };

const anyWords = fc.record({
  body: fc.constantFrom("", "half a", "half a thought"),
  link: fc.constantFrom(null, "https://example.org/a"),
  contentNote: fc.constantFrom(null, "about hospital"),
  wantsBack: fc.constantFrom(...WANTS_BACK),
});

describe("saving a draft", () => {
  test.each([
    ["new words", { body: "half a thought" }],
    ["another link", { link: "https://example.org/b" }],
    ["a note before it", { contentNote: "about hospital" }],
    ["a different wish for what to get back", { wantsBack: "ideas" as const }],
  ])("keeps %s while it is open, and refuses them once it is good enough", (_what, changed) => {
    expect(saveOutcome(open, { ...words, ...changed })).toBe("save");
    expect(saveOutcome(sealed, { ...words, ...changed })).toBe("sealed");
  });

  test("the same words again change nothing, sealed or not, whatever they are based on", () => {
    for (const draft of [open, sealed]) {
      for (const basedOn of [undefined, null, "2026-01-01T00:00:00.000Z"]) {
        expect(saveOutcome(draft, words, basedOn)).toBe("same");
      }
    }
  });

  test("whoever has not seen the newest words does not write over them", () => {
    const changed = { ...words, body: "from the telephone" };
    expect(saveOutcome(open, changed, SAVED.toISOString())).toBe("save");
    expect(saveOutcome(open, changed, "2026-03-02T09:59:59.999Z")).toBe("conflict");
    expect(saveOutcome(open, changed, null)).toBe("conflict");
  });

  test("no run of saves from two devices ever changes a sealed draft or loses words unseen", () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ device: fc.nat({ max: 1 }), say: anyWords, seal: fc.boolean() }), {
          maxLength: 20,
        }),
        (saves) => {
          let kept: Parameters<typeof saveOutcome>[0] = open;
          const seen = [SAVED.toISOString(), SAVED.toISOString()];
          for (const [at, { device, say, seal }] of saves.entries()) {
            const outcome = saveOutcome(kept, say, seen[device]);
            if (outcome === "save") {
              expect(kept.sealedAt).toBeNull();
              expect(seen[device]).toBe(kept.savedAt.toISOString());
              const savedAt = new Date(SAVED.getTime() + at + 1);
              kept = { ...say, savedAt, sealedAt: seal ? savedAt : null };
            }
            if (outcome === "save" || outcome === "same") {
              expect(kept).toMatchObject(say);
              seen[device] = kept.savedAt.toISOString();
            }
          }
        },
      ),
    );
  });
});

describe("good enough", () => {
  test("takes a single mark, a link or a photo", () => {
    expect(canSeal({ body: "?", link: null }, false)).toBe(true);
    expect(canSeal({ body: " ", link: "https://example.org" }, false)).toBe(true);
    expect(canSeal({ body: "", link: null }, true)).toBe(true);
    expect(canSeal({ body: " \n\t", link: null }, false)).toBe(false);
  });
});

describe("a link", () => {
  test.each([
    "https://example.org",
    "https://example.org/a?b=c#d",
    "https://xn--bcher-kva.example",
  ])("to %s can be kept", (link) => expect(isWebAddress(link)).toBe(true));

  test.each([
    "http://example.org",
    "javascript:alert(1)",
    "data:text/html,x",
    "file:///etc/passwd",
    "https://name:password@example.org",
    "//example.org",
    "example.org",
    "",
  ])("to %s cannot", (link) => expect(isWebAddress(link)).toBe(false));
});

describe("how a draft begins", () => {
  test("is one line, cut between characters and not through them", () => {
    expect(openingOf("  Dear\n\n all ")).toBe("Dear all");
    expect(openingOf("🙂".repeat(200), 5)).toBe("🙂🙂🙂🙂…");
  });
});
