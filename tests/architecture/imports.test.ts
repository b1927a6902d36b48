import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import {
  findCycle,
  parseImports,
  readImports,
  strangeDomainFiles,
  whatItBreaks,
} from "../support/import-rules";

const root = path.resolve(import.meta.dirname, "../..");

describe("import rules", () => {
  const imports = readImports(root, ["src"]);

  it("finds the imports there are", () => {
    expect(imports.length).toBeGreaterThan(200);
    const names = imports.map((each) => each.to);
    expect(names).toContain("socket.io");
    expect(names).toContain("src/server/domains/rooms/writes");
  });

  it("is broken by no import in src", () => {
    const broken = imports.flatMap((each) => {
      const rule = whatItBreaks(each);
      return rule ? [`${each.from} → ${each.to}: ${rule}`] : [];
    });
    expect(broken).toEqual([]);
  });

  it("leaves no cycle", () => {
    expect(findCycle(imports)).toBeNull();
  });

  it("keeps the names inside a domain to the closed set", () => {
    expect(strangeDomainFiles([...new Set(imports.map((each) => each.from))])).toEqual([]);
  });
});

describe("a planted import", () => {
  const forbidden: [file: string, statement: string, rule: RegExp][] = [
    ["src/server/domains/groups/writes.ts", 'import { x } from "../rooms/writes";', /comes before/],
    ["src/server/domains/drafts/reads.ts", 'import { x } from "../exposures/reads";', /beside/],
    ["src/server/domains/rooms/reads.ts", 'import { x } from "../groups/tables";', /one owner/],
    ["src/server/domains/rooms/rules.ts", 'import { x } from "./tables";', /no IO/],
    ["src/server/domains/rooms/contract.ts", 'import fs from "node:fs";', /no IO/],
    ["src/server/domains/rooms/router.ts", 'import { eq } from "drizzle-orm";', /never touch/],
    ["src/server/domains/rooms/socket.ts", 'import { x } from "./tables";', /never touch/],
    ["src/server/lib/time.ts", 'import { sql } from "drizzle-orm";', /SQL lives/],
    ["src/server/domains/rooms/writes.ts", 'import { Server } from "socket.io";', /gateway/],
    ["src/server/domains/rooms/writes.ts", 'import { TRPCError } from "@trpc/server";', /trpc/],
    ["src/server/domains/digests/jobs.ts", 'import x from "nodemailer";', /mail/],
    ["src/server/domains/drafts/writes.ts", 'import sharp from "sharp";', /storage/],
    [
      "src/components/rooms/a.tsx",
      'import { x } from "@/server/domains/rooms/writes";',
      /components/,
    ],
    ["src/components/rooms/a.tsx", 'import { x } from "@/server/trpc/root";', /components/],
    ["src/components/ui/a.tsx", 'import { x } from "@/server/domains/rooms/contract";', /nothing/],
    ["src/server/lib/time.ts", 'export { x } from "@/app/page";', /src\/app/],
    ["src/server/lib/time.ts", 'const x = await import("@/app/page");', /src\/app/],
  ];

  it.each(forbidden)("in %s is refused: %s", (file, statement, rule) => {
    const folder = mkdtempSync(path.join(tmpdir(), "imports-"));
    try {
      mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      writeFileSync(path.join(folder, file), `// a comment\n${statement}\n`);
      const [planted] = readImports(folder, ["src"]);
      expect(planted && whatItBreaks(planted)).toMatch(rule);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("is seen however it is written", () => {
    const source = [
      'import a from "one";',
      'import type { B } from "two";',
      'import {\n  type C,\n  type D,\n} from "three";',
      'import { type E, f } from "four";',
      'export * from "five";',
      'import "six";',
      'const g = await import("seven");',
    ].join("\n");
    expect(parseImports(source)).toEqual([
      { module: "one", typeOnly: false },
      { module: "two", typeOnly: true },
      { module: "three", typeOnly: true },
      { module: "four", typeOnly: false },
      { module: "five", typeOnly: false },
      { module: "six", typeOnly: false },
      { module: "seven", typeOnly: false },
    ]);
  });

  it("that closes a circle is found", () => {
    const circle = [
      { from: "src/a.ts", to: "src/b", typeOnly: false },
      { from: "src/b.ts", to: "src/c", typeOnly: false },
      { from: "src/c.ts", to: "src/a", typeOnly: false },
    ];
    expect(findCycle(circle)).toEqual(["src/a", "src/b", "src/c", "src/a"]);
    expect(findCycle(circle.map((each) => ({ ...each, typeOnly: true })))).toBeNull();
  });
});
