import { describe, expect, it } from "vitest";
import { oneAtATime } from "@/components/one-at-a-time";

describe("saving one at a time", () => {
  it("never lets an older save land on a newer one, however slow it is", async () => {
    const landed: string[] = [];
    const inTurn = oneAtATime();
    let letOlderLand = () => {};
    const slow = new Promise<void>((resolve) => {
      letOlderLand = resolve;
    });
    const older = inTurn(() => slow.then(() => landed.push("older")));
    const newer = inTurn(async () => landed.push("newer"));
    letOlderLand();
    await Promise.all([older, newer]);
    expect(landed).toEqual(["older", "newer"]);
  });

  it("tells a failure to whoever asked, and goes on with the next", async () => {
    const inTurn = oneAtATime();
    const failing = inTurn(() => Promise.reject(new Error("no line")));
    const next = inTurn(async () => "saved");
    await expect(failing).rejects.toThrow("no line");
    expect(await next).toBe("saved");
  });
});
