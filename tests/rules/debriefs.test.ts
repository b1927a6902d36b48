import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Written as Form, together } from "@/components/debriefs/note-words";
import { NOTE_FIELDS } from "@/components/debriefs/wording";
import {
  saysTheSame,
  timeAround,
  WRITTEN_FIELDS,
  type Written,
} from "@/server/domains/debriefs/rules";

const DAY_MS = 24 * 60 * 60 * 1000;
const on = (text: string) => new Date(`2026-03-02T${text}:00Z`);

describe("the time that belongs to a session", () => {
  const session = { startsAt: on("19:00"), endsAt: on("20:00") };

  it("is from its start to a day after its end", () => {
    const { since, until } = timeAround(session, null);
    expect([since, until]).toEqual([on("19:00"), new Date("2026-03-03T20:00:00Z")]);
  });

  it("begins with the room that was opened early, and is longer for one that closed late", () => {
    const room = { openedAt: on("18:45"), closedAt: on("20:30") };
    expect(timeAround(session, room)).toEqual({
      since: on("18:45"),
      until: new Date("2026-03-03T20:30:00Z"),
    });
  });

  it("always holds the session, and the room as far as it went", () => {
    const instant = fc.date({ min: on("00:00"), max: on("23:59"), noInvalidDate: true });
    fc.assert(
      fc.property(instant, instant, instant, instant, (startsAt, endsAt, openedAt, closedAt) => {
        const { since, until } = timeAround({ startsAt, endsAt }, { openedAt, closedAt });
        for (const each of [startsAt, openedAt]) expect(since <= each).toBe(true);
        for (const each of [endsAt, closedAt]) {
          expect(until.getTime() - each.getTime()).toBeGreaterThanOrEqual(DAY_MS);
        }
      }),
    );
  });
});

describe("two notes", () => {
  const note = fc.record(
    Object.fromEntries(WRITTEN_FIELDS.map((field) => [field, fc.constantFrom(null, "a", "b")])),
  ) as unknown as fc.Arbitrary<Written>;

  it("say the same when each field does", () => {
    fc.assert(
      fc.property(note, note, (one, other) => {
        const same = JSON.stringify(one) === JSON.stringify(other);
        expect(saysTheSame(one, { ...other, ...{ version: 3 } })).toBe(same);
      }),
    );
  });
});

describe("two facilitators' words, put together", () => {
  const form = fc.record(
    Object.fromEntries(NOTE_FIELDS.map((field) => [field, fc.constantFrom("", " ", "a", "b")])),
  ) as unknown as fc.Arbitrary<Form>;

  it("hold everything that either wrote, and nothing twice", () => {
    fc.assert(
      fc.property(form, form, (mine, theirs) => {
        const both = together(mine, theirs);
        for (const field of NOTE_FIELDS) {
          const parts = both[field].split("\n\n").filter(Boolean);
          const said = [theirs[field], mine[field]].filter((words) => words.trim());
          expect(parts).toEqual([...new Set(said)]);
        }
      }),
    );
  });

  it("are asked for under the fields that the server keeps", () => {
    expect([...NOTE_FIELDS].toSorted()).toEqual([...WRITTEN_FIELDS].toSorted());
  });
});
