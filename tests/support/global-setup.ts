import type { TestProject } from "vitest/node";
import { startThrowawayCluster } from "../../scripts/lib/postgres.mjs";
import { migrate } from "../../src/server/db/migrate";

declare module "vitest" {
  interface ProvidedContext {
    /** Superuser's address of the cluster; its database `unpolished` is the migrated template. */
    adminUrl: string;
    ownerUrl: string;
    appUrl: string;
  }
}

/** One real PostgreSQL for the run; each test file clones the migrated database. */
export default async function setup(project: TestProject) {
  const cluster = await startThrowawayCluster();
  await migrate(cluster.ownerUrl);
  project.provide("adminUrl", cluster.adminUrl);
  project.provide("ownerUrl", cluster.ownerUrl);
  project.provide("appUrl", cluster.appUrl);
  return () => cluster.stop();
}
