import { isDeepStrictEqual } from "node:util";
import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { liveSocketEvents } from "@/server/domains/live/socket";
import { ROOM_PROTOCOL } from "@/server/domains/rooms/contract";
import { appRouter } from "@/server/trpc/root";
import { PROCEDURES, type Row, SOCKET_EVENTS } from "../support/authorisation";
import {
  aboutTheAbsent,
  type Call,
  fingerprint,
  forbiddenTo,
  procedureCalls,
  socketCalls,
} from "../support/authorisation-calls";
import { actorOf, type Input, ROLES, type Role } from "../support/authorisation-factories";
import { aWorld, type World } from "../support/authorisation-world";
import { useDatabase } from "../support/database";
import { type LiveSocket, opening, signIn, socketTo, startLive } from "../support/live";

// Everything that can be called, by everyone, about one's own and about others'. The table is in
// tests/support/authorisation.ts.

const test = useDatabase();
let admin: Sql;
let world: World;
let live: Awaited<ReturnType<typeof startLive>>;
const sockets = new Map<string, LiveSocket>();

beforeAll(async () => {
  admin = postgres(test.adminUrl, { max: 4, onnotice: () => {} });
  world = await aWorld(test);
  live = await startLive(test);
  for (const role of ROLES) {
    const { userId } = actorOf(world, role);
    const socket = socketTo(live.port, { cookie: await signIn(test, userId) });
    expect(await opening(socket)).toBeNull();
    sockets.set(userId, socket);
  }
});

afterAll(async () => {
  for (const socket of sockets.values()) socket.disconnect();
  await live.close();
  await admin.end();
});

function socketOf(userId: string): LiveSocket {
  const socket = sockets.get(userId);
  if (!socket) throw new Error("this person has no connection");
  return socket;
}

const NOT_FOUND = { ok: false, error: { code: "NOT_FOUND" } };
const SIGN_IN_NEEDED = { ok: false, error: { code: "SIGN_IN_NEEDED" } };

type Cell = {
  where: string;
  role: Role;
  cell: Row["targets"][string]["cells"][Role];
  input: Input;
};

/** Every cell of a row that `wanted` picks, with what to call with. */
async function cellsOf(row: Row, among: World, wanted: (cell: string) => boolean): Promise<Cell[]> {
  const cells: Cell[] = [];
  for (const [target, { at, cells: said }] of Object.entries(row.targets)) {
    for (const role of ROLES.filter((each) => wanted(said[each]))) {
      const input = await at(among, role);
      cells.push({ where: `${target} × ${role}`, role, cell: said[role], input });
    }
  }
  return cells;
}

/** Denied looks like absent, to the last byte, and changes nothing. */
async function expectDenials(name: string, row: Row, among: World, call: Call): Promise<void> {
  const cells = await cellsOf(row, among, (cell) => cell !== "yes");
  const before = await fingerprint(admin);
  // All are made before any is judged: none may still be under way when the next row begins.
  const outcomes = await Promise.all(
    cells.map(async ({ where, role, cell, input }) => {
      const { userId } = actorOf(among, role);
      const keeping = row.makes ? [] : cell === "no" ? [true, false] : [true];
      return {
        where,
        cell,
        outcome: await call(userId, name, input),
        absent: await Promise.all(
          keeping.map((keepOrganisation) =>
            call(userId, name, aboutTheAbsent(input, { keepOrganisation })),
          ),
        ),
      };
    }),
  );
  for (const { where, cell, outcome, absent } of outcomes) {
    if (cell === "no") expect([where, outcome]).toEqual([where, NOT_FOUND]);
    else expect([where, outcome]).toMatchObject([where, { ok: true }]);
    for (const each of absent) expect([where, each]).toEqual([where, outcome]);
  }
  expect(await fingerprint(admin)).toEqual(before);
}

/** Allowed happens, and says nothing of who people are or what is not theirs. */
async function expectAllowances(name: string, row: Row, among: World, call: Call): Promise<void> {
  for (const { where, role, input } of await cellsOf(row, among, (cell) => cell === "yes")) {
    const { userId, membershipId } = actorOf(among, role);
    const forbidden = await forbiddenTo(admin, among, role, membershipId);
    const outcome = await call(userId, name, input);
    expect([where, outcome]).toMatchObject([where, { ok: true }]);
    const said = JSON.stringify(outcome);
    expect([where, forbidden.filter((text) => said.includes(text))]).toEqual([where, []]);
  }
}

describe("the table", () => {
  it("has a row for every procedure, and no other", () => {
    const procedures = Object.keys(appRouter._def.procedures).sort();
    expect(procedures.length).toBeGreaterThan(40);
    expect(Object.keys(PROCEDURES).sort()).toEqual(procedures);
  });

  it("has a row for every socket event, and no other", () => {
    expect(Object.keys(SOCKET_EVENTS).sort()).toEqual(Object.keys(liveSocketEvents).sort());
  });

  it("denies something to someone in every row but those about oneself alone", () => {
    const open = Object.entries({ ...PROCEDURES, ...SOCKET_EVENTS }).filter(([, { targets }]) =>
      Object.values(targets).every(({ cells }) => !Object.values(cells).includes("no")),
    );
    expect(open.map(([name]) => name)).toEqual(["organisations.listMyOrganisations", "room:leave"]);
  });
});

describe("nobody", () => {
  it.each(Object.entries(PROCEDURES))("has to sign in for %s", async (name, row) => {
    const call = procedureCalls(world);
    for (const { at } of Object.values(row.targets)) {
      const input = await at(world, "member");
      const before = await fingerprint(admin);
      expect(await call(null, name, input)).toEqual(SIGN_IN_NEEDED);
      const absent = aboutTheAbsent(input, { keepOrganisation: false });
      expect(await call(null, name, absent)).toEqual(SIGN_IN_NEEDED);
      expect(await fingerprint(admin)).toEqual(before);
    }
  });

  it("has no connection to call an event over", async () => {
    const socket = socketTo(live.port, {});
    expect((await opening(socket))?.message).toBe("SIGN_IN_NEEDED");
    socket.disconnect();
  });
});

describe("procedure", () => {
  it.each(Object.entries(PROCEDURES))("%s", async (name, row) => {
    const among = row.apart ? await aWorld(test) : world;
    await expectDenials(name, row, among, procedureCalls(among));
    await expectAllowances(name, row, among, procedureCalls(among));
  });
});

describe("socket event", () => {
  beforeAll(async () => {
    for (const role of ROLES) {
      for (const { organisationId, roomId } of [world.ours, world.theirs]) {
        const socket = socketOf(actorOf(world, role).userId);
        const join = { organisationId, roomId, protocol: ROOM_PROTOCOL } as const;
        await socket.timeout(5_000).emitWithAck("room:join", join);
      }
    }
  });

  /** Who came and went is written a moment later, which is nothing that the next call did. */
  async function nothingUnderWay(): Promise<void> {
    let before = {};
    let looksAlike = 0;
    const isStill = async () => {
      const now = await fingerprint(admin);
      looksAlike = isDeepStrictEqual(now, before) ? looksAlike + 1 : 0;
      before = now;
      expect(looksAlike).toBeGreaterThan(0);
    };
    await vi.waitFor(isStill, { interval: 250, timeout: 10_000 });
  }

  it.each(Object.entries(SOCKET_EVENTS))("%s", async (name, row) => {
    await nothingUnderWay();
    await expectDenials(name, row, world, socketCalls(socketOf));
    await expectAllowances(name, row, world, socketCalls(socketOf));
  });
});

describe("a list", () => {
  it("of groups holds those one is in; for the owner all, as names only", async () => {
    const { ours, theirs } = world;
    const listed = async (role: Role) => {
      const { userId, organisationId } = actorOf(world, role);
      const outcome = await procedureCalls(world)(userId, "groups.listGroups", { organisationId });
      return [ours.groupId, theirs.groupId].map((id) => JSON.stringify(outcome).includes(id));
    };
    expect(await listed("member")).toEqual([true, false]);
    expect(await listed("facilitator")).toEqual([true, false]);
    expect(await listed("neighbour")).toEqual([false, true]);
    expect(await listed("removed")).toEqual([false, false]);
    expect(await listed("owner")).toEqual([true, true]);
    expect(await listed("stranger")).toEqual([false, false]);
  });

  it("of people knows someone in two groups as two people", async () => {
    const { ours, theirs, inBoth } = world;
    const peopleOf = async (role: Role, { organisationId, groupId }: typeof ours) =>
      JSON.stringify(
        await procedureCalls(world)(actorOf(world, role).userId, "groups.listPeople", {
          organisationId,
          groupId,
        }),
      );
    const [here, there] = [await peopleOf("member", ours), await peopleOf("neighbour", theirs)];
    expect(here).toContain(inBoth.ours.enrolmentId);
    expect(there).toContain(inBoth.theirs.enrolmentId);
    expect(here).not.toMatch(new RegExp(`${inBoth.theirs.enrolmentId}|Kim|${inBoth.ours.userId}`));
    expect(there).not.toMatch(new RegExp(`${inBoth.ours.enrolmentId}|Pat|${inBoth.ours.userId}`));
  });
});
