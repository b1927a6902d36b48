import { randomBytes } from "node:crypto";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig, type Project } from "@playwright/test";
import { ensureChromium } from "./scripts/lib/chromium.mjs";

// The product itself, as `npm start` runs it: production build, embedded database, embedded mail
// sink, in a data folder of its own. To iterate against a copy that already runs, name it with
// E2E_PORT and E2E_DATA_DIR. Every worker reads this file again, so what was chosen here travels to
// them in the environment.

const { env } = process;
const isGiven = Boolean(env.E2E_GIVEN ?? env.E2E_PORT);
env.E2E_GIVEN = isGiven ? "yes" : "";
env.E2E_PORT ||= String(await freePort());
env.E2E_DATA_DIR ||= join(tmpdir(), `unpolished-e2e-${randomBytes(6).toString("hex")}`);
env.PLAYWRIGHT_CHROMIUM ||= await ensureChromium(console.error);

// A whole session runs on a clock that the test moves, so it has a server of its own:
// E2E_CLOCKED=1 npx playwright test
const isClocked = Boolean(env.E2E_CLOCKED);
if (isClocked) env.E2E_CLOCK_PORT ||= String(await freePort());

const url = `http://localhost:${env.E2E_PORT}`;

/** Chromium talks to our server and to nobody else. Under root it has no sandbox of its own. */
const args = [
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
];

/** Pictures for the eye, not a test: SCREENS=1 SCREENS_DIR=… npx playwright test --project screens */
const screens: Project = { name: "screens", grep: /@screens/ };

export default defineConfig({
  testDir: "tests/e2e",
  testMatch: "**/*.spec.ts",
  fullyParallel: true,
  workers: 2,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: "list",
  use: {
    baseURL: url,
    locale: "en-GB",
    screenshot: "only-on-failure",
    launchOptions: { executablePath: env.PLAYWRIGHT_CHROMIUM, args },
  },
  projects: isClocked
    ? [{ name: "clocked", grep: /@clocked/ }]
    : [
        { name: "stories", grepInvert: /@smoke|@screens|@clocked/ },
        // A thin thread through everything. `npm test` runs it once more in another time zone.
        { name: "smoke", grep: /@smoke/ },
        ...(env.SCREENS ? [screens] : []),
      ],
  webServer: {
    command: `"${process.execPath}" tests/e2e/support/${isClocked ? "serve-clocked" : "serve"}.mjs`,
    url: `${url}/readyz`,
    reuseExistingServer: isGiven,
    timeout: 300_000,
    gracefulShutdown: { signal: "SIGTERM", timeout: 20_000 },
    stdout: "ignore",
    stderr: "pipe",
    env: {
      PORT: env.E2E_PORT,
      DATA_DIR: env.E2E_DATA_DIR,
      E2E_CLOCK_PORT: env.E2E_CLOCK_PORT ?? "",
      NODE_ENV: "production",
      // A developer's own settings are no part of a test.
      ...{ PUBLIC_URL: "", SMTP_URL: "", REDIS_URL: "", DATABASE_URL: "" },
      ...{ MIGRATION_DATABASE_URL: "", AUTH_SECRET: "" },
    },
  },
});

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
