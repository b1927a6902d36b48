import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BAND_EVERY_SECONDS } from "@/server/domains/shared-exposures/contract";
import { bandDue, nextLook, partStateOf, stateOf } from "@/server/domains/shared-exposures/rules";

const START = new Date("2026-03-02T10:00:00Z");
const STEP = BAND_EVERY_SECONDS * 1000;
const later = (ms: number) => new Date(START.getTime() + ms);

describe("a shared exposure", () => {
  it("is open, then under way, then ended, whatever was skipped", () => {
    expect(stateOf({ startedAt: null, endedAt: null })).toBe("open");
    expect(stateOf({ startedAt: START, endedAt: null })).toBe("under_way");
    expect(stateOf({ startedAt: START, endedAt: START })).toBe("ended");
    expect(stateOf({ startedAt: null, endedAt: START })).toBe("ended");
  });

  it("is for each person what it is in their practice", () => {
    expect(partStateOf("under_way")).toBe("under_way");
    expect(partStateOf("done")).toBe("done");
    expect(partStateOf("reflected")).toBe("done");
    expect(partStateOf("let_go")).toBe("let_go");
  });
});

describe("a band", () => {
  const elapsed = fc.nat({ max: 4 * 60 * 60 * 1000 });

  it("is due at whole steps from the start, and never at the moment of anyone's tap", () => {
    fc.assert(
      fc.property(elapsed, fc.option(fc.nat({ max: 400 })), (ms, lastStep) => {
        const lastBandAt = lastStep === null ? null : later(lastStep * STEP);
        const due = bandDue({ startedAt: START, lastBandAt }, later(ms));
        if (due === null) return;
        expect((due.getTime() - START.getTime()) % STEP).toBe(0);
        expect(due.getTime()).toBeLessThanOrEqual(START.getTime() + ms);
        expect(due.getTime() - (lastBandAt ?? START).getTime()).toBeGreaterThanOrEqual(STEP);
      }),
    );
  });

  it("is due once a step has passed, and not before", () => {
    expect(bandDue({ startedAt: START, lastBandAt: null }, later(STEP - 1))).toBeNull();
    expect(bandDue({ startedAt: START, lastBandAt: null }, later(STEP))).toEqual(later(STEP));
    expect(bandDue({ startedAt: START, lastBandAt: START }, later(STEP))).toEqual(later(STEP));
    const lastBandAt = later(STEP);
    expect(bandDue({ startedAt: START, lastBandAt }, later(2 * STEP - 1))).toBeNull();
    expect(bandDue({ startedAt: START, lastBandAt }, later(5 * STEP + 7))).toEqual(later(5 * STEP));
  });

  it("is looked for at the next whole step, until three hours have passed", () => {
    fc.assert(
      fc.property(elapsed, (ms) => {
        const look = nextLook(START, later(ms));
        if (ms >= 3 * 60 * 60 * 1000) {
          expect(look).toBeNull();
          return;
        }
        const wait = Number(look?.getTime()) - later(ms).getTime();
        expect(wait).toBeGreaterThan(0);
        expect(wait).toBeLessThanOrEqual(STEP);
        expect((Number(look?.getTime()) - START.getTime()) % STEP).toBe(0);
      }),
    );
  });
});
