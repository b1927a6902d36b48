import postgres from "postgres";
import { beforeAll, describe, expect, it } from "vitest";
import { refusalToType } from "@/server/domains/boxes/rules";
import {
  BOXES_CHANNEL,
  closeBox,
  keepFromBox,
  openBox,
  typeInBox,
} from "@/server/domains/boxes/writes";
import { accessDraft } from "@/server/domains/drafts/reads";
import {
  holdPerson,
  mutePerson,
  pauseRoom,
  removePerson,
  sendOut,
} from "@/server/domains/moderation/writes";
import { closeRoom, retractMessage } from "@/server/domains/rooms/writes";
import {
  type ABox,
  aBox,
  cardsIn,
  joins,
  later,
  passes,
  readBox,
  readTyped,
  settle,
  types,
  wordsIn,
} from "../support/boxes";
import { type AMember, aMember, as } from "../support/builders";
import { useDatabase } from "../support/database";
import { newId } from "../support/practice-builders";
import { type ARoom, aRoom, at } from "../support/rooms";
import { setStanding } from "../support/standing";
import { waitingJobs } from "../support/waiting-jobs";

const test = useDatabase();
let group: ARoom;
let one: AMember;
let other: AMember;
let elsewhere: ARoom;

beforeAll(async () => {
  group = await aRoom(test);
  one = await aMember(test, group, { name: "Wren" });
  other = await aMember(test, group, { name: "Kit" });
  elsewhere = await aRoom(test);
});

const refused = (code: string) => expect.objectContaining({ code });

/** A box for a minute in a new room of the same group. */
async function opened(minutes = 1): Promise<{ room: ARoom; box: ABox }> {
  const room = await aRoom(test, { of: group });
  return { room, box: await aBox(test, room, minutes) };
}

/** One in which both write. */
async function written(first = "I got as far as", second = "Not sure yet") {
  const it = await opened();
  await joins(test, it.box, one.actor);
  await joins(test, it.box, other.actor, {}, later(1));
  await types(test, it.box, one.actor, first, 1, later(2));
  await types(test, it.box, other.actor, second, 1, later(2));
  return it;
}

describe("opening a box", () => {
  it("is what someone who leads does, once however often it is sent", async () => {
    const { room, box } = await opened(3);
    const again = { ...box, minutes: 9, prompt: null };
    await openBox(as(test, room.facilitator, later(5)), again);
    expect(await readBox(test, room)).toEqual({
      id: box.boxId,
      prompt: "Today was …",
      openedAt: later(0).toISOString(),
      closesAt: later(180).toISOString(),
      closedAt: null,
      writers: [],
    });
    expect(await waitingJobs(test, "live.settle", room.roomId)).toEqual([later(180)]);
  });

  it("is nothing that a member, or someone from elsewhere, can do", async () => {
    const { room } = await opened();
    const another = { ...at(room), boxId: newId(), minutes: 1, prompt: null };
    for (const actor of [one.actor, elsewhere.facilitator]) {
      await expect(openBox(as(test, actor), another)).rejects.toEqual(refused("NOT_FOUND"));
    }
    const { box } = await opened();
    const crossed = { ...another, boxId: box.boxId };
    const taken = openBox(as(test, room.facilitator, later(61)), crossed);
    await expect(taken).rejects.toEqual(refused("NOT_FOUND"));
  });

  it("leaves room for one at a time, and for the next once the time of the last is over", async () => {
    const { room, box } = await written();
    const next = { ...at(room), boxId: newId(), minutes: 1, prompt: null };
    const early = openBox(as(test, room.facilitator, later(59)), next);
    await expect(early).rejects.toEqual(refused("STATE_CHANGED"));
    await openBox(as(test, room.facilitator, later(60)), next);
    expect((await readBox(test, room))?.id).toBe(next.boxId);
    expect(await wordsIn(test, room)).toHaveLength(2);
    expect(await readTyped(test, room, box)).toEqual([]);
  });

  it("is over with the room", async () => {
    const { room } = await opened();
    await closeRoom(as(test, room.facilitator, later(5)), at(room));
    const next = { ...at(room), boxId: newId(), minutes: 1, prompt: null };
    const late = openBox(as(test, room.facilitator, later(70)), next);
    await expect(late).rejects.toEqual(refused("ROOM_CLOSED"));
  });
});

describe("joining a box", () => {
  it("shows who writes in the order in which they joined, and what they have so far", async () => {
    const { room, box } = await opened();
    expect(await joins(test, box, one.actor)).toEqual({
      entries: [
        { person: { id: one.enrolmentId, name: "Wren", role: "member" }, text: "", version: 0 },
      ],
    });
    await types(test, box, one.actor, "Half a", 4);
    const { entries } = await joins(test, box, room.facilitator, {}, later(2));
    expect(entries.map(({ person, text, version }) => [person.name, text, version])).toEqual([
      ["Wren", "Half a", 4],
      ["Robin", "", 0],
    ]);
    expect((await readBox(test, room))?.writers.map(({ name }) => name)).toEqual(["Wren", "Robin"]);
  });

  it("again, on another device, finds one's words and keeps what was asked for", async () => {
    const { room, box } = await opened();
    await joins(test, box, one.actor, { wantsBack: "question", lifetime: "kept" });
    await types(test, box, one.actor, "Half a", 4);
    const { entries } = await joins(test, box, one.actor, {}, later(3));
    expect(entries).toMatchObject([{ text: "Half a", version: 4 }]);
    await settle(test, room, later(60));
    const [card] = await cardsIn(test, room);
    expect(card).toMatchObject({ lifetime: "kept", card: { wantsBack: "question" } });
  });

  it("is for people of the room, while it is open", async () => {
    const { box } = await opened();
    await expect(joins(test, box, elsewhere.facilitator)).rejects.toEqual(refused("NOT_FOUND"));
    const crossed = { ...box, ...at(elsewhere) };
    await expect(joins(test, crossed, elsewhere.facilitator)).rejects.toEqual(refused("NOT_FOUND"));
    const late = joins(test, box, one.actor, {}, later(60));
    await expect(late).rejects.toEqual(refused("TOO_LATE"));
  });

  it("is not for those who are muted", async () => {
    const { room, box } = await opened();
    const muted = await aMember(test, room);
    await setStanding(test, muted.enrolmentId, "muted");
    await expect(joins(test, box, muted.actor)).rejects.toEqual(refused("MUTED"));
  });
});

describe("typing in a box", () => {
  it("is kept, told to whoever listens for it, and never goes back to an older version", async () => {
    const { room, box } = await opened();
    await joins(test, box, one.actor);
    const heard: string[] = [];
    const listener = postgres(test.appUrl, { max: 1, onnotice: () => {} });
    const { promise: told, resolve } = Promise.withResolvers<void>();
    await listener.listen(BOXES_CHANNEL, (nudge) => {
      heard.push(nudge);
      resolve();
    });
    expect(await types(test, box, one.actor, "Ab", 2)).toEqual({ version: 2 });
    expect(await types(test, box, one.actor, "A", 1)).toEqual({ version: 2 });
    expect(await types(test, box, one.actor, "Another", 2)).toEqual({ version: 2 });
    expect(await readTyped(test, room, box)).toMatchObject([{ text: "Ab", version: 2 }]);
    await told;
    await listener.end();
    const { organisationId, roomId, boxId } = box;
    expect(heard).toEqual([[organisationId, roomId, boxId, one.enrolmentId].join(":")]);
  });

  it("keeps the newest of many that share a commit, each answered with what is kept", async () => {
    const { room, box } = await opened();
    await joins(test, box, one.actor);
    await joins(test, box, other.actor);
    const typed = [3, 1, 2].map((version) =>
      types(test, box, one.actor, "abc".slice(0, version), version),
    );
    const besides = types(test, box, other.actor, "x", 1);
    for (const answer of await Promise.all(typed)) expect(answer.version).toBeGreaterThan(0);
    await besides;
    const entries = await readTyped(test, room, box);
    expect(entries.map(({ text }) => text)).toEqual(["abc", "x"]);
  });

  it("is refused from zero on by the server's clock, though nobody has frozen anything yet", async () => {
    const { room, box } = await written("Before");
    await types(test, box, one.actor, "Just before", 2, new Date(later(60).getTime() - 1));
    const late = types(test, box, one.actor, "After", 3, later(60));
    await expect(late).rejects.toEqual(refused("TOO_LATE"));
    await settle(test, room, later(61));
    expect((await wordsIn(test, room))[0]).toEqual([one.enrolmentId, "Just before"]);
  });

  it("is refused once it was frozen early, whatever time was left", async () => {
    const { room, box } = await written("Before");
    await closeBox(as(test, room.facilitator, later(10)), box);
    const late = types(test, box, one.actor, "After", 2, later(9));
    await expect(late).rejects.toEqual(refused("TOO_LATE"));
  });

  it("is for those who joined, and for nobody from elsewhere", async () => {
    const { box } = await opened();
    const before = types(test, box, one.actor, "A", 1);
    await expect(before).rejects.toEqual(refused("STATE_CHANGED"));
    await joins(test, box, one.actor);
    const outsider = types(test, box, elsewhere.facilitator, "A", 1);
    await expect(outsider).rejects.toEqual(refused("NOT_FOUND"));
    const absent = types(test, { ...box, boxId: newId() }, one.actor, "A", 1);
    await expect(absent).rejects.toEqual(refused("NOT_FOUND"));
    await types(test, box, one.actor, "A", 1);
    const crossed = types(test, { ...box, roomId: group.roomId }, one.actor, "Ab", 2);
    await expect(crossed).rejects.toEqual(refused("NOT_FOUND"));
  });

  it("is not stopped by a pause: its clock is its own", async () => {
    const { room, box } = await written("Before");
    await pauseRoom(as(test, room.facilitator), at(room));
    await types(test, box, one.actor, "Meanwhile", 2);
    await settle(test, room, later(60));
    expect((await wordsIn(test, room))[0]).toEqual([one.enrolmentId, "Meanwhile"]);
  });

  it("is judged in SQL exactly as the rule says, over every combination", async () => {
    const room = await aRoom(test, { of: group });
    const admin = postgres(test.adminUrl, { max: 1, onnotice: () => {} });
    const who = await aMember(test, room);
    const flags = [false, true];
    for (const roomIsClosed of flags) {
      for (const boxIsClosed of flags) {
        const box = { ...at(room), boxId: newId() };
        await admin`insert into boxes (organisation_id, id, group_id, room_id,
            opened_by_enrolment_id, opened_at, closes_at, closed_at)
          values (${room.organisationId}, ${box.boxId}, ${room.groupId}, ${room.roomId},
            ${room.facilitatorEnrolmentId}, ${later(0)}, ${later(60)},
            ${boxIsClosed ? later(5) : null})`;
        // First while nothing is in the way, so that the lane knows the box.
        await admin`update enrolments set standing = 'active' where id = ${who.enrolmentId}`;
        await types(test, box, who.actor, "A", 1).catch(() => {});
        await admin`update rooms set closed_at = ${roomIsClosed ? later(1) : null}
          where id = ${room.roomId}`;
        for (const entry of ["none", "writing", "passed", "frozen"] as const) {
          await admin`delete from box_entries where box_id = ${box.boxId}`;
          if (entry !== "none") {
            await admin`insert into box_entries (organisation_id, box_id, enrolment_id, group_id,
                wants_back, lifetime, joined_at, passed_at, frozen_at)
              values (${room.organisationId}, ${box.boxId}, ${who.enrolmentId}, ${room.groupId},
                'witness', 'session', ${later(0)}, ${entry === "passed" ? later(1) : null},
                ${entry === "frozen" ? later(1) : null})`;
          }
          for (const standing of ["active", "held", "muted", "removed"] as const) {
            for (const seconds of [2, 60]) {
              await admin`update enrolments set standing = ${standing} where id = ${who.enrolmentId}`;
              const outcome = await typeInBox(as(test, who.actor, later(seconds)), {
                ...box,
                ...{ text: "B", version: 2 },
              }).then(
                () => null,
                (error: { code: string }) => error.code,
              );
              const expected = refusalToType({
                at: later(seconds),
                box: {
                  closesAt: later(60),
                  closedAt: boxIsClosed ? later(5) : null,
                  roomClosedAt: roomIsClosed ? later(1) : null,
                },
                standing: standing === "removed" ? null : standing,
                entry:
                  entry === "none"
                    ? null
                    : {
                        passedAt: entry === "passed" ? later(1) : null,
                        frozenAt: entry === "frozen" ? later(1) : null,
                      },
              });
              const cell = { roomIsClosed, boxIsClosed, entry, standing, seconds };
              expect({ ...cell, outcome }).toEqual({ ...cell, outcome: expected });
            }
          }
        }
        await admin`update boxes set closed_at = coalesce(closed_at, ${later(5)})`;
        await admin`update rooms set closed_at = null where id = ${room.roomId}`;
      }
    }
    await admin.end();
  });
});

describe("passing", () => {
  it("takes what was written off every screen, and lets one begin anew", async () => {
    const { room, box } = await written("Too much");
    await passes(test, box, one.actor, later(5));
    await passes(test, box, one.actor, later(6));
    expect((await readBox(test, room))?.writers.map(({ name }) => name)).toEqual(["Kit"]);
    const entries = await readTyped(test, room, box);
    expect(entries.map(({ text, version }) => [text, version])).toEqual([
      [null, 2],
      ["Not sure yet", 1],
    ]);
    const late = types(test, box, one.actor, "Too much after all", 3);
    await expect(late).rejects.toEqual(refused("STATE_CHANGED"));
    await joins(test, box, one.actor, {}, later(7));
    expect(await types(test, box, one.actor, "Less", 3)).toEqual({ version: 3 });
    await settle(test, room, later(60));
    const words = Object.fromEntries(await wordsIn(test, room));
    expect(words).toEqual({ [one.enrolmentId]: "Less", [other.enrolmentId]: "Not sure yet" });
  });

  it("shares nothing, and is too late once it stands", async () => {
    const { room, box } = await written();
    await passes(test, box, one.actor, later(5));
    await settle(test, room, later(60));
    expect((await wordsIn(test, room)).map(([author]) => author)).toEqual([other.enrolmentId]);
    const late = passes(test, box, other.actor, later(61));
    await expect(late).rejects.toEqual(refused("TOO_LATE"));
  });

  it("without having joined changes nothing; from elsewhere there is nothing to pass", async () => {
    const { room, box } = await opened();
    await passes(test, box, one.actor);
    expect((await readBox(test, room))?.writers).toEqual([]);
    const outsider = passes(test, box, elsewhere.facilitator);
    await expect(outsider).rejects.toEqual(refused("NOT_FOUND"));
  });
});

describe("at zero", () => {
  it("each entry is shared as it stands, in the order of joining, and kept here no more", async () => {
    const { room, box } = await written("  as it\nstands ", "Second");
    const empty = await aMember(test, room);
    await joins(test, box, empty.actor, {}, later(3));
    expect(await settle(test, room, later(59))).toEqual(later(60));
    expect(await cardsIn(test, room)).toEqual([]);
    expect(await settle(test, room, later(60))).toBeNull();
    expect(await wordsIn(test, room)).toEqual([
      [one.enrolmentId, "  as it\nstands "],
      [other.enrolmentId, "Second"],
    ]);
    expect((await readBox(test, room))?.closedAt).toBe(later(60).toISOString());
    const [left] = await ownersView`select string_agg(text, '') as text, count(message_id)::int as n
      from box_entries where box_id = ${box.boxId}`;
    expect(left).toEqual({ text: "", n: 2 });
  });

  it("happens once, however often and by however many it is done", async () => {
    const { room, box } = await written();
    await Promise.all([1, 2, 3].map(() => settle(test, room, later(61))));
    await settle(test, room, later(62));
    await closeBox(as(test, room.facilitator, later(63)), box);
    expect(await wordsIn(test, room)).toHaveLength(2);
    expect((await readBox(test, room))?.closedAt).toBe(later(61).toISOString());
  });

  it("is where someone who leads says so before", async () => {
    const { room, box } = await written();
    const member = closeBox(as(test, one.actor, later(9)), box);
    await expect(member).rejects.toEqual(refused("NOT_FOUND"));
    await closeBox(as(test, room.facilitator, later(10)), box);
    expect(await wordsIn(test, room)).toHaveLength(2);
  });

  it.each(["removed", "sent out", "muted"])(
    "nothing is posted of who was %s meanwhile",
    async (how) => {
      const { room, box } = await written();
      const gone = await aMember(test, room);
      await joins(test, box, gone.actor, {}, later(3));
      await types(test, box, gone.actor, "Mine", 1);
      const { facilitator, groupId } = room;
      const person = { ...box, groupId, enrolmentId: gone.enrolmentId, reason: null };
      const does = how === "removed" ? removePerson : how === "muted" ? mutePerson : sendOut;
      await does(as(test, facilitator, later(5)), person);
      const late = types(test, box, gone.actor, "Mine, still", 2);
      await expect(late).rejects.toEqual(refused(how === "muted" ? "MUTED" : "NOT_FOUND"));
      await settle(test, room, later(60));
      expect(await wordsIn(test, room)).toHaveLength(2);
      const [left] = await ownersView`select string_agg(text, '') as text
      from box_entries where box_id = ${box.boxId}`;
      expect(left?.text).toBe("");
    },
  );

  it("what is of someone whose posts are held waits like all of theirs", async () => {
    const { room, box } = await opened();
    const held = await aMember(test, room);
    const person = { ...box, groupId: room.groupId, enrolmentId: held.enrolmentId, reason: null };
    await holdPerson(as(test, room.facilitator), person);
    await joins(test, box, held.actor);
    await types(test, box, held.actor, "Mine", 1);
    await settle(test, room, later(60));
    expect(await cardsIn(test, room)).toMatchObject([{ state: "held", heldFor: "person" }]);
  });
});

describe("keeping what one wrote", () => {
  it("copies it into one's own drafts, once", async () => {
    const { room, box } = await written("Mine as it is");
    await settle(test, room, later(60));
    const draftId = newId();
    const { organisationId, boxId } = box;
    const keep = { organisationId, boxId, draftId };
    for (const seconds of [61, 62]) {
      expect(await keepFromBox(as(test, one.actor, later(seconds)), keep)).toEqual({ draftId });
    }
    const draft = await accessDraft(as(test, one.actor), { organisationId, draftId });
    expect(draft).toMatchObject({
      body: "Mine as it is",
      wantsBack: "witness",
      savedAt: later(61).toISOString(),
    });
  });

  it("is for one's own words, once they stand and as long as they do", async () => {
    const { room, box } = await written();
    const { organisationId, boxId } = box;
    const keep = (actor = one.actor) =>
      keepFromBox(as(test, actor, later(70)), { organisationId, boxId, draftId: newId() });
    await expect(keep()).rejects.toEqual(refused("NOT_FOUND"));
    await settle(test, room, later(60));
    await expect(keep(room.facilitator)).rejects.toEqual(refused("NOT_FOUND"));
    await expect(keep(elsewhere.facilitator)).rejects.toEqual(refused("NOT_FOUND"));
    const [card] = (await cardsIn(test, room)).filter(({ author }) => author.name === "Wren");
    const mine = { ...at(room), messageId: String(card?.id) };
    await retractMessage(as(test, one.actor, later(65)), mine);
    await expect(keep()).rejects.toEqual(refused("NOT_FOUND"));
  });
});

/** Past row-level security, to see what is really left. */
async function ownersView(
  strings: TemplateStringsArray,
  ...values: string[]
): Promise<postgres.RowList<postgres.Row[]>> {
  const admin = postgres(test.adminUrl, { max: 1, onnotice: () => {} });
  const rows = await admin(strings, ...values);
  await admin.end();
  return rows;
}
