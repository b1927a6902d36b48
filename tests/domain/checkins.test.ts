import { randomUUID } from "node:crypto";
import postgres from "postgres";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { MemberActor } from "@/server/auth/actor";
import { withActor } from "@/server/db/transaction";
import { CHECK_INS_READ, type CheckIn } from "@/server/domains/checkins/contract";
import {
  findThisWeek,
  hasDistressRisenIn,
  listCheckIns,
  loadOwnCheckIn,
  readRecentCheckInsIn,
} from "@/server/domains/checkins/reads";
import { checkIns } from "@/server/domains/checkins/tables";
import { keepCheckIn } from "@/server/domains/checkins/writes";
import { type AnOrganisation, aMembership, anOrganisation, as, NOW } from "../support/builders";
import { useDatabase } from "../support/database";

const db = useDatabase();
let harbour: AnOrganisation;
let ada: MemberActor;

beforeAll(async () => {
  harbour = await anOrganisation(db);
});

beforeEach(async () => {
  ada = await aMembership(db, harbour);
});

const WEEK_MS = 7 * 24 * 60 * 60_000;
const weeksOn = (weeks: number) => new Date(NOW.getTime() + weeks * WEEK_MS);

const answered = (said: Partial<CheckIn> = {}): CheckIn => ({
  organisationId: ada.organisationId,
  timeZone: "Europe/Lisbon",
  fear: 6,
  avoidance: 5,
  distress: 4,
  nothingCameUp: false,
  goodEnough: 3,
  ...said,
});

const listed = async (actor = ada) => (await listCheckIns(as(db, actor))).checkIns;

describe("a check-in", () => {
  test("is kept for the Monday of the member's own week", async () => {
    const kept = await keepCheckIn(as(db, ada), answered());
    expect(kept).toEqual({
      id: expect.any(String),
      weekStartOn: "2026-03-02",
      fear: 6,
      avoidance: 5,
      distress: 4,
      nothingCameUp: false,
      goodEnough: 3,
    });
    expect(await listed()).toEqual([kept]);
  });

  test("sent twice, or twice at once, is kept once", async () => {
    const [one, two] = await Promise.all([
      keepCheckIn(as(db, ada), answered()),
      keepCheckIn(as(db, ada), answered()),
    ]);
    expect(two).toEqual(one);
    expect(await keepCheckIn(as(db, ada), answered())).toEqual(one);
    expect(await listed()).toEqual([one]);
  });

  test("may be answered anew within its week, skipping what was said before", async () => {
    const first = await keepCheckIn(as(db, ada), answered());
    const sunday = new Date("2026-03-08T23:59:59Z");
    const revised = await keepCheckIn(as(db, ada, sunday), answered({ fear: null, distress: 9 }));
    expect(revised).toEqual({ ...first, fear: null, distress: 9 });
    const monday = new Date("2026-03-09T00:00:00Z");
    await keepCheckIn(as(db, ada, monday), answered());
    expect(await listed()).toMatchObject([revised, { weekStartOn: "2026-03-09", fear: 6 }]);
  });

  test("in which nothing came up holds no number for it", async () => {
    const kept = await keepCheckIn(as(db, ada), answered({ nothingCameUp: true }));
    expect(kept).toMatchObject({ nothingCameUp: true, distress: null, fear: 6 });
    expect(await keepCheckIn(as(db, ada), answered())).toMatchObject({
      nothingCameUp: false,
      distress: 4,
    });
  });

  test("belongs to the week that the sender's zone shows at that instant", async () => {
    const sunday = new Date("2026-03-08T20:00:00Z");
    const inLisbon = await keepCheckIn(as(db, ada, sunday), answered());
    const inKathmandu = await keepCheckIn(
      as(db, ada, sunday),
      answered({ timeZone: "Asia/Kathmandu" }),
    );
    expect(inLisbon.weekStartOn).toBe("2026-03-02");
    expect(inKathmandu.weekStartOn).toBe("2026-03-09");
  });

  test("is found for this week alone", async () => {
    const week = { organisationId: ada.organisationId, timeZone: "Europe/Lisbon" };
    expect(await findThisWeek(as(db, ada), week)).toBeNull();
    const kept = await keepCheckIn(as(db, ada), answered());
    expect(await findThisWeek(as(db, ada), week)).toEqual(kept);
    expect(await findThisWeek(as(db, ada, weeksOn(1)), week)).toBeNull();
    const stillSunday = { ...week, timeZone: "America/St_Johns" };
    const earlyMonday = new Date("2026-03-09T01:00:00Z");
    expect(await findThisWeek(as(db, ada, earlyMonday), stillSunday)).toEqual(kept);
  });

  test("is its author's alone, within the organisation and without", async () => {
    const kept = await keepCheckIn(as(db, ada), answered());
    const neighbour = await aMembership(db, harbour);
    const stranger = (await anOrganisation(db)).owner;
    const load = (actor: MemberActor) =>
      withActor(as(db, actor), (tx) => loadOwnCheckIn(tx, actor, kept.id));
    expect(await load(ada)).toEqual(kept);
    for (const actor of [neighbour, harbour.owner, stranger]) {
      await expect(load(actor)).rejects.toMatchObject({ code: "NOT_FOUND" });
      const { organisationId } = actor;
      const week = { organisationId, timeZone: "Europe/Lisbon" };
      expect(await findThisWeek(as(db, actor), week)).toBeNull();
      expect(await listed(actor)).toEqual([]);
      // Not even asking for every row shows one.
      const rows = await withActor(as(db, actor), (tx) => tx.select().from(checkIns));
      expect(rows).toEqual([]);
      // Their own of the same week leaves this one as it is.
      await keepCheckIn(as(db, actor), answered({ organisationId, fear: 0 }));
    }
    expect(await listed()).toEqual([kept]);
  });

  test("under an id that is nobody's is not found", async () => {
    const work = withActor(as(db, ada), (tx) => loadOwnCheckIn(tx, ada, randomUUID()));
    await expect(work).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("check-ins over time", () => {
  async function keepWeeks(said: Partial<CheckIn>[]) {
    for (const [week, answers] of said.entries()) {
      await keepCheckIn(as(db, ada, weeksOn(week)), answered(answers));
    }
  }

  test("are read oldest first, and a week without one stays away", async () => {
    await keepCheckIn(as(db, ada, weeksOn(3)), answered({ fear: 2 }));
    await keepCheckIn(as(db, ada, weeksOn(0)), answered({ fear: 9 }));
    expect((await listed()).map(({ weekStartOn, fear }) => [weekStartOn, fear])).toEqual([
      ["2026-03-02", 9],
      ["2026-03-23", 2],
    ]);
  });

  test("are said to have changed under the rule alone", async () => {
    const fears = [7, 7, 7, 6, 5, 4, 4, 4];
    await keepWeeks(fears.slice(0, -1).map((fear) => ({ fear })));
    expect((await listCheckIns(as(db, ada))).changes).toEqual([]);
    await keepCheckIn(as(db, ada, weeksOn(7)), answered({ fear: 4 }));
    const { changes } = await listCheckIns(as(db, ada));
    expect(changes).toEqual([{ item: "fear", direction: "lower" }]);
  });

  test("are read back five years, the newest of them", async () => {
    const owner = postgres(db.adminUrl, { max: 1 });
    await owner`
      insert into check_ins (organisation_id, membership_id, week_start_on, fear, kept_at)
      select ${ada.organisationId}, ${ada.membershipId}, date '2010-01-04' + 7 * week, 5, now()
      from generate_series(0, ${CHECK_INS_READ}::int) week`;
    await owner.end();
    const read = await listed();
    expect(read).toHaveLength(CHECK_INS_READ);
    expect(read[0]?.weekStartOn).toBe("2010-01-11");
    const newest = await withActor(as(db, ada), (tx) => readRecentCheckInsIn(tx, ada, 2));
    expect(newest).toEqual(read.slice(-2));
  });

  test("that rose for two weeks are noticed, while they are news", async () => {
    const risen = (now: Date) =>
      withActor(as(db, ada, now), (tx) => hasDistressRisenIn(tx, ada, now));
    await keepWeeks([{ distress: 3 }, { distress: 6 }]);
    expect(await risen(weeksOn(1))).toBe(false);
    await keepCheckIn(as(db, ada, weeksOn(2)), answered({ distress: 5 }));
    expect(await risen(weeksOn(2))).toBe(true);
    expect(await risen(weeksOn(12))).toBe(false);
  });
});

describe("the database itself", () => {
  test("takes no number beyond ten, no week that begins midweek and no number for nothing", async () => {
    const row = {
      organisationId: ada.organisationId,
      membershipId: ada.membershipId,
      weekStartOn: "2026-03-02",
      keptAt: NOW,
    };
    for (const wrong of [
      { fear: 11 },
      { goodEnough: -1 },
      { weekStartOn: "2026-03-03" },
      { nothingCameUp: true, distress: 0 },
    ]) {
      const work = withActor(as(db, ada), (tx) => tx.insert(checkIns).values({ ...row, ...wrong }));
      await expect(work).rejects.toMatchObject({
        cause: { constraint_name: "check_ins_tens" },
      });
    }
  });
});
