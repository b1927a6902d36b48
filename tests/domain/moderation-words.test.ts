import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { HELD_WORDS_MAX } from "@/server/domains/moderation/contract";
import { listActs, listHeldWords } from "@/server/domains/moderation/reads";
import { heldWordOf, patternOf } from "@/server/domains/moderation/rules";
import { addHeldWord, removeHeldWord, showMessage } from "@/server/domains/moderation/writes";
import { type AGroup, type AMember, aGroup, aMember, as } from "../support/builders";
import { useDatabase } from "../support/database";
import { aRoom, at, say, snapshotFor } from "../support/rooms";

// What PostgreSQL makes of the patterns, since it is PostgreSQL that holds a post by them.

const test = useDatabase();

async function finds(word: string, text: string): Promise<boolean> {
  const [row] = await test.db.sql`select ${text} ~ ${patternOf(word)} as found`;
  return row?.found;
}

describe("the pattern of a held word", () => {
  it("finds it whole, in any case, wherever it stands", async () => {
    for (const text of [
      "Bleach",
      "is it BLEACH?",
      "bleach, then",
      "(bleach)",
      "so much\nbleach",
      "“Bleach”",
      "bleach-blonde",
    ]) {
      expect([text, await finds("bleach", text)]).toEqual([text, true]);
    }
  });

  it("does not find it inside another word", async () => {
    for (const text of ["bleached", "unbleach", "bleach2", "bleach_", "ébleach", "bleachü", ""]) {
      expect([text, await finds("bleach", text)]).toEqual([text, false]);
    }
  });

  it("may be of several words, end in a mark, and be in any script", async () => {
    expect(await finds("give  up", "Never GIVE\n up on it")).toBe(true);
    expect(await finds("give up", "give it up")).toBe(false);
    expect(await finds("c++", "I wrote C++ today")).toBe(true);
    expect(await finds("c++", "I wrote ccc today")).toBe(false);
    expect(await finds("don't", "Don’t!")).toBe(true);
    expect(await finds("ПОРАНИТЬ", "я могу поранить себя")).toBe(true);
    expect(await finds("naïve", "How NAÏVE of me")).toBe(true);
  });

  it("takes it for itself whatever stands in it, and is never an error", async () => {
    const word = fc
      .string({ unit: fc.constantFrom(..."a.b\\*+?^$|()[]{}<>'\"-#:=!&~/%é字 \n"), maxLength: 12 })
      .filter((text) => heldWordOf(text) !== "");
    await fc.assert(
      fc.asyncProperty(word, async (text) => {
        expect(await finds(text, text.normalize("NFC").trim())).toBe(true);
        expect(await finds(text, `say ${text.trim().toUpperCase()} again`)).toBe(true);
        expect(await finds(text, `x${text.trim()}y`.replaceAll(/\s/g, "_"))).toBe(false);
      }),
      { numRuns: 150 },
    );
  });
});

describe("a word on a group's list", () => {
  let group: AGroup;
  let ivy: AMember;
  let sol: AMember;
  let co: AMember;

  beforeAll(async () => {
    group = await aGroup(test);
    ivy = await aMember(test, group);
    sol = await aMember(test, group);
    co = await aMember(test, group, { role: "co-facilitator" });
  });

  const ref = () => ({ organisationId: group.organisationId, groupId: group.groupId });
  const words = async () =>
    (await listHeldWords(as(test, co.actor), ref())).map(({ word }) => word);

  it("lets a post wait, and never refuses it", async () => {
    const room = await aRoom(test, { of: group });
    await addHeldWord(as(test, co.actor), { ...ref(), word: "Bleach" });
    const { messageId } = await say(test, room, ivy.actor, "I drank BLEACH, jk");
    await say(test, room, ivy.actor, "bleached hair");
    await say(test, room, co.actor, "we talk about bleach");
    const seen = async () =>
      (await snapshotFor(test, room, sol.actor)).messages.map(({ body }) => body);
    expect(await seen()).toEqual(["bleached hair", "we talk about bleach"]);
    const forLead = (await snapshotFor(test, room, co.actor)).messages[0];
    expect(forLead).toMatchObject({ state: "held", heldFor: "word" });
    await showMessage(as(test, co.actor), { ...at(room), messageId, reason: null });
    expect(await seen()).toContain("I drank BLEACH, jk");
  });

  it("is there once, taken off once, and logged each time", async () => {
    const lead = as(test, group.facilitator);
    const one = await addHeldWord(lead, { ...ref(), word: "Give  UP" });
    expect(await addHeldWord(lead, { ...ref(), word: "give up" })).toEqual(one);
    expect(await words()).toContain("give up");
    await removeHeldWord(lead, { ...ref(), wordId: one.id });
    await removeHeldWord(lead, { ...ref(), wordId: one.id });
    expect(await words()).not.toContain("give up");
    const { items } = await listActs(lead, ref());
    expect(items.slice(0, 2).map(({ act, reason }) => [act, reason])).toEqual([
      ["word_taken_off", "give up"],
      ["word_added", "give up"],
    ]);
  });

  it("is for those who lead: to everyone else there is no such list", async () => {
    const [known] = await listHeldWords(as(test, co.actor), ref());
    const elsewhere = await aGroup(test, { in: group });
    for (const actor of [ivy.actor, elsewhere.facilitator, group.owner]) {
      const ctx = as(test, actor);
      await expect(listHeldWords(ctx, ref())).rejects.toThrow("NOT_FOUND");
      await expect(addHeldWord(ctx, { ...ref(), word: "x" })).rejects.toThrow("NOT_FOUND");
      const wordId = String(known?.id);
      await expect(removeHeldWord(ctx, { ...ref(), wordId })).rejects.toThrow("NOT_FOUND");
    }
    // Through another group of one's own neither.
    const there = { ...ref(), groupId: elsewhere.groupId, wordId: String(known?.id) };
    await removeHeldWord(as(test, elsewhere.facilitator), there);
    expect(await words()).toContain(known?.word);
  });

  it("is one of so many, and no more", async () => {
    const circle = await aGroup(test);
    const lead = as(test, circle.facilitator);
    const adding = (word: string) =>
      addHeldWord(lead, { organisationId: circle.organisationId, groupId: circle.groupId, word });
    for (let at = 0; at < HELD_WORDS_MAX; at++) await adding(`word ${at}`);
    await expect(adding("one more")).rejects.toThrow("TOO_MANY");
    await adding("word 7");
  });
});
