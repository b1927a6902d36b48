import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { instantOf, wallClockOf } from "@/components/exposures/wall-clock";

const zones = fc.constantFrom(
  ...["UTC", "Europe/Lisbon", "America/St_Johns", "Australia/Lord_Howe"],
  ...["Asia/Kathmandu", "Pacific/Apia", "Pacific/Kiritimati", "America/Los_Angeles"],
);

describe("a time on the wall", () => {
  it("reads the same after it became an instant and came back, in every zone, unless it is skipped", () => {
    const instants = fc.integer({
      min: Date.parse("2020-01-01T00:00Z") / 60_000,
      max: Date.parse("2040-01-01T00:00Z") / 60_000,
    });
    fc.assert(
      fc.property(instants, zones, (minute, zone) => {
        const shown = wallClockOf(new Date(minute * 60_000).toISOString(), zone);
        const instant = instantOf(shown, zone);
        expect(instant && wallClockOf(instant, zone)).toBe(shown);
      }),
      { numRuns: 500 },
    );
  });

  it("is the first of two when an hour happens twice, and moves on when one is skipped", () => {
    expect(instantOf("2026-10-25T01:30", "Europe/London")).toBe("2026-10-25T00:30:00.000Z");
    expect(instantOf("2026-03-29T01:30", "Europe/London")).toBe("2026-03-29T01:30:00.000Z");
  });

  it("is nothing where nothing that is a time was given", () => {
    for (const text of ["", "soon", "2026-13-01T10:00", "2026-01-01"]) {
      expect(instantOf(text, "UTC")).toBe(null);
    }
  });
});
