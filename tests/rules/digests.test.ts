import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  claimOutcome,
  composeDigest,
  type DetailedNote,
  type DigestFacts,
  LEASE_MS,
  weekStartOn,
} from "@/server/domains/digests/rules";
import { openToken, sealToken } from "@/server/lib/sealed-token";

describe("the week of a note", () => {
  test.each([
    // Sunday evening in London is Monday already in Kathmandu (UTC+5:45).
    ["2026-03-01T18:14:00Z", "Asia/Kathmandu", "2026-02-23"],
    ["2026-03-01T18:15:00Z", "Asia/Kathmandu", "2026-03-02"],
    ["2026-03-01T23:59:59Z", "Europe/London", "2026-02-23"],
    ["2026-03-02T00:00:00Z", "Europe/London", "2026-03-02"],
    // St John's is UTC−3:30, and UTC−2:30 from 8 March 2026 on.
    ["2026-03-09T02:29:00Z", "America/St_Johns", "2026-03-02"],
    ["2026-03-09T02:30:00Z", "America/St_Johns", "2026-03-09"],
    // The hour that comes twice, on Sunday 1 November: still that Sunday.
    ["2026-11-01T04:15:00Z", "America/St_Johns", "2026-10-26"],
    ["2026-11-02T03:29:00Z", "America/St_Johns", "2026-10-26"],
    ["2026-11-02T03:30:00Z", "America/St_Johns", "2026-11-02"],
    // Apia skipped Friday 30 December 2011: Thursday is followed by Saturday, in one ISO week.
    ["2011-12-30T09:59:00Z", "Pacific/Apia", "2011-12-26"],
    ["2011-12-30T10:00:00Z", "Pacific/Apia", "2011-12-26"],
    ["2012-01-01T10:00:00Z", "Pacific/Apia", "2012-01-02"],
    // Across a year's end.
    ["2027-01-01T12:00:00Z", "Europe/London", "2026-12-28"],
  ])("at %s in %s started on %s", (instant, timeZone, monday) => {
    expect(weekStartOn(new Date(instant), timeZone)).toBe(monday);
  });

  test("is a Monday at most six days back by the local calendar, in every zone", () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date("1990-01-01"), max: new Date("2060-01-01"), noInvalidDate: true }),
        fc.constantFrom(...Intl.supportedValuesOf("timeZone")),
        (now, timeZone) => {
          const monday = new Date(`${weekStartOn(now, timeZone)}T00:00:00Z`);
          // An independent reading of the local date: the Swedish format is ISO 8601.
          const today = new Date(`${now.toLocaleDateString("sv-SE", { timeZone })}T00:00:00Z`);
          const days = (today.getTime() - monday.getTime()) / 86_400_000;
          expect(monday.getUTCDay()).toBe(1);
          expect(days).toBeGreaterThanOrEqual(0);
          expect(days).toBeLessThanOrEqual(6);
        },
      ),
    );
  });
});

describe("claiming a note", () => {
  const now = new Date("2026-03-02T08:00:00Z");
  const leaseUntil = new Date(now.getTime() + LEASE_MS);

  test("works once, until the lease of a worker that died has run out", () => {
    expect(claimOutcome({ state: "pending", leaseUntil: null }, now)).toBe("mine");
    expect(claimOutcome({ state: "failed", leaseUntil: null }, now)).toBe("mine");
    expect(claimOutcome({ state: "sending", leaseUntil }, now)).toBe("held");
    expect(claimOutcome({ state: "sending", leaseUntil }, leaseUntil)).toBe("mine");
  });

  test("leaves what is sent or was called off alone", () => {
    expect(claimOutcome({ state: "sent", leaseUntil: null }, now)).toBe("over");
    expect(claimOutcome({ state: "skipped", leaseUntil: null }, now)).toBe("over");
  });
});

const ideas: DigestFacts["ideas"] = [
  { slug: "a", title: "Socks", suggestion: "Wear odd ones.", difficulty: 1 },
  { slug: "b", title: "Tea", suggestion: "Drink it lukewarm.", difficulty: 1 },
  { slug: "c", title: "Speech", suggestion: "Give it unrehearsed.", difficulty: 4 },
];
const quiet: DigestFacts = { tries: [], lastLearned: null, ideas, weekStartOn: "2026-03-02" };
const tried = (at: number): DigestFacts["tries"][number] => ({
  kind: "exposure",
  state: at % 3 === 2 ? "let_go" : "reflected",
  plan: `Try ${at}`,
  librarySlug: null,
  expectedSuds: 70 + at,
  peakSuds: 40,
});
const full: DigestFacts = {
  ...quiet,
  tries: Array.from({ length: 9 }, (_, at) => tried(at)),
  lastLearned: "Nobody noticed.",
};

function detailed(facts: DigestFacts): DetailedNote {
  const note = composeDigest(facts, { withDetail: true });
  if (note.kind !== "detailed") throw new Error("asked for detail");
  return note;
}

describe("composing a note", () => {
  test("without detail it is the same for every week", () => {
    expect(composeDigest(full, { withDetail: false })).toEqual({ kind: "discreet" });
  });

  test("says one thing of each kind and never how many", () => {
    const note = detailed(full);
    expect(note.tried.own).toBe("Try 0");
    expect(note.rested.own).toBe("Try 2");
    expect(note.learned.own).toBe("Nobody noticed.");
    expect(note.compared.pair).toEqual({ expected: 70, peaked: 40 });
    expect(JSON.stringify(note)).not.toMatch(/\b(nine|9)\b/);
  });

  test("an empty week has every part, in words of its own", () => {
    const note = detailed(quiet);
    for (const part of [note.tried, note.rested, note.learned]) {
      expect(part.own).toBeNull();
      expect(part.lead.length).toBeGreaterThan(40);
    }
    expect(note.compared.pair).toBeNull();
    expect(note.idea.title).not.toBe("");
  });

  test("a rest that was taken stands where one let go of would, with words of its own", () => {
    const rest = { ...tried(0), kind: "rest" as const, plan: "An hour on the sofa" };
    const note = detailed({ ...quiet, tries: [rest, tried(1), tried(2)] });
    expect(note.rested).toEqual({ lead: "A rest you took:", own: "An hour on the sofa" });
    expect(note.tried.own).toBe("Try 1");
    const letGo = detailed({ ...quiet, tries: [{ ...rest, state: "let_go" }] });
    expect(letGo.rested.lead).toBe("Something you let rest:");
    expect(letGo.tried.own).toBeNull();
  });

  test("what just happened is not called a try", () => {
    const accident = { ...tried(0), kind: "accident" as const, expectedSuds: null };
    const note = detailed({ ...quiet, tries: [accident, tried(1)] });
    expect(note.tried).toEqual({ lead: "Something that just happened:", own: "Try 0" });
    expect(note.compared.pair).toEqual({ expected: 71, peaked: 40 });
  });

  test("half a pair of numbers is a gap and not a zero", () => {
    const note = detailed({ ...quiet, tries: [{ ...tried(0), peakSuds: null }] });
    expect(note.compared.pair).toBeNull();
  });

  test("suggests something small, and not what was just tried", () => {
    const after = { ...quiet, tries: [{ ...tried(0), librarySlug: "a" }] };
    for (const weekStartOn of ["2026-03-02", "2026-03-09", "2026-03-16"]) {
      expect(detailed({ ...quiet, weekStartOn }).idea.title).toMatch(/Socks|Tea/);
      expect(detailed({ ...after, weekStartOn }).idea.title).toBe("Tea");
    }
  });

  test("keeps the member's own words to one short line", () => {
    const note = detailed({ ...quiet, lastLearned: `line\nbreak ${"x".repeat(5000)}` });
    expect(note.learned.own).toMatch(/^line break x+…$/);
    expect(note.learned.own?.length).toBeLessThanOrEqual(180);
  });
});

describe("a sealed token", () => {
  const secret = "a secret of at least thirty-two characters";
  const ids = ["0195a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b", "0195a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2c"];

  test("gives back the ids it was made of, and shows nothing of them", () => {
    const token = sealToken(secret, "a purpose", ids);
    expect(openToken(secret, "a purpose", token)).toEqual(ids);
    expect(token).toMatch(/^[\w-]{80}$/);
    expect(sealToken(secret, "a purpose", ids)).not.toBe(token);
    expect(Buffer.from(token, "base64url").toString("hex")).not.toContain("0195a1b2");
  });

  test("opens for its own purpose and under its own secret only", () => {
    const token = sealToken(secret, "a purpose", ids);
    expect(openToken(secret, "another purpose", token)).toBeNull();
    expect(openToken(`${secret}!`, "a purpose", token)).toBeNull();
  });

  test("is refused when anything in it was changed", () => {
    const token = sealToken(secret, "a purpose", ids);
    fc.assert(
      fc.property(
        fc.nat(token.length - 1),
        fc.constantFrom("A", "z", "-", "=", "."),
        (at, other) => {
          fc.pre(token[at] !== other);
          const changed = `${token.slice(0, at)}${other}${token.slice(at + 1)}`;
          expect(openToken(secret, "a purpose", changed)).toBeNull();
        },
      ),
    );
    for (const odd of ["", "x", token.slice(1), `${token}A`]) {
      expect(openToken(secret, "a purpose", odd)).toBeNull();
    }
  });
});
