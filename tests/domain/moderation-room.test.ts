import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import type { MemberActor } from "@/server/auth/actor";
import type { ModerateVisitor } from "@/server/domains/moderation/contract";
import { listActs } from "@/server/domains/moderation/reads";
import {
  admit,
  holdMessage,
  letBackIn,
  mutePerson,
  nameDeputy,
  release,
  removeMessage,
  returnChair,
  sendOut,
  setHold,
  setLobby,
  setLock,
  setSlowMode,
  settleFlag,
  settleReport,
  showMessage,
  takeChair,
} from "@/server/domains/moderation/writes";
import {
  closeRoom,
  postMessage,
  reportMessage,
  tellFacilitators,
} from "@/server/domains/rooms/writes";
import { type AGroup, type AMember, aGroup, aMember, as, NOW } from "../support/builders";
import { useDatabase } from "../support/database";
import { anUnledRoom } from "../support/moderation";
import { type ARoom, aBoard, aRoom, at, say, snapshotFor } from "../support/rooms";

const test = useDatabase();
let group: AGroup;
let ivy: AMember;
let sol: AMember;
let co: AMember;
let outsiders: MemberActor[];

beforeAll(async () => {
  group = await aGroup(test);
  ivy = await aMember(test, group, { name: "Ivy" });
  sol = await aMember(test, group, { name: "Sol" });
  co = await aMember(test, group, { name: "Co", role: "co-facilitator" });
  const stranger = await aMember(test, await aGroup(test));
  const neighbour = await aMember(test, await aGroup(test, { in: group }));
  outsiders = [stranger.actor, neighbour.actor, group.owner, ivy.actor];
});

/** What was logged since the last look, oldest first. */
async function newActs(lead = group.facilitator) {
  const { items } = await listActs(as(test, lead), { groupId: group.groupId });
  const seenBefore = items.findIndex(({ id }) => id === lastSeen);
  const fresh = seenBefore < 0 ? items : items.slice(0, seenBefore);
  lastSeen = items[0]?.id ?? null;
  return fresh.reverse().map(({ act, by, about, reason }) => [act, by, about, reason]);
}
let lastSeen: string | null = null;

const room = () => aRoom(test, { of: group });
const settingsOf = async (of: ARoom, actor = group.facilitator) =>
  (await snapshotFor(test, of, actor)).settings;

describe("what a room permits", () => {
  it("is changed by those who lead, undone as easily, and logged when it changed", async () => {
    const circle = await room();
    const [lead, second] = [as(test, group.facilitator), as(test, co.actor)];
    await newActs();
    for (const on of [true, true, false, false]) {
      await setHold(lead, { ...at(circle), held: on });
      await setLock(second, { ...at(circle), locked: on });
      await setLobby(lead, { ...at(circle), open: on });
      await setSlowMode(second, { ...at(circle), seconds: on ? 30 : null });
      expect(await settingsOf(circle)).toMatchObject({
        held: on,
        locked: on,
        lobby: on,
        slowModeSeconds: on ? 30 : null,
      });
    }
    expect(await newActs()).toEqual([
      ["hold_started", "Robin", null, null],
      ["locked", "Co", null, null],
      ["lobby_opened", "Robin", null, null],
      ["slow_mode_started", "Co", null, null],
      ["hold_ended", "Robin", null, null],
      ["unlocked", "Co", null, null],
      ["lobby_closed", "Robin", null, null],
      ["slow_mode_ended", "Co", null, null],
    ]);
  });

  it("is no matter of a board's, nor of a room that is closed", async () => {
    const [board, over] = [await aBoard(test, group), await room()];
    const lead = as(test, group.facilitator);
    await closeRoom(lead, at(over));
    await expect(setHold(lead, { ...at(board), held: true })).rejects.toThrow("NOT_FOUND");
    await expect(setLobby(lead, { ...at(over), open: true })).rejects.toThrow("ROOM_CLOSED");
  });

  it("is for those who lead: to everyone else there is no such room", async () => {
    const circle = await room();
    const before = await settingsOf(circle);
    for (const actor of outsiders) {
      const ctx = as(test, actor);
      const { enrolmentId } = sol;
      for (const asked of [
        () => setHold(ctx, { ...at(circle), held: true }),
        () => setLock(ctx, { ...at(circle), locked: true }),
        () => setLobby(ctx, { ...at(circle), open: true }),
        () => setSlowMode(ctx, { ...at(circle), seconds: 60 }),
        () => nameDeputy(ctx, { ...at(circle), enrolmentId }),
        () => release(ctx, { ...at(circle), messageIds: [] }),
        () => takeChair(ctx, at(circle)),
        () => returnChair(ctx, at(circle)),
        () => admit(ctx, { ...at(circle), enrolmentId, reason: null }),
        () => sendOut(ctx, { ...at(circle), enrolmentId, reason: null }),
        () => letBackIn(ctx, { ...at(circle), enrolmentId, reason: null }),
      ]) {
        await expect(asked()).rejects.toThrow("NOT_FOUND");
      }
    }
    expect(await settingsOf(circle)).toEqual(before);
  });
});

describe("somebody at the door", () => {
  const visitor = (circle: ARoom, { enrolmentId }: AMember, reason: string | null = null) =>
    ({ ...at(circle), enrolmentId, reason }) satisfies ModerateVisitor;

  it("waits in the lobby until they are let in, once", async () => {
    const circle = await room();
    const lead = as(test, group.facilitator);
    await setLobby(lead, { ...at(circle), open: true });
    expect((await snapshotFor(test, circle, ivy.actor)).mine.admitted).toBe(false);
    await newActs();
    await admit(lead, visitor(circle, ivy));
    await admit(as(test, co.actor), visitor(circle, ivy));
    expect((await snapshotFor(test, circle, ivy.actor)).mine.admitted).toBe(true);
    expect(await newActs()).toEqual([["person_admitted", "Robin", "Ivy", null]]);
  });

  it("may be sent out for this session and let back in, each logged once with why", async () => {
    const [circle, other] = [await room(), await room()];
    const lead = as(test, group.facilitator);
    await newActs();
    await sendOut(lead, visitor(circle, ivy, "a breath outside"));
    await sendOut(lead, visitor(circle, ivy, "again"));
    await expect(snapshotFor(test, circle, ivy.actor)).rejects.toThrow("NOT_FOUND");
    await expect(say(test, circle, ivy.actor)).rejects.toThrow("NOT_FOUND");
    await say(test, other, ivy.actor);
    await letBackIn(as(test, co.actor), visitor(circle, ivy));
    await letBackIn(as(test, co.actor), visitor(circle, ivy));
    await say(test, circle, ivy.actor);
    expect(await newActs()).toEqual([
      ["person_sent_out", "Robin", "Ivy", "a breath outside"],
      ["person_let_back_in", "Co", "Ivy", null],
    ]);
  });

  it("is nobody a co-facilitator may send out when they lead, nor somebody of another group", async () => {
    const circle = await room();
    const elsewhere = await aMember(test, await aGroup(test, { in: group }));
    const { facilitatorEnrolmentId: enrolmentId } = group;
    const second = await aMember(test, group, { role: "co-facilitator" });
    const sending = (who: string) =>
      sendOut(as(test, co.actor), { ...at(circle), enrolmentId: who, reason: null });
    for (const who of [enrolmentId, second.enrolmentId, elsewhere.enrolmentId, randomUUID()]) {
      await expect(sending(who)).rejects.toThrow("NOT_FOUND");
    }
    await snapshotFor(test, circle, group.facilitator);
  });
});

const unled = () => anUnledRoom(test, group, [ivy, sol]);

describe("a room that nobody leads", () => {
  it("is led by the deputy who takes the chair, until it is taken back", async () => {
    await newActs();
    const circle = await unled();
    await takeChair(as(test, ivy.actor), at(circle));
    await takeChair(as(test, ivy.actor), at(circle));
    expect((await snapshotFor(test, circle, ivy.actor)).mine).toMatchObject({
      leads: true,
      facilitates: false,
    });
    await setSlowMode(as(test, ivy.actor), { ...at(circle), seconds: 10 });
    await returnChair(as(test, group.facilitator), at(circle));
    expect((await snapshotFor(test, circle, ivy.actor)).mine.leads).toBe(false);
    expect(await newActs()).toEqual([
      ["deputy_named", "Robin", "Ivy", null],
      ["went_safe", null, null, null],
      ["chair_taken", "Ivy", null, null],
      ["slow_mode_started", "Ivy", null, null],
      ["chair_returned", "Robin", "Ivy", null],
    ]);
  });

  it("offers its chair no more to a deputy who was muted since", async () => {
    const jo = await aMember(test, group, { name: "Jo" });
    const circle = await anUnledRoom(test, group, [jo]);
    const { organisationId, groupId } = group;
    const person = { organisationId, groupId, enrolmentId: jo.enrolmentId, reason: null };
    await mutePerson(as(test, co.actor), person);
    await expect(takeChair(as(test, jo.actor), at(circle))).rejects.toThrow("NOT_FOUND");
  });

  it("offers its chair to nobody but the deputy", async () => {
    const circle = await unled();
    for (const actor of [sol.actor, ...outsiders.slice(0, 3)]) {
      await expect(takeChair(as(test, actor), at(circle))).rejects.toThrow("NOT_FOUND");
    }
  });

  it("shows what a facilitator chooses on their return, and keeps the rest held", async () => {
    const circle = await unled();
    const posts = [];
    for (const [body, who] of [
      ["are you there?", ivy],
      ["hello?", sol],
    ] as const) {
      const ref = { ...at(circle), body, clientMessageId: randomUUID() };
      posts.push(await postMessage(as(test, who.actor), ref));
    }
    const seenBySol = async () =>
      (await snapshotFor(test, circle, sol.actor)).messages
        .filter(({ kind }) => kind === "words")
        .map(({ state, body }) => [state, body]);
    expect(await seenBySol()).toEqual([["held", "hello?"]]);
    await newActs();
    const messageIds = posts.slice(0, 1).map(({ messageId }) => messageId);
    const lead = as(test, group.facilitator);
    await release(lead, { ...at(circle), messageIds });
    await release(lead, { ...at(circle), messageIds });
    expect(await seenBySol()).toEqual([
      ["shown", "are you there?"],
      ["held", "hello?"],
    ]);
    expect((await settingsOf(circle)).safeSince).toBeNull();
    expect(await newActs()).toEqual([["released", "Robin", null, null]]);
  });
});

describe("a deputy", () => {
  it("is somebody of the group who may post as they like, or nobody", async () => {
    const circle = await room();
    const lead = as(test, group.facilitator);
    const elsewhere = await aMember(test, await aGroup(test, { in: group }));
    const naming = (enrolmentId: string | null) => nameDeputy(lead, { ...at(circle), enrolmentId });
    await expect(naming(elsewhere.enrolmentId)).rejects.toThrow("NOT_FOUND");
    await expect(naming(randomUUID())).rejects.toThrow("NOT_FOUND");
    await expect(naming(co.enrolmentId)).rejects.toThrow("STATE_CHANGED");
    await naming(sol.enrolmentId);
    expect((await settingsOf(circle)).deputy?.name).toBe("Sol");
    await naming(null);
    expect((await settingsOf(circle)).deputy).toBeNull();
  });
});

describe("whoever has the chair", () => {
  it("moderates what the room sees, and neither sees nor touches what is for facilitators", async () => {
    const circle = await unled();
    await takeChair(as(test, ivy.actor), at(circle));
    const words = { ...at(circle), clientMessageId: randomUUID(), body: "Could we talk?" };
    const quiet = await tellFacilitators(as(test, sol.actor), {
      ...words,
      regarding: "quiet_word",
      aboutEnrolmentId: null,
    });
    const post = { ...at(circle), clientMessageId: randomUUID(), body: "a loud word" };
    const { messageId } = await postMessage(as(test, sol.actor), post);
    const chair = as(test, ivy.actor);
    await removeMessage(chair, { ...at(circle), messageId, reason: "not now" });
    for (const act of [holdMessage, removeMessage, showMessage]) {
      const ref = { ...at(circle), messageId: quiet.messageId, reason: null };
      await expect(act(chair, ref)).rejects.toThrow("NOT_FOUND");
    }
    const settling = settleReport(chair, { ...at(circle), messageId: quiet.messageId });
    await expect(settling).rejects.toThrow("NOT_FOUND");
    await expect(listActs(chair, { groupId: group.groupId })).rejects.toThrow("NOT_FOUND");
  });
});

describe("a report", () => {
  it("is looked after once by a facilitator, and cannot be put out of their sight", async () => {
    const circle = await room();
    const { messageId } = await say(test, circle, sol.actor, "hm");
    const report = await reportMessage(as(test, ivy.actor), {
      ...at(circle),
      messageId,
      clientMessageId: randomUUID(),
      body: "That stung",
    });
    const ref = { ...at(circle), messageId: report.messageId };
    await newActs();
    for (const actor of outsiders) {
      await expect(settleReport(as(test, actor), ref)).rejects.toThrow("NOT_FOUND");
    }
    const lead = as(test, co.actor);
    for (const act of [holdMessage, removeMessage]) {
      await expect(act(lead, { ...ref, reason: null })).rejects.toThrow("NOT_FOUND");
    }
    await settleReport(lead, ref);
    await settleReport(lead, ref);
    const seen = (await snapshotFor(test, circle, group.facilitator)).messages;
    expect(seen.find(({ id }) => id === report.messageId)?.settledAt).toBe(NOW.toISOString());
    expect(await newActs()).toEqual([["report_settled", "Co", null, null]]);
  });
});

describe("a care flag", () => {
  it("is looked after once by a facilitator, and the log names nobody", async () => {
    const circle = await room();
    await say(test, circle, sol.actor, "I want to kill myself");
    const flags = async () => (await snapshotFor(test, circle, group.facilitator)).careFlags;
    const [flag] = await flags();
    expect(flag).toMatchObject({ author: { name: "Sol" }, settledAt: null });
    const ref = { ...at(circle), flagId: String(flag?.id) };
    await newActs();
    for (const actor of [...outsiders, sol.actor]) {
      await expect(settleFlag(as(test, actor), ref)).rejects.toThrow("NOT_FOUND");
    }
    await settleFlag(as(test, co.actor), ref);
    await settleFlag(as(test, co.actor), ref);
    expect((await flags())[0]?.settledAt).toBe(NOW.toISOString());
    expect(await newActs()).toEqual([["flag_settled", "Co", null, null]]);
  });
});
