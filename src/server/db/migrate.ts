import path from "node:path";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate as runMigrations } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";
import { createQueueSchema } from "../jobs/queue";

/**
 * Brings the database to this version, as the role that owns it: tables, policies, then the job
 * queue's own schema. Safe to call at every start.
 */
export async function migrate(ownerUrl: string): Promise<void> {
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => {} });
  try {
    await runMigrations(drizzle(sql), {
      migrationsFolder: path.join(process.cwd(), "drizzle"),
    });
  } finally {
    await sql.end();
  }
  await createQueueSchema(ownerUrl);
}
