import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { WriteLane } from "@/server/lib/write-lane";

type Item = { key: string; bad: boolean };

/** A lane over a store in memory that takes a turn of the event loop per commit. */
function aLane({ maxBatch = 10 }: { maxBatch?: number } = {}) {
  const commits: string[][] = [];
  const lane = new WriteLane<Item, string>(
    async (items) => {
      await new Promise(setImmediate);
      if (items.some((item) => item.bad)) throw new Error("not stored");
      commits.push(items.map((item) => item.key));
      return items.map((item) => `stored ${item.key}`);
    },
    { keyOf: (item) => item.key, maxBatch },
  );
  return { commits, submit: (key: string, bad = false) => lane.submit({ key, bad }) };
}

describe("a write lane", () => {
  it("puts what arrives together into one commit, in its order", async () => {
    const { commits, submit } = aLane();
    await Promise.all(["a", "b", "c"].map((key) => submit(key)));
    expect(commits).toEqual([["a", "b", "c"]]);
  });

  it("gathers what arrives during a commit into the next", async () => {
    const { commits, submit } = aLane();
    const first = submit("a");
    await new Promise(setImmediate);
    const later = [submit("b"), submit("c")];
    await Promise.all([first, ...later]);
    expect(commits).toEqual([["a"], ["b", "c"]]);
  });

  it("stores a key once among those that wait, and answers everyone", async () => {
    const { commits, submit } = aLane();
    const answers = await Promise.all([submit("a"), submit("b"), submit("a")]);
    expect(answers).toEqual(["stored a", "stored b", "stored a"]);
    expect(commits).toEqual([["a", "b"]]);
  });

  it("answers each of any arrivals once, keeps to its size, and lets no bad one harm another", async () => {
    const arrival = fc.record({ key: fc.uuid(), bad: fc.boolean(), wait: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(arrival, { maxLength: 40 }), async (arrivals) => {
        const { commits, submit } = aLane({ maxBatch: 4 });
        const asked = [];
        for (const { key, bad, wait } of arrivals) {
          asked.push(submit(key, bad).catch(() => "refused"));
          if (wait) await new Promise(setImmediate);
        }
        const answers = await Promise.all(asked);
        expect(answers).toEqual(
          arrivals.map(({ key, bad }) => (bad ? "refused" : `stored ${key}`)),
        );
        const good = arrivals.flatMap(({ key, bad }) => (bad ? [] : key));
        expect(commits.flat().sort()).toEqual(good.sort());
        for (const commit of commits) expect(commit.length).toBeLessThanOrEqual(4);
      }),
      { numRuns: 50 },
    );
  });
});
