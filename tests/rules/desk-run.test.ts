import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { promptWords } from "@/components/desk/prompt-words";
import {
  lengthWords,
  minutesLate,
  overWords,
  runNow,
  secondsLeft,
} from "@/components/desk/run-view";
import type { RunView, SegmentView } from "@/server/domains/run-sheets/contract";

const MINUTE_MS = 60_000;
const startsAtMs = Date.parse("2026-03-02T19:00:00.000Z");
const at = (minutes: number) => startsAtMs + minutes * MINUTE_MS;
const iso = (minutes: number) => new Date(at(minutes)).toISOString();

function segment(title: string, minutes: number, more: Partial<SegmentView> = {}): SegmentView {
  return {
    id: title,
    kind: "share",
    title,
    prompt: "As it comes.",
    state: "planned",
    plannedSeconds: minutes * 60,
    addedSeconds: 0,
    startedAt: null,
    endedAt: null,
    ...more,
  };
}

const checkIn = segment("Check-in", 10, { state: "under_way", startedAt: iso(0) });
const run: RunView = {
  sessionId: "session",
  name: "An evening",
  version: 3,
  startsAt: iso(0),
  plannedEndsAt: iso(30),
  endsAt: null,
  segments: [checkIn, segment("Share", 15), segment("Closing", 5)],
};

describe("how the run sheet stands", () => {
  it("says what is under way, what is next and when it ends", () => {
    const now = runNow(run, at(4));
    expect(now.current?.title).toBe("Check-in");
    expect(now.next?.title).toBe("Share");
    expect(now.currentEndsAtMs).toBe(at(10));
    expect(now.nextSeconds).toBe(15 * 60);
    expect(now.meantMs).toBe(at(30));
    expect(now.insteadOfMs).toBeNull();
    expect(overWords(now)).toBeNull();
    expect(minutesLate(now)).toBe(0);
  });

  it("does not call the session's part before the first one under way", () => {
    const before = { ...run, segments: run.segments.map((each) => segment(each.title, 10)) };
    expect(runNow(before, at(-5))).toMatchObject({ current: null, currentEndsAtMs: null });
    expect(runNow(before, at(-5)).next?.title).toBe("Check-in");
    expect(secondsLeft(before, at(-5))).toBeNull();
  });

  it("passes over what was left out when it says what is next", () => {
    const skipped = segment("Share", 15, { state: "skipped" });
    const now = runNow({ ...run, segments: [checkIn, skipped, segment("Closing", 5)] }, at(4));
    expect(now.next?.title).toBe("Closing");
  });

  it("says calmly that time is over and what that does to the rest", () => {
    const now = runNow(run, at(14));
    expect(now.overSeconds).toBe(4 * 60);
    expect(overWords(now)).toBe(
      "“Check-in” is about 4 minutes over its time, which is fine. What is left makes room: “Share” about 12 minutes, “Closing” about 4 minutes.",
    );
    expect(minutesLate(now)).toBe(0);
    expect(secondsLeft(run, at(14))).toBe(0);
  });

  it("keeps to itself that a part is a few seconds over", () => {
    expect(overWords(runNow(run, at(10) + 20_000))).toBeNull();
  });

  it("says by how much the session would end later when nothing is left to give", () => {
    const now = runNow({ ...run, segments: [checkIn] }, at(36));
    expect(minutesLate(now)).toBe(6);
  });

  it("tells the new end beside the one in the calendar", () => {
    const now = runNow({ ...run, endsAt: iso(45) }, at(4));
    expect(now.meantMs).toBe(at(45));
    expect(now.insteadOfMs).toBe(at(30));
    expect(now.nextSeconds).toBeGreaterThan(15 * 60);
  });

  it("names three of many parts that make room, and no more", () => {
    const many = ["A", "B", "C", "D", "E"].map((title) => segment(title, 4));
    const words = overWords(runNow({ ...run, segments: [checkIn, ...many] }, at(20)));
    expect(words).toContain("“C”");
    expect(words).not.toContain("“D”");
  });
});

describe("the time left for a round of turns", () => {
  it("is what is left of the part under way, in whole seconds and never below none", () => {
    expect(secondsLeft(run, at(4) + 300)).toBe(6 * 60 - 1);
    fc.assert(
      fc.property(fc.integer({ min: -3_600_000, max: 7_200_000 }), (ms) => {
        const left = secondsLeft(run, startsAtMs + ms);
        expect(left).toBeGreaterThanOrEqual(0);
        expect(Number.isInteger(left)).toBe(true);
      }),
    );
  });

  it("is not known without a run sheet", () => {
    expect(secondsLeft(null, at(4))).toBeNull();
  });
});

describe("how long a part is for", () => {
  it("is told as it was set while that holds, and as it has come to be otherwise", () => {
    expect(lengthWords(segment("Share", 15), null)).toBe("15 minutes");
    expect(lengthWords(segment("Share", 15), 15 * 60 - 20)).toBe("15 minutes");
    expect(lengthWords(segment("Share", 15), 12 * 60)).toBe("about 12 minutes");
    expect(lengthWords(segment("Share", 15, { addedSeconds: 120 }), null)).toBe("17 minutes");
  });
});

describe("a prompt that names those who lead", () => {
  const prompt = "With you: [facilitator] and [co-facilitator].";
  const person = (name: string, role: "facilitator" | "co-facilitator" | "member") => ({
    id: name,
    name,
    role,
  });

  it("has their names in it, as they are", () => {
    const here = [
      person("Ivy", "facilitator"),
      person("$& Cole", "co-facilitator"),
      person("Fen", "co-facilitator"),
      person("Ash", "member"),
    ];
    expect(promptWords(prompt, here)).toBe("With you: Ivy and $& Cole and Fen.");
  });

  it("reads well while they are not there, and is otherwise left alone", () => {
    expect(promptWords(prompt, [])).toBe("With you: the facilitator and the co-facilitator.");
    expect(promptWords("Say one thing [short].", [])).toBe("Say one thing [short].");
  });
});
