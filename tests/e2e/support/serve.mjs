import { spawn } from "node:child_process";
import { rm } from "node:fs/promises";

// Runs the product for the tests and takes its data folder away once it has ended.

const dataDir = process.env.DATA_DIR;
if (!dataDir) throw new Error("DATA_DIR names the folder that is removed afterwards");

const server = spawn(process.execPath, ["scripts/start.mjs"], { stdio: "inherit" });
for (const signal of /** @type {const} */ (["SIGTERM", "SIGINT", "SIGHUP"])) {
  process.on(signal, () => server.kill(signal));
}
server.once("exit", async (code) => {
  await rm(dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  process.exit(code ?? 0);
});
