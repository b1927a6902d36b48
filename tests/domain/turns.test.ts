import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { type MemberActor, mintRooms } from "@/server/auth/actor";
import { withActor } from "@/server/db/transaction";
import { findRoom } from "@/server/domains/rooms/reads";
import { closeRoom, enterRoomToFacilitate, setPausedIn } from "@/server/domains/rooms/writes";
import {
  ActInRound,
  ANSWER_WITHIN_SECONDS,
  FINISH_WITHIN_SECONDS,
  type RoundView,
  type TellRound,
} from "@/server/domains/turns/contract";
import { readRoundIn } from "@/server/domains/turns/reads";
import { orderOf } from "@/server/domains/turns/rules";
import { actInRound, endRoundIn, settleRoundIn, tellRound } from "@/server/domains/turns/writes";
import { type AMember, aGroup, aMember, anOrganisation, as, NOW } from "../support/builders";
import { useDatabase } from "../support/database";
import { type ARoom, aBoard, aRoom, at, say } from "../support/rooms";

const test = useDatabase();
const absent = { code: "NOT_FOUND" };
const moved = { code: "STATE_CHANGED" };

let room: ARoom;
let people: AMember[];

/** A room of its own for each test would take longer than all of them. */
async function aFreshRoom(): Promise<void> {
  room = await aRoom(test, { of: room });
}

beforeAll(async () => {
  const group = await aGroup(test);
  people = [];
  for (const name of ["Ana", "Bo", "Cleo", "Dee"]) {
    people.push(await aMember(test, group, { name }));
  }
  room = await aRoom(test, { of: group });
});

const secondsIn = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);

const person = (index: number): AMember => {
  const found = people[index];
  if (!found) throw new Error("nobody");
  return found;
};

function round(input: Partial<TellRound> = {}): TellRound {
  return {
    ...at(room),
    roundId: randomUUID(),
    orderedBy: "hand",
    budgetSeconds: 600,
    enrolmentIds: people.slice(0, 3).map(({ enrolmentId }) => enrolmentId),
    ...input,
  };
}

const tell = (input: TellRound, by: MemberActor = room.facilitator, seconds = 0) =>
  tellRound(as(test, by, secondsIn(seconds)), input);

/** What everyone in the room sees of it. */
const seen = (): Promise<RoundView | null> =>
  withActor(as(test, room.facilitator), async (tx) => {
    const here = await findRoom(tx, at(room));
    return here ? readRoundIn(tx, here) : null;
  });

async function look(): Promise<RoundView> {
  const view = await seen();
  if (!view) throw new Error("no round");
  return view;
}

const floor = () =>
  withActor(as(test, room.facilitator), async (tx) => {
    const here = await findRoom(tx, at(room));
    return { ids: here?.floorEnrolmentIds, open: here?.floorOpen };
  });

const names = ({ turns }: RoundView) => turns.map(({ person }) => person.name);
const states = ({ turns }: RoundView) => turns.map(({ state }) => state);

/** Acts as someone who sees the round as it is. */
async function act(
  by: MemberActor,
  what: ActInRound["act"],
  { seconds = 0, ...more }: Partial<ActInRound> & { seconds?: number } = {},
) {
  const view = await look();
  const input = { ...at(room), roundId: view.id, version: view.version, act: what, ...more };
  return actInRound(as(test, by, secondsIn(seconds)), ActInRound.parse(input));
}

/** As the job and the gateway do. */
const settle = (seconds: number) =>
  withActor(as(test, mintRooms(room.organisationId, [room.groupId])), async (tx) => {
    const here = await findRoom(tx, at(room));
    return here ? settleRoundIn(tx, here, secondsIn(seconds)) : null;
  });

const pause = (paused: boolean, seconds: number) =>
  withActor(as(test, room.facilitator), async (tx) => {
    const place = await enterRoomToFacilitate(tx, room.facilitator, at(room));
    return setPausedIn(tx, place, paused, secondsIn(seconds));
  });

async function started(input: Partial<TellRound> = {}): Promise<RoundView> {
  await aFreshRoom();
  await tell(round(input));
  await act(room.facilitator, "start");
  return look();
}

describe("telling a round", () => {
  it("shows its order to everyone before anybody's turn comes", async () => {
    await aFreshRoom();
    const input = round();
    expect(await tell(input)).toEqual({ roundId: input.roundId, version: 0 });
    expect(await look()).toMatchObject({
      id: input.roundId,
      state: "told",
      seed: null,
      budgetSeconds: 600,
      turns: ["Ana", "Bo", "Cleo"].map((name) => ({
        person: { name },
        state: "waiting",
        slotSeconds: 200,
      })),
    });
    expect(await floor()).toEqual({ ids: null, open: false });
  });

  it("does it once, however often it is asked for", async () => {
    await aFreshRoom();
    const input = round();
    await Promise.all([tell(input), tell({ ...input, budgetSeconds: 60 }), tell(input)]);
    expect((await look()).turns).toHaveLength(3);
    await act(room.facilitator, "start");
    expect((await tell(input)).version).toBe(1);
  });

  it("shuffles from a seed that it tells, so that anyone can grow the same order", async () => {
    await aFreshRoom();
    const input = round({ orderedBy: "shuffle" });
    await tell(input);
    const view = await look();
    expect(view.seed).toMatch(/^[0-9a-f]{16}$/);
    const order = orderOf(input.enrolmentIds, "shuffle", {
      salt: view.seed ?? "",
      posts: new Map(),
    });
    expect(view.turns.map(({ person }) => person.id)).toEqual(order);
  });

  it("lets those who said least go first, and tells nobody how much anyone said", async () => {
    await aFreshRoom();
    await say(test, room, person(0).actor);
    await say(test, room, person(0).actor);
    await say(test, room, person(2).actor);
    await tell(round({ orderedBy: "quiet_first" }));
    const view = await look();
    expect(names(view)).toEqual(["Bo", "Cleo", "Ana"]);
    expect(JSON.stringify(view)).not.toMatch(/posts|said/);
  });

  it("replaces one that was only told, and leaves one under way alone", async () => {
    await aFreshRoom();
    await tell(round());
    const next = round({ enrolmentIds: [person(3).enrolmentId] });
    await tell(next);
    expect(names(await look())).toEqual(["Dee"]);
    await act(room.facilitator, "start");
    await expect(tell(round())).rejects.toMatchObject(moved);
    expect((await look()).id).toBe(next.roundId);
  });

  it("is for those who lead, about people of this group, in a room that is open", async () => {
    await aFreshRoom();
    const neighbour = await aGroup(test, { in: room });
    const { owner: outsider } = await anOrganisation(test);
    for (const by of [person(0).actor, neighbour.facilitator, room.owner, outsider]) {
      await expect(tell(round(), by)).rejects.toMatchObject(absent);
    }
    // Someone who leads both groups still names nobody across them.
    const both = await aMember(test, room, { role: "co-facilitator" });
    const there = await aMember(test, neighbour, { role: "facilitator", userId: both.userId });
    const across = round({ enrolmentIds: [there.enrolmentId] });
    await expect(tell(across, both.actor)).rejects.toMatchObject(absent);
    const board = await aBoard(test, room);
    await expect(tell(round(at(board)))).rejects.toMatchObject(absent);
    const short = round({ budgetSeconds: 2 });
    await expect(tell(short)).rejects.toMatchObject({
      code: "INVALID_INPUT",
      data: { issues: [{ path: "budgetSeconds" }] },
    });
    await closeRoom(as(test, room.facilitator), at(room));
    await expect(tell(round())).rejects.toMatchObject({ code: "ROOM_CLOSED" });
  });

  it("with the id of another room's round does not reveal it", async () => {
    await aFreshRoom();
    const theirs = await aRoom(test);
    const input = { ...round(), ...at(theirs), enrolmentIds: [theirs.facilitatorEnrolmentId] };
    await tellRound(as(test, theirs.facilitator), input);
    const elsewhere = room;
    await aFreshRoom();
    const own = round();
    await tellRound(as(test, elsewhere.facilitator), { ...own, ...at(elsewhere) });
    await expect(tell(own)).rejects.toMatchObject(absent);
  });
});

describe("a round under way", () => {
  it("goes from one to the next, and gives the floor to whoever speaks and spoke", async () => {
    await started();
    const [ana, bo] = [person(0), person(1)];
    expect(await floor()).toEqual({ ids: [], open: false });
    await act(ana.actor, "accept", { wantsBack: "ideas" });
    expect(await floor()).toEqual({ ids: [ana.enrolmentId], open: true });
    await act(ana.actor, "give_back", { seconds: 40 });
    await act(bo.actor, "accept", { seconds: 50 });
    expect(await floor()).toEqual({ ids: [bo.enrolmentId, ana.enrolmentId], open: false });
    const view = await look();
    expect(states(view)).toEqual(["done", "speaking", "waiting"]);
    expect(view.turns.map(({ slotSeconds }) => slotSeconds)).toEqual([40, 280, 280]);
    expect(view.turns[1]).toMatchObject({
      startedAt: secondsIn(50).toISOString(),
      endsAt: secondsIn(330).toISOString(),
    });
  });

  it("can be passed by anyone at any moment, and joined by whoever comes late", async () => {
    await started();
    await act(person(2).actor, "pass");
    await act(person(0).actor, "pass");
    await act(person(3).actor, "join");
    const view = await look();
    expect(names(view)).toEqual(["Cleo", "Ana", "Bo", "Dee"]);
    expect(states(view)).toEqual(["passed", "passed", "offered", "waiting"]);
    expect(view.turns.map(({ slotSeconds }) => slotSeconds)).toEqual([0, 0, 300, 300]);
  });

  it("is moved on by those who lead and by nobody else", async () => {
    await started();
    const { enrolmentId } = person(2);
    for (const [what, more] of [
      ["skip", { enrolmentId }],
      ["move", { enrolmentId, toPosition: 0 }],
      ["start", {}],
      ["end", {}],
    ] as const) {
      await expect(act(person(0).actor, what, more)).rejects.toMatchObject(absent);
    }
    await expect(act(person(3).actor, "accept")).rejects.toMatchObject(absent);
    await expect(act(person(1).actor, "accept")).rejects.toMatchObject(moved);
    await expect(act(room.facilitator, "skip")).rejects.toMatchObject({ code: "INVALID_INPUT" });

    await act(room.facilitator, "move", { enrolmentId, toPosition: 1 });
    expect(names(await look())).toEqual(["Ana", "Cleo", "Bo"]);
    await act(room.facilitator, "skip", { enrolmentId: person(0).enrolmentId });
    expect(states(await look())).toEqual(["skipped", "offered", "waiting"]);
    await act(room.facilitator, "end");
    expect(await seen()).toBeNull();
    expect(await floor()).toEqual({ ids: null, open: false });
  });

  it("is not there for outsiders, nor in another room of the same group", async () => {
    const { id, version } = await started();
    const { facilitator: neighbour } = await aGroup(test, { in: room });
    const input = { ...at(room), roundId: id, version, act: "pass" as const };
    await expect(actInRound(as(test, neighbour), input)).rejects.toMatchObject(absent);
    const other = await aRoom(test, { of: room });
    const crossed = { ...input, ...at(other) };
    await expect(actInRound(as(test, person(0).actor), crossed)).rejects.toMatchObject(absent);
  });

  it("does nothing on what somebody saw before it changed, and nothing twice", async () => {
    const { id, version } = await started();
    const input = { ...at(room), roundId: id, version };
    const ana = as(test, person(0).actor);
    const accepted = await actInRound(ana, { ...input, act: "accept" });
    expect(accepted).toEqual({ version: version + 1 });
    // The acknowledgement was lost, and the same is sent again.
    expect(await actInRound(ana, { ...input, act: "accept" })).toEqual(accepted);
    await expect(actInRound(ana, { ...input, act: "give_back" })).rejects.toMatchObject(moved);
    expect(states(await look())[0]).toBe("speaking");
  });

  it("lets one of two win who press at once", async () => {
    for (const [one, other] of [
      [{ act: "skip", enrolmentId: person(0).enrolmentId }, { act: "end" }],
      [{ act: "accept" }, { act: "skip", enrolmentId: person(0).enrolmentId }],
      [{ act: "pass" }, { act: "accept" }],
    ] as const) {
      const { id, version } = await started();
      const input = { ...at(room), roundId: id, version };
      const own = (what: string) => (what === "pass" || what === "accept" ? person(0).actor : null);
      const outcomes = await Promise.allSettled(
        [one, other].map((each) =>
          actInRound(as(test, own(each.act) ?? room.facilitator), { ...input, ...each }),
        ),
      );
      const won = outcomes.filter(({ status }) => status === "fulfilled");
      const lost = outcomes.filter((each) => each.status === "rejected");
      expect([won.length, lost.length]).toEqual([1, 1]);
      expect(lost[0]?.reason).toMatchObject(moved);
      const stored = await withActor(as(test, room.facilitator), (tx) =>
        tx.execute<{ version: number }>(sql`select version from turn_rounds where id = ${id}`),
      );
      expect(stored[0]?.version).toBe(version + 1);
    }
  });
});

describe("time", () => {
  it("moves a round on by itself, once, whoever looks", async () => {
    await started();
    const first = await settle(1);
    expect(first).toEqual(secondsIn(ANSWER_WITHIN_SECONDS));
    expect((await look()).version).toBe(1);
    await Promise.all([settle(ANSWER_WITHIN_SECONDS), settle(ANSWER_WITHIN_SECONDS)]);
    const view = await look();
    expect([names(view), states(view)]).toEqual([
      ["Bo", "Cleo", "Ana"],
      ["offered", "waiting", "waiting"],
    ]);
    expect(view.version).toBe(2);
  });

  it("is noticed by whoever acts too late", async () => {
    const { id, version } = await started();
    const late = secondsIn(ANSWER_WITHIN_SECONDS + 1);
    const input = { ...at(room), roundId: id, version, act: "accept" as const };
    await expect(actInRound(as(test, person(0).actor, late), input)).rejects.toMatchObject(moved);
  });

  it("leaves a job behind for the moment at which it is next due", async () => {
    await started();
    await act(person(0).actor, "accept", { seconds: 5 });
    const jobs = await test.db.sql<{ atMs: number }[]>`
      select (extract(epoch from start_after) * 1000)::float8 as "atMs" from pgboss.job
      where name = 'live.settle' and data ->> 'roomId' = ${room.roomId} order by created_on`;
    expect(jobs.map(({ atMs }) => new Date(atMs))).toEqual([
      secondsIn(ANSWER_WITHIN_SECONDS),
      secondsIn(5 + 200 + FINISH_WITHIN_SECONDS),
    ]);
  });

  it("stands still while the room is paused", async () => {
    await started();
    await act(person(0).actor, "accept");
    await pause(true, 100);
    expect(await settle(102)).toBeNull();
    expect(await settle(5000)).toBeNull();
    expect(states(await look())[0]).toBe("speaking");
    await pause(false, 5000);
    expect(await settle(5000)).toEqual(secondsIn(5000 + 100 + FINISH_WITHIN_SECONDS));
    expect((await look()).turns[0]?.endsAt).toBe(secondsIn(5100).toISOString());
  });

  it("does nothing to a room without a round, or after its end", async () => {
    await aFreshRoom();
    expect(await settle(10)).toBeNull();
    await tell(round());
    expect(await settle(10_000)).toBeNull();
    await withActor(as(test, room.facilitator), async (tx) => {
      const here = await findRoom(tx, at(room));
      if (!here) throw new Error("no room");
      await endRoundIn(tx, here, NOW);
      await endRoundIn(tx, here, NOW);
    });
    expect(await seen()).toBeNull();
  });
});

describe("a room hears of its round", () => {
  it("with one event for every change, which says nothing but that", async () => {
    await aFreshRoom();
    const events = () =>
      withActor(as(test, room.facilitator), (tx) =>
        tx.execute<{ kind: string; subject_id: string | null }>(sql`
          select kind, subject_id from stream_events
          where stream_id = ${room.roomId} and kind = 'round_changed'`),
      );
    await tell(round());
    await act(room.facilitator, "start");
    await act(person(0).actor, "accept");
    await act(person(0).actor, "accept");
    await settle(2);
    const heard = await events();
    expect(heard).toHaveLength(3);
    expect(heard.every(({ subject_id }) => subject_id === null)).toBe(true);
  });
});
