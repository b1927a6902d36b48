import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { type Actor, mintRooms } from "@/server/auth/actor";
import type { Tx } from "@/server/db/client";
import { withActor } from "@/server/db/transaction";
import { sharedExposureParts, sharedExposureTaps } from "@/server/domains/shared-exposures/tables";
import { type AMember, aMember, as } from "../support/builders";
import { useDatabase } from "../support/database";
import { type ARoom, aRoom } from "../support/rooms";
import {
  type ASharedExposure,
  aSharedExposure,
  later,
  readShared,
  start,
  takesPart,
  taps,
} from "../support/shared-exposures";

// What somebody feels is theirs. The room gets a band of five people's readings or more, told by one
// function of the database, and this is everything that a statement of ours could try with it.

const test = useDatabase();
let room: ARoom;
let elsewhere: ARoom;
let people: AMember[];
let ref: ASharedExposure;

beforeAll(async () => {
  room = await aRoom(test);
  elsewhere = await aRoom(test);
  people = [];
  for (let each = 0; each < 4; each++) people.push(await aMember(test, room));
  ref = await aSharedExposure(test, room);
  for (const { actor } of people) await takesPart(test, ref, actor, { expectedSuds: 63 });
  await start(test, room, ref);
  for (const { actor } of people) await taps(test, ref, actor, 47, later(3));
});

const one = () => people[0] as AMember;

const inTransaction = <T>(actor: Actor, work: (tx: Tx) => Promise<T>) =>
  withActor(as(test, actor, later(40)), work);

const tell = (tx: Tx, kind: string, until: Date, id = ref.sharedExposureId) =>
  tx.execute(
    sql`select app.tell_shared_exposure_band(${id}, ${kind}, ${until.toISOString()}) as told`,
  );

/** The database's refusal, as a code. */
async function refusalOf(work: Promise<unknown>): Promise<string | undefined> {
  const error = await work.then(
    () => undefined,
    (thrown: { cause?: { code?: string }; code?: string }) => thrown,
  );
  return error?.cause?.code ?? error?.code;
}

const NOT_PERMITTED = "42501";

describe("what somebody feels", () => {
  it("is read by nobody else: not by those who lead, the owner, the gateway or another member", async () => {
    const mine = await inTransaction(one().actor, (tx) => tx.select().from(sharedExposureTaps));
    expect(mine.map(({ suds }) => suds)).toEqual([47]);
    const others: Actor[] = [
      room.facilitator,
      room.owner,
      elsewhere.facilitator,
      mintRooms(room.organisationId, [room.groupId]),
    ];
    for (const actor of others) {
      await inTransaction(actor, async (tx) => {
        expect(await tx.select().from(sharedExposureParts)).toEqual([]);
        expect(await tx.select().from(sharedExposureTaps)).toEqual([]);
      });
    }
    await inTransaction((people[1] as AMember).actor, async (tx) => {
      const { membershipId } = one().actor;
      const parts = await tx.select().from(sharedExposureParts);
      expect(parts.map((part) => part.membershipId)).not.toContain(membershipId);
      const tapped = await tx.select().from(sharedExposureTaps);
      expect(tapped.map((tap) => tap.membershipId)).not.toContain(membershipId);
    });
  });

  it("is said by nobody else", async () => {
    const { organisationId, membershipId } = one().actor;
    const { groupId } = room;
    const { sharedExposureId } = ref;
    const forged = inTransaction((people[1] as AMember).actor, (tx) =>
      tx.execute(sql`insert into shared_exposure_taps
        (organisation_id, id, shared_exposure_id, membership_id, group_id, suds, at)
        values (${organisationId}, uuidv7(), ${sharedExposureId}, ${membershipId}, ${groupId}, 9,
          now())`),
    );
    expect(await refusalOf(forged)).toBe(NOT_PERMITTED);
  });

  it("stays as it was sealed, also for oneself", async () => {
    for (const change of [sql`expected_suds = 0`, sql`joined_at = now()`]) {
      const revised = inTransaction(one().actor, (tx) =>
        tx.execute(sql`update shared_exposure_parts set ${change}`),
      );
      expect(await refusalOf(revised)).toBe(NOT_PERMITTED);
    }
  });
});

describe("a band", () => {
  it("is told of fewer than five to nobody, whatever is asked for", async () => {
    for (const actor of [
      one().actor,
      room.facilitator,
      mintRooms(ref.organisationId, [room.groupId]),
    ]) {
      for (const kind of ["forecast", "during", "reality", "anything"]) {
        for (const seconds of [-1000, 0, 30, 1000]) {
          const told = await inTransaction(actor, (tx) => tell(tx, kind, later(seconds)));
          expect(told[0]).toEqual({ told: false });
        }
      }
    }
    expect((await readShared(test, room))?.bands).toEqual([]);
  });

  it("cannot be made up, changed or taken back", async () => {
    const attempts = [
      sql`insert into shared_exposure_bands (organisation_id, shared_exposure_id, position, group_id,
            kind, low, high, closed_at)
          values (${ref.organisationId}, ${ref.sharedExposureId}, 0, ${room.groupId}, 'during', 0, 20,
            now())`,
      sql`update shared_exposure_bands set low = 0`,
      sql`delete from shared_exposure_bands`,
    ];
    for (const attempt of attempts) {
      const made = inTransaction(room.facilitator, (tx) => tx.execute(attempt));
      expect(await refusalOf(made)).toBe(NOT_PERMITTED);
    }
  });

  it("of five is told once of each kind, and to those of its group alone", async () => {
    const fifth = await aMember(test, room);
    await takesPart(test, ref, fifth.actor, {}, later(4));
    await taps(test, ref, fifth.actor, 47, later(5));
    const ask = async (actor: Actor, kind: string, seconds: number) =>
      (await inTransaction(actor, (tx) => tell(tx, kind, later(seconds))))[0]?.told;
    expect(await ask(elsewhere.facilitator, "during", 30)).toBe(false);
    expect(await ask(room.owner, "during", 30)).toBe(false);
    expect(await ask(room.facilitator, "during", 29)).toBe(false);
    expect(await ask(room.facilitator, "during", 30)).toBe(true);
    expect(await ask(room.facilitator, "during", 30)).toBe(false);
    expect(await ask(room.facilitator, "during", 90)).toBe(false);
    // Expected was only what had been sealed by the start: by four.
    expect(await ask(room.facilitator, "forecast", 90)).toBe(false);
    expect((await readShared(test, room))?.bands).toEqual([
      { kind: "during", low: 40, high: 60, at: later(30).toISOString() },
    ]);
  });

  it("is asked for by nobody who is not the app", async () => {
    const [right] = await test.db.sql`
      select has_function_privilege('public',
        'app.tell_shared_exposure_band(uuid, text, timestamptz)', 'EXECUTE') as everyone`;
    expect(right?.everyone).toBe(false);
  });
});
