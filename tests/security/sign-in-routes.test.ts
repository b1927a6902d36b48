import { readdirSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { POST as stepIn } from "@/app/api/demo/step-in/route";
import { POST as confirm } from "@/app/api/sign-in/confirm/route";
import { POST as request } from "@/app/api/sign-in/request/route";
import { allowedOrigins } from "@/server/auth/origin";
import { ownPath, returnPath } from "@/server/auth/return-to";
import { findSignedInUser } from "@/server/auth/session";
import { CALLER_HEADER, PAGE_HEADER, stampRequest } from "@/server/auth/stamp";
import { isDemoPath } from "@/server/demo/paths";
import { DEMO_PEOPLE } from "@/server/demo/people";
import { users } from "@/server/domains/users/tables";
import { readEnv } from "@/server/env";
import { createRuntime, setRuntime } from "@/server/runtime";
import { useDatabase } from "../support/database";
import { Browser, mailsTo, ORIGIN, useApp } from "../support/sign-in";

const test = useDatabase();
const app = useApp(test);

const API = path.resolve(import.meta.dirname, "../../src/app/api");

/** Every route outside tRPC that signs in, signs out or steps in, read from the folders themselves. */
async function routes(): Promise<{ url: string; methods: Record<string, unknown> }[]> {
  const found = [];
  for (const area of ["auth", "sign-in", "demo"]) {
    const files = readdirSync(path.join(API, area), { recursive: true, encoding: "utf8" });
    for (const file of files.filter((name) => path.basename(name) === "route.ts")) {
      const methods = (await import(path.join(API, area, file))) as Record<string, unknown>;
      found.push({ url: `/api/${area}/${path.dirname(file)}`, methods });
    }
  }
  return found;
}

const postOf = (methods: Record<string, unknown>) =>
  methods.POST as (request: Request) => Promise<Response>;

describe("every route of signing in and out", () => {
  it("answers POST alone, so that nothing that merely fetches can do or learn anything", async () => {
    const found = await routes();
    expect(found.length).toBeGreaterThan(7);
    for (const { url, methods } of found)
      expect([url, Object.keys(methods)]).toEqual([url, ["POST"]]);
  });

  it("leaves next-auth's own routes unserved", async () => {
    const urls = (await routes()).map(({ url }) => url);
    expect(urls.filter((url) => url.includes("["))).toEqual([]);
    expect(urls.filter((url) => /callback|signin|csrf|session|providers/.test(url))).toEqual([]);
  });

  it.each([
    ["another site", { origin: "https://evil.example" }],
    ["a site whose name begins like ours", { origin: `${ORIGIN}.evil.example` }],
    ["another port of this machine", { origin: "http://localhost:9999" }],
    ["another scheme", { origin: ORIGIN.replace("http:", "https:") }],
    ["nowhere", { origin: null }],
    ["a sandboxed page", { origin: "null", headers: { "sec-fetch-site": "cross-site" } }],
    ["a sister site", { origin: null, headers: { "sec-fetch-site": "same-site" } }],
    [
      "another site that claims to be ours",
      { origin: "https://evil.example", headers: { "sec-fetch-site": "same-origin" } },
    ],
  ])("refuses what comes from %s", async (_name, sending) => {
    for (const { url, methods } of await routes()) {
      const browser = new Browser();
      const body = { email: "a@example.org", token: "x".repeat(43), code: "ABCDEFGH", as: "owner" };
      const response = await browser.post(postOf(methods), url, body, sending);
      expect([url, response.status]).toEqual([url, 403]);
      expect(browser.cookies.size).toBe(0);
    }
    expect(await mailsTo(app, "a@example.org")).toEqual([]);
  });

  it("takes the word of the browser where it hides the origin of our own forms", async () => {
    for (const origin of ["null", null]) {
      const response = await new Browser().post(
        request,
        "/api/sign-in/request",
        { email: "own@example.org" },
        { origin, headers: { "sec-fetch-site": "same-origin" } },
      );
      expect(response.status).toBe(200);
    }
  });

  it("never breaks on what it is sent", async () => {
    const found = await routes();
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...found),
        fc.constantFrom(
          "application/json",
          "application/x-www-form-urlencoded",
          "text/plain",
          "multipart/form-data",
          "",
        ),
        fc.oneof(
          fc.string({ unit: "binary", maxLength: 300 }),
          fc.json(),
          fc
            .dictionary(
              fc.constantFrom("email", "token", "code", "returnTo", "as", "__proto__"),
              fc.anything(),
            )
            .map((each) => {
              try {
                return JSON.stringify(each);
              } catch {
                return "{";
              }
            }),
        ),
        async ({ url, methods }, type, body) => {
          const headers = { "content-type": type };
          const response = await new Browser().post(postOf(methods), url, {}, { headers, body });
          expect(response.status).toBeLessThan(500);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("reads no more than a form's worth", async () => {
    const body = { email: "large@example.org", returnTo: `/${"a".repeat(20_000)}` };
    const response = await new Browser().post(request, "/api/sign-in/request", body);
    expect(response.status).toBe(400);
  });

  it("takes JSON alone where a page needs its script anyway", async () => {
    for (const type of ["application/x-www-form-urlencoded", "text/plain", "multipart/form-data"]) {
      const response = await new Browser().post(
        confirm,
        "/api/sign-in/confirm",
        {},
        {
          headers: { "content-type": type },
          body: `token=${"x".repeat(43)}`,
        },
      );
      expect(response.status).toBe(400);
    }
  });
});

describe("an address to send a link to", () => {
  it.each([
    "",
    "nobody",
    "nobody@localhost",
    "a@example.org,b@example.org",
    "a@example.org b@example.org",
    "a@example.org\r\nBcc: b@example.org",
    "a@example.org\nSubject: hello",
    "a%0d%0a@example.org\u0000",
    '"a@example.org"@example.org',
    "<b>a</b>@example.org",
    "Someone <a@example.org>",
    "a＠example.org",
    "a@example.org＠evil.example",
    `${"a".repeat(250)}@example.org`,
  ])("cannot be %j", async (email) => {
    const browser = new Browser();
    const response = await browser.post(request, "/api/sign-in/request", { email });
    expect(response.status).toBe(400);
    const { error } = await response.json();
    expect(error).toMatchObject({ code: "INVALID_INPUT", issues: [{ path: "email" }] });
    expect(browser.cookies.size).toBe(0);
    const rows = await test.db.sql`select from sign_in_requests where email like '%a@%'`;
    expect(rows).toHaveLength(0);
  });
});

describe("the way back after signing in", () => {
  it.each([
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/.//evil.example",
    "/x/..//evil.example",
    "/%2e//evil.example",
    "javascript:alert(1)",
    "home",
    "",
    " /home",
    "/home\r\nSet-Cookie: a=b",
    `/${"a".repeat(600)}`,
  ])("is not %j", (path) => {
    expect(ownPath(path)).toBeNull();
    expect(returnPath(path)).toBe("/home");
  });

  it.each(["/", "/home", "/o/1/rooms/2?from=mail#top", "/join/abc.def-_", "/a%20b"])(
    "may be %s",
    (path) => {
      expect(ownPath(path)).toBe(path);
    },
  );

  it("always stays here, whatever was asked for", () => {
    const piece = fc.constantFrom(
      "/",
      "\\",
      ".",
      "..",
      "@",
      ":",
      "evil.example",
      "%2f",
      "%5c",
      "%2e",
      "\t",
      "\n",
      "?",
      "#",
      "http",
      " ",
      "a",
      "\u0000",
      "。",
      "／",
    );
    const wicked = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(""));
    fc.assert(
      fc.property(
        fc.oneof(
          wicked,
          wicked.map((rest) => `/${rest}`),
          fc.webUrl(),
          fc.string(),
        ),
        (text) => {
          const path = ownPath(text);
          if (path === null) return;
          const read = new URL(path, ORIGIN);
          expect(read.origin).toBe(ORIGIN);
          // Also when only the path that was read is resolved once more.
          expect(new URL(read.pathname, ORIGIN).origin).toBe(ORIGIN);
        },
      ),
      { numRuns: 10_000 },
    );
  });

  it("is not taken from a cookie either, when it leads elsewhere", async () => {
    expect(returnPath(decodeURIComponent("%2F%2Fevil.example"))).toBe("/home");
  });
});

describe("the origins that may call", () => {
  const env = (variables: Record<string, string>) =>
    readEnv({ NODE_ENV: "test", PORT: "4301", ...variables });

  it("are the public one and, in the demo, both names of this machine", () => {
    expect(allowedOrigins(env({}))).toEqual(["http://localhost:4301", "http://127.0.0.1:4301"]);
    expect(allowedOrigins(env({ PUBLIC_URL: "https://tunnel.example" }))).toEqual([
      "https://tunnel.example",
      "http://localhost:4301",
      "http://127.0.0.1:4301",
    ]);
    expect(
      allowedOrigins(
        env({ PUBLIC_URL: "https://groups.example", SMTP_URL: "smtp://mail.example" }),
      ),
    ).toEqual(["https://groups.example"]);
  });
});

describe("stepping in", () => {
  it("signs in as someone of the demo practice, by a plain form", async () => {
    const { email } = DEMO_PEOPLE[1];
    const [user] = await test.db.orm.insert(users).values({ email }).returning({ id: users.id });
    const browser = new Browser();
    const response = await browser.post(
      stepIn,
      "/api/demo/step-in",
      {},
      {
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body: "as=facilitator",
      },
    );
    expect([response.status, response.headers.get("location")]).toEqual([303, "/home"]);
    const session = await findSignedInUser(app.runtime, browser.cookieHeader, new Date());
    expect(session?.userId).toBe(user?.id);
  });

  it("over HTTPS hands out a cookie that no other host could have planted", async () => {
    const { env } = app.runtime;
    const origin = "https://groups.example";
    const behindTls = createRuntime({ ...env, publicUrl: origin });
    setRuntime(behindTls);
    try {
      const sent = { origin };
      const response = await new Browser().post(
        stepIn,
        "/api/demo/step-in",
        { as: "facilitator" },
        sent,
      );
      const [session] = response.headers.getSetCookie();
      expect(session).toMatch(
        /^__Host-unpolished-session=[\w-]{43}; Path=\/; .*; HttpOnly; Secure/,
      );
    } finally {
      setRuntime(app.runtime);
      await behindTls.db.close();
    }
  });

  it("makes no user of someone who is not there", async () => {
    const browser = new Browser();
    const response = await browser.post(stepIn, "/api/demo/step-in", { as: "member2" });
    expect(response.status).toBe(404);
    expect(browser.cookies.size).toBe(0);
  });

  it("does not exist where mail is really sent", async () => {
    const { env } = app.runtime;
    const real = createRuntime({ ...env, demo: false, smtpUrl: "smtp://mail.example" });
    setRuntime(real);
    try {
      for (const as of ["facilitator", "nonsense"]) {
        const browser = new Browser();
        const response = await browser.post(stepIn, "/api/demo/step-in", { as });
        expect(response.status).toBe(404);
        expect(browser.cookies.size).toBe(0);
      }
    } finally {
      setRuntime(app.runtime);
      await real.db.close();
    }
  });

  it("and the mailbox are told from every other path, however they are spelt", () => {
    for (const each of [
      "/mailbox",
      "/mailbox/",
      "/mailbox/20260302T100000000Z-0123abcd/html",
      "/mailbox.rsc",
      "/Mailbox",
      "/%6dailbox",
      "//mailbox",
      "/api/demo/step-in",
      "/api//demo/step-in",
    ]) {
      expect([each, isDemoPath(each)]).toEqual([each, true]);
    }
    for (const each of [
      "/",
      "/home",
      "/mailboxes",
      "/api/trpc",
      "/api/demonstration",
      "/o/mailbox",
      "/%",
    ]) {
      expect([each, isDemoPath(each)]).toEqual([each, false]);
    }
  });
});

describe("what the server notes on a request", () => {
  const stamped = (remoteAddress: string, headers: Record<string, string>, url = "/") => {
    const request = { url, headers: { ...headers }, socket: { remoteAddress } };
    stampRequest(request as unknown as IncomingMessage);
    return request.headers as Record<string, string | undefined>;
  };

  it("is the caller, whom a client cannot make up", () => {
    const forged = { [CALLER_HEADER]: "198.51.100.1", "x-forwarded-for": "198.51.100.2" };
    expect(stamped("203.0.113.7", forged)[CALLER_HEADER]).toBe("203.0.113.7");
    expect(stamped("::ffff:203.0.113.7", forged)[CALLER_HEADER]).toBe("203.0.113.7");
    expect(
      stamped("127.0.0.1", { [CALLER_HEADER]: "198.51.100.1" })[CALLER_HEADER],
    ).toBeUndefined();
  });

  it("is, behind a proxy of our own, the address that the proxy saw", () => {
    const through = { "x-forwarded-for": "198.51.100.9, 203.0.113.7" };
    expect(stamped("127.0.0.1", through)[CALLER_HEADER]).toBe("203.0.113.7");
    expect(stamped("10.1.2.3", through)[CALLER_HEADER]).toBe("203.0.113.7");
    expect(stamped("::1", { "x-forwarded-for": "nonsense" })[CALLER_HEADER]).toBeUndefined();
  });

  it("is the page, without the router's own parameter", () => {
    const page = (url: string) =>
      stamped("127.0.0.1", { [PAGE_HEADER]: "//evil" }, url)[PAGE_HEADER];
    expect(page("/o/1?tab=2&_rsc=abc")).toBe("/o/1?tab=2");
    expect(page("/o/1?_rsc=abc")).toBe("/o/1");
    expect(page("/o/1")).toBe("/o/1");
  });
});
