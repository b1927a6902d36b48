import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  createPracticeQueue,
  isRunning,
  type Noted,
  replay,
  type Waiting,
  withNoted,
} from "@/components/exposures/practice-queue";
import type { HandsOff, MomentView } from "@/server/domains/exposures/contract";

const NOON = Date.parse("2026-03-29T12:00:00.000Z");
const MINUTE = 60_000;
const minutesOn = (minutes: number) => new Date(NOON + minutes * MINUTE).toISOString();

const tap = (suds: number, minutes = 0): Noted => ({
  kind: "distress",
  at: minutesOn(minutes),
  suds,
  words: null,
});
const began = (minutes: number, at = 0): Noted => ({
  kind: "hands_off_began",
  at: minutesOn(at),
  minutes,
});
const broke = (at: number): Noted => ({ kind: "hands_off_broken", at: minutesOn(at), words: null });
const done = (at = 0): Noted => ({ kind: "done", at: minutesOn(at) });

/** A `Storage` that lives as long as the test. */
function aStorage() {
  const entries = new Map<string, string>();
  return {
    entries,
    getItem: (key: string) => entries.get(key) ?? null,
    setItem: (key: string, value: string) => void entries.set(key, value),
    removeItem: (key: string) => void entries.delete(key),
    key: (at: number) => [...entries.keys()][at] ?? null,
    get length() {
      return entries.size;
    },
  };
}

function aQueue(storage = aStorage()) {
  return createPracticeQueue(() => storage, "mine");
}

class Refusal extends Error {
  readonly code: string;
  constructor(code: string) {
    super(code);
    this.code = code;
  }
}
const errorOf = (thrown: unknown) => ({ code: (thrown as Refusal).code });
const ids = (waiting: readonly Waiting[]) => waiting.map(({ id }) => id);

describe("what is noted without a connection", () => {
  it("keeps its order, whatever the device's clock does", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1e9, max: 1e9 }), { maxLength: 30 }), (jumps) => {
        const queue = aQueue();
        jumps.forEach((jump, index) => {
          queue.add(`m${index}`, tap(0), NOON + jump);
        });
        expect(ids(queue.read())).toEqual(jumps.map((_, index) => `m${index}`));
      }),
    );
  });

  it("survives a reload, whole", () => {
    const storage = aStorage();
    const before = aQueue(storage);
    const all = [tap(70), began(30), broke(12), done(40)];
    all.forEach((noted, index) => {
      before.add(`m${index}`, noted, NOON);
    });
    expect(
      aQueue(storage)
        .read()
        .map(({ noted }) => noted),
    ).toEqual(all);
  });

  it("is another exposure's own business", () => {
    const storage = aStorage();
    aQueue(storage).add("m1", tap(70), NOON);
    const other = createPracticeQueue(() => storage, "another");
    expect(other.read()).toEqual([]);
    other.drop("m1");
    expect(ids(aQueue(storage).read())).toEqual(["m1"]);
  });

  it("is kept by the open page where the browser refuses to store", () => {
    const queue = createPracticeQueue(() => {
      throw new Error("storage is off");
    }, "mine");
    queue.add("m1", tap(70), NOON);
    queue.add("m2", done(), NOON);
    expect(ids(queue.read())).toEqual(["m1", "m2"]);
    queue.drop("m1");
    expect(ids(queue.read())).toEqual(["m2"]);
  });

  it("is not upset by what else stands in the storage", () => {
    const storage = aStorage();
    for (const [index, text] of ["", "{", "null", "[]", '{"id":1}', '{"id":"x"}'].entries()) {
      storage.setItem(`practice-queue:mine:bad${index}`, text);
    }
    aQueue(storage).add("m1", tap(10), NOON);
    expect(ids(aQueue(storage).read())).toEqual(["m1"]);
  });
});

describe("when there is a connection again", () => {
  it("all of it arrives in order, once each, however often the way there or back is cut", async () => {
    const mishap = fc.constantFrom("none", "lost", "answer lost", "reload");
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 12 }), fc.array(mishap), async (count, way) => {
        const storage = aStorage();
        const taken: string[] = [];
        const mishaps = [...way];
        let queue = aQueue(storage);
        for (let index = 0; index < count; index += 1) queue.add(`m${index}`, tap(index), NOON);
        for (;;) {
          const { stoppedBy } = await replay(
            queue,
            async ({ id }) => {
              const met = mishaps.shift() ?? "none";
              if (met === "lost") throw new Refusal("UNREACHABLE");
              if (!taken.includes(id)) taken.push(id);
              if (met !== "none") throw new Refusal("UNREACHABLE");
            },
            errorOf,
          );
          if (!stoppedBy) break;
          queue = aQueue(storage);
        }
        expect(taken).toEqual(Array.from({ length: count }, (_, index) => `m${index}`));
        expect(queue.read()).toEqual([]);
      }),
    );
  });

  it("what comes to mind while another is on its way goes along", async () => {
    const queue = aQueue();
    queue.add("m1", tap(50), NOON);
    const { sent } = await replay(
      queue,
      async ({ id }) => {
        if (id === "m1") queue.add("m2", tap(40), NOON);
      },
      errorOf,
    );
    expect(ids(sent)).toEqual(["m1", "m2"]);
  });

  it.each(["UNREACHABLE", "SIGN_IN_NEEDED", "TOO_MANY", "UNEXPECTED"])(
    "stops at %s and keeps the rest for the next time",
    async (code) => {
      const queue = aQueue();
      queue.add("m1", tap(50), NOON);
      queue.add("m2", done(), NOON);
      const asked: string[] = [];
      const { sent, stoppedBy } = await replay(
        queue,
        async ({ id }) => {
          asked.push(id);
          throw new Refusal(code);
        },
        errorOf,
      );
      expect({ sent, stoppedBy, asked }).toEqual({ sent: [], stoppedBy: { code }, asked: ["m1"] });
      expect(ids(queue.read())).toEqual(["m1", "m2"]);
    },
  );

  it("what can never be taken is put aside with its reason, loses no words and holds up nothing", async () => {
    const queue = aQueue();
    const thought: Noted = { kind: "thought", at: minutesOn(1), words: "It was only a cup" };
    queue.add("m1", thought, NOON);
    queue.add("m2", tap(20), NOON);
    const asked: string[] = [];
    const send = async ({ id }: Waiting) => {
      asked.push(id);
      if (id === "m1") throw new Refusal("STATE_CHANGED");
    };
    expect(await replay(queue, send, errorOf)).toMatchObject({ stoppedBy: null });
    expect(queue.read()).toMatchObject([{ id: "m1", refusal: "STATE_CHANGED", noted: thought }]);
    await replay(queue, send, errorOf);
    expect(asked).toEqual(["m1", "m2"]);
  });
});

describe("what its author sees meanwhile", () => {
  const waitingOf = (all: Noted[]): Waiting[] =>
    all.map((noted, order) => ({ id: `m${order}`, order, noted, refusal: null }));
  const bare = { state: "under_way", moments: [], handsOff: null } as const;
  const moment = (id: string): MomentView => ({
    ...{ id, kind: "distress", at: minutesOn(0), suds: 50, words: null },
  });
  const seen = (all: Noted[], handsOff: HandsOff | null = null) =>
    withNoted({ ...bare, moments: [], handsOff }, waitingOf(all));

  it("is what the server has, then what waits, and nothing twice", () => {
    const exposure = { ...bare, moments: [moment("m0")] };
    const { moments, isDone } = withNoted(exposure, waitingOf([tap(50), tap(30), done()]));
    expect(moments.map(({ id }) => id)).toEqual(["m0", "m1"]);
    expect(isDone).toBe(true);
    const [first] = waitingOf([tap(50)]);
    const refused = { ...(first as Waiting), id: "m9", refusal: "STATE_CHANGED" };
    expect(withNoted(exposure, [refused]).moments).toHaveLength(1);
  });

  it("a window runs for its minutes, over the night on which the clocks change", () => {
    const { handsOff } = seen([began(30)]);
    expect(handsOff).toEqual({ beganAt: minutesOn(0), endsAt: minutesOn(30), brokenAt: null });
    expect(handsOff && isRunning(handsOff, NOON + 30 * MINUTE - 1)).toBe(true);
    expect(handsOff && isRunning(handsOff, NOON + 30 * MINUTE)).toBe(false);
  });

  it("breaking a window ends it where it was, and begins nothing over", () => {
    const broken = { beganAt: minutesOn(0), endsAt: minutesOn(30), brokenAt: minutesOn(12) };
    expect(seen([began(30), broke(12)]).handsOff).toEqual(broken);
    expect(seen([began(30), broke(12), broke(20)]).handsOff).toEqual(broken);
    expect(seen([began(30), broke(31)]).handsOff?.brokenAt).toBe(null);
    expect(seen([broke(3)]).handsOff).toBe(null);
  });

  it("beginning again while a window runs changes nothing; once it is over, another begins", () => {
    expect(seen([began(30), began(60, 10)]).handsOff?.endsAt).toBe(minutesOn(30));
    expect(seen([began(30), began(60, 40)]).handsOff?.endsAt).toBe(minutesOn(100));
    expect(seen([began(30), broke(5), began(10, 6)]).handsOff).toEqual({
      ...{ beganAt: minutesOn(6), endsAt: minutesOn(16), brokenAt: null },
    });
  });
});
