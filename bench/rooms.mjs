import { assertNodeVersion } from "../scripts/lib/node-version.mjs";

// `npm run bench:rooms`. Like scripts/start.mjs this runs on the machine's own Node, with
// node_modules perhaps absent, and goes on under Node 24 once everything is in place.
assertNodeVersion();

const { ensureBuilt, ensureInstalled } = await import("../scripts/lib/setup.mjs");
const { endRunning, runTool } = await import("../scripts/lib/test-run.mjs");
const { oneLine, StartError } = await import("../scripts/lib/start-error.mjs");

// Everything the bench starts is in one process group; the database's own guard clears up after it.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => {
    endRunning();
    process.exitCode = 1;
  });
}

try {
  const args = process.argv.slice(2);
  await ensureInstalled(console.log);
  // Only the part that opens rooms asks for pages.
  if (args.includes("open") || !args.includes("rooms")) await ensureBuilt(console.log);
  const ok = await runTool("bench/run.ts", args, { NODE_OPTIONS: "--import=tsx" });
  process.exitCode = ok ? 0 : 1;
} catch (error) {
  console.error(error instanceof StartError ? error.message : oneLine(error));
  process.exitCode = 1;
}
