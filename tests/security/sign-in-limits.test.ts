import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { POST as confirm } from "@/app/api/sign-in/confirm/route";
import { POST as request } from "@/app/api/sign-in/request/route";
import { requestSignIn } from "@/server/auth/sign-in";
import { CALLER_HEADER } from "@/server/auth/stamp";
import { useDatabase } from "../support/database";
import { Browser, mailsTo, mailTo, tokenIn, useApp } from "../support/sign-in";

const test = useDatabase();
const app = useApp(test);

const HOUR_MS = 60 * 60_000;
const newAddress = () => `${randomUUID()}@example.org`;
const ask = (email: string, browser = new Browser()) =>
  browser.post(request, "/api/sign-in/request", { email });

/** A later mail, to know that the worker has been through all earlier ones. */
async function workerIsThrough() {
  const email = newAddress();
  await ask(email);
  await mailTo(app, email);
}

describe("mails to one address", () => {
  it("are five an hour at most, whoever asks and however often", async () => {
    const email = newAddress();
    for (let asks = 0; asks < 40; asks += 1) {
      expect((await ask(asks % 2 ? email : email.toUpperCase())).status).toBe(200);
    }
    await mailTo(app, email, 5);
    await workerIsThrough();
    expect(await mailsTo(app, email)).toHaveLength(5);
  });

  it("are five when fifty ask at the same instant", async () => {
    const email = newAddress();
    const answers = await Promise.all(Array.from({ length: 50 }, () => ask(email)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    await mailTo(app, email, 5);
    await workerIsThrough();
    expect(await mailsTo(app, email)).toHaveLength(5);
  });

  it("may be asked for again after an hour, and never use up another's", async () => {
    const email = newAddress();
    const at = (now: Date) =>
      requestSignIn({ runtime: app.runtime, cookieHeader: null, now }, { email });
    const start = Date.now();
    for (let asks = 0; asks < 7; asks += 1) await at(new Date(start - HOUR_MS + 1000));
    expect(await countRequests(email)).toBe(5);
    await at(new Date(start));
    expect(await countRequests(email)).toBe(5);
    await at(new Date(start + 2000));
    expect(await countRequests(email)).toBe(6);

    const other = newAddress();
    await ask(other);
    expect(await countRequests(other)).toBe(1);
  });

  async function countRequests(email: string): Promise<number> {
    const rows = await test.db.sql`select from sign_in_requests where email = ${email}`;
    return rows.length;
  }
});

describe("what asking for a link answers", () => {
  it("is the same, byte for byte, for a known address, an unknown one and one at its limit", async () => {
    const known = newAddress();
    const browser = new Browser();
    await ask(known, browser);
    const token = tokenIn(await mailTo(app, known));
    expect((await browser.post(confirm, "/api/sign-in/confirm", { token })).status).toBe(200);
    const limited = newAddress();
    for (let asks = 0; asks < 5; asks += 1) await ask(limited);

    const answers = await Promise.all([known, newAddress(), limited].map((email) => answer(email)));
    expect(answers[0]).toMatchObject({ status: 200, body: "{}" });
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
  });

  it("is the same for plain forms", async () => {
    const limited = newAddress();
    for (let asks = 0; asks < 5; asks += 1) await ask(limited);
    const [first, second] = await Promise.all([newAddress(), limited].map(formAnswer));
    expect(first).toMatchObject({ status: 303, location: "/sign-in?asked" });
    expect(second).toEqual(first);
  });

  async function answer(email: string) {
    return bytes(await ask(email));
  }

  async function formAnswer(email: string) {
    const response = await new Browser().post(
      request,
      "/api/sign-in/request",
      {},
      {
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams({ email, returnTo: "/home" }).toString(),
      },
    );
    return { ...(await bytes(response)), location: response.headers.get("location") };
  }

  /** All that a client receives; random secrets count by their length. */
  async function bytes(response: Response) {
    const headers = [...response.headers].map(([name, value]) => [
      name,
      value.replace(/=[\w-]{43};/, `=${"x".repeat(43)};`),
    ]);
    return { status: response.status, headers, body: await response.text() };
  }
});

describe("one caller", () => {
  it("may have thirty links sent in an hour, and no other caller notices", async () => {
    const from = (caller: string) =>
      new Browser().post(
        request,
        "/api/sign-in/request",
        { email: newAddress() },
        { headers: { [CALLER_HEADER]: caller } },
      );
    const answers = [];
    for (let asks = 0; asks < 31; asks += 1) answers.push((await from("203.0.113.7")).status);
    expect(answers.filter((status) => status === 200)).toHaveLength(30);
    expect(answers.at(-1)).toBe(429);
    expect((await from("203.0.113.8")).status).toBe(200);
  });
});
