import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mintRooms } from "@/server/auth/actor";
import { connect, type Database } from "@/server/db/client";
import { withActor } from "@/server/db/transaction";
import { settleBoxIn } from "@/server/domains/boxes/writes";
import { findRoom, streamOf } from "@/server/domains/rooms/reads";
import { lockStream } from "@/server/realtime/outbox";
import { type ABox, aBox, joins, later, readTyped, types, wordsIn } from "../support/boxes";
import { type AMember, aMember } from "../support/builders";
import { useDatabase } from "../support/database";
import { type ARoom, aRoom, at } from "../support/rooms";

// Two processes on one database: people type through either, and either may be the one that freezes.
// What was acknowledged is in the card to the last letter; what was refused is in none.

const test = useDatabase();
let besides: Database;
let room: ARoom;
let people: AMember[];

beforeAll(async () => {
  besides = connect(test.appUrl);
  room = await aRoom(test);
  people = [];
  for (let each = 0; each < 4; each++) people.push(await aMember(test, room));
});

afterAll(() => besides.close());

/** Freezes as the job does: as nobody's membership. `die` undoes it all at the end. */
function settleAs(db: Database, now: Date, { die = false } = {}): Promise<void> {
  const actor = mintRooms(room.organisationId, [room.groupId]);
  return withActor({ db, actor, now }, async (tx) => {
    await lockStream(tx, streamOf(at(room)));
    const found = await findRoom(tx, at(room));
    if (!found) throw new Error("the room is gone");
    await settleBoxIn(tx, found, db.queue, now);
    if (die) throw new Error("killed");
  });
}

async function aWrittenBox(): Promise<ABox> {
  const box = await aBox(test, room);
  for (const [index, { actor }] of people.entries()) {
    await joins(test, box, actor, {}, later(index / 10));
  }
  return box;
}

type Typed = { version: number; late: boolean; taken: boolean };

/**
 * One person at one keyboard: bursts of keystrokes on their way at once, each burst after the last
 * was answered. From `lateFrom` on they come in after zero.
 */
async function typeAll(
  db: Database,
  box: ABox,
  { actor }: AMember,
  bursts: number[],
  lateFrom: number,
): Promise<Typed[]> {
  const typed: Typed[] = [];
  let version = 0;
  for (const burst of bursts) {
    const sent = Array.from({ length: burst }, async () => {
      version += 1;
      const mine = version;
      const late = mine >= lateFrom;
      const now = late ? later(60) : new Date(later(60).getTime() - 1);
      const taken = await types({ db }, box, actor, wordsOf(mine), mine, now).then(
        () => true,
        (error: { code?: string }) => {
          expect(error.code).toBe("TOO_LATE");
          return false;
        },
      );
      typed.push({ version: mine, late, taken });
    });
    await Promise.all(sent);
  }
  return typed;
}

const wordsOf = (version: number) => `as far as ${version}`;

describe("typing while it freezes", () => {
  const writing = fc.record({
    bursts: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 6 }),
    lateFrom: fc.integer({ min: 1, max: 30 }),
  });

  it("loses nothing that came before zero and was acknowledged, and adds nothing after it", async () => {
    let [kept, refused] = [0, 0];
    await fc.assert(
      fc.asyncProperty(
        fc.tuple(writing, writing, writing, writing),
        fc.nat({ max: 12 }),
        async (writings, wait) => {
          const box = await aWrittenBox();
          const typing = writings.map(({ bursts, lateFrom }, index) => {
            const db = index % 2 === 0 ? test.db : besides;
            return typeAll(db, box, people[index] as AMember, bursts, lateFrom);
          });
          // Somewhere amid the typing, by both processes at once.
          for (let turn = 0; turn < wait; turn++) await test.db.sql`select 1`;
          await Promise.all([settleAs(test.db, later(60)), settleAs(besides, later(60))]);
          const frozen = await wordsIn(test, room, box);
          const typed = await Promise.all(typing);
          await settleAs(besides, later(61));
          expect(await wordsIn(test, room, box)).toEqual(frozen);

          const expected = typed.flatMap((keystrokes, index) => {
            expect(keystrokes.filter(({ late, taken }) => late && taken)).toEqual([]);
            const taken = keystrokes.filter((each) => each.taken).map(({ version }) => version);
            kept += taken.length;
            refused += keystrokes.length - taken.length;
            const author = (people[index] as AMember).enrolmentId;
            return taken.length > 0 ? [[author, wordsOf(Math.max(...taken))]] : [];
          });
          expect(frozen).toEqual(expected);
          expect(await readTyped(test, room, box)).toEqual([]);
        },
      ),
      { numRuns: 12 },
    );
    // Else nothing met anything.
    expect(kept).toBeGreaterThan(10);
    expect(refused).toBeGreaterThan(10);
  });
});

describe("a process that dies while it freezes", () => {
  it("leaves everything as it was, and whoever tries again shares it once", async () => {
    const box = await aWrittenBox();
    for (const { actor } of people) await types(test, box, actor, wordsOf(1), 1);
    await expect(settleAs(besides, later(60), { die: true })).rejects.toThrow("killed");
    expect(await wordsIn(test, room, box)).toEqual([]);
    expect((await readTyped(test, room, box)).map(({ text }) => text)).toEqual(
      people.map(() => wordsOf(1)),
    );
    await settleAs(test.db, later(62));
    await settleAs(besides, later(63));
    expect(await wordsIn(test, room, box)).toEqual(
      people.map(({ enrolmentId }) => [enrolmentId, wordsOf(1)]),
    );
  });
});
