import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { EnvError, readEnv, VARIABLES } from "@/server/env";

const text = readFileSync(path.resolve(import.meta.dirname, "../../.env.example"), "utf8");
const lines = text.split("\n");
const entries = lines.flatMap((line, at) => {
  const [, name, value] = /^([A-Z0-9_]+)=(.*)$/.exec(line) ?? [];
  return name === undefined ? [] : [{ name, value: value ?? "", above: lines[at - 1] ?? "" }];
});

describe(".env.example", () => {
  it("lists every variable there is, and no other", () => {
    expect(entries.map((entry) => entry.name).sort()).toEqual([...VARIABLES].sort());
  });

  it("says above each what it is for", () => {
    for (const { name, above } of entries)
      expect([name, above]).toEqual([name, expect.stringMatching(/^# ./)]);
  });

  it("shows the defaults", () => {
    const shown = Object.fromEntries(entries.map((entry) => [entry.name, entry.value]));
    expect(readEnv(shown)).toEqual(readEnv({}));
  });
});

describe("a bad value", () => {
  it.each([
    ["PORT", "http"],
    ["PORT", "70000"],
    ["PUBLIC_URL", "localhost"],
    ["DATABASE_URL", "mysql://x"],
    ["MIGRATION_DATABASE_URL", "nonsense"],
    ["SMTP_URL", "mail.example.org"],
    ["MAIL_FROM", "a\nBcc: everyone@example.org"],
    ["AUTH_SECRET", "short"],
    ["ROLES", "web,everything"],
    ["LOG_LEVEL", "loud"],
    ["NODE_ENV", "staging"],
    ["S3_ENDPOINT", "s3.example.org"],
    ["S3_BUCKET", "Not a bucket"],
  ])("of %s is told in one line that names it", (name, value) => {
    const read = () => readEnv({ [name]: value });
    expect(read).toThrow(EnvError);
    expect(read).toThrow(new RegExp(`^${name} [^\n]+$`));
  });

  it("of an object store that is only half told names what is missing", () => {
    const whole = {
      S3_ENDPOINT: "https://s3.example.org",
      S3_BUCKET: "photos",
      S3_REGION: "auto",
      S3_ACCESS_KEY_ID: "k",
      S3_SECRET_ACCESS_KEY: "hunter2",
    };
    expect(readEnv(whole).objectStore).toMatchObject({ bucket: "photos", region: "auto" });
    for (const name of Object.keys(whole)) {
      const read = () => readEnv({ ...whole, [name]: "" });
      expect(read).toThrow(EnvError);
      expect(read).toThrow(new RegExp(`^${name} [^\n]+$`));
      expect(read).not.toThrow(/hunter2/);
    }
  });

  it("is never repeated, since it may hold a password", () => {
    expect(() => readEnv({ DATABASE_URL: "mysql://name:hunter2@host" })).not.toThrow(/hunter2/);
  });
});
