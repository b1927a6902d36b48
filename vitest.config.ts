import path from "node:path";
import { defineConfig } from "vitest/config";

const database = { globalSetup: ["tests/support/global-setup.ts"] };

export default defineConfig({
  resolve: { alias: { "@": path.resolve(import.meta.dirname, "src") } },
  test: {
    // Tests wait for PostgreSQL more than they compute; by default one core would be left idle.
    maxWorkers: "100%",
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      { extends: true, test: { name: "rules", include: ["tests/rules/**/*.test.ts"] } },
      {
        extends: true,
        test: { name: "architecture", include: ["tests/architecture/**/*.test.ts"] },
      },
      {
        extends: true,
        test: { name: "domain", include: ["tests/domain/**/*.test.{ts,tsx}"], ...database },
      },
      {
        extends: true,
        test: { name: "realtime", include: ["tests/realtime/**/*.test.ts"], ...database },
      },
      {
        extends: true,
        test: { name: "security", include: ["tests/security/**/*.test.ts"], ...database },
      },
      {
        extends: true,
        test: {
          name: "faults",
          include: ["tests/faults/**/*.test.ts"],
          testTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
