import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { withMoved } from "@/components/run-sheets/segment-drafts";
import { calendarFile } from "@/components/sessions/calendar-file";

const keyed = (keys: string) => [...keys].map((key) => ({ key }));
const order = (segments: readonly { key: string }[]) => segments.map(({ key }) => key).join("");

describe("moving a segment by keyboard", () => {
  test("goes one place at a time, and nowhere beyond either end", () => {
    expect(order(withMoved(keyed("abc"), "b", -1))).toBe("bac");
    expect(order(withMoved(keyed("abc"), "b", 1))).toBe("acb");
    const list = keyed("abc");
    expect(withMoved(list, "a", -1)).toBe(list);
    expect(withMoved(list, "c", 1)).toBe(list);
    expect(withMoved(list, "z", 1)).toBe(list);
  });

  test("loses and doubles nothing, and there and back is as before", () => {
    const lists = fc
      .uniqueArray(fc.constantFrom(..."abcdefghij"), { minLength: 1, maxLength: 8 })
      .map((keys) => keys.map((key) => ({ key })));
    fc.assert(
      fc.property(lists, fc.nat(7), fc.constantFrom<-1 | 1>(-1, 1), (list, index, by) => {
        const { key = "" } = list[index % list.length] ?? {};
        const moved = withMoved(list, key, by);
        expect([...order(moved)].toSorted()).toEqual([...order(list)].toSorted());
        if (moved !== list)
          expect(order(withMoved(moved, key, by === 1 ? -1 : 1))).toBe(order(list));
      }),
      { numRuns: 100 },
    );
  });
});

describe("a session in one's calendar", () => {
  const url = `https://practice.example/o/${crypto.randomUUID()}/sessions/${crypto.randomUUID()}`;
  const file = calendarFile({
    sessionId: "0190a0a0-0000-7000-8000-000000000000",
    startsAt: "2026-03-03T19:00:00.000Z",
    endsAt: "2026-03-03T20:15:00.000Z",
    url,
    madeAt: new Date("2026-03-01T08:30:00.500Z"),
  });
  const unfolded = file.replaceAll("\r\n ", "");

  test("leads back to the session, at its instant in every zone", () => {
    expect(unfolded).toContain(`\r\nURL:${url}\r\n`);
    expect(unfolded).toContain("\r\nDTSTART:20260303T190000Z\r\nDTEND:20260303T201500Z\r\n");
    expect(unfolded).toContain("\r\nDTSTAMP:20260301T083000Z\r\n");
  });

  test("says on a locked screen that there is a session, and nothing else", () => {
    expect(unfolded).toContain("\r\nSUMMARY:Session\r\n");
    expect(unfolded).not.toMatch(/circle|group|perfection/i);
  });

  test("has no line that a calendar would cut", () => {
    for (const line of file.split("\r\n")) expect(line.length).toBeLessThanOrEqual(75);
    expect(file.endsWith("END:VCALENDAR\r\n")).toBe(true);
  });
});
