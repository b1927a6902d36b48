import { randomUUID } from "node:crypto";
import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { MemberActor } from "@/server/auth/actor";
import type { SaveDraft } from "@/server/domains/drafts/contract";
import { accessDraft } from "@/server/domains/drafts/reads";
import { describePhoto, saveDraft } from "@/server/domains/drafts/writes";
import { accessExposure } from "@/server/domains/exposures/reads";
import { letGo, planExposure, revisePlan } from "@/server/domains/exposures/writes";
import { loadSnapshot } from "@/server/domains/live/reads";
import { removeMessage } from "@/server/domains/moderation/writes";
import { askForWord } from "@/server/domains/rooms/cards";
import { findSharedPhoto } from "@/server/domains/rooms/reads";
import { closeRoom, openBoard, openRoom, retractMessage } from "@/server/domains/rooms/writes";
import type { NarrowShare, Share, ShareField } from "@/server/domains/sharing/contract";
import {
  accessBrief,
  findCollapsedTopics,
  findWord,
  listShares,
} from "@/server/domains/sharing/reads";
import {
  deleteDraft,
  narrowShare,
  setCollapsedTopics,
  share,
  takeWord,
} from "@/server/domains/sharing/writes";
import { type AGroup, type AMember, aGroup, aMember, aSession, as, NOW } from "../support/builders";
import { useDatabase } from "../support/database";
import { aPlan, aReflectedExposure, newId } from "../support/practice-builders";
import { answer, aRoom, at, boardFor as boardOf, snapshotFor } from "../support/rooms";
import {
  aCheckIn,
  anAttachedPhoto,
  aRiskyPlan,
  aShare,
  inRoom,
  onBoard,
  toFacilitators,
} from "../support/sharing";

const test = useDatabase();
let admin: Sql;
let group: AGroup;
let ivy: AMember;
let sol: AMember;
let co: AMember;
let stranger: AMember;

beforeAll(async () => {
  admin = postgres(test.adminUrl, { max: 1 });
  group = await aGroup(test);
  ivy = await aMember(test, group, { name: "Ivy" });
  sol = await aMember(test, group, { name: "Sol" });
  co = await aMember(test, group, { name: "Cam", role: "co-facilitator" });
  stranger = await aMember(test, await aGroup(test));
});
afterAll(() => admin.end());

const DAY_MS = 24 * 60 * 60 * 1000;
const daysOn = (days: number) => new Date(NOW.getTime() + days * DAY_MS);

async function aWin(more: Partial<Share> = {}) {
  const exposure = await aReflectedExposure(test, ivy.actor, {
    plan: { plan: "Leave the typo", fearedOutcome: "secret-fear", expectedSuds: 70 },
    after: { peakSuds: 45, learned: "secret-lesson" },
  });
  const source = { kind: "exposure", id: exposure.id } as const;
  const fields: ShareField[] = ["kind", "plan", "expectedSuds", "peakSuds", "felt"];
  return { ...aShare(ivy.actor, source, fields, onBoard(group)), ...more };
}

async function aDraft(said: Partial<SaveDraft> = {}, more: Partial<Share> = {}, of = ivy) {
  const { organisationId } = group;
  const draftId = newId();
  await saveDraft(as(test, of.actor), {
    ...{ organisationId, draftId, body: "No ending yet", link: null, contentNote: null },
    ...{ wantsBack: "question", ...said },
  });
  const source = { kind: "draft", id: draftId } as const;
  return { ...aShare(of.actor, source, ["text", "link", "photo"], onBoard(group)), ...more };
}

async function aPlanShare(more: Partial<Share> = {}) {
  const { id } = await planExposure(
    as(test, ivy.actor),
    aPlan(ivy.actor, { safetyBehaviours: ["Checking"], plannedFor: "2026-03-05T09:00:00.000Z" }),
  );
  const source = { kind: "exposure", id } as const;
  const fields: ShareField[] = ["plan", "safetyBehaviours", "plannedFor", "kindnessPlan"];
  return { ...aShare(ivy.actor, source, fields, toFacilitators(group)), ...more };
}

/** What is on the group's board for `actor`: the card of that message, null, or undefined for none. */
async function seenBy(actor: MemberActor, messageId: string, now = NOW) {
  const board = await boardOf(test, { groupId: group.groupId }, actor, now);
  return board.messages.find((message) => message.id === messageId)?.card;
}

const narrow = (posted: { roomId: string; messageId: string }, less: Partial<NarrowShare>) => {
  const { organisationId } = group;
  const { roomId, messageId } = posted;
  return narrowShare(as(test, ivy.actor), { organisationId, roomId, messageId, ...less });
};

describe("sharing in a session's room", () => {
  it("shows the room the ticked fields that say something, in the middle, and nothing else", async () => {
    const room = await aRoom(test, { of: group });
    const input = await aWin({ with: inRoom(room) });
    const { messageId, roomId } = await share(as(test, ivy.actor), input);
    const seen = await snapshotFor(test, room, sol.actor);
    expect([seen.centreMessageId, roomId]).toEqual([messageId, room.roomId]);
    expect(seen.messages[0]?.card).toEqual({
      kind: "win",
      fields: { kind: "exposure", plan: "Leave the typo", expectedSuds: 70, peakSuds: 45 },
      wantsBack: "witness",
    });
    expect(JSON.stringify(seen)).not.toMatch(/secret-/);
    expect(JSON.stringify(seen)).not.toContain(input.source.id);
  });

  it("taken back, leaves no copy behind", async () => {
    const room = await aRoom(test, { of: group });
    const input = await aWin({ with: inRoom(room), fields: ["learned"] });
    const { messageId } = await share(as(test, ivy.actor), input);
    await retractMessage(as(test, ivy.actor), { ...at(room), messageId });
    const seen = await snapshotFor(test, room, sol.actor);
    expect([seen.centreMessageId, seen.messages[0]?.card]).toEqual([null, null]);
    const [copy] = await admin`select card, body from messages where id = ${messageId}`;
    expect(copy).toEqual({ card: null, body: null });
    const [mine] = await listShares(as(test, ivy.actor), { sourceId: input.source.id });
    expect(mine).toMatchObject({ retracted: true, live: false, audience: "room" });
  });

  it("for this session only ends with the room, in the store too", async () => {
    const room = await aRoom(test, { of: group });
    const input = await aDraft({ body: "canary-for-tonight" }, { with: inRoom(room) });
    await share(as(test, ivy.actor), { ...input, lifetime: "session" });
    await closeRoom(as(test, group.facilitator), at(room));
    expect((await snapshotFor(test, room, sol.actor)).messages).toEqual([]);
    expect((await snapshotFor(test, room, ivy.actor)).messages).toEqual([]);
    const left = await admin`select from messages where messages::text like '%canary-for-tonight%'`;
    expect(left).toHaveLength(0);
  });

  it("takes no board for a room", async () => {
    const { roomId } = await openBoard(as(test, ivy.actor), { groupId: group.groupId });
    const input = await aWin({ with: { audience: "room", roomId } });
    await expect(share(as(test, ivy.actor), input)).rejects.toThrow("NOT_FOUND");
  });
});

describe("sharing on the group's board", () => {
  it("shows a win to the whole group", async () => {
    const { messageId } = await share(as(test, ivy.actor), await aWin());
    for (const { actor } of [sol, ivy, co]) {
      expect(await seenBy(actor, messageId)).toMatchObject({ kind: "win" });
    }
  });

  it("shows a plan to facilitators and its author alone, as far as it was ticked", async () => {
    const input = await aPlanShare({ contentNote: "work", wantsBack: "ideas" });
    const { messageId } = await share(as(test, ivy.actor), input);
    const card = {
      kind: "plan",
      fields: {
        plan: "Send the report with one typo left in",
        safetyBehaviours: ["Checking"],
        plannedFor: "2026-03-05T09:00:00.000Z",
      },
      wantsBack: "ideas",
      contentNote: "work",
    };
    expect(await seenBy(group.facilitator, messageId)).toEqual(card);
    expect(await seenBy(ivy.actor, messageId)).toEqual(card);
    expect(await seenBy(sol.actor, messageId)).toBeUndefined();
  });

  it("shows of a check-in what was ticked and answered", async () => {
    const { id } = await aCheckIn(test, sol.actor, { fear: 0, distress: 7, goodEnough: 3 });
    const fields: ShareField[] = ["weekStartOn", "fear", "avoidance", "nothingCameUp"];
    const input = aShare(sol.actor, { kind: "check_in", id }, fields, onBoard(group));
    const { messageId } = await share(as(test, sol.actor), input);
    expect(await seenBy(ivy.actor, messageId)).toEqual({
      kind: "check_in",
      fields: { weekStartOn: "2026-03-02", fear: 0 },
      wantsBack: "witness",
    });
  });

  it("seals a draft and shows it as it stands, with what it asks for and warns of", async () => {
    const body = "  half a thought,\n and a gap ";
    const link = "https://example.org/a";
    const input = await aDraft({ body, link, contentNote: "food" });
    const { messageId } = await share(as(test, ivy.actor), input);
    expect(await seenBy(sol.actor, messageId)).toEqual({
      ...{ kind: "draft", text: body, link, wantsBack: "question", contentNote: "food" },
    });
    const { organisationId } = group;
    const draftId = input.source.id;
    const draft = await accessDraft(as(test, ivy.actor), { organisationId, draftId });
    expect(draft.sealedAt).not.toBeNull();
  });

  it("leaves a draft open when nothing came of sharing it", async () => {
    const input = await aDraft({}, { fields: ["photo"] });
    await expect(share(as(test, ivy.actor), input)).rejects.toThrow("INVALID_INPUT");
    const { organisationId } = group;
    const draftId = input.source.id;
    const draft = await accessDraft(as(test, ivy.actor), { organisationId, draftId });
    expect(draft.sealedAt).toBeNull();
  });

  it("for seven days is over on the eighth", async () => {
    const input = await aDraft({}, { lifetime: "seven_days" });
    const { messageId } = await share(as(test, ivy.actor), input);
    expect(await seenBy(sol.actor, messageId, daysOn(6.9))).toBeDefined();
    expect(await seenBy(sol.actor, messageId, daysOn(7))).toBeUndefined();
  });

  it("says where one's record is shared, and until when", async () => {
    const input = await aWin({ lifetime: "seven_days" });
    const posted = await share(as(test, ivy.actor), input);
    expect(await listShares(as(test, ivy.actor), { sourceId: input.source.id })).toEqual([
      {
        messageId: posted.messageId,
        roomId: posted.roomId,
        groupId: group.groupId,
        audience: "group",
        fields: ["kind", "plan", "expectedSuds", "peakSuds"],
        lifetime: "seven_days",
        sharedAt: NOW.toISOString(),
        expiresAt: daysOn(7).toISOString(),
        retracted: false,
        live: true,
      },
    ]);
  });
});

describe("for this session, on a board", () => {
  async function itsOwnGroup() {
    const own = await aGroup(test);
    const lee = await aMember(test, own);
    const boardFor = async (actor: MemberActor, now = NOW) =>
      (await boardOf(test, { groupId: own.groupId }, actor, now)).messages.length;
    const { organisationId } = own;
    const handOver = async (lifetime: Share["lifetime"] = "session") => {
      const draftId = newId();
      await saveDraft(as(test, lee.actor), {
        ...{ organisationId, draftId, body: "No ending", link: null, contentNote: null },
        wantsBack: "witness",
      });
      const input = aShare(lee.actor, { kind: "draft", id: draftId }, ["text"], onBoard(own));
      return share(as(test, lee.actor), { ...input, lifetime });
    };
    return { own, lee, boardFor, handOver };
  }

  it("needs a session to come", async () => {
    const { handOver } = await itsOwnGroup();
    await expect(handOver()).rejects.toThrow("NO_SESSION");
  });

  it("is over once the next session's room closes", async () => {
    const { own, boardFor, handOver } = await itsOwnGroup();
    const { id: sessionId } = await aSession(test, own);
    await aSession(test, own, { date: "2026-03-10" });
    await handOver();
    const lead = as(test, own.facilitator);
    const { roomId } = await openRoom(lead, { sessionId });
    expect(await boardFor(own.facilitator)).toBe(1);
    await closeRoom(lead, { organisationId: own.organisationId, roomId });
    expect(await boardFor(own.facilitator)).toBe(0);
  });

  it("is over twelve hours after that session, were its room never closed", async () => {
    const { own, lee, boardFor, handOver } = await itsOwnGroup();
    const { endsAt } = await aSession(test, own);
    await handOver();
    const hoursAfter = (hours: number) =>
      new Date(new Date(endsAt).getTime() + hours * 60 * 60 * 1000);
    expect(await boardFor(lee.actor, hoursAfter(11.9))).toBe(1);
    expect(await boardFor(lee.actor, hoursAfter(12))).toBe(0);
  });

  it("asked for again once it is over, answers with the first share", async () => {
    const { own, lee, boardFor } = await itsOwnGroup();
    const room = await aRoom(test, { of: own });
    const { id } = await planExposure(as(test, lee.actor), aPlan(lee.actor));
    const source = { kind: "exposure", id } as const;
    const input = aShare(lee.actor, source, ["plan"], onBoard(own));
    const first = await share(as(test, lee.actor), { ...input, lifetime: "session" });
    await closeRoom(as(test, own.facilitator), at(room));
    expect(await share(as(test, lee.actor), { ...input, lifetime: "session" })).toEqual(first);
    expect(await boardFor(own.facilitator)).toBe(0);
  });

  it("does not mean a session whose room was closed", async () => {
    const { own, boardFor, handOver } = await itsOwnGroup();
    const room = await aRoom(test, { of: own });
    await closeRoom(as(test, own.facilitator), at(room));
    await expect(handOver()).rejects.toThrow("NO_SESSION");
    await aSession(test, own, { date: "2026-03-10" });
    await handOver();
    expect(await boardFor(own.facilitator)).toBe(1);
  });

  it("narrowed to, ends no later than it would have", async () => {
    const { own, lee, boardFor, handOver } = await itsOwnGroup();
    await aSession(test, own, { date: "2026-06-10" });
    const { organisationId } = own;
    const posted = await handOver("seven_days");
    const less = { organisationId, ...posted, lifetime: "session" } as const;
    await narrowShare(as(test, lee.actor), less);
    expect(await boardFor(own.facilitator, daysOn(6.9))).toBe(1);
    expect(await boardFor(own.facilitator, daysOn(7))).toBe(0);
  });

  it("shared while the room closes, never outlives it", async () => {
    const { own, boardFor, handOver } = await itsOwnGroup();
    const room = await aRoom(test, { of: own });
    await openBoard(as(test, own.facilitator), { groupId: own.groupId });
    const [closing] = await Promise.allSettled([
      closeRoom(as(test, own.facilitator), at(room)),
      ...Array.from({ length: 4 }, () => handOver()),
    ]);
    expect(closing.status).toBe("fulfilled");
    expect(await boardFor(own.facilitator)).toBe(0);
  });
});

describe("sharing anything", () => {
  it("twice with the same id shares once", async () => {
    const room = await aRoom(test, { of: group });
    for (const input of [
      await aWin(),
      await aWin({ with: inRoom(room) }),
      await aPlanShare(),
      await aDraft(),
    ]) {
      const [first, ...again] = await Promise.all(
        Array.from({ length: 6 }, () => share(as(test, ivy.actor), input)),
      );
      for (const each of again) expect(each).toEqual(first);
      const sourceId = input.source.id;
      expect(await listShares(as(test, ivy.actor), { sourceId })).toHaveLength(1);
    }
  });

  it("is for its author: to everyone else there is no such thing, and it stays closed", async () => {
    for (const input of [await aWin(), await aPlanShare(), await aDraft()]) {
      for (const actor of [sol.actor, group.facilitator, stranger.actor]) {
        await expect(share(as(test, actor), input)).rejects.toThrow("NOT_FOUND");
        const sourceId = input.source.id;
        expect(await listShares(as(test, actor), { sourceId })).toEqual([]);
      }
    }
    const { id } = await aCheckIn(test, co.actor, { fear: 1 });
    const input = aShare(sol.actor, { kind: "check_in", id }, ["fear"], onBoard(group));
    await expect(share(as(test, sol.actor), input)).rejects.toThrow("NOT_FOUND");
  });

  it("needs a place of one's own: another group's room and board are not there", async () => {
    const theirs = await aRoom(test);
    for (const to of [inRoom(theirs), onBoard(theirs), toFacilitators(theirs)]) {
      for (const lifetime of ["kept", "session"] as const) {
        const input = await aDraft({}, { with: to, lifetime });
        await expect(share(as(test, ivy.actor), input)).rejects.toThrow("NOT_FOUND");
      }
    }
  });

  it("needs a field with something in it, and nothing that was let go", async () => {
    const empty = await aWin({ fields: ["felt"] });
    await expect(share(as(test, ivy.actor), empty)).rejects.toMatchObject({
      code: "INVALID_INPUT",
      data: { issues: [{ path: "fields" }] },
    });
    const input = await aPlanShare();
    const ref = { organisationId: group.organisationId, exposureId: input.source.id };
    await letGo(as(test, ivy.actor), ref);
    await expect(share(as(test, ivy.actor), input)).rejects.toThrow("STATE_CHANGED");
  });

  it("asks for a word only of facilitators, on a plan that could do harm", async () => {
    const { exposureId: id } = await aRiskyPlan(test, ivy.actor);
    const source = { kind: "exposure", id } as const;
    const right = aShare(ivy.actor, source, ["plan"], toFacilitators(group));
    const wrong: Share[] = [
      { ...right, with: onBoard(group) },
      { ...right, fields: ["expectedSuds"] },
      await aPlanShare(),
      await aWin(),
      await aDraft(),
    ];
    for (const input of wrong) {
      await expect(share(as(test, ivy.actor), { ...input, asksWord: true })).rejects.toMatchObject({
        code: "INVALID_INPUT",
        data: { issues: [{ path: "asksWord" }] },
      });
    }
    const { messageId } = await share(as(test, ivy.actor), { ...right, asksWord: true });
    expect(await seenBy(group.facilitator, messageId)).toMatchObject({ asksWord: true });
  });
});

describe("a photo", () => {
  async function aShot(more: Partial<Share> = {}) {
    const input = await aDraft({}, more);
    const { organisationId } = group;
    const draftId = input.source.id;
    await anAttachedPhoto(test, ivy.actor, draftId);
    await describePhoto(as(test, ivy.actor), { organisationId, draftId, alt: "A bent fork" });
    return input;
  }
  const addressOf = async (messageId: string) => {
    const card = await seenBy(ivy.actor, messageId);
    return (card?.kind === "draft" && card.photo?.address) || "";
  };

  it("goes along as a copy, under an address that nobody can guess", async () => {
    const input = await aShot();
    const first = await share(as(test, ivy.actor), input);
    const second = await share(as(test, ivy.actor), { ...input, clientMessageId: randomUUID() });
    const card = await seenBy(sol.actor, first.messageId);
    expect(card).toMatchObject({ photo: { alt: "A bent fork" } });
    const addresses = [await addressOf(first.messageId), await addressOf(second.messageId)];
    expect(new Set(addresses).size).toBe(2);
    for (const address of addresses) {
      expect(address).toMatch(/^[\w-]{43}$/);
      expect(await findSharedPhoto(as(test, sol.actor), { address })).toMatchObject({
        mediaType: "image/jpeg",
      });
      await expect(findSharedPhoto(as(test, stranger.actor), { address })).rejects.toThrow(
        "NOT_FOUND",
      );
    }
  });

  it("stays behind when it was not ticked", async () => {
    const { messageId } = await share(as(test, ivy.actor), await aShot({ fields: ["text"] }));
    expect(await seenBy(sol.actor, messageId)).not.toHaveProperty("photo");
    expect(await admin`select from message_photos where message_id = ${messageId}`).toHaveLength(0);
  });

  it("is gone from its address once narrowed away, narrowed past the viewer, or taken back", async () => {
    const { organisationId } = group;
    const endings: ((posted: { roomId: string; messageId: string }) => Promise<void>)[] = [
      (posted) => narrow(posted, { fields: ["text"] }),
      (posted) => narrow(posted, { audience: "facilitators" }),
      (posted) => retractMessage(as(test, ivy.actor), { organisationId, ...posted }),
    ];
    for (const end of endings) {
      const posted = await share(as(test, ivy.actor), await aShot());
      const address = await addressOf(posted.messageId);
      await end(posted);
      await expect(findSharedPhoto(as(test, sol.actor), { address })).rejects.toThrow("NOT_FOUND");
    }
  });
});

describe("narrowing", () => {
  it("takes fields off the copy and the consent together", async () => {
    const input = await aWin();
    const posted = await share(as(test, ivy.actor), input);
    await narrow(posted, { fields: ["plan", "peakSuds"] });
    expect(await seenBy(sol.actor, posted.messageId)).toMatchObject({
      fields: { plan: "Leave the typo", peakSuds: 45 },
    });
    const [mine] = await listShares(as(test, ivy.actor), { sourceId: input.source.id });
    expect(mine?.fields).toEqual(["plan", "peakSuds"]);
    const [kept] = await admin`select card from messages where id = ${posted.messageId}`;
    expect(Object.keys(kept?.card.fields)).toEqual(["plan", "peakSuds"]);
  });

  it("keeps a group's card for its facilitators", async () => {
    const posted = await share(as(test, ivy.actor), await aWin());
    await narrow(posted, { audience: "facilitators" });
    expect(await seenBy(sol.actor, posted.messageId)).toBeUndefined();
    expect(await seenBy(ivy.actor, posted.messageId)).toBeDefined();
    expect(await seenBy(group.facilitator, posted.messageId)).toBeDefined();
  });

  it("shortens how long it may be seen, and never lengthens it", async () => {
    const input = await aWin();
    const posted = await share(as(test, ivy.actor), input);
    await narrow(posted, { lifetime: "seven_days" });
    expect(await seenBy(sol.actor, posted.messageId, daysOn(6.9))).toBeDefined();
    expect(await seenBy(sol.actor, posted.messageId, daysOn(7))).toBeUndefined();
    const [mine] = await listShares(as(test, ivy.actor), { sourceId: input.source.id });
    expect(mine).toMatchObject({ lifetime: "seven_days", expiresAt: daysOn(7).toISOString() });
  });

  it("a second time changes nothing, and nothing can be widened", async () => {
    const input = await aWin({ lifetime: "seven_days" });
    const posted = await share(as(test, ivy.actor), input);
    const less = { fields: ["plan" as const], audience: "facilitators" as const };
    await narrow(posted, less);
    const lastSeq = async () => (await boardOf(test, { groupId: group.groupId }, ivy.actor)).seq;
    const before = await lastSeq();
    await narrow(posted, less);
    expect(await lastSeq()).toBe(before);
    for (const wider of [{}, { fields: ["plan" as const, "felt" as const] }]) {
      await expect(narrow(posted, wider)).rejects.toThrow("ONLY_NARROWER");
    }
    const room = await aRoom(test, { of: group });
    const inside = await share(as(test, ivy.actor), await aWin({ with: inRoom(room) }));
    await expect(narrow(inside, { audience: "facilitators" })).rejects.toThrow("ONLY_NARROWER");
  });

  it("is for its author, in the room where it is, while it is there", async () => {
    const posted = await share(as(test, ivy.actor), await aWin());
    const { organisationId } = group;
    const ref = { organisationId, ...posted, audience: "facilitators" as const };
    for (const actor of [sol.actor, group.facilitator, stranger.actor]) {
      await expect(narrowShare(as(test, actor), ref)).rejects.toThrow("NOT_FOUND");
    }
    const elsewhere = await aRoom(test, { of: group });
    const crossed = { ...ref, roomId: elsewhere.roomId };
    await expect(narrowShare(as(test, ivy.actor), crossed)).rejects.toThrow("NOT_FOUND");
    await retractMessage(as(test, ivy.actor), ref);
    await expect(narrow(posted, ref)).rejects.toThrow("STATE_CHANGED");
  });

  it("to a session that is over is not possible", async () => {
    const room = await aRoom(test, { of: group });
    const posted = await share(as(test, ivy.actor), await aWin({ with: inRoom(room) }));
    await closeRoom(as(test, group.facilitator), at(room));
    await expect(narrow(posted, { lifetime: "session" })).rejects.toThrow("ROOM_CLOSED");
  });
});

describe("a facilitator's word", () => {
  async function asked() {
    const ref = await aRiskyPlan(test, ivy.actor);
    const source = { kind: "exposure", id: ref.exposureId } as const;
    const input = aShare(ivy.actor, source, ["plan"], toFacilitators(group));
    const posted = await share(as(test, ivy.actor), { ...input, asksWord: true });
    const { organisationId } = group;
    const reply = (kind: "go_ahead" | "smaller_please", minutes = 0) =>
      answer(test, { organisationId, roomId: posted.roomId }, co.actor, posted.messageId, {
        kind,
        now: new Date(NOW.getTime() + minutes * 60_000),
      });
    return { ref, posted, reply };
  }

  it("is found and taken for the plan as it reads now", async () => {
    const { ref, reply } = await asked();
    expect(await findWord(as(test, ivy.actor), ref)).toBeNull();
    await expect(takeWord(as(test, ivy.actor), ref)).rejects.toThrow("STAKES_NEED_WORD");
    await reply("smaller_please");
    expect(await findWord(as(test, ivy.actor), ref)).toMatchObject({ word: "smaller_please" });
    await expect(takeWord(as(test, ivy.actor), ref)).rejects.toThrow("STAKES_NEED_WORD");
    await reply("go_ahead", 1);
    expect(await findWord(as(test, ivy.actor), ref)).toEqual({
      ...{ word: "go_ahead", by: "Cam", words: null },
    });
    await takeWord(as(test, ivy.actor), ref);
    await takeWord(as(test, ivy.actor), ref);
    expect(await accessExposure(as(test, ivy.actor), ref)).toMatchObject({ hasWord: true });
  });

  it("is worth nothing for another plan", async () => {
    const { ref, reply } = await asked();
    await reply("go_ahead");
    await revisePlan(as(test, ivy.actor), {
      ...aPlan(ivy.actor, { plan: "Tell everyone no" }),
      ...ref,
    });
    expect(await findWord(as(test, ivy.actor), ref)).toBeNull();
    await expect(takeWord(as(test, ivy.actor), ref)).rejects.toThrow("STAKES_NEED_WORD");
  });

  it("counts as never said once it was taken back, removed, or the plan was taken back", async () => {
    const { organisationId } = group;
    for (const undo of [
      (roomId: string, _card: string, word: string) =>
        retractMessage(as(test, co.actor), { organisationId, roomId, messageId: word }),
      (roomId: string, _card: string, word: string) => {
        const ref = { organisationId, roomId, messageId: word, reason: null };
        return removeMessage(as(test, group.facilitator), ref);
      },
      (roomId: string, card: string) =>
        retractMessage(as(test, ivy.actor), { organisationId, roomId, messageId: card }),
    ]) {
      const { ref, posted, reply } = await asked();
      const { messageId } = await reply("go_ahead");
      await undo(posted.roomId, posted.messageId, messageId);
      expect(await findWord(as(test, ivy.actor), ref)).toBeNull();
      await expect(takeWord(as(test, ivy.actor), ref)).rejects.toThrow("STAKES_NEED_WORD");
    }
  });

  it("is between a plan's author and the facilitators", async () => {
    const { ref, reply } = await asked();
    await reply("go_ahead");
    for (const actor of [sol.actor, co.actor, stranger.actor]) {
      await expect(findWord(as(test, actor), ref)).rejects.toThrow("NOT_FOUND");
      await expect(takeWord(as(test, actor), ref)).rejects.toThrow("NOT_FOUND");
    }
  });
});

describe("the brief", () => {
  it("holds the plans and quiet words that are there now, those that wait for a word first", async () => {
    const own = await aGroup(test);
    const { organisationId, groupId } = own;
    const lee = await aMember(test, own);
    const brief = () => accessBrief(as(test, own.facilitator), { groupId });
    expect(await brief()).toMatchObject({ plans: [], quietWords: [] });

    const source = async () =>
      ({ kind: "exposure", id: (await aRiskyPlan(test, lee.actor)).exposureId }) as const;
    const release = async (more: Partial<Share> = {}) =>
      share(as(test, lee.actor), {
        ...aShare(lee.actor, await source(), ["plan"], toFacilitators(own)),
        ...more,
      });
    const waits = await release({ asksWord: true });
    const plain = await release();
    const toAll = await release({ with: onBoard(own) });
    const gone = await release();
    await retractMessage(as(test, lee.actor), { organisationId, ...gone });
    const removed = await release();
    const ref = { organisationId, ...removed, reason: null };
    await removeMessage(as(test, own.facilitator), ref);
    const quiet = { organisationId, groupId, clientMessageId: randomUUID(), body: "A word?" };
    await askForWord(as(test, lee.actor), quiet);

    const { plans, quietWords } = await brief();
    expect(plans.map(({ id }) => id)).toEqual(
      [waits, toAll, plain].map(({ messageId }) => messageId),
    );
    expect(quietWords.map(({ body }) => body)).toEqual(["A word?"]);
  });

  it("is for the facilitators of that group", async () => {
    for (const actor of [sol.actor, stranger.actor, group.owner]) {
      const { groupId } = group;
      await expect(accessBrief(as(test, actor), { groupId })).rejects.toThrow("NOT_FOUND");
    }
  });
});

describe("deleting a draft", () => {
  it("waits until nobody can see it any more", async () => {
    const input = await aDraft();
    const draftId = input.source.id;
    const { organisationId } = group;
    const posted = await share(as(test, ivy.actor), input);
    await expect(deleteDraft(as(test, ivy.actor), { draftId })).rejects.toThrow("STATE_CHANGED");
    await retractMessage(as(test, ivy.actor), { organisationId, ...posted });
    await deleteDraft(as(test, ivy.actor), { draftId });
    await expect(accessDraft(as(test, ivy.actor), { organisationId, draftId })).rejects.toThrow(
      "NOT_FOUND",
    );
    await expect(deleteDraft(as(test, ivy.actor), { draftId })).rejects.toThrow("NOT_FOUND");
  });

  it("goes at once with one that was never shared, or whose seven days are over", async () => {
    const unshared = await aDraft();
    await deleteDraft(as(test, ivy.actor), { draftId: unshared.source.id });
    const input = await aDraft({}, { lifetime: "seven_days" });
    await share(as(test, ivy.actor), input);
    await deleteDraft(as(test, ivy.actor, daysOn(7)), { draftId: input.source.id });
  });

  it("is for its author", async () => {
    const { source } = await aDraft();
    for (const actor of [sol.actor, group.facilitator, stranger.actor]) {
      await expect(deleteDraft(as(test, actor), { draftId: source.id })).rejects.toThrow(
        "NOT_FOUND",
      );
    }
  });

  it("while it is being shared leaves either the draft or nothing to see", async () => {
    for (let round = 0; round < 5; round++) {
      const input = await aDraft();
      const [shared, deleted] = await Promise.allSettled([
        share(as(test, ivy.actor), input),
        deleteDraft(as(test, ivy.actor), { draftId: input.source.id }),
      ]);
      expect([shared.status, deleted.status].sort()).toEqual(["fulfilled", "rejected"]);
    }
  });
});

describe("topics I prefer collapsed", () => {
  it("are mine alone, all of them as last said", async () => {
    expect(await findCollapsedTopics(as(test, ivy.actor))).toEqual([]);
    for (const _again of [1, 2]) {
      await setCollapsedTopics(as(test, ivy.actor), { topics: ["Food", "work", "food"] });
    }
    expect(await findCollapsedTopics(as(test, ivy.actor))).toEqual(["food", "work"]);
    for (const actor of [sol.actor, group.facilitator, stranger.actor]) {
      expect(await findCollapsedTopics(as(test, actor))).toEqual([]);
    }
    await setCollapsedTopics(as(test, ivy.actor), { topics: [] });
    expect(await findCollapsedTopics(as(test, ivy.actor))).toEqual([]);
  });
});

it("a share seen from another organisation is not there at all", async () => {
  const posted = await share(as(test, ivy.actor), await aWin());
  const { organisationId } = group;
  const ref = { organisationId, roomId: posted.roomId };
  await expect(loadSnapshot(as(test, stranger.actor), ref)).rejects.toThrow("NOT_FOUND");
});
