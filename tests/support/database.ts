import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { afterAll, beforeAll, inject } from "vitest";
import { connect, type Database } from "@/server/db/client";

export type TestDatabase = { db: Database; ownerUrl: string; appUrl: string; adminUrl: string };

/** A clone of the migrated template for this file, dropped afterwards. */
export function useDatabase(): TestDatabase {
  const name = `test_${randomBytes(6).toString("hex")}`;
  const test = {} as TestDatabase;
  beforeAll(async () => {
    const admin = postgres(inject("adminUrl"), { max: 1, onnotice: () => {} });
    // Clones must not run at the same time: each needs the template to itself.
    await admin`select pg_advisory_lock(7)`;
    await admin`create database ${admin(name)} template unpolished`;
    await admin`select pg_advisory_unlock(7)`;
    await admin.end();
    for (const key of ["adminUrl", "ownerUrl", "appUrl"] as const) {
      const url = new URL(inject(key));
      url.pathname = `/${name}`;
      test[key] = url.href;
    }
    test.db = connect(test.appUrl);
  });
  afterAll(async () => {
    await test.db?.close();
    const admin = postgres(inject("adminUrl"), { max: 1, onnotice: () => {} });
    await admin`drop database if exists ${admin(name)} with (force)`;
    await admin.end();
  });
  return test;
}
