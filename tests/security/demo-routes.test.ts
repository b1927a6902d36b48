import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freeLoopbackPort } from "../../scripts/lib/ports.mjs";
import { useDatabase } from "../support/database";

// The mailbox shows everyone's mail and stepping in needs no password: in front of real people
// neither may be there. Asked of the real server, as `npm start` runs it, over a bare socket, so
// that no client tidies an address up on the way.

const root = path.resolve(import.meta.dirname, "../..");
const MAIL_ID = "20260302T100000000Z-0badcafe";
const CANARY = "canary-7c1e-left-over-from-a-demo";
const PLAIN_404 = /^There is nothing at this address\.$/m;

const test = useDatabase();
type Running = { port: number; child: ChildProcess; dataDir: string };
let demo: Running;
let real: Running;

beforeAll(async () => {
  if (!existsSync(path.join(root, ".next", "BUILD_ID"))) {
    throw new Error("The pages are not built: run `npm test build` first.");
  }
  [demo, real] = await Promise.all([
    start({ SMTP_URL: "" }),
    start({ SMTP_URL: `smtp://127.0.0.1:${await freeLoopbackPort()}` }),
  ]);
}, 120_000);

afterAll(async () => {
  for (const running of [demo, real]) {
    if (!running) continue;
    const { child, dataDir } = running;
    child.kill("SIGTERM");
    if (child.exitCode === null) await once(child, "exit");
    await rm(dataDir, { recursive: true, force: true });
  }
}, 60_000);

/** A server of its own on this file's database, with a mail of an earlier demo in its folder. */
async function start(variables: Record<string, string>): Promise<Running> {
  const dataDir = await mkdtemp(path.join(tmpdir(), "unpolished-routes-"));
  await mkdir(path.join(dataDir, "mailbox"));
  const mail = `From: a@example.org\r\nTo: b@example.org\r\nSubject: ${CANARY}\r\n\r\nHello.\r\n`;
  await writeFile(path.join(dataDir, "mailbox", `${MAIL_ID}.eml`), mail);
  const port = await freeLoopbackPort();
  const child = spawn(path.join(root, "node_modules/.bin/node"), ["scripts/serve.mjs"], {
    cwd: root,
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      NODE_ENV: "production",
      PORT: String(port),
      DATA_DIR: dataDir,
      DATABASE_URL: test.appUrl,
      MIGRATION_DATABASE_URL: "",
      AUTH_SECRET: "a-secret-of-the-tests-0123456789abcdef",
      LOG_LEVEL: "warn",
      ...variables,
    },
  });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => said.push(chunk.toString()));
  }
  await new Promise<void>((resolve, reject) => {
    child.stdout.on("data", () => said.join("").includes("Unpolished is ready") && resolve());
    child.once("exit", () => reject(new Error(`the server did not start:\n${said.join("")}`)));
  });
  return { port, child, dataDir };
}

type Answer = { status: number; text: string };

/** One request, sent byte for byte. */
function ask(
  { port }: Running,
  target: string,
  { method = "GET", headers = {} as Record<string, string>, body = "" } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1");
    let text = "";
    const lines = Object.entries({
      host: `localhost:${port}`,
      connection: "close",
      "content-length": String(body.length),
      ...headers,
    }).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.setTimeout(15_000, () => socket.destroy(new Error(`no answer to ${target}`)));
    socket.on("data", (chunk) => {
      text += chunk.toString("latin1");
    });
    socket.once("error", reject);
    socket.once("close", () => resolve({ status: Number(text.split(" ", 2)[1]), text }));
    socket.write(`${method} ${target} HTTP/1.1\r\n${lines.join("")}\r\n${body}`);
  });
}

/** A press of the button on the demo's front page. */
const stepIn = (running: Running, target = "/api/demo/step-in") =>
  ask(running, target, {
    method: "POST",
    body: "as=member",
    headers: {
      origin: `http://localhost:${running.port}`,
      "content-type": "application/x-www-form-urlencoded",
    },
  });

describe("in the demo", () => {
  it("the mailbox and its mails are there", async () => {
    expect((await ask(demo, "/mailbox")).text).toContain(CANARY);
    expect((await ask(demo, `/mailbox/${MAIL_ID}`)).text).toContain(CANARY);
    expect((await ask(demo, "/mailbox/x")).text).not.toMatch(PLAIN_404);
  });

  it("one press steps in", async () => {
    const answer = await stepIn(demo);
    expect(answer.status).toBe(303);
    expect(answer.text).toMatch(/set-cookie: unpolished-session/i);
  });
});

describe("with a mail server", () => {
  it("the same build serves its pages", async () => {
    expect((await ask(real, "/")).status).toBe(200);
    expect((await ask(real, "/healthz")).status).toBe(200);
  });

  it.each([
    "/mailbox",
    "/mailbox/",
    "/mailbox/x",
    `/mailbox/${MAIL_ID}`,
    `/mailbox/${MAIL_ID}/html`,
    "/mailbox?before=x",
    "/mailbox#x",
    "/mailbox.rsc",
    "/mailbox.txt",
    "/mailbox.segments/_tree.segment.rsc",
    "/Mailbox",
    "/%6dailbox",
    `/%6D%61ilbox/${MAIL_ID}`,
    "/mailbox%2fx",
    "/mailbox%3fx",
    "/mailbox%00",
    "/mailbox;x=1",
    "//mailbox",
    `///mailbox/${MAIL_ID}`,
    "/./mailbox",
    "/%2e/mailbox",
    "/home/../mailbox",
    "/home/%2e%2e/mailbox",
    "/home/..%2fmailbox",
    "/\\mailbox",
    "/\\/mailbox",
    "http://elsewhere.example/mailbox",
    "http://elsewhere.example//mailbox",
    "/api/demo",
    "/api/demo/step-in",
    "/api/demo/step-in/",
    "/api/demo/step-in.rsc",
    "/API/demo/step-in",
    "/api/%64emo/step-in",
    "/api//demo/step-in",
    "//api/demo/step-in",
    "/api/./demo/step-in",
    "/api/sign-in/../demo/step-in",
  ])("%s is not routed", async (target) => {
    for (const answer of [await ask(real, target), await stepIn(real, target)]) {
      expect([answer.status, answer.text]).toEqual([404, expect.stringMatching(PLAIN_404)]);
      expect(answer.text).not.toMatch(/<html|set-cookie|canary/i);
    }
  });

  it.each([
    ["rsc", "1"],
    ["next-router-prefetch", "1"],
    ["x-nextjs-data", "1"],
    ["x-matched-path", "/mailbox"],
    ["x-invoke-path", "/mailbox"],
    ["x-original-url", "/mailbox"],
    ["x-rewrite-url", "/mailbox"],
    ["x-middleware-rewrite", "/mailbox"],
    ["x-now-route-matches", "1"],
    ["x-http-method-override", "POST"],
  ])("the header %s leads there neither", async (name, value) => {
    for (const target of ["/mailbox", "/", "/help"]) {
      const answer = await ask(real, target, { headers: { [name]: value } });
      if (target === "/mailbox") expect(answer.text).toMatch(PLAIN_404);
      expect(answer.text).not.toContain(CANARY);
    }
  });

  it("the pages say no by themselves as well, should anything lead to them", async () => {
    const answer = await ask(real, "/_next/../mailbox%252f");
    expect(answer.text).not.toContain(CANARY);
    expect(answer.status).toBe(404);
  });
});

describe("the API's address", () => {
  it("takes nothing but POST", async () => {
    const headers = { origin: `http://localhost:${real.port}` };
    for (const method of ["GET", "HEAD", "PUT", "DELETE", "PATCH"]) {
      const target = "/api/trpc/organisations.listMyOrganisations?input=%7B%7D";
      expect([method, (await ask(real, target, { method, headers })).status]).toEqual([
        method,
        405,
      ]);
    }
  });

  it("survives addresses that are none", async () => {
    for (const target of ["//", "///", "/%", "/%ff", "//[", "http://[", "*", "/\u0080"]) {
      const { status, text } = await ask(real, target);
      expect([target, status]).toEqual([target, expect.toSatisfy((code: number) => code < 500)]);
      expect(text).not.toMatch(/node_modules|at .*\.ts/);
    }
    expect((await ask(real, "/healthz")).status).toBe(200);
  });
});
