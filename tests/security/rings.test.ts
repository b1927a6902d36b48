import { sql } from "drizzle-orm";
import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Actor, mintInvited, mintRooms, mintUser } from "@/server/auth/actor";
import { connect, type Tx } from "@/server/db/client";
import { withActor } from "@/server/db/transaction";
import { aWorld, type World } from "../support/authorisation-world";
import { anInvite, as } from "../support/builders";
import { listTenantTables } from "../support/catalogue";
import { useDatabase } from "../support/database";

// The database by itself, with real rows in every table: what the queries forget, the rings hold.

const test = useDatabase();
let admin: Sql;
let world: World;
let tables: string[];
/** The column that says whose a row is. A table with neither is the whole organisation's. */
let groupRing: Map<string, string>;
let selfRing: string[];

/** Of a group, and shown to those alone who lead in it. */
const LEADS_RING = ["public.care_flags", "public.session_notes"];
/** A place in a group is its people's to see, although it says whose membership it is. */
const PLACES = "public.enrolments";

beforeAll(async () => {
  admin = postgres(test.adminUrl, { max: 1, onnotice: () => {} });
  world = await aWorld(test);
  tables = await listTenantTables(admin);
  const columns = await admin<{ name: string; column: string }[]>`
    select table_schema || '.' || table_name as name, column_name as column
    from information_schema.columns where column_name in ('group_id', 'membership_id')`;
  const having = (column: string) =>
    tables.filter((name) => columns.some((each) => each.name === name && each.column === column));
  selfRing = having("membership_id").filter((name) => name !== PLACES);
  const open = having("group_id").filter((name) => ![...selfRing, ...LEADS_RING].includes(name));
  groupRing = new Map([
    ["public.groups", "id"],
    ...open.map((name): [string, string] => [name, "group_id"]),
  ]);
});

afterAll(() => admin.end());

const table = (name: string) =>
  sql.join(
    name.split(".").map((part) => sql.identifier(part)),
    sql`.`,
  );

async function countIn(tx: Tx, name: string, column: string, value: string): Promise<number> {
  const [row] = await tx.execute<{ rows: number }>(
    sql`select count(*)::int as rows from ${table(name)} where ${sql.identifier(column)} = ${value}`,
  );
  return row?.rows ?? Number.NaN;
}

/** How many rows of each table `actor` sees where `column` is `value`. */
function seenBy(
  actor: Actor,
  names: Iterable<string>,
  whose: (name: string) => { column: string; value: string },
): Promise<Record<string, number>> {
  return withActor(as(test, actor), async (tx) => {
    const seen: Record<string, number> = {};
    for (const name of names) {
      const { column, value } = whose(name);
      seen[name] = await countIn(tx, name, column, value);
    }
    return seen;
  });
}

const ofOrganisation = (value: string) => () => ({ column: "organisation_id", value });
const ofGroup = (value: string) => (name: string) => ({
  column: groupRing.get(name) ?? "group_id",
  value,
});
const ofMembership = (value: string) => () => ({ column: "membership_id", value });

const nothing = (names: Iterable<string>) =>
  Object.fromEntries([...names].map((name) => [name, 0]));

function expectSomethingInEach(seen: Record<string, number>): void {
  expect(Object.entries(seen).filter(([, rows]) => rows === 0)).toEqual([]);
}

/** The code with which PostgreSQL refuses `work`; null when it lets it happen. */
async function refusalOf(work: Promise<unknown>): Promise<string | null> {
  try {
    await work;
    return null;
  } catch (error) {
    const cause = error instanceof Error && error.cause ? error.cause : error;
    return (cause as { code?: string }).code ?? String(cause);
  }
}

const POLICY_REFUSES = "42501";
const NO_SUCH_ROW = "23503";
const CHECK_REFUSES = "23514";

describe("without an actor", () => {
  it("there are rows in every tenant table, and the app sees none of them", async () => {
    expect(tables.length).toBeGreaterThan(15);
    for (const name of [...tables, "public.user_organisations"]) {
      const [there] = await admin`select count(*)::int as rows from ${admin(name)}`;
      const [seen] = await test.db.sql`select count(*)::int as rows from ${test.db.sql(name)}`;
      expect([name, there?.rows > 0, seen?.rows]).toEqual([name, true, 0]);
    }
  });

  it("a bare user sees their own list of organisations and no tenant's rows", async () => {
    const actor = mintUser(world.ours.member.userId);
    const seen = await withActor(as(test, actor), async (tx) => {
      const rows: Record<string, number> = {};
      for (const name of tables) {
        const [row] = await tx.execute<{ rows: number }>(
          sql`select count(*)::int as rows from ${table(name)}`,
        );
        rows[name] = row?.rows ?? Number.NaN;
      }
      return rows;
    });
    expect(seen).toEqual({ ...nothing(tables), "public.organisations": 1 });
  });
});

describe("a pooled connection", () => {
  it("remembers nothing of the actor before, after a commit and after a failure", async () => {
    const db = connect(test.appUrl, { max: 1 });
    const { member } = world.ours;
    const ctx = { ...as(test, member.actor), db };
    const messages = sql`select count(*)::int as rows from messages`;
    const [{ pid: before } = {}] = await db.sql`select pg_backend_pid() as pid`;
    for (const fails of [false, true]) {
      const seen = withActor(ctx, async (tx) => {
        const [row] = await tx.execute<{ rows: number }>(messages);
        if (fails) throw new Error(`saw ${row?.rows}`);
        return row?.rows;
      });
      if (fails) await expect(seen).rejects.toThrow(/saw [1-9]/);
      else expect(await seen).toBeGreaterThan(0);

      const [{ pid, rows, settings } = {}] = await db.sql`
        select pg_backend_pid() as pid, (select count(*)::int from messages) as rows,
          array(select coalesce(current_setting(name, true), '') from unnest(array['app.user_id',
            'app.organisation_id', 'app.membership_id', 'app.role', 'app.group_ids',
            'app.invite_hash', 'app.invited_group_id']) as name) as settings`;
      expect(pid).toBe(before);
      expect([rows, settings.join("")]).toEqual([0, ""]);
    }
    await db.close();
  });
});

describe("the ring of the organisation", () => {
  it("shows nobody from another one a single row", async () => {
    const { ours, elsewhere } = world;
    for (const actor of [elsewhere.owner, elsewhere.facilitator, elsewhere.member.actor]) {
      expect(await seenBy(actor, tables, ofOrganisation(ours.organisationId))).toEqual(
        nothing(tables),
      );
    }
    const { member, organisationId } = elsewhere;
    const open = tables.filter((name) => !LEADS_RING.includes(name));
    expectSomethingInEach(await seenBy(member.actor, open, ofOrganisation(organisationId)));
  });

  it("shows a member whose membership it is, and to nobody but the owner anyone else's", async () => {
    const { ours } = world;
    const memberships = (actor: Actor) =>
      seenBy(actor, ["public.memberships"], ofOrganisation(ours.organisationId));
    expect(await memberships(ours.member.actor)).toEqual({ "public.memberships": 1 });
    expect(await memberships(ours.facilitator)).toEqual({ "public.memberships": 1 });
    expect((await memberships(ours.owner))["public.memberships"]).toBeGreaterThan(5);
  });

  it("is shut to someone whose membership has ended", async () => {
    const { removed } = world.elsewhere;
    await admin`update memberships set ended_at = now() where id = ${removed.actor.membershipId}`;
    await expect(withActor(as(test, removed.actor), async () => "in")).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });
});

describe("the ring of the group", () => {
  it("covers every table that says whose group a row is", () => {
    expect([...groupRing.keys()]).toEqual(
      expect.arrayContaining(["public.messages", "public.rooms", "public.stream_events"]),
    );
    expect(groupRing.size).toBeGreaterThanOrEqual(12);
  });

  it("shows its people something in each, and another group's people nothing in any", async () => {
    const { ours, theirs } = world;
    const seen = (actor: Actor) => seenBy(actor, groupRing.keys(), ofGroup(ours.groupId));
    expectSomethingInEach(await seen(ours.facilitator));
    expectSomethingInEach(await seen(ours.member.actor));
    expect(await seen(theirs.facilitator)).toEqual(nothing(groupRing.keys()));
    expect(await seen(theirs.member.actor)).toEqual(nothing(groupRing.keys()));
  });

  it("shows the removed nothing but that they once had a place", async () => {
    const { ours } = world;
    expect(await seenBy(ours.removed.actor, groupRing.keys(), ofGroup(ours.groupId))).toEqual({
      ...nothing(groupRing.keys()),
      "public.enrolments": 1,
    });
  });

  it("shows the owner what groups there are and how to join, and not who is in them", async () => {
    const { ours } = world;
    const seen = await seenBy(ours.owner, groupRing.keys(), ofGroup(ours.groupId));
    const open = ["public.groups", "public.group_agreements", "public.invites"];
    for (const name of groupRing.keys()) {
      expect([name, (seen[name] ?? 0) > 0]).toEqual([name, open.includes(name)]);
    }
  });

  it("shows the holder of an invite that group's name and agreement, and nobody in it", async () => {
    const { ours, theirs, elsewhere } = world;
    const { secret } = await anInvite(test, ours);
    const actor = mintInvited(elsewhere.member.userId, ours.organisationId, secret);
    expect(await seenBy(actor, groupRing.keys(), ofGroup(ours.groupId))).toEqual({
      ...nothing(groupRing.keys()),
      "public.groups": 1,
      "public.group_agreements": 1,
      "public.invites": 1,
    });
    expect(await seenBy(actor, groupRing.keys(), ofGroup(theirs.groupId))).toEqual(
      nothing(groupRing.keys()),
    );
    expect(await seenBy(actor, selfRing, ofOrganisation(ours.organisationId))).toEqual(
      nothing(selfRing),
    );
  });
});

describe("the ring of those who lead", () => {
  it("shows them something in each, and nobody else of the group anything in any", async () => {
    const { ours, theirs } = world;
    const seen = (actor: Actor) => seenBy(actor, LEADS_RING, ofGroup(ours.groupId));
    expectSomethingInEach(await seen(ours.facilitator));
    for (const actor of [
      ours.member.actor,
      ours.other.actor,
      ours.removed.actor,
      ours.owner,
      theirs.facilitator,
    ]) {
      expect(await seen(actor)).toEqual(nothing(LEADS_RING));
    }
  });

  it("lets the gateway deliver care flags, and read no note", async () => {
    const { ours } = world;
    const actor = mintRooms(ours.organisationId, [ours.groupId]);
    const seen = await seenBy(actor, LEADS_RING, ofGroup(ours.groupId));
    expect(seen["public.care_flags"]).toBeGreaterThan(0);
    expect(seen["public.session_notes"]).toBe(0);
  });
});

describe("the ring of oneself", () => {
  it("covers every table that says whose membership a row is", () => {
    expect(selfRing.toSorted()).toEqual([
      "public.check_ins",
      "public.digest_preferences",
      "public.digests",
      "public.draft_photos",
      "public.drafts",
      "public.exposure_moments",
      "public.exposures",
      "public.folded_people",
      "public.practice_preferences",
      "public.shared_exposure_parts",
      "public.shared_exposure_taps",
      "public.shares",
      "public.sharing_preferences",
      "public.takeaways",
    ]);
  });

  it("shows the author something in each, and nobody else anything in any", async () => {
    const { ours } = world;
    const whose = ofMembership(ours.member.actor.membershipId);
    expectSomethingInEach(await seenBy(ours.member.actor, selfRing, whose));
    for (const actor of [
      ours.other.actor,
      ours.facilitator,
      ours.owner,
      world.theirs.facilitator,
    ]) {
      expect(await seenBy(actor, selfRing, whose)).toEqual(nothing(selfRing));
    }
  });

  it("is closed to the gateway, which sees its groups and nothing else", async () => {
    const { ours, theirs } = world;
    const actor = mintRooms(ours.organisationId, [ours.groupId]);
    const ofAll = ofOrganisation(ours.organisationId);
    expect(await seenBy(actor, selfRing, ofAll)).toEqual(nothing(selfRing));
    expect(await seenBy(actor, ["public.memberships"], ofAll)).toEqual({ "public.memberships": 0 });
    expectSomethingInEach(await seenBy(actor, groupRing.keys(), ofGroup(ours.groupId)));
    expect(await seenBy(actor, groupRing.keys(), ofGroup(theirs.groupId))).toEqual(
      nothing(groupRing.keys()),
    );
  });
});

describe("a write into someone else's ring", () => {
  /** Tries to store a row exactly like one that is there, as `actor`. */
  async function planting(actor: Actor, name: string, column: string, value: string) {
    const [there] = await admin`
      select row_to_json(t)::text as row from ${admin(name)} t
      where ${admin(column)} = ${value} limit 1`;
    if (!there) throw new Error(`${name} has no row to try with`);
    return refusalOf(
      withActor(as(test, actor), (tx) =>
        tx.execute(sql`
          insert into ${table(name)}
          select * from json_populate_record(null::${table(name)}, ${there.row}::json)`),
      ),
    );
  }

  it("is refused in every table of another organisation", async () => {
    const { ours, elsewhere } = world;
    for (const name of tables) {
      for (const actor of [elsewhere.owner, elsewhere.facilitator]) {
        const refusal = await planting(actor, name, "organisation_id", ours.organisationId);
        expect([name, refusal]).toEqual([name, POLICY_REFUSES]);
      }
    }
  });

  it("is refused in every table of another group", async () => {
    const { ours, theirs } = world;
    const ofGroups = [...groupRing, ...LEADS_RING.map((name) => [name, "group_id"] as const)];
    for (const [name, column] of ofGroups) {
      const refusal = await planting(theirs.facilitator, name, column, ours.groupId);
      expect([name, refusal]).toEqual([name, POLICY_REFUSES]);
    }
  });

  it("is refused to a member where only those who lead read", async () => {
    const { ours } = world;
    const { actor } = ours.member;
    const refusal = await planting(actor, "public.session_notes", "group_id", ours.groupId);
    expect(refusal).toBe(POLICY_REFUSES);
    const changed = await withActor(as(test, actor), (tx) =>
      tx.execute(sql`update care_flags set settled_at = now()`),
    );
    expect(changed.count).toBe(0);
  });

  it("is refused in every table of another person", async () => {
    const { ours } = world;
    for (const name of selfRing) {
      for (const actor of [ours.other.actor, ours.facilitator, ours.owner]) {
        const refusal = await planting(
          actor,
          name,
          "membership_id",
          ours.member.actor.membershipId,
        );
        expect([name, refusal]).toEqual([name, POLICY_REFUSES]);
      }
    }
  });

  it("is refused when a row of one's own is moved there", async () => {
    const { ours, theirs, elsewhere } = world;
    const asMember = (statement: ReturnType<typeof sql>) =>
      refusalOf(withActor(as(test, ours.member.actor), (tx) => tx.execute(statement)));
    for (const statement of [
      sql`update exposures set membership_id = ${ours.other.actor.membershipId}`,
      sql`update drafts set organisation_id = ${elsewhere.organisationId}`,
      sql`update messages set group_id = ${theirs.groupId}`,
      sql`update rooms set organisation_id = ${elsewhere.organisationId}`,
    ]) {
      expect(await asMember(statement)).toBe(POLICY_REFUSES);
    }
  });

  it("meets no row to change or delete", async () => {
    const { ours } = world;
    const touched = await withActor(as(test, ours.facilitator), async (tx) => {
      const changed = await tx.execute(sql`update exposures set plan = 'theirs now'`);
      const deleted = await tx.execute(sql`delete from drafts`);
      return [changed.count, deleted.count];
    });
    expect(touched).toEqual([0, 0]);
  });
});

describe("a row of another organisation", () => {
  it("cannot be pointed at, by any foreign key, even past row-level security", async () => {
    const { ours, elsewhere } = world;
    const keys = await admin<{ name: string; key: string; columns: string[]; own: boolean }[]>`
      select k.conrelid::regclass::text as name, k.conname as key,
        array(select a.attname::text from unnest(k.conkey) with ordinality as c (attnum, ord)
          join pg_attribute a on a.attrelid = k.conrelid and a.attnum = c.attnum
          where a.attname <> 'organisation_id' order by c.ord) as columns
      from pg_constraint k join pg_class t on t.oid = k.conrelid
      where k.contype = 'f' and k.connamespace = 'public'::regnamespace
        and array_length(k.conkey, 1) > 1`;
    expect(keys.length).toBeGreaterThan(25);
    for (const { name, key, columns } of keys) {
      const list = columns.map((column) => admin`${admin(column)} = mine.${admin(column)}`);
      const set = list.reduce((all, each) => admin`${all}, ${each}`);
      const refusal = await refusalOf(
        admin.begin(async (tx) => {
          // Those of the house would refuse first, and it is the key that is asked here.
          await tx`alter table ${tx(name)} disable trigger user`;
          const changed = await tx`
            update ${tx(name)} target set ${set}
            from (select * from ${tx(name)} where organisation_id = ${ours.organisationId}
              and ${tx(columns.at(-1) ?? "")} is not null limit 1) mine
            where target.organisation_id = ${elsewhere.organisationId}
              and target.ctid = (select ctid from ${tx(name)}
                where organisation_id = ${elsewhere.organisationId}
                order by ${tx(columns.at(-1) ?? "")} is null limit 1)`;
          throw new Error(`${changed.count} changed`);
        }),
      );
      expect([name, key, refusal]).toEqual([name, key, NO_SUCH_ROW]);
    }
  });

  it("cannot be pointed at by a plain insert of the app's either", async () => {
    const { ours, elsewhere } = world;
    const { organisationId, facilitator, facilitatorEnrolmentId, groupId } = elsewhere;
    const refusal = await refusalOf(
      withActor(as(test, facilitator), (tx) =>
        tx.execute(sql`
          insert into rooms (organisation_id, group_id, session_id, opened_by_enrolment_id, opened_at)
          values (${organisationId}, ${groupId}, ${ours.sessionId}, ${facilitatorEnrolmentId}, now())`),
      ),
    );
    expect(refusal).toBe(NO_SUCH_ROW);
  });
});

describe("the app's role", () => {
  it.each([
    "set role unpolished_owner",
    "set role postgres",
    "set session authorization unpolished_owner",
    "set session_replication_role = replica",
    "alter table messages disable row level security",
    "alter table messages no force row level security",
    "drop policy self on exposures",
    "create policy mine on exposures using (true)",
    "alter table exposures disable trigger keep_sealed_prediction",
    "create or replace function app.organisation_id() returns uuid language sql return null::uuid",
    "create function public.peek() returns bigint language sql security definer return 1",
    "create table public.copies ()",
    "truncate messages",
    "update standing_changes set standing = 'active'",
    "delete from moderation_acts",
    "delete from stream_events",
    "select * from drizzle.__drizzle_migrations",
    "select * from pg_authid",
    "copy messages to program 'cat'",
  ])("may not %s", async (statement) => {
    const connection = postgres(test.appUrl, { max: 1, onnotice: () => {} });
    expect(await refusalOf(connection.unsafe(statement))).toBe(POLICY_REFUSES);
    await connection.end();
  });

  it("gets an error rather than rows by switching row-level security off for itself", async () => {
    const connection = postgres(test.appUrl, { max: 1 });
    await connection`set row_security = off`;
    for (const name of tables) {
      const refusal = await refusalOf(connection`select * from ${connection(name)}`);
      expect([name, refusal]).toEqual([name, POLICY_REFUSES]);
    }
    await connection.end();
  });
});

describe("what is sealed", () => {
  it("cannot be changed or unsealed, not even by the database's owner", async () => {
    const { member } = world.ours;
    const changes = [
      sql`plan = 'easier'`,
      sql`where_and_who = null`,
      sql`feared_outcome = 'nothing much'`,
      sql`likelihood_before = 1`,
      sql`expected_suds = 1`,
      sql`coping_words = 'oh well'`,
      sql`sealed_at = null`,
      sql`sealed_at = now()`,
    ];
    for (const change of changes) {
      const refusal = await refusalOf(
        withActor(as(test, member.actor), (tx) =>
          tx.execute(sql`update exposures set ${change} where sealed_at is not null`),
        ),
      );
      expect(refusal).toBe(CHECK_REFUSES);
    }
    expect(await refusalOf(admin`update exposures set plan = 'easier'`)).toBe(CHECK_REFUSES);
    expect(await admin`select from exposures where plan = 'easier'`).toHaveLength(0);
  });

  it("holds for a draft that was called good enough", async () => {
    await admin`update drafts set sealed_at = now() where sealed_at is null`;
    for (const change of [
      sql`body = 'polished'`,
      sql`sealed_at = null`,
      sql`wants_back = 'ideas'`,
    ]) {
      const refusal = await refusalOf(
        withActor(as(test, world.ours.member.actor), (tx) =>
          tx.execute(sql`update drafts set ${change}`),
        ),
      );
      expect(refusal).toBe(CHECK_REFUSES);
    }
  });
});
