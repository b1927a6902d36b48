import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { earliest, hereOf } from "@/server/domains/live/rules";
import { HERE_MAX, type Person } from "@/server/domains/rooms/contract";

const roles = ["facilitator", "co-facilitator", "member"] as const;
const people = fc
  .uniqueArray(fc.record({ id: fc.uuid(), role: fc.constantFrom(...roles) }), {
    selector: ({ id }) => id,
    maxLength: 150,
  })
  .map((all) => all.map((one): Person => ({ ...one, name: one.id.slice(0, 4) })));

const byId = (some: Person[]) => new Map(some.map((person) => [person.id, person]));

describe("who is here", () => {
  it("is everyone once, those who lead first, the rest in order of arrival, and a number", () => {
    fc.assert(
      fc.property(people, fc.nat(), fc.nat(), (everyone, from, chair) => {
        const [arrived, connected] = [everyone, everyone.slice(from % 150)];
        const chairId = everyone[chair % Math.max(1, everyone.length)]?.id ?? null;
        const here = hereOf(arrived, byId(connected), chairId);
        expect(here.people.length + here.more).toBe(everyone.length);
        expect(here.people.length).toBe(Math.min(HERE_MAX, everyone.length));
        const leads = ({ id, role }: Person) => role !== "member" || id === chairId;
        const expected = [...everyone.filter(leads), ...everyone.filter((each) => !leads(each))];
        expect(here.people).toEqual(expected.slice(0, HERE_MAX));
      }),
    );
  });

  it("counts whoever has a connection here, though nobody has stored it yet", () => {
    const ivy: Person = { id: "ivy", name: "Ivy", role: "member" };
    const robin: Person = { id: "robin", name: "Robin", role: "facilitator" };
    expect(hereOf([ivy], byId([robin]), null)).toEqual({ people: [robin, ivy], more: 0 });
    expect(hereOf([], new Map(), null)).toEqual({ people: [], more: 0 });
  });
});

describe("the earliest", () => {
  it("is none of no instants, and else the least of them", () => {
    const at = (ms: number) => new Date(ms);
    expect(earliest([null, null])).toBeNull();
    expect(earliest([null, at(5), at(3), null, at(9)])).toEqual(at(3));
  });
});
