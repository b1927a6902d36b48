import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

// An audit service cannot always be reached, so what is known is written down here.

const root = path.resolve(import.meta.dirname, "../..");

type Locked = { version?: string; dev?: boolean; optional?: boolean };
const lock = JSON.parse(readFileSync(path.join(root, "package-lock.json"), "utf8")) as {
  packages: Record<string, Locked>;
};
const manifest = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as {
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
  overrides: Record<string, string>;
};

/** The lowest version without a known hole, and where the hole is described. */
const FLOORS: [name: string, floor: string, advisories: string][] = [
  ["next", "16.4.6", "CVE-2025-29927, CVE-2025-55182, CVE-2026-44574…44578, GHSA-2xp9-vwfh-vxw4"],
  ["next-auth", "4.24.15", "GHSA-7rqj-j65f-68wh"],
  ["socket.io-parser", "4.2.7", "CVE-2026-69185"],
  ["drizzle-orm", "0.45.2", "CVE-2026-39356"],
  ["nodemailer", "9.0.1", "GHSA-p6gq-j5cr-w38f; next-auth asks for ^7, hence the override"],
  ["sharp", "0.35.4", "GHSA-rgj7-g3m4-5g8c"],
  ["@trpc/server", "11.8.0", "CVE-2025-68130"],
  ["@trpc/client", "11.8.0", "CVE-2025-68130"],
];

/** Versions of a package wherever it is installed, nested copies included. */
function versionsOf(name: string, packages: Record<string, Locked>): string[] {
  return Object.entries(packages)
    .filter(([at]) => at.endsWith(`node_modules/${name}`))
    .map(([, { version }]) => version ?? "none");
}

/** A pre-release counts as older than its release. */
function isBelow(version: string, floor: string): boolean {
  const [numbers = "", preRelease] = version.split("-", 2);
  const [mine, lowest] = [numbers, floor].map((each) => each.split(".").map(Number));
  for (const at of [0, 1, 2]) {
    const difference = (mine?.[at] ?? 0) - (lowest?.[at] ?? 0);
    if (Number.isNaN(difference) || difference < 0) return true;
    if (difference > 0) return false;
  }
  return preRelease !== undefined;
}

function belowFloors(packages: Record<string, Locked>): string[] {
  return FLOORS.flatMap(([name, floor, advisories]) =>
    versionsOf(name, packages)
      .filter((version) => isBelow(version, floor))
      .map((version) => `${name} ${version} is below ${floor}: ${advisories}`),
  );
}

describe("what is installed", () => {
  it("is at or above every floor, in every copy", () => {
    expect(belowFloors(lock.packages)).toEqual([]);
    for (const [name] of FLOORS)
      expect([name, versionsOf(name, lock.packages)]).not.toEqual([name, []]);
  });

  it("would be refused below one, even when it is nested or a pre-release", () => {
    const planted: [at: string, version: string, refused: boolean][] = [
      ["node_modules/next", "16.4.5", true],
      ["node_modules/next", "16.4.6-canary.3", true],
      ["node_modules/next", "16.10.0", false],
      ["node_modules/next-auth/node_modules/nodemailer", "7.0.12", true],
      ["node_modules/socket.io-parser", "4.2.6", true],
      ["node_modules/sharp", "1.0.0", false],
      ["node_modules/sharp", "latest", true],
    ];
    for (const [at, version, refused] of planted) {
      const complaints = belowFloors({ [at]: { version } });
      expect([at, version, complaints.length > 0]).toEqual([at, version, refused]);
    }
  });

  it("is asked for by exact version", () => {
    const { dependencies, devDependencies, overrides } = manifest;
    for (const asked of [dependencies, devDependencies, overrides]) {
      for (const [name, version] of Object.entries(asked)) {
        expect([name, version]).toEqual([name, expect.stringMatching(/^\d+\.\d+\.\d+(-[\w.]+)?$/)]);
      }
    }
  });

  it("is locked to the versions asked for", () => {
    const asked = { ...manifest.dependencies, ...manifest.devDependencies };
    for (const [name, version] of Object.entries(asked)) {
      expect([name, lock.packages[`node_modules/${name}`]?.version]).toEqual([name, version]);
    }
  });
});

/** Fit for a work under the AGPL that is served to others. */
const LICENCES = [
  "0BSD",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "BlueOak-1.0.0",
  "CC-BY-4.0",
  "CC0-1.0",
  "ISC",
  "LGPL-3.0-or-later",
  "MIT",
  "MIT-0",
  "MPL-2.0",
  "OFL-1.1",
  "Python-2.0",
  "Unlicense",
];

type Manifest = { license?: string | { type: string }; licenses?: { type: string }[] };

/** As its own manifest says. Null for another machine's build of what is optional. */
function licenceOf(at: string, { optional }: Locked): string | null {
  const file = path.join(root, at, "package.json");
  if (optional && !existsSync(file)) return null;
  const own = JSON.parse(readFileSync(file, "utf8")) as Manifest;
  const said = own.license ?? own.licenses?.map(({ type }) => type).join(" OR ");
  return (typeof said === "string" ? said : said?.type) ?? "none";
}

/** Of a choice one is enough; of a sum all are needed. */
function isAllowed(expression: string): boolean {
  return expression
    .replace(/[()]/g, "")
    .split(" OR ")
    .some((choice) => choice.split(" AND ").every((each) => LICENCES.includes(each.trim())));
}

describe("the licence of everything that is served", () => {
  it("is one that goes with the AGPL", () => {
    const served = Object.entries(lock.packages).filter(([at, { dev }]) => at !== "" && !dev);
    expect(served.length).toBeGreaterThan(100);
    const refused = served
      .map(([at, locked]) => [at, licenceOf(at, locked)] as const)
      .filter(([, licence]) => licence !== null && !isAllowed(licence));
    expect(refused).toEqual([]);
  });

  it("would be refused otherwise", () => {
    for (const licence of ["none", "UNLICENSED", "SSPL-1.0", "BUSL-1.1", "MIT AND BUSL-1.1"]) {
      expect([licence, isAllowed(licence)]).toEqual([licence, false]);
    }
    for (const licence of ["(MIT OR CC0-1.0)", "SSPL-1.0 OR Apache-2.0", "MIT AND ISC"]) {
      expect([licence, isAllowed(licence)]).toEqual([licence, true]);
    }
  });
});

/** What no line of the product may hold, and why. */
const FORBIDDEN: [what: RegExp, why: string][] = [
  [/\bsql\.raw\b|\.unsafe\(/, "text becomes SQL"],
  [
    /dangerouslySetInnerHTML|\.innerHTML\b|insertAdjacentHTML|document\.write/,
    "text becomes markup",
  ],
  [/\beval\(|new Function\(/, "text becomes code"],
  [/["'`]use server["'`]/, "a server action has no row in the authorisation table"],
  [/child_process/, "the server starts no other program"],
];

/** Addresses that stand for no place on the internet, by RFC 2606 and 6761, and this machine. */
const NOWHERE = /^(localhost|127\.0\.0\.1|([\w-]+\.)*(invalid|example|test)|\$\{[\w.]+\})$/;

function complaintsAbout(source: string): string[] {
  const hosts = [...source.matchAll(/\b(?:https?|wss?):\/\/([^\s/"'`<>):]+)/g)].map(
    ([, host]) => host,
  );
  return [
    ...FORBIDDEN.filter(([what]) => what.test(source)).map(([, why]) => why),
    ...hosts
      .filter((host) => !NOWHERE.test(host ?? ""))
      .map((host) => `third-party origin ${host}`),
  ];
}

describe("the source", () => {
  const files = readdirSync(path.join(root, "src"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|tsx|css|js|mjs|svg|html)$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name));

  it("turns no text into SQL, markup or code, and names no one else's host", () => {
    expect(files.length).toBeGreaterThan(150);
    const complaints = files.flatMap((file) =>
      complaintsAbout(readFileSync(file, "utf8")).map((why) => [path.relative(root, file), why]),
    );
    expect(complaints).toEqual([]);
  });

  it.each([
    "const query = sql.raw(text);",
    "await db.sql.unsafe(text);",
    "<p dangerouslySetInnerHTML={{ __html: body }} />",
    "element.innerHTML = body;",
    '"use server";',
    'import { exec } from "node:child_process";',
    '<script src="https://cdn.jsdelivr.net/x.js" />',
    '@import url("https://fonts.googleapis.com/css2");',
    'fetch("https://api.vendor.com/" + id)',
    'new WebSocket("wss://live.vendor.com")',
  ])("would be refused with %s", (line) => {
    expect(complaintsAbout(line)).not.toEqual([]);
  });
});
