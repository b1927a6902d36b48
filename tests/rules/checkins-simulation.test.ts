import { describe, expect, test } from "vitest";
import { CHECK_IN_MAX, type CheckInAnswers } from "@/server/domains/checkins/contract";
import { clearChanges } from "@/server/domains/checkins/rules";

// How often "a shift larger than your usual week-to-week movement" is said to people whose weeks
// only scatter, and how often to people who did shift. Whole numbers 0–10, 8–12 weeks, noise that
// no week hands on to the next. What it finds is printed; a false alarm may come to one in twenty.

const PEOPLE = 6_000;
const NOISES = [0.5, 1, 1.5, 2, 2.5];

/** mulberry32: small, seeded, and the same on every machine. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Box and Muller's way to a standard normal. */
function normalFrom(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

type Person = { start: number; noise: number; shift: number; weeks: number; carried: number };

/** `carried`: how much of one week's noise the next begins with, 0 for none. */
function answersOf(person: Person, random: () => number): CheckInAnswers[] {
  const { start, noise, shift, weeks, carried } = person;
  let swing = normalFrom(random);
  return Array.from({ length: weeks }, (_, week) => {
    if (week > 0) swing = carried * swing + Math.sqrt(1 - carried ** 2) * normalFrom(random);
    // The shift comes over the middle third: the ends are before and after.
    const progress = Math.min(1, Math.max(0, (week - weeks / 3) / (weeks / 3)));
    const level = start + shift * progress + noise * swing;
    const fear = Math.min(CHECK_IN_MAX, Math.max(0, Math.round(level)));
    return { fear, avoidance: null, distress: null, nothingCameUp: false, goodEnough: null };
  });
}

/** The share of people to whom a clear change is said. `startOf` draws where each begins. */
function shareTold(
  seed: number,
  startOf: (random: () => number) => number,
  { shift = 0, noise, carried = 0 }: { shift?: number; noise?: number; carried?: number } = {},
): number {
  const random = randomFrom(seed);
  let told = 0;
  for (let person = 0; person < PEOPLE; person += 1) {
    const weeks = 8 + Math.floor(random() * 5);
    const ownNoise = noise ?? NOISES[person % NOISES.length] ?? 1;
    const start = startOf(random);
    const answers = answersOf({ start, noise: ownNoise, shift, weeks, carried }, random);
    if (clearChanges(answers).length > 0) told += 1;
  }
  return told / PEOPLE;
}

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
const anywhere = (random: () => number) => random() * CHECK_IN_MAX;

describe("the rule of a clear change", () => {
  test("errs for at most one in twenty stable people, whatever their noise", () => {
    const falseAlarms = shareTold(1, anywhere);
    console.info(`Clear change: said to ${percent(falseAlarms)} of stable people in error.`);
    expect(falseAlarms).toBeLessThanOrEqual(0.05);
    for (const noise of NOISES) {
      const share = shareTold(2, anywhere, { noise });
      console.info(`  week-to-week noise of ${noise}: ${percent(share)}`);
      expect(share).toBeLessThanOrEqual(0.05);
    }
  });

  test("sees a true shift of three points in about half of those with ordinary noise or more", () => {
    const rise = shareTold(3, (random) => 1 + random() * 5, { shift: 3, noise: 1 });
    const fall = shareTold(3, (random) => 4 + random() * 5, { shift: -3, noise: 1 });
    console.info(`Clear change: a true shift of three points is seen in ${percent(rise)} (up)`);
    console.info(`  and ${percent(fall)} (down), with a noise of 1.`);
    expect(rise).toBeGreaterThan(0.45);
    expect(fall).toBeGreaterThan(0.45);
    // Neither direction is easier to be told of.
    expect(Math.abs(rise - fall)).toBeLessThan(0.04);
  });

  test("is known to err more often where one week hands its noise on to the next", () => {
    const share = shareTold(4, anywhere, { carried: 0.6 });
    console.info(`Clear change: ${percent(share)} in error where weeks hang together strongly.`);
    expect(share).toBeLessThanOrEqual(0.15);
  });
});
