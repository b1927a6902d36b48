import { randomUUID } from "node:crypto";
import postgres from "postgres";
import { beforeAll, describe, expect, it } from "vitest";
import { type MemberActor, mintRooms } from "@/server/auth/actor";
import { withActor } from "@/server/db/transaction";
import { UNSEND_MS } from "@/server/domains/rooms/contract";
import { createRetirer } from "@/server/domains/rooms/jobs";
import {
  findFolded,
  findRoom,
  listDesk,
  listHeldWordsIn,
  listOwnMessagesIn,
  projectManyIn,
} from "@/server/domains/rooms/reads";
import {
  accessMessage,
  addHeldWordIn,
  changeMessageStateIn,
  closeRoom,
  foldPerson,
  openWriting,
  postMessage,
  postNoticeIn,
  postOnLine,
  postToFacilitators,
  removeHeldWordIn,
  reportMessage,
  retractMessage,
  settleFlagIn,
  settleMessageIn,
  startWriting,
  tellFacilitators,
  unfoldPerson,
  unsendMessage,
} from "@/server/domains/rooms/writes";
import { readEvents } from "@/server/realtime/outbox";
import { type AGroup, type AMember, aGroup, aMember, as, NOW } from "../support/builders";
import { useDatabase } from "../support/database";
import {
  type ARoom,
  answer,
  aRoom,
  arrive,
  at,
  caughtUp,
  inPlace,
  permit,
  say,
  shareCard,
  snapshotFor,
} from "../support/rooms";
import { setStanding } from "../support/standing";

const test = useDatabase();
let group: AGroup;
let robin: MemberActor;
let ivy: AMember;
let sol: AMember;
let stranger: AMember;
let neighbour: AMember;

beforeAll(async () => {
  group = await aGroup(test);
  robin = group.facilitator;
  ivy = await aMember(test, group, { name: "Ivy" });
  sol = await aMember(test, group, { name: "Sol" });
  neighbour = await aMember(test, await aGroup(test, { in: group }));
  stranger = await aMember(test, await aGroup(test));
});

const later = (ms: number) => new Date(NOW.getTime() + ms);
const bodies = async (room: ARoom, actor: MemberActor) =>
  (await snapshotFor(test, room, actor)).messages.map(({ body }) => body);
const said = (body = "A word, please.") => ({ clientMessageId: randomUUID(), body });
const aNewRoom = () => aRoom(test, { of: group });

/** Every call here is nothing to outsiders, whatever they name. */
async function isNothingToOutsiders(call: (actor: MemberActor) => Promise<unknown>) {
  for (const { actor } of [neighbour, stranger]) {
    await expect(call(actor)).rejects.toThrow("NOT_FOUND");
  }
}

describe("what a room permits", () => {
  it("changes as one event that everyone let in receives, and none when it was so already", async () => {
    const room = await aNewRoom();
    const before = await snapshotFor(test, room, ivy.actor);
    const change = {
      held: true,
      slowModeSeconds: 30,
      locked: true,
      deputyEnrolmentId: sol.enrolmentId,
    };
    expect(await permit(test, room, change)).toBe(true);
    expect(await permit(test, room, change)).toBe(false);
    const after = await snapshotFor(test, room, sol.actor).catch((error: Error) => error.message);
    // Locked: Sol has not been here.
    expect(after).toBe("ROOM_LOCKED");
    const robins = await snapshotFor(test, room, robin);
    expect(robins.seq).toBe(before.seq + 1);
    expect(robins.settings).toMatchObject({
      held: true,
      slowModeSeconds: 30,
      locked: true,
      lobby: false,
      deputy: { id: sol.enrolmentId, name: "Sol" },
    });
    await arrive(test, room, [ivy]);
    const caught = await caughtUp(test, room, ivy.actor, before);
    expect(caught.settings).toEqual(robins.settings);
  });

  it("is not changed any more once the room is closed", async () => {
    const room = await aNewRoom();
    await closeRoom(as(test, robin), at(room));
    await expect(permit(test, room, { held: true })).rejects.toThrow("ROOM_CLOSED");
  });
});

describe("writing together", () => {
  it("keeps what everyone writes until it is opened, and then shows all of it", async () => {
    const room = await aNewRoom();
    await startWriting(as(test, robin), at(room));
    await startWriting(as(test, robin), at(room));
    await say(test, room, ivy.actor, "mine");
    await say(test, room, sol.actor, "theirs");
    await say(test, room, robin, "three minutes left");
    expect(await bodies(room, ivy.actor)).toEqual(["mine", "three minutes left"]);
    expect(await bodies(room, robin)).toEqual(["mine", "theirs", "three minutes left"]);
    const waiting = await snapshotFor(test, room, ivy.actor);
    expect(waiting.messages[0]).toMatchObject({ state: "held", heldFor: "together" });
    expect(waiting.settings.writing?.since).toBe(NOW.toISOString());
    await openWriting(as(test, robin), at(room));
    const opened = await caughtUp(test, room, ivy.actor, waiting);
    expect(opened).toEqual(await snapshotFor(test, room, ivy.actor));
    expect(opened.messages.map(({ body, state }) => [body, state])).toEqual([
      ["mine", "shown"],
      ["theirs", "shown"],
      ["three minutes left", "shown"],
    ]);
    await openWriting(as(test, robin), at(room));
    expect((await snapshotFor(test, room, ivy.actor)).seq).toBe(opened.seq);
    await isNothingToOutsiders((actor) => startWriting(as(test, actor), at(room)));
    for (const call of [startWriting, openWriting]) {
      await expect(call(as(test, ivy.actor), at(room))).rejects.toThrow("NOT_FOUND");
    }
  });

  it("goes on holding what waits for another reason as well", async () => {
    const room = await aRoom(test);
    const [held, listed] = [await aMember(test, room), await aMember(test, room)];
    await setStanding(test, held.enrolmentId, "held");
    await inPlace(test, room, room.facilitator, (tx, { me }, now) =>
      addHeldWordIn(tx, { ...me, byEnrolmentId: me.id }, { word: "wasp", pattern: "wasp" }, now),
    );
    await startWriting(as(test, room.facilitator), at(room));
    await say(test, room, held.actor, "by someone whose posts are held");
    await say(test, room, listed.actor, "a wasp");
    await say(test, room, listed.actor, "no such thing");
    await openWriting(as(test, room.facilitator), at(room));
    const { messages } = await snapshotFor(test, room, room.facilitator);
    expect(messages.map(({ state, heldFor }) => [state, heldFor])).toEqual([
      ["held", "person"],
      ["held", "word"],
      ["shown", null],
    ]);
  });

  it("is opened by closing the room: nothing written is lost", async () => {
    const room = await aNewRoom();
    await startWriting(as(test, robin), at(room));
    await say(test, room, ivy.actor, "just in time");
    await closeRoom(as(test, robin), at(room));
    expect(await bodies(room, sol.actor)).toEqual(["just in time"]);
  });
});

describe("a room in which everything is held", () => {
  it("shows members' words, cards and replies to those who lead first, and its author no reason", async () => {
    const room = await aNewRoom();
    const { messageId: cardId } = await shareCard(test, room, robin);
    await permit(test, room, { held: true });
    await say(test, room, ivy.actor, "words");
    await shareCard(test, room, ivy.actor);
    await answer(test, room, ivy.actor, cardId);
    await answer(test, room, ivy.actor, cardId, { kind: "with_you" });
    const seen = async (actor: MemberActor) => {
      const { messages } = await snapshotFor(test, room, actor);
      return messages.flatMap((each) => [each, ...each.replies]).map((m) => [m.kind, m.heldFor]);
    };
    expect(await seen(sol.actor)).toEqual([["draft", null]]);
    const forIvy = await seen(ivy.actor);
    expect(forIvy).toEqual([
      ["draft", null],
      ["reply", null],
      ["reply", null],
      ["words", null],
      ["draft", null],
    ]);
    const { held } = await listDesk(as(test, robin), at(room));
    expect(held.map((each) => [each.kind, each.heldFor])).toEqual([
      ["words", "room"],
      ["draft", "room"],
      ["reply", "room"],
    ]);
  });

  it("holds a card and a reply for a listed word, in any of their fields, and none by other names", async () => {
    const room = await aRoom(test);
    const member = await aMember(test, room);
    const [ref, word] = [room, { word: "kind", pattern: "(^|\\W)kind($|\\W)" }];
    const { facilitator } = room;
    const add = () =>
      inPlace(test, room, facilitator, (tx, { me }, now) =>
        addHeldWordIn(tx, { ...me, byEnrolmentId: me.id }, word, now),
      );
    const { id, added } = await add();
    expect(added).toBe(true);
    expect(await add()).toEqual({ id, added: false });
    const card = { kind: "draft", text: "Half", wantsBack: "company" } as const;
    const one = await shareCard(test, room, member.actor, { card });
    const two = await shareCard(test, room, member.actor, { card: { ...card, text: "Be KIND." } });
    expect([one.shown, two.shown]).toEqual([true, false]);
    await answer(test, room, member.actor, one.messageId, { body: "how kind" });
    const { held } = await listDesk(as(test, facilitator), at(room));
    expect(held.map((each) => each.heldFor)).toEqual(["word", "word"]);
    await inPlace(test, room, facilitator, async (tx) => {
      expect(await listHeldWordsIn(tx, ref)).toEqual([{ id, word: "kind" }]);
      expect(await removeHeldWordIn(tx, ref, id)).toBe(true);
      expect(await removeHeldWordIn(tx, ref, id)).toBe(false);
    });
    await say(test, room, member.actor, "kind words");
    expect((await listDesk(as(test, facilitator), at(room))).held).toHaveLength(2);
  });

  it("takes no pattern that PostgreSQL cannot read: it would stop every post", async () => {
    const room = await aNewRoom();
    const adding = inPlace(test, room, robin, (tx, { me }, now) =>
      addHeldWordIn(tx, { ...me, byEnrolmentId: me.id }, { word: "x", pattern: "(" }, now),
    );
    await expect(adding).rejects.toThrow();
    await say(test, room, ivy.actor);
  });
});

describe("warm replies alone", () => {
  it("are taken in a segment that permits no others, whatever a card asks for", async () => {
    const room = await aNewRoom();
    const { messageId } = await shareCard(test, room, robin);
    await permit(test, room, { replies: "warm", posting: "facilitators" });
    await expect(answer(test, room, ivy.actor, messageId)).rejects.toThrow("NOT_NOW");
    await answer(test, room, ivy.actor, messageId, { kind: "with_you" });
    await expect(shareCard(test, room, ivy.actor)).rejects.toThrow("NOT_NOW");
  });
});

describe("unsending", () => {
  it("within ten seconds leaves nothing, anywhere, for anyone", async () => {
    const room = await aNewRoom();
    const before = await snapshotFor(test, room, sol.actor);
    const { messageId } = await say(test, room, ivy.actor, "canary-unsent");
    const withIt = await caughtUp(test, room, sol.actor, before);
    expect(withIt.messages).toHaveLength(1);
    const ref = { ...at(room), messageId };
    await isNothingToOutsiders((actor) => unsendMessage(as(test, actor), ref));
    await expect(unsendMessage(as(test, robin), ref)).rejects.toThrow("NOT_FOUND");
    const soon = later(UNSEND_MS);
    await unsendMessage(as(test, ivy.actor, soon), ref);
    const { seq } = await snapshotFor(test, room, sol.actor);
    await unsendMessage(as(test, ivy.actor, later(UNSEND_MS + 1)), ref);
    expect((await snapshotFor(test, room, sol.actor)).seq).toBe(seq);
    expect((await caughtUp(test, room, sol.actor, withIt)).messages).toEqual([]);
    for (const actor of [ivy.actor, sol.actor, robin])
      expect(await bodies(room, actor)).toEqual([]);
    const admin = postgres(test.adminUrl, { max: 1 });
    const rows = await admin`select from messages where messages::text like '%canary-unsent%'`;
    await admin.end();
    expect(rows).toHaveLength(0);
  });

  it("is too late after that, and retracting never is", async () => {
    const room = await aNewRoom();
    const { messageId } = await say(test, room, ivy.actor);
    const ref = { ...at(room), messageId };
    const after = as(test, ivy.actor, later(UNSEND_MS + 1));
    await expect(unsendMessage(after, ref)).rejects.toThrow("TOO_LATE");
    await retractMessage(after, ref);
    const { messages } = await snapshotFor(test, room, sol.actor);
    expect(messages.map(({ state }) => state)).toEqual(["retracted"]);
  });
});

describe("a removed message", () => {
  it("tells its author and those who lead why, and can be brought back whole", async () => {
    const room = await aNewRoom();
    const { messageId } = await say(test, room, ivy.actor, "words");
    const change = (state: "removed" | "shown", reason?: string) =>
      inPlace(test, room, robin, async (tx, place, now) => {
        const message = await accessMessage(tx, place.room, messageId);
        return changeMessageStateIn(tx, place, message, state, now, { reason: reason ?? null });
      });
    const before = await snapshotFor(test, room, sol.actor);
    expect(await change("removed", "Advice nobody asked for")).toBe(true);
    expect(await change("removed", "Again")).toBe(false);
    const seen = async (actor: MemberActor) => {
      const { messages } = await snapshotFor(test, room, actor);
      return messages.map(({ state, body, reason }) => [state, body, reason]);
    };
    const why = "Advice nobody asked for";
    expect(await seen(ivy.actor)).toEqual([["removed", null, why]]);
    expect(await seen(robin)).toEqual([["removed", null, why]]);
    expect(await seen(sol.actor)).toEqual([["removed", null, null]]);
    expect(await change("shown")).toBe(true);
    expect(await caughtUp(test, room, sol.actor, before)).toMatchObject({
      messages: before.messages,
    });
    expect(await seen(ivy.actor)).toEqual([["shown", "words", null]]);
  });
});

describe("what is told to those who facilitate", () => {
  it("is seen by them and by whoever told it, and never refused in an open room", async () => {
    const room = await aNewRoom();
    await permit(test, room, { posting: "facilitators", held: true, slowModeSeconds: 60 });
    const quiet = { ...at(room), ...said("quietly"), regarding: "quiet_word" as const };
    const muted = await aMember(test, group);
    await setStanding(test, muted.enrolmentId, "muted");
    const first = await tellFacilitators(as(test, muted.actor), quiet);
    expect(await tellFacilitators(as(test, muted.actor), quiet)).toEqual(first);
    const worry = { ...at(room), ...said("about Sol"), regarding: "worry" as const };
    const about = { ...worry, aboutEnrolmentId: sol.enrolmentId };
    await tellFacilitators(as(test, ivy.actor), about);
    expect(await bodies(room, robin)).toEqual(["quietly", "about Sol"]);
    expect(await bodies(room, ivy.actor)).toEqual(["about Sol"]);
    expect(await bodies(room, muted.actor)).toEqual(["quietly"]);
    expect(await bodies(room, sol.actor)).toEqual([]);
    const { toFacilitators } = await listDesk(as(test, robin), at(room));
    expect(toFacilitators.map((each) => [each.state, each.regarding, each.about?.name])).toEqual([
      ["shown", "quiet_word", undefined],
      ["shown", "worry", "Sol"],
    ]);
    await isNothingToOutsiders((actor) => tellFacilitators(as(test, actor), quiet));
    const elsewhere = { ...about, ...said(), aboutEnrolmentId: neighbour.enrolmentId };
    await expect(tellFacilitators(as(test, ivy.actor), elsewhere)).rejects.toThrow("NOT_FOUND");
    await closeRoom(as(test, robin), at(room));
    const late = { ...quiet, ...said() };
    await expect(tellFacilitators(as(test, ivy.actor), late)).rejects.toThrow("ROOM_CLOSED");
  });

  it("reports a message that the person can see, not their own, and the message goes on", async () => {
    const room = await aNewRoom();
    const { messageId } = await say(test, room, sol.actor, "unkind");
    const report = { ...at(room), messageId, ...said("Please look at this") };
    const first = await reportMessage(as(test, ivy.actor), report);
    expect(await reportMessage(as(test, ivy.actor), report)).toEqual(first);
    const own = { ...report, clientMessageId: randomUUID() };
    await expect(reportMessage(as(test, sol.actor), own)).rejects.toThrow("NOT_FOUND");
    await isNothingToOutsiders((actor) => reportMessage(as(test, actor), report));
    expect(await bodies(room, sol.actor)).toEqual(["unkind"]);
    const [, told] = (await snapshotFor(test, room, robin)).messages;
    expect(told).toMatchObject({
      regarding: "report",
      about: { name: "Sol" },
      aboutMessageId: messageId,
      settledAt: null,
    });
    const settle = () =>
      inPlace(test, room, robin, (tx, place, now) =>
        settleMessageIn(tx, place, first.messageId, now),
      );
    expect([await settle(), await settle()]).toEqual([true, false]);
    const mine = (await snapshotFor(test, room, ivy.actor)).messages[1];
    expect(mine?.settledAt).toBe(NOW.toISOString());
    const asMember = inPlace(test, room, ivy.actor, (tx, place, now) =>
      settleMessageIn(tx, place, first.messageId, now),
    );
    await expect(asMember).rejects.toThrow("NOT_FOUND");
  });

  it("among themselves is nothing to members, nor to whoever only has the chair", async () => {
    const room = await aNewRoom();
    await permit(test, room, { chairEnrolmentId: sol.enrolmentId });
    const aside = { ...at(room), ...said("What do you think?") };
    const first = await postToFacilitators(as(test, robin), aside);
    expect(await postToFacilitators(as(test, robin), aside)).toEqual(first);
    for (const { actor } of [ivy, sol]) {
      expect(await bodies(room, actor)).toEqual([]);
      const call = postToFacilitators(as(test, actor), { ...aside, ...said() });
      await expect(call).rejects.toThrow("NOT_FOUND");
    }
    await isNothingToOutsiders((actor) => postToFacilitators(as(test, actor), aside));
    const desk = await listDesk(as(test, sol.actor), at(room));
    expect(desk).toEqual({ held: [], toFacilitators: [], lines: [], removed: [] });
    await expect(listDesk(as(test, ivy.actor), at(room))).rejects.toThrow("NOT_FOUND");
    await isNothingToOutsiders((actor) => listDesk(as(test, actor), at(room)));
  });
});

describe("the private line", () => {
  it("is between those who facilitate and one member, whoever of them writes", async () => {
    const room = await aNewRoom();
    const word = { ...at(room), ...said("All right?"), withEnrolmentId: ivy.enrolmentId };
    const first = await postOnLine(as(test, robin), word);
    expect(await postOnLine(as(test, robin), word)).toEqual(first);
    await setStanding(test, ivy.enrolmentId, "muted");
    await postOnLine(as(test, ivy.actor), { ...at(room), ...said("Yes") });
    await setStanding(test, ivy.enrolmentId, "active");
    expect(await bodies(room, ivy.actor)).toEqual(["All right?", "Yes"]);
    expect(await bodies(room, robin)).toEqual(["All right?", "Yes"]);
    expect(await bodies(room, sol.actor)).toEqual([]);
    const { messages } = await snapshotFor(test, room, ivy.actor);
    expect(messages.map(({ lineWith }) => lineWith?.name)).toEqual(["Ivy", "Ivy"]);
    const others = { ...word, ...said() };
    await expect(postOnLine(as(test, sol.actor), others)).rejects.toThrow("NOT_FOUND");
    const nobody = { ...at(room), ...said() };
    await expect(postOnLine(as(test, robin), nobody)).rejects.toThrow("NOT_FOUND");
    const herself = { ...nobody, withEnrolmentId: group.facilitatorEnrolmentId };
    await expect(postOnLine(as(test, robin), herself)).rejects.toThrow("NOT_FOUND");
    await isNothingToOutsiders((actor) => postOnLine(as(test, actor), word));
  });
});

describe("a flag of care", () => {
  it("is raised with the post, told to those who facilitate, and offers its author help", async () => {
    const room = await aNewRoom();
    const before = {
      robin: await snapshotFor(test, room, robin),
      sol: await snapshotFor(test, room, sol.actor),
    };
    const id = randomUUID();
    const posted = await say(test, room, ivy.actor, "I want to kill myself", id);
    expect(posted.care).toBe(true);
    expect(await say(test, room, ivy.actor, "I want to kill myself", id)).toEqual(posted);
    const plain = await say(test, room, ivy.actor, "of embarrassment, I could have died");
    expect(plain).not.toHaveProperty("care");
    expect(plain.seq).toBe(posted.seq + 2);
    const robins = await caughtUp(test, room, robin, before.robin);
    expect(robins).toEqual(await snapshotFor(test, room, robin));
    expect(robins.careFlags).toMatchObject([
      { messageId: posted.messageId, author: { name: "Ivy" }, settledAt: null },
    ]);
    // It blocks, holds and labels nothing.
    const sols = await caughtUp(test, room, sol.actor, before.sol);
    expect(sols).toEqual(await snapshotFor(test, room, sol.actor));
    expect(sols.careFlags).toEqual([]);
    expect(sols.messages.map(({ state }) => state)).toEqual(["shown", "shown"]);
    const flagId = String(robins.careFlags[0]?.id);
    const settle = (actor: MemberActor) =>
      inPlace(test, room, actor, (tx, place, now) => settleFlagIn(tx, place, flagId, now));
    await expect(settle(ivy.actor)).rejects.toThrow("NOT_FOUND");
    expect([await settle(robin), await settle(robin)]).toEqual([true, false]);
    const { careFlags } = await caughtUp(test, room, robin, robins);
    expect(careFlags[0]?.settledAt).toBe(NOW.toISOString());
  });

  it("is raised by a quiet word and by a reply as well, though no member can read it", async () => {
    const room = await aNewRoom();
    const { messageId } = await shareCard(test, room, robin);
    const body = "I am thinking about suicide";
    const reply = await answer(test, room, ivy.actor, messageId, { body });
    const word = { ...at(room), ...said(body), regarding: "quiet_word" as const };
    const told = await tellFacilitators(as(test, ivy.actor), word);
    expect([reply.care, told.care]).toEqual([true, true]);
    expect((await snapshotFor(test, room, robin)).careFlags).toHaveLength(2);
    expect((await snapshotFor(test, room, ivy.actor)).careFlags).toEqual([]);
  });
});

describe("what the room itself says", () => {
  it("goes through the same filter as everything else, and is nobody's to take back", async () => {
    const room = await aNewRoom();
    const { messageId } = await inPlace(test, room, robin, async (tx, place, now) => {
      const forUs = { notice: "person_admitted", audience: "facilitators" } as const;
      await postNoticeIn(tx, place, forUs, test.db.queue, now);
      const started = { notice: "segment_started", body: "Opening" } as const;
      return postNoticeIn(tx, place, started, test.db.queue, now);
    });
    const notices = async (actor: MemberActor) =>
      (await snapshotFor(test, room, actor)).messages.map(({ notice, body }) => [notice, body]);
    expect(await notices(ivy.actor)).toEqual([["segment_started", "Opening"]]);
    expect(await notices(robin)).toEqual([
      ["person_admitted", null],
      ["segment_started", "Opening"],
    ]);
    const ref = { ...at(room), messageId };
    await expect(retractMessage(as(test, robin), ref)).rejects.toThrow("NOT_FOUND");
  });
});

describe("folding someone away", () => {
  it("is for oneself alone, once, and can be undone", async () => {
    const { groupId } = group;
    const ref = { organisationId: group.organisationId, groupId, enrolmentId: sol.enrolmentId };
    const folded = (actor: MemberActor) => findFolded(as(test, actor), { groupId });
    await foldPerson(as(test, ivy.actor), ref);
    await foldPerson(as(test, ivy.actor), ref);
    expect(await folded(ivy.actor)).toEqual([sol.enrolmentId]);
    expect([await folded(sol.actor), await folded(robin)]).toEqual([[], []]);
    await unfoldPerson(as(test, ivy.actor), ref);
    await unfoldPerson(as(test, ivy.actor), ref);
    expect(await folded(ivy.actor)).toEqual([]);
    for (const call of [foldPerson, unfoldPerson]) {
      await isNothingToOutsiders((actor) => call(as(test, actor), ref));
    }
    await isNothingToOutsiders((actor) => findFolded(as(test, actor), { groupId }));
    const oneself = { ...ref, enrolmentId: ivy.enrolmentId };
    await expect(foldPerson(as(test, ivy.actor), oneself)).rejects.toThrow("NOT_FOUND");
  });
});

describe("a closed room's transcript", () => {
  const DAY_MS = 24 * 60 * 60 * 1000;

  it("is readable to those who were of the group then, and to nobody who came later", async () => {
    const room = await aRoom(test);
    const [then, since] = [await aMember(test, room), await aMember(test, room)];
    await say(test, room, then.actor, "what was said");
    await closeRoom(as(test, room.facilitator), at(room));
    const admin = postgres(test.adminUrl, { max: 1 });
    await admin`update enrolments set joined_at = ${later(1)} where id = ${since.enrolmentId}`;
    await admin.end();
    expect(await bodies(room, then.actor)).toEqual(["what was said"]);
    await expect(snapshotFor(test, room, since.actor)).rejects.toThrow("NOT_FOUND");
    await expect(say(test, room, since.actor)).rejects.toThrow("NOT_FOUND");
  });

  it("is gone when the group's retention is over: to read at once, and from the store by a job", async () => {
    const room = await aRoom(test);
    const member = await aMember(test, room);
    await say(test, room, member.actor, "canary-retired, I want to die");
    const { messageId } = await shareCard(test, room, member.actor);
    await answer(test, room, room.facilitator, messageId, { body: "canary-retired" });
    await closeRoom(as(test, room.facilitator), at(room));
    const end = later(90 * DAY_MS);
    await snapshotFor(test, room, member.actor, new Date(end.getTime() - 1));
    await expect(snapshotFor(test, room, member.actor, end)).rejects.toThrow("NOT_FOUND");
    const admin = postgres(test.adminUrl, { max: 1 });
    const kept = async () => {
      const [row] = await admin`select
        (select count(*)::int from messages where room_id = ${room.roomId}
          and (body is not null or card is not null)) as words,
        (select count(*)::int from care_flags where room_id = ${room.roomId}) as flags`;
      return row;
    };
    const { organisationId, groupId, roomId } = room;
    const retire = (now: Date, which: string | null) =>
      createRetirer({ db: test.db, clock: () => now })({ organisationId, groupId, roomId: which });
    await retire(new Date(end.getTime() - 1), roomId);
    expect(await kept()).toEqual({ words: 3, flags: 1 });
    await retire(end, null);
    expect(await kept()).toEqual({ words: 0, flags: 0 });
    await retire(end, roomId);
    await admin.end();
  });
});

describe("one's own words", () => {
  it("are those that are still there, and nobody else's", async () => {
    const room = await aNewRoom();
    const { messageId } = await say(test, room, ivy.actor, "taken back");
    await retractMessage(as(test, ivy.actor), { ...at(room), messageId });
    await say(test, room, ivy.actor, "mine");
    await say(test, room, sol.actor, "theirs");
    const own = await inPlace(test, room, ivy.actor, (tx, place, now) =>
      listOwnMessagesIn(tx, place, now),
    );
    expect(own.map(({ body }) => body)).toEqual(["mine"]);
  });
});

describe("the projection of a batch", () => {
  it("is one for members and facilitators while nothing in it sets them apart", async () => {
    const room = await aNewRoom();
    await postMessage(as(test, ivy.actor), { ...at(room), ...said("for all") });
    const actor = mintRooms(room.organisationId, [room.groupId]);
    const project = () =>
      withActor(as(test, actor), async (tx) => {
        const found = await findRoom(tx, at(room));
        if (!found) throw new Error("no room");
        const stream = { organisationId: room.organisationId, streamId: room.roomId };
        const stored = await readEvents(tx, stream, 0, 100);
        const [projection] = await projectManyIn(tx, [{ room: found, stored }], NOW);
        if (!projection) throw new Error("no projection");
        return projection;
      });
    const alike = await project();
    expect(alike.facilitators).toBe(alike.members);
    expect(alike.authors.size).toBe(0);
    expect(alike.lobby.map(({ kind }) => kind)).toEqual(["room_opened", "skip"]);
    await permit(test, room, { held: true });
    await say(test, room, ivy.actor, "held");
    const apart = await project();
    expect(apart.facilitators).not.toBe(apart.members);
    expect([...apart.authors.keys()]).toEqual([ivy.enrolmentId]);
  });
});
