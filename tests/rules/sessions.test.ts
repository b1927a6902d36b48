import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ScheduleSession } from "@/server/domains/sessions/contract";
import { canSchedule, endsAt, instantOf } from "@/server/domains/sessions/rules";
import { timeZone } from "@/server/lib/fields";

const instant = (date: string, time: string, zone: string) =>
  instantOf({ date, time, timeZone: zone }).toISOString();

describe("a wall-clock time", () => {
  test("is the instant at which that clock shows it, in winter and in summer", () => {
    expect(instant("2026-01-15", "19:00", "Europe/Berlin")).toBe("2026-01-15T18:00:00.000Z");
    expect(instant("2026-07-15", "19:00", "Europe/Berlin")).toBe("2026-07-15T17:00:00.000Z");
    expect(instant("2026-07-15", "19:00", "Asia/Kathmandu")).toBe("2026-07-15T13:15:00.000Z");
  });

  test("moves forward by the gap where clocks go forward over it", () => {
    expect(instant("2026-03-29", "02:30", "Europe/Berlin")).toBe("2026-03-29T01:30:00.000Z");
    // Lord Howe Island goes forward by half an hour.
    expect(instant("2026-10-04", "02:15", "Australia/Lord_Howe")).toBe("2026-10-03T15:45:00.000Z");
  });

  test("is the first of the two where clocks go back over it", () => {
    expect(instant("2026-10-25", "02:30", "Europe/Berlin")).toBe("2026-10-25T00:30:00.000Z");
    expect(instant("2026-11-01", "01:30", "America/St_Johns")).toBe("2026-11-01T04:00:00.000Z");
  });

  test("shows again on that clock, on every day and in every zone, but in a gap", () => {
    const zones = ["Europe/Berlin", "America/St_Johns", "Asia/Kathmandu", "Australia/Lord_Howe"];
    fc.assert(
      fc.property(
        fc.date({
          min: new Date("2020-01-01T00:00:00Z"),
          max: new Date("2035-12-31T00:00:00Z"),
          noInvalidDate: true,
        }),
        fc.constantFrom(...zones),
        (meant, zone) => {
          const [date = "", clock = ""] = meant.toISOString().split("T");
          const time = clock.slice(0, 5);
          const at = instantOf({ date, time, timeZone: zone });
          const shown = wallClock(at, zone);
          const moved = Date.parse(`${shown}Z`) - Date.parse(`${date}T${time}Z`);
          expect([0, 30 * 60_000, 60 * 60_000]).toContain(moved);
          // Nothing earlier shows the same: the first of two is meant.
          if (moved === 0) {
            for (const minutes of [30, 60]) {
              const before = new Date(at.getTime() - minutes * 60_000);
              expect(wallClock(before, zone)).not.toBe(shown);
            }
          }
        },
      ),
    );
  });
});

/** Independent of the rules: what a clock in `zone` shows, as YYYY-MM-DDTHH:MM. */
function wallClock(at: Date, zone: string): string {
  return new Intl.DateTimeFormat("sv-SE", {
    timeZone: zone,
    dateStyle: "short",
    timeStyle: "short",
  })
    .format(at)
    .replace(" ", "T");
}

describe("a session", () => {
  const startsAt = new Date("2026-03-02T10:00:00Z");

  test("ends its minutes after it starts", () => {
    const end = endsAt({ startsAt, durationMinutes: 90 });
    expect(end.toISOString()).toBe("2026-03-02T11:30:00.000Z");
  });

  test("may be made a little late, but not once it would be over", () => {
    const session = { startsAt, durationMinutes: 60 };
    expect(canSchedule(session, new Date("2026-03-02T10:59:00Z"))).toBe(true);
    expect(canSchedule(session, new Date("2026-03-02T11:00:00Z"))).toBe(false);
  });

  test("is meant in a zone with a name, since offsets know no summer", () => {
    for (const zone of ["Europe/Lisbon", "UTC", "Asia/Kathmandu"]) {
      expect(timeZone().safeParse(zone).success).toBe(true);
    }
    for (const zone of ["", "+01:00", "Mars/Olympus", "Europe/Lisbon; drop"]) {
      expect(timeZone().safeParse(zone).success).toBe(false);
    }
  });

  test("with a day that is not in the calendar is asked for again at that field", () => {
    const answer = ScheduleSession.safeParse({
      organisationId: "0199a3c4-d5e6-7f89-8abc-def012345678",
      groupId: "0199a3c4-d5e6-7f89-8abc-def012345678",
      sessionId: "0199a3c4-d5e6-7f89-8abc-def012345678",
      title: "Circle",
      date: "2026-02-30",
      time: "25:00",
      timeZone: "Europe/Lisbon",
      durationMinutes: 60,
    });
    expect(answer.error?.issues.map((issue) => issue.path.join("."))).toEqual(["date", "time"]);
  });
});
