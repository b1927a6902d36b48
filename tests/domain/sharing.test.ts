import { randomUUID } from "node:crypto";
import postgres from "postgres";
import { beforeAll, describe, expect, it } from "vitest";
import { accessDraft } from "@/server/domains/drafts/reads";
import { saveDraft } from "@/server/domains/drafts/writes";
import { planExposure } from "@/server/domains/exposures/writes";
import { loadSnapshot } from "@/server/domains/rooms/reads";
import { closeRoom, retractMessage } from "@/server/domains/rooms/writes";
import { listShares } from "@/server/domains/sharing/reads";
import { shareDraft, shareExposure } from "@/server/domains/sharing/writes";
import { type AGroup, type AMember, aGroup, aMember, as } from "../support/builders";
import { useDatabase } from "../support/database";
import { aPlan, aReflectedExposure, newId } from "../support/practice-builders";
import { aRoom, at, snapshotFor } from "../support/rooms";

const test = useDatabase();
let group: AGroup;
let ivy: AMember;
let sol: AMember;
let stranger: AMember;

beforeAll(async () => {
  group = await aGroup(test);
  ivy = await aMember(test, group, { name: "Ivy" });
  sol = await aMember(test, group, { name: "Sol" });
  stranger = await aMember(test, await aGroup(test));
});

async function aWin() {
  const room = await aRoom(test, { of: group });
  const exposure = await aReflectedExposure(test, ivy.actor, {
    plan: { plan: "Leave the typo", fearedOutcome: "secret-fear", expectedSuds: 70 },
    after: { peakSuds: 45, learned: "secret-lesson" },
  });
  const share = {
    ...at(room),
    exposureId: exposure.id,
    clientMessageId: randomUUID(),
    fields: ["plan", "expectedSuds", "peakSuds", "felt"] as const,
    lifetime: "kept" as const,
  };
  return { room, share: { ...share, fields: [...share.fields] } };
}

async function aDraft(body = "No ending yet") {
  const room = await aRoom(test, { of: group });
  const draftId = newId();
  const { organisationId } = group;
  await saveDraft(as(test, ivy.actor), { organisationId, draftId, body, wantsBack: "question" });
  const clientMessageId = randomUUID();
  return { room, share: { ...at(room), draftId, clientMessageId, lifetime: "session" as const } };
}

describe("sharing an exposure", () => {
  it("shows the room the ticked fields that say something, in the middle, and nothing else", async () => {
    const { room, share } = await aWin();
    const { messageId } = await shareExposure(as(test, ivy.actor), share);
    const seen = await snapshotFor(test, room, sol.actor);
    expect(seen.centreMessageId).toBe(messageId);
    expect(seen.messages[0]?.card).toEqual({
      kind: "win",
      fields: { plan: "Leave the typo", expectedSuds: 70, peakSuds: 45 },
    });
    expect(JSON.stringify(seen)).not.toMatch(/secret-/);
    expect(JSON.stringify(seen)).not.toContain(share.exposureId);
  });

  it("twice with the same id shares once", async () => {
    const { room, share } = await aWin();
    const [first, ...again] = await Promise.all(
      Array.from({ length: 8 }, () => shareExposure(as(test, ivy.actor), share)),
    );
    for (const each of again) expect(each).toEqual(first);
    expect((await snapshotFor(test, room, sol.actor)).messages).toHaveLength(1);
    const { exposureId: sourceId } = share;
    expect(await listShares(as(test, ivy.actor), { sourceId })).toHaveLength(1);
  });

  it("is for its author: to everyone else there is no such exposure", async () => {
    const { share } = await aWin();
    for (const actor of [sol.actor, group.facilitator, stranger.actor]) {
      await expect(shareExposure(as(test, actor), share)).rejects.toThrow("NOT_FOUND");
      const { exposureId: sourceId } = share;
      expect(await listShares(as(test, actor), { sourceId })).toEqual([]);
    }
  });

  it("waits until it was done, and needs a field with something in it", async () => {
    const { share } = await aWin();
    const plan = aPlan(ivy.actor);
    await planExposure(as(test, ivy.actor), plan);
    const early = { ...share, exposureId: plan.exposureId };
    await expect(shareExposure(as(test, ivy.actor), early)).rejects.toThrow("STATE_CHANGED");
    const empty = { ...share, clientMessageId: randomUUID(), fields: ["felt" as const] };
    await expect(shareExposure(as(test, ivy.actor), empty)).rejects.toThrow("INVALID_INPUT");
  });

  it("taken back, leaves no copy behind", async () => {
    const { room, share } = await aWin();
    const fields = [...share.fields, "learned" as const];
    const { messageId } = await shareExposure(as(test, ivy.actor), { ...share, fields });
    await retractMessage(as(test, ivy.actor), { ...at(room), messageId });
    const seen = await snapshotFor(test, room, sol.actor);
    expect([seen.centreMessageId, seen.messages[0]?.card]).toEqual([null, null]);
    const admin = postgres(test.adminUrl, { max: 1 });
    const [copy] = await admin`select card, body from messages where id = ${messageId}`;
    await admin.end();
    expect(copy).toEqual({ card: null, body: null });
    const { exposureId: sourceId } = share;
    expect((await listShares(as(test, ivy.actor), { sourceId }))[0]?.retracted).toBe(true);
  });
});

describe("sharing a draft", () => {
  it("seals it and shows it as it stands", async () => {
    const { room, share } = await aDraft("  half a thought,\n and a gap ");
    await shareDraft(as(test, ivy.actor), share);
    const seen = await snapshotFor(test, room, sol.actor);
    expect(seen.messages[0]?.card).toEqual({
      kind: "draft",
      text: "  half a thought,\n and a gap ",
      wantsBack: "question",
    });
    const { organisationId, draftId } = share;
    const draft = await accessDraft(as(test, ivy.actor), { organisationId, draftId });
    expect(draft.sealedAt).not.toBeNull();
  });

  it("twice with the same id shares once", async () => {
    const { room, share } = await aDraft();
    const first = await shareDraft(as(test, ivy.actor), share);
    expect(await shareDraft(as(test, ivy.actor), share)).toEqual(first);
    expect((await snapshotFor(test, room, sol.actor)).messages).toHaveLength(1);
  });

  it("is for its author: to everyone else there is no such draft, and it stays open", async () => {
    const { share } = await aDraft();
    for (const actor of [sol.actor, group.facilitator, stranger.actor]) {
      await expect(shareDraft(as(test, actor), share)).rejects.toThrow("NOT_FOUND");
    }
    const { organisationId, draftId } = share;
    const draft = await accessDraft(as(test, ivy.actor), { organisationId, draftId });
    expect(draft.sealedAt).toBeNull();
  });

  it("for this session only ends with the room, in the store too", async () => {
    const { room, share } = await aDraft("canary-for-tonight");
    await shareDraft(as(test, ivy.actor), share);
    await closeRoom(as(test, group.facilitator), at(room));
    expect((await snapshotFor(test, room, sol.actor)).messages).toEqual([]);
    expect((await snapshotFor(test, room, ivy.actor)).messages).toEqual([]);
    const admin = postgres(test.adminUrl, { max: 1 });
    const left = await admin`select from messages where messages::text like '%canary-for-tonight%'`;
    await admin.end();
    expect(left).toHaveLength(0);
  });

  it("for seven days is over on the eighth", async () => {
    const { room, share } = await aDraft();
    await shareDraft(as(test, ivy.actor), { ...share, lifetime: "seven_days" });
    const seenAfter = async (days: number) => {
      const { now } = as(test, sol.actor);
      const later = new Date(now.getTime() + days * 24 * 60 * 60 * 1000);
      return (await loadSnapshot(as(test, sol.actor, later), at(room))).messages.length;
    };
    expect([await seenAfter(6.9), await seenAfter(7)]).toEqual([1, 0]);
  });
});
