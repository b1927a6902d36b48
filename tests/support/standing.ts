import postgres from "postgres";
import type { TestDatabase } from "./database";

/** Sets a standing behind the app's back, for tests that are about what follows from it. */
export async function setStanding(
  test: Pick<TestDatabase, "adminUrl">,
  enrolmentId: string,
  standing: "active" | "muted" | "held" | "removed",
): Promise<void> {
  const admin = postgres(test.adminUrl, { max: 1 });
  await admin`update enrolments set standing = ${standing} where id = ${enrolmentId}`;
  await admin.end();
}
