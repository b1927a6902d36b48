import postgres from "postgres";
import type { JobName } from "@/server/jobs/queue";
import type { TestDatabase } from "./database";

/** When each job of that name about that room is due, soonest first. */
export async function waitingJobs(
  test: Pick<TestDatabase, "adminUrl">,
  name: JobName,
  roomId: string,
): Promise<Date[]> {
  const admin = postgres(test.adminUrl, { max: 1 });
  const rows = await admin<{ at: Date }[]>`
    select start_after as at from pgboss.job
    where name = ${name} and data->>'roomId' = ${roomId} order by start_after`;
  await admin.end();
  return rows.map(({ at }) => at);
}
