import { randomUUID } from "node:crypto";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate as runMigrations } from "drizzle-orm/postgres-js/migrator";
import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { type MemberActor, mintMember } from "@/server/auth/actor";
import { connect, type Database } from "@/server/db/client";
import { migrate } from "@/server/db/migrate";
import { accessExposure } from "@/server/domains/exposures/reads";
import { finishExposure, reflectOnExposure, sealAndStart } from "@/server/domains/exposures/writes";
import { NOW } from "../support/builders";
import { aReflection } from "../support/practice-builders";

// A database that people already practise in is brought to this version with what they sealed.

const name = `upgraded_${randomUUID().slice(0, 8)}`;
let admin: Sql;
let inside: Sql;
let db: Database;
let folder: string;

const address = (key: "adminUrl" | "ownerUrl" | "appUrl") => {
  const url = new URL(inject(key));
  url.pathname = `/${name}`;
  return url.href;
};

/** The migrations as they were before the practice grew. */
async function migrationsUpTo(last: string): Promise<string> {
  const copy = await mkdtemp(path.join(tmpdir(), "migrations-"));
  await cp("drizzle", copy, { recursive: true });
  const journal = path.join(copy, "meta/_journal.json");
  const read = JSON.parse(await readFile(journal, "utf8"));
  const at = read.entries.findIndex(({ tag }: { tag: string }) => tag === last);
  read.entries = read.entries.slice(0, at + 1);
  await writeFile(journal, JSON.stringify(read));
  return copy;
}

const organisationId = randomUUID();
const userId = randomUUID();
const membershipId = randomUUID();
const [underWay, planned, reflected] = [randomUUID(), randomUUID(), randomUUID()] as const;

beforeAll(async () => {
  admin = postgres(inject("adminUrl"), { max: 1, onnotice: () => {} });
  await admin`create database ${admin(name)} owner ${admin(new URL(inject("ownerUrl")).username)}`;
  folder = await migrationsUpTo("0001_policies");
  const owner = postgres(address("ownerUrl"), { max: 1, onnotice: () => {} });
  await runMigrations(drizzle(owner), { migrationsFolder: folder });
  await owner.end();
  inside = postgres(address("adminUrl"), { max: 1, onnotice: () => {} });
  await inside`insert into users (id, email) values (${userId}, 'early@example.org')`;
  await inside`insert into organisations (organisation_id, name, created_at)
    values (${organisationId}, 'Harbour Practice', ${NOW})`;
  await inside`insert into memberships (organisation_id, id, user_id, role, created_at)
    values (${organisationId}, ${membershipId}, ${userId}, 'member', ${NOW})`;
  for (const [id, state, sealedAt] of [
    [underWay, "under_way", NOW],
    [planned, "planned", null],
    [reflected, "reflected", NOW],
  ] as const) {
    await inside`
      insert into exposures (organisation_id, id, membership_id, state, created_at, plan,
        expected_suds, sealed_at, started_at)
      values (${organisationId}, ${id}, ${membershipId}, ${state}, ${NOW}, 'Send it', 70,
        ${sealedAt}, ${sealedAt})`;
  }
  await migrate(address("ownerUrl"));
  db = connect(address("appUrl"));
});

afterAll(async () => {
  await db?.close();
  await inside?.end();
  await admin`drop database if exists ${admin(name)} with (force)`;
  await admin.end();
  await rm(folder, { recursive: true, force: true });
});

describe("what was sealed before the stakes question existed", () => {
  const later = new Date(NOW.getTime() + 60_000);
  const ref = (exposureId: string) => ({ organisationId, exposureId });
  const author = async () => {
    const actor: MemberActor = await mintMember(db, userId, organisationId);
    return { db, actor, now: later };
  };

  test("was never asked it, and what was not sealed still is", async () => {
    const ctx = await author();
    for (const [id, couldHarm] of [
      [underWay, "not_asked"],
      [reflected, "not_asked"],
      [planned, null],
    ] as const) {
      expect(await accessExposure(ctx, ref(id))).toMatchObject({ couldHarm, expectedSuds: 70 });
    }
    await expect(sealAndStart(ctx, ref(planned))).rejects.toMatchObject({
      code: "STAKES_UNANSWERED",
    });
  });

  test("can be finished and reflected on as before, and stays sealed", async () => {
    const ctx = await author();
    expect(await finishExposure(ctx, ref(underWay))).toMatchObject({ state: "done" });
    const reflection = aReflection(ctx.actor, underWay, { peakSuds: 30, surprise: 80 });
    expect(await reflectOnExposure(ctx, reflection)).toMatchObject({ surprise: 80 });
    await expect(
      inside`update exposures set could_harm = 'no' where id = ${underWay}`,
    ).rejects.toMatchObject({ constraint_name: "exposures_prediction_sealed" });
  });

  test("is behind forced row-level security again", async () => {
    const [row] = await inside`
      select relforcerowsecurity as forced from pg_class where relname = 'exposures'`;
    expect(row?.forced).toBe(true);
  });
});
