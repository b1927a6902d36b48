import { beforeAll, describe, expect, it } from "vitest";
import { ERROR_CODES } from "@/server/lib/errors";
import { PROCEDURES } from "../support/authorisation";
import { procedureCalls } from "../support/authorisation-calls";
import { actorOf, type Input } from "../support/authorisation-factories";
import { aWorld, type World } from "../support/authorisation-world";
import { useDatabase } from "../support/database";

// Whatever stands in a field, the answer is a result or a code of the contract: never a surprise.

const test = useDatabase();
let world: World;

beforeAll(async () => {
  world = await aWorld(test);
});

const deep = Array.from({ length: 200 }).reduce<unknown>((inner) => [inner], "down");

const HOSTILE: unknown[] = [
  null,
  1.5,
  2 ** 53,
  "a\0b",
  "\ud800",
  "a".repeat(50_000),
  "0000-01-01",
  "0000-01-01T00:00:00Z",
  "Etc/GMT+99",
  "00000000-0000-0000-0000-000000000000",
  ["\0"],
  { $ne: null, toString: 1 },
  { startsAt: "0000-01-01T00:00:00Z", id: "00000000-0000-0000-0000-000000000000" },
  deep,
];

/** What pages are asked for by, which may be left out and so stands in no ordinary input. */
const CURSORS = ["after", "before", "beforeId", "search"];

/** The ordinary input with one field after another made hostile. */
function spoilt(name: string, input: Input): Input[] {
  const fields = [...Object.keys(input), ...(/\.list/.test(name) ? CURSORS : [])];
  return fields.flatMap((field) => HOSTILE.map((value) => ({ ...input, [field]: value })));
}

const CODES: readonly string[] = ERROR_CODES;

describe("hostile input is answered with a result or a code", () => {
  it.each(Object.entries(PROCEDURES))("by %s", async (name, { targets }) => {
    const [target] = Object.values(targets);
    const input = (await target?.at(world, "facilitator")) ?? {};
    const { userId } = actorOf(world, "facilitator");
    const call = procedureCalls(world);
    const surprises = await Promise.all(
      [...spoilt(name, input), ...(HOSTILE as Input[])].map(async (each) => {
        const outcome = await call(userId, name, each);
        if (outcome.ok || CODES.includes(outcome.error.code)) return [];
        const field = Object.entries(each ?? {}).find(([key, value]) => value !== input[key]);
        return [JSON.stringify(field).slice(0, 80)];
      }),
    );
    expect(surprises.flat()).toEqual([]);
  });
});
