import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  cardOf,
  closesAtOf,
  type Keystroke,
  phaseOf,
  refusalToType,
  typedTextOf,
} from "@/server/domains/boxes/rules";

const OPENED = new Date("2026-03-02T10:00:00Z");
const later = (ms: number) => new Date(OPENED.getTime() + ms);
const some = later(5);

describe("a box", () => {
  it("is open until its time is over to the millisecond, and closed once it was closed", () => {
    const closesAt = closesAtOf(OPENED, 2);
    expect(closesAt).toEqual(later(120_000));
    expect(phaseOf({ closesAt, closedAt: null }, OPENED)).toBe("open");
    expect(phaseOf({ closesAt, closedAt: null }, later(119_999))).toBe("open");
    expect(phaseOf({ closesAt, closedAt: null }, later(120_000))).toBe("over");
    expect(phaseOf({ closesAt, closedAt: some }, OPENED)).toBe("closed");
  });

  const entry = {
    text: "As far as I",
    passedAt: null,
    frozenAt: null,
    wantsBack: "company",
  } as const;

  it("shares what was written letter for letter", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const card = cardOf({ ...entry, text });
        if (text.trim() === "") expect(card).toBeNull();
        else expect(card).toEqual({ kind: "draft", text, wantsBack: "company" });
      }),
    );
  });

  it("shares nothing of who passed", () => {
    expect(cardOf({ ...entry, passedAt: some })).toBeNull();
  });

  it("shows the others what is written, no words once passed, and nothing once it is frozen", () => {
    expect(typedTextOf(entry)).toEqual({ text: "As far as I" });
    expect(typedTextOf({ ...entry, passedAt: some })).toEqual({ text: null });
    expect(typedTextOf({ ...entry, frozenAt: some })).toBeNull();
  });
});

describe("a keystroke", () => {
  const keystroke: Keystroke = {
    at: later(1_000),
    box: { closesAt: later(60_000), closedAt: null, roomClosedAt: null },
    standing: "active",
    entry: { passedAt: null, frozenAt: null },
  };

  it("is taken in from those who joined, also of those whose posts are held", () => {
    expect(refusalToType(keystroke)).toBeNull();
    expect(refusalToType({ ...keystroke, standing: "held" })).toBeNull();
  });

  it("is refused for the first reason that there is", () => {
    expect(refusalToType({ ...keystroke, entry: null })).toBe("STATE_CHANGED");
    expect(refusalToType({ ...keystroke, standing: "muted", entry: null })).toBe("MUTED");
    const over = { ...keystroke, at: later(60_000) };
    expect(refusalToType({ ...over, standing: "muted" })).toBe("TOO_LATE");
    const frozen = { passedAt: null, frozenAt: later(2_000) };
    expect(refusalToType({ ...keystroke, entry: frozen })).toBe("TOO_LATE");
    const ended = { ...over, box: { ...over.box, roomClosedAt: some } };
    expect(refusalToType(ended)).toBe("ROOM_CLOSED");
    expect(refusalToType({ ...ended, standing: null })).toBe("NOT_FOUND");
  });

  it("from zero on is never taken in", () => {
    fc.assert(
      fc.property(fc.integer({ min: 60_000, max: 10_000_000 }), (ms) => {
        expect(refusalToType({ ...keystroke, at: later(ms) })).toBe("TOO_LATE");
      }),
    );
  });
});
