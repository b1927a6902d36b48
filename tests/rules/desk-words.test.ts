import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  aboutMinutes,
  minutesWords,
  presenceWords,
  quietWords,
  timeLeftWords,
} from "@/components/desk/time-words";
import { troubleWords } from "@/components/desk/trouble";
import type { RosterEntry } from "@/server/domains/rooms/contract";

const MINUTE_MS = 60_000;
const now = Date.parse("2026-03-02T19:30:00.000Z");

const entry: RosterEntry = {
  person: { id: "wren", name: "Wren", role: "member" },
  presence: "here",
  standing: "active",
  since: "2026-03-02T19:00:00.000Z",
  lastPostedAt: null,
};

describe("what time is left, in words", () => {
  it.each([
    [6 * MINUTE_MS, "about 6 minutes left"],
    [5.4 * MINUTE_MS, "about 5 minutes left"],
    [MINUTE_MS, "about a minute left"],
    [41_000, "about 50 seconds left"],
    [9_000, "a few seconds left"],
    [0, "coming to its end"],
    [-MINUTE_MS, "coming to its end"],
  ])("%i ms: %s", (left, words) => {
    expect(timeLeftWords(left)).toBe(words);
  });

  it("names seconds only in the last minute, and never stands at zero", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 * 3_600_000 }), (left) => {
        const words = timeLeftWords(left);
        expect(words.includes("second")).toBe(Math.ceil(left / 1000) < 60);
        expect(words).not.toMatch(/\b0\b/);
      }),
    );
  });
});

describe("lengths", () => {
  it.each([
    [20, "less than a minute"],
    [60, "about a minute"],
    [150, "about 3 minutes"],
  ])("%i seconds: %s", (seconds, words) => {
    expect(aboutMinutes(seconds)).toBe(words);
  });

  it.each([
    [30, "half a minute"],
    [60, "1 minute"],
    [150, "2 and a half minutes"],
    [600, "10 minutes"],
  ])("%i seconds as set: %s", (seconds, words) => {
    expect(minutesWords(seconds)).toBe(words);
  });
});

describe("how long someone has been quiet", () => {
  it("is said without a clock, and a silence from the start as it is", () => {
    expect(quietWords(entry, now)).toBe("has not written yet");
    const wrote = (minutes: number) => ({
      ...entry,
      lastPostedAt: new Date(now - minutes * MINUTE_MS).toISOString(),
    });
    expect(quietWords(wrote(0), now)).toBe("wrote just now");
    expect(quietWords(wrote(2), now)).toBe("quiet for a minute or two");
    expect(quietWords(wrote(11), now)).toBe("quiet for about 10 minutes");
    expect(quietWords(wrote(58), now)).toBe("quiet for about an hour");
  });

  it("does not break on a clock that is behind", () => {
    const ahead = { ...entry, lastPostedAt: new Date(now + MINUTE_MS).toISOString() };
    expect(quietWords(ahead, now)).toBe("wrote just now");
  });

  it("never counts to sixty minutes", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 86_400_000 }), (ms) => {
        const lastPostedAt = new Date(now - ms).toISOString();
        expect(quietWords({ ...entry, lastPostedAt }, now)).not.toContain("60");
      }),
    );
  });
});

describe("whether someone is here", () => {
  it("tells those who left from those who are quiet", () => {
    expect(presenceWords(entry, now)).toBe("here");
    const left = { ...entry, presence: "left", since: "2026-03-02T19:25:00.000Z" } as const;
    expect(presenceWords(left, now)).toBe("left a few minutes ago");
    expect(presenceWords({ ...left, since: null }, now)).toBe("left");
    expect(presenceWords(left, Date.parse(left.since))).toBe("left just now");
    expect(presenceWords({ ...left, presence: "lobby" }, Date.parse(left.since))).toBe(
      "in the lobby",
    );
    expect(presenceWords({ ...left, presence: "lobby" }, now)).toBe(
      "in the lobby for a few minutes",
    );
    expect(presenceWords({ ...left, presence: "sent_out", since: null }, now)).toBe("sent out");
  });
});

describe("why something at the desk did not happen", () => {
  it("is calm about another leader having been quicker", () => {
    expect(troubleWords({ code: "STATE_CHANGED" })).toBe("It had already moved on.");
  });

  it("quotes the reference of what nobody foresaw", () => {
    expect(troubleWords({ code: "UNFORESEEN", reference: "r-1" })).toContain("Quote r-1");
  });
});
