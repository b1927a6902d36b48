import { openCluster, startThrowawayCluster } from "../../scripts/lib/postgres.mjs";

// A process of its own for the tests to kill: opens the cluster of the data folder in its first
// argument (none: a throwaway one) and tells what happens, one JSON line each.

const tell = (event: object) => console.log(JSON.stringify(event));
const log = (line: string) => tell({ line });

const dataDir = process.argv[2];
const cluster = dataDir
  ? await openCluster({ dataDir, log })
  : await startThrowawayCluster({ log });
cluster.onExit(() => tell({ exited: true }));
cluster.onRestored(() => tell({ restored: cluster.pid() }));
const { port, attached, adminUrl, ownerUrl, appUrl } = cluster;
tell({ opened: { port, attached, adminUrl, ownerUrl, appUrl, pid: cluster.pid() } });

const idle = setInterval(() => {}, 60_000);
process.on("SIGTERM", async () => {
  clearInterval(idle);
  await cluster.stop();
});
