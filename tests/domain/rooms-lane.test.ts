import { randomUUID } from "node:crypto";
import fc from "fast-check";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isFacilitator } from "@/server/domains/groups/contract";
import {
  doorOf,
  heldFor,
  type PersonFacts,
  type RoomFacts,
  refusalToPost,
  UNATTENDED_AFTER_MS,
} from "@/server/domains/rooms/rules";
import { addHeldWordIn, unsendMessage } from "@/server/domains/rooms/writes";
import { type AMember, aGroup, aMember, as, NOW } from "../support/builders";
import { useDatabase } from "../support/database";
import { type ARoom, aBoard, aRoom, at, inPlace, permit, say } from "../support/rooms";

// The write lane decides in SQL what rules.ts decides in TypeScript; here the two are compared.

const test = useDatabase();
let room: ARoom;
let person: AMember;
let neighbour: AMember;
let admin: postgres.Sql;

beforeAll(async () => {
  room = await aRoom(test);
  person = await aMember(test, room, { name: "Changeable" });
  neighbour = await aMember(test, room);
  admin = postgres(test.adminUrl, { max: 1 });
  await say(test, room, person.actor, "the room's group is known from here on");
});
afterAll(() => admin.end());

const earlier = (ms: number) => new Date(NOW.getTime() - ms);
const maybe = <T>(value: T) => fc.constantFrom(null, value);
const LISTED = "the gadfly is on the list";

const situations = fc.record({
  role: fc.constantFrom("member", "member", "member", "co-facilitator", "facilitator"),
  standing: fc.constantFrom("active", "active", "active", "muted", "held", "removed"),
  joinedAt: fc.constantFrom(earlier(9_000_000), earlier(9_000_000), earlier(1)),
  askedAt: maybe(earlier(9_000)),
  admittedAt: maybe(earlier(8_000)),
  firstHereAt: maybe(earlier(7_000)),
  sentOutAt: fc.constantFrom(null, null, null, earlier(6_000)),
  hasChair: fc.constantFrom(false, false, true),
  lastPostedAt: fc.constantFrom(null, earlier(9_000), earlier(10_000), earlier(60_000)),
  listed: fc.boolean(),
  room: fc.record({
    pausedAt: fc.constantFrom(null, null, null, NOW),
    closedAt: fc.constantFrom(null, null, null, null, earlier(1_000)),
    lockedAt: fc.constantFrom(null, null, NOW),
    lobbyAt: fc.constantFrom(null, null, NOW),
    posting: fc.constantFrom("everyone", "everyone", "turns", "facilitators"),
    floor: fc.constantFrom("nobody's", "theirs", "another's", "everyone's"),
    slowModeSeconds: fc.constantFrom(null, null, 10),
    writingRoundId: fc.constantFrom(null, null, null, randomUUID()),
    heldAt: fc.constantFrom(null, null, null, NOW),
    safeSince: fc.constantFrom(null, null, null, NOW),
    facilitatorSeenAt: fc.constantFrom(
      NOW,
      NOW,
      earlier(UNATTENDED_AFTER_MS),
      earlier(UNATTENDED_AFTER_MS + 1),
    ),
  }),
});
type Situation = typeof situations extends fc.Arbitrary<infer T> ? T : never;

async function bringAbout(it: Situation, floor: string[] | null): Promise<void> {
  const { enrolmentId } = person;
  await admin.begin(async (sql) => {
    await sql`update enrolments set role = ${it.role}, standing = ${it.standing},
      joined_at = ${it.joinedAt} where id = ${enrolmentId}`;
    await sql`delete from attendances where enrolment_id = ${enrolmentId}`;
    if (it.askedAt ?? it.admittedAt ?? it.firstHereAt ?? it.sentOutAt) {
      await sql`insert into attendances (organisation_id, room_id, enrolment_id, group_id, asked_at,
          admitted_at, first_here_at, sent_out_at)
        values (${room.organisationId}, ${room.roomId}, ${enrolmentId}, ${room.groupId},
          ${it.askedAt}, ${it.admittedAt}, ${it.firstHereAt}, ${it.sentOutAt})`;
    }
    await sql`update rooms set ${sql({
      paused_at: it.room.pausedAt,
      closed_at: it.room.closedAt,
      locked_at: it.room.lockedAt,
      lobby_at: it.room.lobbyAt,
      posting: it.room.posting,
      floor_enrolment_ids: floor,
      floor_open: it.room.floor === "everyone's",
      slow_mode_seconds: it.room.slowModeSeconds,
      writing_round_id: it.room.writingRoundId,
      held_at: it.room.heldAt,
      safe_since: it.room.safeSince,
      facilitator_seen_at: it.room.facilitatorSeenAt,
      chair_enrolment_id: it.hasChair ? enrolmentId : null,
    })} where id = ${room.roomId}`;
    const last = it.lastPostedAt;
    await sql`update messages set posted_at = ${last ?? NOW},
        state = ${last ? "shown" : "unsent"}, body = ${last ? "before" : null}
      where author_enrolment_id = ${enrolmentId}`;
  });
}

const FLOORS = () => ({
  "nobody's": null,
  theirs: [neighbour.enrolmentId, person.enrolmentId],
  "another's": [neighbour.enrolmentId],
  "everyone's": [neighbour.enrolmentId],
});

describe("a post in the lane", () => {
  it("is refused, held and shown exactly as the rules say", async () => {
    const { facilitator } = room;
    const add = { word: "gadfly", pattern: "(^|[^[:alnum:]_])gadfly($|[^[:alnum:]_])" };
    await inPlace(test, room, facilitator, (tx, { me }, now) =>
      addHeldWordIn(tx, { ...me, byEnrolmentId: me.id }, add, now),
    );
    await fc.assert(
      fc.asyncProperty(situations, async (it) => {
        const floorEnrolmentIds = FLOORS()[it.room.floor];
        await bringAbout(it, floorEnrolmentIds);
        const facts: RoomFacts = {
          kind: "session",
          replies: "as_asked",
          ...it.room,
          floorEnrolmentIds,
          floorOpen: it.room.floor === "everyone's",
        };
        const facilitates = isFacilitator(it.role);
        const who: PersonFacts = {
          enrolmentId: person.enrolmentId,
          standing: it.standing,
          joinedAt: it.joinedAt,
          facilitates,
          leads: facilitates || it.hasChair,
          known: Boolean(it.admittedAt ?? it.firstHereAt),
          asked: Boolean(it.askedAt),
          sentOut: Boolean(it.sentOutAt),
          lastPostedAt: it.lastPostedAt,
        };
        const refusal = refusalToPost(facts, who, "words", NOW);
        const waits = heldFor(facts, who, { at: NOW, listed: it.listed });
        const outcome = await say(test, room, person.actor, it.listed ? LISTED : "fine").then(
          ({ messageId }) => messageId,
          (error: Error) => error,
        );
        if (refusal) {
          expect(outcome).toMatchObject({ message: refusal });
          return;
        }
        const [stored] = await admin`select state, held_for, shown_at, writing_round_id
          from messages where id = ${String(outcome)}`;
        expect(stored).toEqual({
          state: waits ? "held" : "shown",
          held_for: waits,
          shown_at: waits ? null : NOW,
          writing_round_id: waits === "together" ? it.room.writingRoundId : null,
        });
      }),
      { numRuns: 250 },
    );
  });

  it("on a board is judged as the rule says, too", async () => {
    const circle = await aGroup(test);
    const board = await aBoard(test, circle);
    const member = await aMember(test, circle);
    await expect(say(test, board, member.actor)).rejects.toThrow("INVALID_INPUT");
    for (const standing of ["active", "muted", "held", "removed"] as const)
      for (const pausedAt of [null, NOW]) {
        await admin`update enrolments set standing = ${standing} where id = ${member.enrolmentId}`;
        await admin`update rooms set paused_at = ${pausedAt} where id = ${board.roomId}`;
        const expected = standing === "removed" ? "NOT_FOUND" : "INVALID_INPUT";
        await expect(say(test, board, member.actor)).rejects.toThrow(expected);
      }
  });

  it("that was stored before answers as it did the first time, whatever has changed since", async () => {
    const here = await aRoom(test);
    const member = await aMember(test, here);
    const id = randomUUID();
    const first = await say(test, here, member.actor, "once", id);
    await permit(test, here, { slowModeSeconds: 60, posting: "facilitators" });
    expect(await say(test, here, member.actor, "once", id)).toEqual(first);
  });
});

describe("slow mode", () => {
  it("takes one of two posts that one person sends at once, and says when the other may come", async () => {
    const here = await aRoom(test);
    const [ivy, sol] = [await aMember(test, here), await aMember(test, here)];
    await permit(test, here, { slowModeSeconds: 10 });
    await say(test, here, here.facilitator, "so that the next ones share a commit");
    const outcomes = await Promise.allSettled([
      say(test, here, ivy.actor, "one"),
      say(test, here, ivy.actor, "two"),
      say(test, here, sol.actor, "three"),
      say(test, here, here.facilitator, "four"),
      say(test, here, here.facilitator, "five"),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual([
      "fulfilled",
      "rejected",
      "fulfilled",
      "fulfilled",
      "fulfilled",
    ]);
    expect(outcomes[1]).toMatchObject({
      reason: { code: "SLOW_MODE", data: { retryAfterMs: 10_000 } },
    });
    const [late, intime] = [new Date(NOW.getTime() + 9_999), new Date(NOW.getTime() + 10_000)];
    const again = (now: Date) => say(test, here, ivy.actor, "again", randomUUID(), now);
    await expect(again(late)).rejects.toMatchObject({ data: { retryAfterMs: 1 } });
    await again(intime);
  });

  it("does not count what was unsent", async () => {
    const here = await aRoom(test);
    const ivy = await aMember(test, here);
    await permit(test, here, { slowModeSeconds: 10 });
    const { messageId } = await say(test, here, ivy.actor, "a tpyo");
    await unsendMessage(as(test, ivy.actor), { ...at(here), messageId });
    await say(test, here, ivy.actor, "a typo");
  });
});

describe("a door", () => {
  it("is a lobby or locked for nobody who was let in or has been here", () => {
    const visitor = {
      standing: "active",
      facilitates: false,
      joinedAt: NOW,
      asked: false,
      sentOut: false,
    } as const;
    const locked = { closedAt: null, lockedAt: NOW, lobbyAt: NOW } as RoomFacts;
    expect(doorOf(locked, { ...visitor, known: true })).toBe("in");
    expect(doorOf(locked, { ...visitor, known: false })).toBe("locked");
    expect(doorOf(locked, { ...visitor, known: false, asked: true })).toBe("lobby");
  });
});
