import { randomUUID } from "node:crypto";
import postgres from "postgres";
import { beforeAll, describe, expect, it } from "vitest";
import type { MemberActor } from "@/server/auth/actor";
import { mintRooms } from "@/server/auth/actor";
import { withActor } from "@/server/db/transaction";
import { listActs } from "@/server/domains/moderation/reads";
import {
  holdMessage,
  pauseRoom,
  removeMessage,
  showMessage,
} from "@/server/domains/moderation/writes";
import { askForWord, expireMessage, type PhotoCopy } from "@/server/domains/rooms/cards";
import { REPLIES_PER_CARD, type RoomSnapshot } from "@/server/domains/rooms/contract";
import { createExpirer } from "@/server/domains/rooms/jobs";
import {
  accessRoom,
  findSharedPhoto,
  listCardsIn,
  listMessages,
} from "@/server/domains/rooms/reads";
import { changeCentre, closeRoom, openBoard, retractMessage } from "@/server/domains/rooms/writes";
import { type AGroup, type AMember, aGroup, aMember, as, NOW } from "../support/builders";
import { useDatabase } from "../support/database";
import {
  aBoard,
  answer,
  aRoom,
  at,
  boardFor,
  narrow,
  shareCard,
  snapshotFor,
} from "../support/rooms";
import { setStanding } from "../support/standing";

const test = useDatabase();
const SEVEN_DAYS_MS = 7 * 24 * 60 * 60 * 1000;
const LATER = new Date(NOW.getTime() + SEVEN_DAYS_MS + 1);

type Board = Awaited<ReturnType<typeof aBoard>>;
let group: AGroup;
let board: Board;
let ivy: AMember;
let sol: AMember;
let ash: AMember;
let cara: AMember;
let stranger: AMember;
let neighbour: AMember;

beforeAll(async () => {
  group = await aGroup(test);
  board = await aBoard(test, group);
  ivy = await aMember(test, group, { name: "Ivy" });
  sol = await aMember(test, group, { name: "Sol" });
  ash = await aMember(test, group, { name: "Ash" });
  cara = await aMember(test, group, { name: "Cara", role: "co-facilitator" });
  stranger = await aMember(test, await aGroup(test));
  neighbour = await aMember(test, await aGroup(test, { in: group }));
});

/** The stored rows of messages, as an administrator would see them. */
async function storedText(messageId: string): Promise<string> {
  const admin = postgres(test.adminUrl, { max: 1 });
  const rows = await admin`select coalesce(body, '') || coalesce(card::text, '') as text
    from messages where id = ${messageId} or reply_to_id = ${messageId}`;
  await admin.end();
  return rows.map((row) => row.text).join("");
}

async function jobsNamed(name: string): Promise<Record<string, string>[]> {
  const admin = postgres(test.adminUrl, { max: 1 });
  const rows = await admin`select data from pgboss.job where name = ${name}`;
  await admin.end();
  return rows.map((row) => row.data);
}

function cardIn(snapshot: RoomSnapshot, messageId: string) {
  return snapshot.messages.find((each) => each.id === messageId);
}

async function repliesSeenBy(actor: MemberActor, messageId: string) {
  const card = cardIn(await snapshotFor(test, board, actor), messageId);
  return card?.replies.map((each) => [each.replyKind, each.author.name, each.body]);
}

describe("opening a board", () => {
  it("is done once per group, by whoever of the group comes first", async () => {
    const circle = await aGroup(test);
    const member = await aMember(test, circle);
    const asking = { groupId: circle.groupId };
    await expect(boardFor(test, asking, member.actor)).rejects.toThrow("NOT_FOUND");
    const opened = await Promise.all(
      Array.from({ length: 8 }, (_, n) =>
        openBoard(as(test, n % 2 ? member.actor : circle.facilitator), asking),
      ),
    );
    expect(new Set(opened.map((each) => each.roomId)).size).toBe(1);
    const snapshot = await boardFor(test, asking, member.actor);
    expect(snapshot).toMatchObject({ roomId: opened[0]?.roomId, seq: 1, session: null });
  });

  it("is nothing that outsiders find a group for", async () => {
    for (const outsider of [stranger, neighbour]) {
      const ctx = as(test, outsider.actor);
      await expect(openBoard(ctx, { groupId: group.groupId })).rejects.toThrow("NOT_FOUND");
      await expect(boardFor(test, group, outsider.actor)).rejects.toThrow("NOT_FOUND");
    }
  });

  it("gives a place that never closes and has no middle", async () => {
    const lead = as(test, group.facilitator);
    await expect(closeRoom(lead, at(board))).rejects.toThrow("NOT_FOUND");
    const { messageId } = await shareCard(test, board, ivy.actor);
    const putting = { ...at(board), messageId };
    await expect(changeCentre(lead, putting)).rejects.toThrow("NOT_FOUND");
  });
});

describe("a card for facilitators", () => {
  it("is seen by them and its author alone, in snapshots, pages and lists", async () => {
    const share = { audience: "facilitators" as const };
    const { messageId, seq } = await shareCard(test, board, ivy.actor, share);
    const seen = async (actor: MemberActor) => {
      const snapshot = await snapshotFor(test, board, actor);
      const page = await listMessages(as(test, actor), { ...at(board), beforeSeq: seq + 1 });
      const listed = await withActor(as(test, actor), async (tx) =>
        listCardsIn(
          tx,
          await accessRoom(tx, actor, at(board)),
          { kinds: ["draft"], limit: 50 },
          NOW,
        ),
      );
      return [snapshot.messages, page.messages, listed].map((messages) =>
        messages.some((each) => each.id === messageId),
      );
    };
    for (const actor of [group.facilitator, cara.actor, ivy.actor]) {
      expect(await seen(actor)).toEqual([true, true, true]);
    }
    expect(await seen(sol.actor)).toEqual([false, false, false]);
  });
});

describe("replying", () => {
  it("puts the reply into its card, and nowhere else", async () => {
    const { messageId } = await shareCard(test, board, ivy.actor);
    const { messageId: replyId } = await answer(test, board, sol.actor, messageId);
    const snapshot = await snapshotFor(test, board, ash.actor);
    expect(cardIn(snapshot, messageId)?.replies).toMatchObject([
      { id: replyId, kind: "reply", replyKind: "company", body: "Me as well." },
    ]);
    expect(cardIn(snapshot, replyId)).toBeUndefined();
  });

  it("stores one, however often it is sent", async () => {
    const { messageId } = await shareCard(test, board, ivy.actor);
    const clientMessageId = randomUUID();
    const send = () => answer(test, board, sol.actor, messageId, { clientMessageId });
    const posted = await Promise.all(Array.from({ length: 6 }, send));
    expect(new Set(posted.map((each) => each.messageId)).size).toBe(1);
    expect(await repliesSeenBy(ash.actor, messageId)).toHaveLength(1);
  });

  it("is refused to other groups and organisations as if there were no card", async () => {
    const { messageId } = await shareCard(test, board, ivy.actor);
    for (const { actor } of [stranger, neighbour]) {
      await expect(answer(test, board, actor, messageId)).rejects.toThrow("NOT_FOUND");
    }
  });

  it("is refused to who cannot see the card, and to a card of another room", async () => {
    const share = { audience: "facilitators" as const };
    const { messageId } = await shareCard(test, board, ivy.actor, share);
    await expect(answer(test, board, sol.actor, messageId)).rejects.toThrow("NOT_FOUND");
    const elsewhere = await aRoom(test, { of: group });
    const reply = answer(test, elsewhere, group.facilitator, messageId);
    await expect(reply).rejects.toThrow("NOT_FOUND");
  });

  it("is taken only as the author asked for it", async () => {
    const { messageId } = await shareCard(test, board, ivy.actor);
    for (const kind of ["idea", "question", "go_ahead"] as const) {
      const reply = answer(test, board, group.facilitator, messageId, { kind });
      await expect(reply).rejects.toThrow("REPLY_NOT_WANTED");
    }
    const { messageId: replyId } = await answer(test, board, sol.actor, messageId);
    await expect(answer(test, board, ash.actor, replyId)).rejects.toThrow("REPLY_NOT_WANTED");
  });

  it("asks for own words where there are to be some, and takes none where not", async () => {
    const { messageId } = await shareCard(test, board, ivy.actor);
    const mute = answer(test, board, sol.actor, messageId, { body: null });
    await expect(mute).rejects.toThrow("INVALID_INPUT");
    const warm = { kind: "with_you" as const, body: "and here is what I think" };
    await expect(answer(test, board, sol.actor, messageId, warm)).rejects.toThrow("INVALID_INPUT");
  });

  it("warmly reaches the author and nobody else, once", async () => {
    const { messageId } = await shareCard(test, board, ivy.actor);
    const warm = { kind: "me_too" as const };
    const first = await answer(test, board, sol.actor, messageId, warm);
    const again = await answer(test, board, sol.actor, messageId, warm);
    expect(again).toEqual(first);
    expect(await repliesSeenBy(ivy.actor, messageId)).toEqual([["me_too", "Sol", null]]);
    expect(await repliesSeenBy(sol.actor, messageId)).toEqual([["me_too", "Sol", null]]);
    for (const actor of [ash.actor, group.facilitator, cara.actor]) {
      expect(await repliesSeenBy(actor, messageId)).toEqual([]);
    }
    const ref = { ...at(board), messageId: first.messageId, reason: null };
    const removing = removeMessage(as(test, group.facilitator), ref);
    await expect(removing).rejects.toThrow("NOT_FOUND");
  });

  it("warmly can be taken back without a trace, and given again", async () => {
    const { messageId } = await shareCard(test, board, ivy.actor);
    const warm = { kind: "with_you" as const };
    const first = await answer(test, board, sol.actor, messageId, warm);
    await retractMessage(as(test, sol.actor), { ...at(board), messageId: first.messageId });
    expect(await repliesSeenBy(ivy.actor, messageId)).toEqual([]);
    expect(await answer(test, board, sol.actor, messageId, warm)).not.toEqual(first);
  });

  it("of someone whose posts are held waits for a facilitator, unless it is a warm one", async () => {
    const held = await aMember(test, group, { name: "Held" });
    await setStanding(test, held.enrolmentId, "held");
    const { messageId } = await shareCard(test, board, ivy.actor);
    const { messageId: replyId } = await answer(test, board, held.actor, messageId);
    await answer(test, board, held.actor, messageId, { kind: "with_you" });
    expect(await repliesSeenBy(ivy.actor, messageId)).toEqual([["with_you", "Held", null]]);
    expect(await repliesSeenBy(sol.actor, messageId)).toEqual([]);
    const lead = as(test, group.facilitator);
    await showMessage(lead, { ...at(board), messageId: replyId, reason: null });
    expect(await repliesSeenBy(sol.actor, messageId)).toEqual([["company", "Held", "Me as well."]]);
    await holdMessage(lead, { ...at(board), messageId: replyId, reason: null });
    expect(await repliesSeenBy(sol.actor, messageId)).toEqual([]);
  });

  it("can be removed by a facilitator, whose act stands in the group's log", async () => {
    const { messageId } = await shareCard(test, board, ivy.actor);
    const { messageId: replyId } = await answer(test, board, sol.actor, messageId);
    const lead = as(test, group.facilitator);
    await removeMessage(lead, { ...at(board), messageId: replyId, reason: "Not kind" });
    expect(await repliesSeenBy(ivy.actor, messageId)).toEqual([["company", "Sol", null]]);
    const {
      items: [act],
    } = await listActs(lead, { groupId: group.groupId });
    expect(act).toMatchObject({ act: "removed", about: "Sol", messageId: replyId });
  });

  it("waits while the place is paused, and is not for who is muted", async () => {
    const circle = await aGroup(test);
    const here = await aBoard(test, circle);
    const [muted, other] = [await aMember(test, circle), await aMember(test, circle)];
    const { messageId } = await shareCard(test, here, circle.facilitator);
    await setStanding(test, muted.enrolmentId, "muted");
    const warm = { kind: "with_you" as const };
    await expect(answer(test, here, muted.actor, messageId, warm)).rejects.toThrow("MUTED");
    await pauseRoom(as(test, circle.facilitator), at(here));
    await expect(answer(test, here, other.actor, messageId)).rejects.toThrow("ROOM_PAUSED");
  });

  it("is over when a card has all the replies it can take", async () => {
    const { messageId } = await shareCard(test, board, ivy.actor);
    await answer(test, board, sol.actor, messageId);
    const admin = postgres(test.adminUrl, { max: 1 });
    await admin`insert into messages
      select (r).* from messages m, lateral (select jsonb_populate_record(m, jsonb_build_object(
        'id', gen_random_uuid(), 'client_message_id', gen_random_uuid(),
        'posted_seq', 100000 + n)) as r from generate_series(2, ${REPLIES_PER_CARD}) n) made
      where m.reply_to_id = ${messageId}`;
    await admin.end();
    await expect(answer(test, board, ash.actor, messageId)).rejects.toThrow("TOO_MANY");
  });

  it("goes with its card: taken back, nobody sees it and no words of it are kept", async () => {
    const { messageId } = await shareCard(test, board, ivy.actor);
    await answer(test, board, sol.actor, messageId, { body: "reply-canary" });
    await retractMessage(as(test, ivy.actor), { ...at(board), messageId });
    for (const actor of [ivy.actor, sol.actor, group.facilitator]) {
      expect(await repliesSeenBy(actor, messageId)).toEqual([]);
    }
    expect(await storedText(messageId)).toBe("");
    await expect(answer(test, board, ash.actor, messageId)).rejects.toThrow("STATE_CHANGED");
  });

  it("with a facilitator's word is for a plan that asks for one", async () => {
    const card = { kind: "plan", fields: { plan: "A big one" }, asksWord: true } as const;
    const share = { card, audience: "facilitators" as const };
    const { messageId } = await shareCard(test, board, ivy.actor, share);
    await answer(test, board, cara.actor, messageId, { kind: "go_ahead" });
    for (const actor of [ivy.actor, group.facilitator]) {
      expect(await repliesSeenBy(actor, messageId)).toEqual([["go_ahead", "Cara", null]]);
    }
  });
});

describe("asking for a quiet word", () => {
  const asking = (body = "Could I talk to you?") => ({
    organisationId: group.organisationId,
    groupId: group.groupId,
    clientMessageId: randomUUID(),
    body,
  });

  it("is heard by facilitators alone, once, and opens the board if need be", async () => {
    const circle = await aGroup(test);
    const member = await aMember(test, circle);
    const other = await aMember(test, circle);
    const { organisationId, groupId } = circle;
    const input = { ...asking("quiet-canary"), organisationId, groupId };
    const first = await askForWord(as(test, member.actor), input);
    expect(await askForWord(as(test, member.actor), input)).toEqual(first);
    const bodies = async (actor: MemberActor) =>
      (await boardFor(test, { groupId }, actor)).messages.map((each) => each.body);
    expect(await bodies(circle.facilitator)).toEqual(["quiet-canary"]);
    expect(await bodies(member.actor)).toEqual(["quiet-canary"]);
    expect(await bodies(other.actor)).toEqual([]);
  });

  it("is refused to outsiders, and to nobody of the group", async () => {
    for (const { actor } of [stranger, neighbour]) {
      await expect(askForWord(as(test, actor), asking())).rejects.toThrow("NOT_FOUND");
    }
    const muted = await aMember(test, group);
    await setStanding(test, muted.enrolmentId, "muted");
    await expect(askForWord(as(test, muted.actor), asking())).resolves.toBeDefined();
  });
});

describe("an end", () => {
  const expire = (messageId: string, now: Date) =>
    expireMessage(as(test, mintRooms(group.organisationId, [group.groupId]), now), {
      organisationId: group.organisationId,
      groupId: group.groupId,
      roomId: board.roomId,
      messageId,
    });

  it("comes by itself after seven days, for every reader and in the store, and once", async () => {
    const share = { lifetime: "seven_days" as const };
    const { messageId } = await shareCard(test, board, ivy.actor, share);
    await answer(test, board, sol.actor, messageId, { body: "reply-canary" });
    expect(await jobsNamed("rooms.expire")).toContainEqual({
      ...at(board),
      groupId: group.groupId,
      messageId,
    });
    await expire(messageId, NOW);
    expect(await storedText(messageId)).toContain("As far as I got.");
    const { seq } = await snapshotFor(test, board, ivy.actor);
    await expire(messageId, LATER);
    await expire(messageId, LATER);
    expect(await storedText(messageId)).toBe("");
    const after = await snapshotFor(test, board, ivy.actor, LATER);
    expect(after.seq).toBe(seq + 1);
    expect(cardIn(after, messageId)).toBeUndefined();
  });

  it("asked for twice, or of what is not there, does not fail the job", async () => {
    const { messageId } = await shareCard(test, board, ivy.actor, { lifetime: "seven_days" });
    const run = createExpirer({ db: test.db, clock: () => LATER });
    const job = { ...at(board), groupId: group.groupId, messageId };
    await run(job);
    await run(job);
    await run({ ...job, messageId: randomUUID() });
    await run({ ...job, groupId: randomUUID() });
    expect(await storedText(messageId)).toBe("");
  });

  it("comes with its session's: in the room and on the board, and not for other sessions", async () => {
    const room = await aRoom(test, { of: group });
    const other = await aRoom(test, { of: group });
    const until = (sessionId: string) =>
      shareCard(test, board, ivy.actor, { lifetime: "session", endsWithSessionId: sessionId });
    const [ending, staying] = [await until(room.sessionId), await until(other.sessionId)];
    const kept = await shareCard(test, board, ivy.actor);
    const inRoom = await shareCard(test, room, ivy.actor, { lifetime: "session" });
    await answer(test, board, sol.actor, ending.messageId, { body: "reply-canary" });
    await Promise.all([
      closeRoom(as(test, group.facilitator), at(room)),
      closeRoom(as(test, cara.actor), at(room)),
    ]);
    const after = await snapshotFor(test, board, sol.actor);
    expect(cardIn(after, ending.messageId)).toBeUndefined();
    expect(cardIn(after, staying.messageId)?.card).not.toBeNull();
    expect(cardIn(after, kept.messageId)?.card).not.toBeNull();
    expect(await storedText(ending.messageId)).toBe("");
    expect(await storedText(inRoom.messageId)).toBe("");
  });

  it("of two sessions at once makes neither wait for ever", async () => {
    const rooms = await Promise.all(Array.from({ length: 6 }, () => aRoom(test, { of: group })));
    const { seq } = await snapshotFor(test, board, ivy.actor);
    for (const room of rooms) {
      const share = { lifetime: "session" as const, endsWithSessionId: room.sessionId };
      await shareCard(test, board, ivy.actor, share);
    }
    await Promise.all(rooms.map((room) => closeRoom(as(test, group.facilitator), at(room))));
    const after = await snapshotFor(test, board, ivy.actor);
    expect(after.seq).toBe(seq + 2 * rooms.length);
  });

  it("with a session is refused where no session is named", async () => {
    const share = shareCard(test, board, ivy.actor, { lifetime: "session" });
    await expect(share).rejects.toThrow("NO_SESSION");
  });
});

describe("narrowing", () => {
  it("takes a card from members, its replies along, and leaves it to facilitators", async () => {
    const { messageId } = await shareCard(test, board, ivy.actor);
    await answer(test, board, sol.actor, messageId);
    await narrow(test, board, ivy.actor, messageId, { audience: "facilitators" });
    expect(await repliesSeenBy(sol.actor, messageId)).toBeUndefined();
    expect(await repliesSeenBy(cara.actor, messageId)).toHaveLength(1);
    expect(await repliesSeenBy(ivy.actor, messageId)).toHaveLength(1);
  });

  it("replaces the copy in the store", async () => {
    const card = { kind: "win", fields: { plan: "One typo", felt: "field-canary" } } as const;
    const { messageId } = await shareCard(test, board, ivy.actor, { card });
    const less = { kind: "win", fields: { plan: "One typo" } } as const;
    await narrow(test, board, ivy.actor, messageId, { card: less });
    expect(await storedText(messageId)).not.toContain("field-canary");
    const seen = cardIn(await snapshotFor(test, board, sol.actor), messageId);
    expect(seen?.card).toEqual(less);
  });

  it("never widens, and never what is another's or gone", async () => {
    const share = { audience: "facilitators" as const, lifetime: "seven_days" as const };
    const { messageId } = await shareCard(test, board, ivy.actor, share);
    const attempt = (actor: MemberActor, change: object, now?: Date) =>
      narrow(test, board, actor, messageId, change, now);
    await expect(attempt(ivy.actor, { lifetime: "kept" })).rejects.toThrow("ONLY_NARROWER");
    await expect(attempt(ivy.actor, { audience: "room" })).rejects.toThrow("ONLY_NARROWER");
    await expect(attempt(sol.actor, {})).rejects.toThrow("NOT_FOUND");
    await expect(attempt(ivy.actor, {}, LATER)).rejects.toThrow("STATE_CHANGED");
    await retractMessage(as(test, ivy.actor), { ...at(board), messageId });
    await expect(attempt(ivy.actor, {})).rejects.toThrow();
  });

  it("to a shorter time ends it then, and never later than it would have", async () => {
    const { messageId } = await shareCard(test, board, ivy.actor);
    await narrow(test, board, ivy.actor, messageId, { lifetime: "seven_days" });
    const later = new Date(NOW.getTime() + 60_000);
    await narrow(test, board, ivy.actor, messageId, { lifetime: "seven_days" }, later);
    const seen = cardIn(await snapshotFor(test, board, sol.actor), messageId);
    expect(seen?.expiresAt).toBe(new Date(NOW.getTime() + SEVEN_DAYS_MS).toISOString());
  });
});

describe("a shared photo", () => {
  const photoAt = (address: string, objectKey: string | null = null): PhotoCopy => ({
    address,
    width: 4,
    height: 3,
    mediaType: "image/jpeg",
    bytes: objectKey ? null : Buffer.from("jpeg"),
    objectKey,
  });
  const shareWith = (photo: PhotoCopy, more: object = {}, room: Board = board) => {
    const { address, width, height } = photo;
    const card = {
      kind: "draft",
      photo: { address, alt: null, width, height },
      wantsBack: "witness",
    } as const;
    return shareCard(test, room, ivy.actor, { card, photo, ...more });
  };
  const newAddress = () => randomUUID().replaceAll("-", "");
  const look = (actor: MemberActor, address: string, now?: Date) =>
    findSharedPhoto(as(test, actor, now), { address });

  it("is there for whoever sees its card, and for nobody else", async () => {
    const address = newAddress();
    await shareWith(photoAt(address));
    const { blob, mediaType } = await look(sol.actor, address);
    expect([blob.bytes?.toString(), mediaType]).toEqual(["jpeg", "image/jpeg"]);
    for (const { actor } of [stranger, neighbour]) {
      await expect(look(actor, address)).rejects.toThrow("NOT_FOUND");
    }
    const quiet = newAddress();
    await shareWith(photoAt(quiet), { audience: "facilitators" });
    await expect(look(cara.actor, quiet)).resolves.toBeDefined();
    await expect(look(sol.actor, quiet)).rejects.toThrow("NOT_FOUND");
    await expect(look(sol.actor, newAddress())).rejects.toThrow("NOT_FOUND");
  });

  it.each(["retracted", "narrowed", "expired", "removed", "held"] as const)(
    "has no address any more once its card is %s",
    async (end) => {
      const address = newAddress();
      const { messageId } = await shareWith(photoAt(address), { lifetime: "seven_days" });
      const ref = { ...at(board), messageId };
      const lead = as(test, group.facilitator);
      const card = { kind: "draft", text: "Words only.", wantsBack: "witness" } as const;
      if (end === "retracted") await retractMessage(as(test, ivy.actor), ref);
      if (end === "narrowed") await narrow(test, board, ivy.actor, messageId, { card });
      if (end === "removed") await removeMessage(lead, { ...ref, reason: null });
      if (end === "held") await holdMessage(lead, { ...ref, reason: null });
      const now = end === "expired" ? LATER : NOW;
      await expect(look(sol.actor, address, now)).rejects.toThrow("NOT_FOUND");
    },
  );

  it.each(["retracted", "narrowed", "expired", "closed"] as const)(
    "leaves the store, and the object store, when its card is %s",
    async (end) => {
      const circle = await aGroup(test);
      const here = await aBoard(test, circle);
      const author = await aMember(test, circle);
      const room = await aRoom(test, { of: circle });
      const [address, objectKey] = [newAddress(), `photos/${randomUUID()}`];
      const photo = photoAt(address, objectKey);
      const card = {
        kind: "draft",
        photo: { address, alt: null, width: 4, height: 3 },
        wantsBack: "witness",
      } as const;
      const lifetime = end === "closed" ? ("session" as const) : ("seven_days" as const);
      const share = { card, photo, lifetime, endsWithSessionId: room.sessionId };
      const { messageId } = await shareCard(test, here, author.actor, share);
      const ref = { ...at(here), messageId };
      const text = { kind: "draft", text: "Words only.", wantsBack: "witness" } as const;
      if (end === "retracted") await retractMessage(as(test, author.actor), ref);
      if (end === "narrowed") await narrow(test, here, author.actor, messageId, { card: text });
      if (end === "closed") await closeRoom(as(test, circle.facilitator), at(room));
      if (end === "expired") {
        const actor = mintRooms(circle.organisationId, [circle.groupId]);
        await expireMessage(as(test, actor, LATER), { ...ref, groupId: circle.groupId });
      }
      const admin = postgres(test.adminUrl, { max: 1 });
      const left = await admin`select from message_photos where address = ${address}`;
      await admin.end();
      expect(left).toHaveLength(0);
      expect(await jobsNamed("blobs.erase")).toContainEqual({ objectKey });
    },
  );
});
