import { describe, expect, it } from "vitest";
import { isInView, ownWords, roomWords } from "@/components/shared-exposures/shared-view";
import type { LiveSnapshot } from "@/server/domains/live/contract";
import type { BandView, OwnPartView } from "@/server/domains/shared-exposures/contract";

const ENDED = "2026-03-02T10:00:00.000Z";
const at = (minutes: number) => Date.parse(ENDED) + minutes * 60_000;

const room = (
  endedAt: string | null,
  startedAt: string | null = null,
): Pick<LiveSnapshot, "sharedExposure" | "run"> => ({
  sharedExposure: {
    ...{ id: "s", prompt: null, state: endedAt ? "ended" : "under_way" },
    ...{ openedAt: ENDED, startedAt: ENDED, endedAt, bands: [] },
  },
  run: { segments: [{ startedAt }] } as unknown as LiveSnapshot["run"],
});

describe("a shared exposure on the screen", () => {
  it("stays for ten minutes after it ended, or until the next segment begins", () => {
    expect(isInView({ sharedExposure: null, run: null }, at(0))).toBe(false);
    expect(isInView(room(null), null)).toBe(true);
    expect(isInView(room(ENDED), at(9))).toBe(true);
    expect(isInView(room(ENDED), at(10))).toBe(false);
    expect(isInView(room(ENDED), null)).toBe(false);
    expect(isInView(room(ENDED, "2026-03-02T10:00:30.000Z"), at(1))).toBe(false);
  });
});

describe("the room’s bands in words", () => {
  const band = (kind: BandView["kind"], low: number, high: number): BandView => ({
    ...{ kind, low, high, at: ENDED },
  });

  it("lay what was expected beside what came, and until then beside the latest", () => {
    expect(roomWords([])).toBeNull();
    const expected = band("forecast", 40, 80);
    expect(roomWords([expected])).toBe("Expected: between 40 and 80.");
    const lately = [expected, band("during", 20, 80), band("during", 20, 60)];
    expect(roomWords(lately)).toBe("Expected: between 40 and 80. Lately: between 20 and 60.");
    expect(roomWords([...lately, band("reality", 20, 40)])).toBe(
      "Expected: between 40 and 80. At its worst it was between 20 and 40.",
    );
    expect(roomWords([band("reality", 20, 40)])).toBe("At its worst it was between 20 and 40.");
    expect(roomWords([band("during", 0, 20)])).toBe("Lately: between 0 and 20.");
  });
});

describe("one’s own part in words", () => {
  const part: OwnPartView = {
    ...{ exposureId: "e", plan: "Hum", expectedSuds: 60, taps: [], peakSuds: null },
    state: "under_way",
  };

  it("lays the guess beside what came, and letting go weighs the same", () => {
    expect(ownWords(part)).toBe("You expected 60 of 100.");
    expect(ownWords({ ...part, state: "done", peakSuds: 25 })).toBe(
      "You expected 60 of 100. At its worst it was 25.",
    );
    expect(ownWords({ ...part, state: "done" })).toBe("You expected 60 of 100.");
    expect(ownWords({ ...part, state: "let_go" })).toContain("let it go, which is just as good");
  });
});
