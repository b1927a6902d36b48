import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { describe, expect, it } from "vitest";
import { POST as leave } from "@/app/api/auth/leave/route";
import { POST as signOutRoute } from "@/app/api/auth/sign-out/route";
import { POST as code } from "@/app/api/sign-in/code/route";
import { POST as confirm } from "@/app/api/sign-in/confirm/route";
import { POST as enter } from "@/app/api/sign-in/enter/route";
import { POST as look } from "@/app/api/sign-in/look/route";
import { POST as request } from "@/app/api/sign-in/request/route";
import { findSignedInUser } from "@/server/auth/session";
import { confirmSignIn, enterCode, lookAtLink, revealCode } from "@/server/auth/sign-in";
import { sendSignInMail } from "@/server/domains/users/jobs";
import { linkCode } from "@/server/domains/users/rules";
import { REVOKED_CHANNEL } from "@/server/domains/users/writes";
import { useDatabase } from "../support/database";
import { Browser, mailsTo, mailTo, tokenIn, useApp } from "../support/sign-in";

const test = useDatabase();
const app = useApp(test);

const MINUTE_MS = 60_000;
const newAddress = () => `${randomUUID()}@example.org`;

/** A browser that asked for a link, and the link's secret, read from the mail that came. */
async function asked(email = newAddress(), returnTo = "/home") {
  const browser = new Browser();
  await browser.post(request, "/api/sign-in/request", { email, returnTo });
  return { browser, email, token: tokenIn(await mailTo(app, email)) };
}

async function signedIn(email?: string) {
  const { browser, token, ...rest } = await asked(email);
  await browser.post(confirm, "/api/sign-in/confirm", { token });
  return { browser, ...rest };
}

const whoIs = (browser: Browser, now = new Date()) =>
  findSignedInUser(app.runtime, browser.cookieHeader, now);

async function countSessions(email: string): Promise<number> {
  const [row] = await test.db.sql<{ sessions: number }[]>`
    select count(*)::int as sessions from auth_sessions s join users u on u.id = s.user_id
    where u.email = ${email}`;
  return row?.sessions ?? 0;
}

const errorCode = async (response: Response) => (await response.json()).error?.code;

describe("an emailed link, in the browser that asked", () => {
  it("names the address and signs in", async () => {
    const { browser, email, token } = await asked("Shy.Person+notes@Example.org", "/join/a-group");
    const seen = await browser.post(look, "/api/sign-in/look", { token });
    expect(await seen.json()).toEqual({ state: "here", email: "shy.person+notes@example.org" });

    const done = await browser.post(confirm, "/api/sign-in/confirm", { token });
    expect(done.status).toBe(200);
    expect(await done.json()).toEqual({ returnTo: "/join/a-group" });
    expect(await whoIs(browser)).toMatchObject({ userId: expect.any(String) });
    expect(await countSessions(email.toLowerCase())).toBe(1);
  });

  it("still signs in after a hundred looks by others", async () => {
    const { browser, token } = await asked();
    for (let scans = 0; scans < 100; scans += 1) {
      await new Browser().post(look, "/api/sign-in/look", { token });
    }
    const done = await browser.post(confirm, "/api/sign-in/confirm", { token });
    expect(done.status).toBe(200);
    expect(await whoIs(browser)).not.toBeNull();
  });

  it("works once", async () => {
    const { browser, email, token } = await asked();
    await browser.post(confirm, "/api/sign-in/confirm", { token });
    const again = await browser.post(confirm, "/api/sign-in/confirm", { token });
    expect(again.status).toBe(409);
    expect(await errorCode(again)).toBe("LINK_OVER");
    expect(await countSessions(email)).toBe(1);
  });

  it("opens one session when it is used fifty times at once", async () => {
    const { browser, email, token } = await asked();
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => browser.post(confirm, "/api/sign-in/confirm", { token })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(await countSessions(email)).toBe(1);
  });

  it("is over after ten minutes, as the server counts them", async () => {
    const { browser, token } = await asked();
    const at = (minutes: number) => ({
      runtime: app.runtime,
      cookieHeader: browser.cookieHeader,
      now: new Date(Date.now() + minutes * MINUTE_MS),
    });
    expect(await lookAtLink(at(9.9), { token })).toMatchObject({ state: "here" });
    expect(await lookAtLink(at(10.1), { token })).toEqual({ state: "over" });
    await expect(confirmSignIn(at(10.1), { token })).rejects.toThrow("LINK_OVER");
    await expect(revealCode(at(10.1), { token })).rejects.toThrow("LINK_OVER");
  });

  it("makes one user of two first sign-ins at once", async () => {
    const email = newAddress();
    const first = await asked(email);
    const second = new Browser();
    await second.post(request, "/api/sign-in/request", { email });
    const token = tokenIn(await mailTo(app, email, 2));
    const answers = await Promise.all([
      first.browser.post(confirm, "/api/sign-in/confirm", { token: first.token }),
      second.post(confirm, "/api/sign-in/confirm", { token }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect((await whoIs(first.browser))?.userId).toBe((await whoIs(second))?.userId);
  });

  it("ends the session that the browser had before", async () => {
    const { browser, email } = await signedIn();
    const before = browser.cookieHeader;
    await browser.post(request, "/api/sign-in/request", { email });
    const token = tokenIn(await mailTo(app, email, 2));
    await browser.post(confirm, "/api/sign-in/confirm", { token });
    expect(await findSignedInUser(app.runtime, before, new Date())).toBeNull();
    expect(await whoIs(browser)).not.toBeNull();
    expect(await countSessions(email)).toBe(1);
  });

  it("hands out a cookie that scripts and other sites cannot use", async () => {
    const { browser, token } = await asked();
    const done = await browser.post(confirm, "/api/sign-in/confirm", { token });
    const [session] = done.headers.getSetCookie();
    expect(session).toMatch(
      /^unpolished-session-4301=[\w-]{43}; Path=\/; Expires=.*; HttpOnly; SameSite=Lax$/,
    );
  });
});

describe("an emailed link, in any other browser", () => {
  it("signs nobody in, and is not used up by trying", async () => {
    const { browser, email, token } = await asked();
    for (const stranger of [new Browser(), (await asked()).browser]) {
      const refused = await stranger.post(confirm, "/api/sign-in/confirm", { token });
      expect(await errorCode(refused)).toBe("LINK_OVER");
      expect(await whoIs(stranger)).toBeNull();
    }
    expect(await countSessions(email)).toBe(0);
    expect((await browser.post(confirm, "/api/sign-in/confirm", { token })).status).toBe(200);
  });

  it("names the address in part only", async () => {
    const { token, email } = await asked();
    const seen = await (await new Browser().post(look, "/api/sign-in/look", { token })).json();
    expect(seen).toEqual({ state: "elsewhere", partOfEmail: `${email[0]}…@example.org` });
  });

  it("offers a code with which the asking browser signs in, however it is typed", async () => {
    const { browser, token } = await asked(undefined, "/help");
    const shown = await new Browser().post(code, "/api/sign-in/code", { token });
    const { code: words } = await shown.json();
    expect(words).toMatch(/^[0-9A-HJKMNP-TV-Z]{4} [0-9A-HJKMNP-TV-Z]{4}$/);
    expect(shown.headers.getSetCookie()).toEqual([]);

    const typed = words.toLowerCase().replaceAll("0", "o").replaceAll("1", "l").replace(" ", "-");
    const done = await browser.post(enter, "/api/sign-in/enter", { code: typed });
    expect(await done.json()).toEqual({ returnTo: "/help" });
    expect(await whoIs(browser)).not.toBeNull();
  });

  it("shows the same code when it is asked for again", async () => {
    const { token } = await asked();
    const codes = await Promise.all(
      [new Browser(), new Browser()].map(async (browser) =>
        (await browser.post(code, "/api/sign-in/code", { token })).json(),
      ),
    );
    expect(codes[0]).toEqual(codes[1]);
  });

  it("lets nobody sign in with the code where the link was not asked for", async () => {
    const { email, token } = await asked();
    const thief = (await asked()).browser;
    const { code: words } = await (await thief.post(code, "/api/sign-in/code", { token })).json();
    const refused = await thief.post(enter, "/api/sign-in/enter", { code: words });
    expect(refused.status).toBe(400);
    expect(await whoIs(thief)).toBeNull();
    expect(await countSessions(email)).toBe(0);
  });

  it("accepts no code before one was asked for", async () => {
    const { browser, email } = await asked();
    // What the code would be, were it offered.
    const [row] = await test.db.sql<{ id: string }[]>`
      select id from sign_in_requests where email = ${email}`;
    const unoffered = linkCode(app.runtime.env.authSecret ?? "", row?.id ?? "");
    const refused = await browser.post(enter, "/api/sign-in/enter", { code: unoffered });
    expect(refused.status).toBe(400);
    expect(await whoIs(browser)).toBeNull();
  });

  it("is over, link included, after five wrong codes, also when they come at once", async () => {
    const { browser, email, token } = await asked();
    const { code: right } = await (
      await new Browser().post(code, "/api/sign-in/code", { token })
    ).json();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        browser.post(enter, "/api/sign-in/enter", { code: "ZZZZ ZZZZ" }),
      ),
    );
    const codes = await Promise.all(answers.map(errorCode));
    expect(codes.filter((each) => each === "INVALID_INPUT")).toHaveLength(4);
    expect(codes.filter((each) => each === "LINK_OVER")).toHaveLength(16);
    for (const [route, path, body] of [
      [enter, "/api/sign-in/enter", { code: right }],
      [confirm, "/api/sign-in/confirm", { token }],
      [code, "/api/sign-in/code", { token }],
    ] as const) {
      expect(await errorCode(await browser.post(route, path, body))).toBe("LINK_OVER");
    }
    expect(await countSessions(email)).toBe(0);
  });

  it("signs in once when the right code is typed fifty times at once", async () => {
    const { browser, email, token } = await asked();
    const { code: right } = await revealCode(
      { runtime: app.runtime, cookieHeader: null, now: new Date() },
      { token },
    );
    const visit = { runtime: app.runtime, cookieHeader: browser.cookieHeader, now: new Date() };
    const tries = await Promise.allSettled(
      Array.from({ length: 50 }, () => enterCode(visit, { code: right.replace(" ", "") })),
    );
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await countSessions(email)).toBe(1);
  });
});

describe("a browser without the asking browser's cookie", () => {
  it("gets no session from any POST", async () => {
    const { email, token } = await asked();
    for (const [route, path] of [
      [look, "/api/sign-in/look"],
      [code, "/api/sign-in/code"],
      [confirm, "/api/sign-in/confirm"],
      [enter, "/api/sign-in/enter"],
    ] as const) {
      const stranger = new Browser();
      await stranger.post(route, path, { token, code: "ABCD EFGH" });
      expect(stranger.cookies.size).toBe(0);
    }
    expect(await countSessions(email)).toBe(0);
  });
});

describe("signing out", () => {
  it.each([
    ["the button", signOutRoute, "/api/auth/sign-out"],
    ["leaving quickly", leave, "/api/auth/leave"],
  ])("by %s ends the session at once and tells open sockets", async (_name, route, path) => {
    const { browser, email } = await signedIn();
    const before = browser.cookieHeader;
    const session = await whoIs(browser);
    const heard: string[] = [];
    const listener = postgres(test.appUrl, { max: 1, onnotice: () => {} });
    await listener.listen(REVOKED_CHANNEL, (id) => heard.push(id));

    const beacon = { headers: { "content-type": "text/plain" }, body: "" };
    expect((await browser.post(route, path, {}, beacon)).status).toBe(200);

    expect(browser.cookies.size).toBe(0);
    expect(await findSignedInUser(app.runtime, before, new Date())).toBeNull();
    expect(await countSessions(email)).toBe(0);
    await expect.poll(() => heard).toEqual([session?.sessionId]);
    await listener.end();
  });

  it("leads a plain form to the public page", async () => {
    const { browser } = await signedIn();
    const form = { headers: { "content-type": "application/x-www-form-urlencoded" }, body: "" };
    const done = await browser.post(signOutRoute, "/api/auth/sign-out", {}, form);
    expect([done.status, done.headers.get("location")]).toEqual([303, "/"]);
  });
});

describe("a session", () => {
  it("ends by itself after thirty days", async () => {
    const { browser } = await signedIn();
    const day = 24 * 60 * MINUTE_MS;
    expect(await whoIs(browser, new Date(Date.now() + 29 * day))).not.toBeNull();
    expect(await whoIs(browser, new Date(Date.now() + 31 * day))).toBeNull();
  });

  it("is not opened by what stands in the tables", async () => {
    const { browser, email, token } = await asked();
    const shown = await new Browser().post(code, "/api/sign-in/code", { token });
    const { code: words } = await shown.json();
    const unused = await dump();
    await browser.post(confirm, "/api/sign-in/confirm", { token });
    const used = await dump();
    const [session = ""] = [...browser.cookies].flatMap(([name, value]) =>
      name.includes("session") ? [value] : [],
    );
    const [nonce = ""] = [...browser.cookies].flatMap(([name, value]) =>
      name.includes("browser") ? [value] : [],
    );
    for (const stored of [unused, used]) {
      expect(stored).toContain(email);
      for (const secret of [token, words, words.replace(" ", ""), nonce]) {
        expect(secret).not.toBe("");
        expect(stored).not.toContain(secret);
      }
    }
    expect(session).toHaveLength(43);
    expect(used).not.toContain(session);
    // Whatever is stored does not work as the cookie's value either.
    const columns = used.match(/[A-Za-z0-9_-]{43}/g) ?? [];
    expect(columns.length).toBeGreaterThan(3);
    for (const column of columns) {
      const header = browser.cookieHeader.replace(session, column);
      expect(await findSignedInUser(app.runtime, header, new Date())).toBeNull();
    }
  });

  /** Everything a copy of the identity tables and of the queue would show. */
  async function dump(): Promise<string> {
    const rows = await test.db.sql`
      select row_to_json(u)::text as row from users u union all
      select row_to_json(s)::text from auth_sessions s union all
      select row_to_json(r)::text from sign_in_requests r union all
      select row_to_json(j)::text from pgboss.job j`;
    return rows.map(({ row }) => row).join("\n");
  }
});

it("never sends a second mail for a request that is over", async () => {
  const { browser, email, token } = await asked();
  await browser.post(confirm, "/api/sign-in/confirm", { token });
  const [row] = await test.db.sql<{ id: string }[]>`
    select id from sign_in_requests where email = ${email}`;
  await sendSignInMail(app.runtime, row?.id ?? "", new Date());
  await sleep(200);
  expect(await mailsTo(app, email)).toHaveLength(1);
});
