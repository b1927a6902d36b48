import { rmSync } from "node:fs";
import { createServer } from "node:http";
import { serve } from "../../../scripts/lib/serve.mjs";

// The product as `npm start` runs it, except that a test decides what time it is: an hour-long
// session need not take an hour, and nothing in it waits for a real clock.

const { DATA_DIR, E2E_CLOCK_PORT } = process.env;
if (!DATA_DIR || !E2E_CLOCK_PORT) throw new Error("DATA_DIR and E2E_CLOCK_PORT must be set");

let aheadMs = 0;
const clock = () => new Date(Date.now() + aheadMs);

// POST /?ms=60000 lets a minute pass. Answers with the time it then is.
const control = createServer((request, response) => {
  const ms = Number(new URL(request.url ?? "/", "http://localhost").searchParams.get("ms"));
  if (request.method === "POST" && Number.isFinite(ms)) aheadMs += ms;
  response.end(clock().toISOString());
});
control.listen(Number(E2E_CLOCK_PORT), "127.0.0.1");

process.on("exit", () => {
  rmSync(DATA_DIR, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
});
await serve({ clock, heartbeatMs: 500, lookMs: 50 });
