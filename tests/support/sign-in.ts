import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll } from "vitest";
import { workUsers } from "@/server/domains/users/jobs";
import { readEnv } from "@/server/env";
import { findMail, listMails, type MailView } from "@/server/mail/mailbox";
import { type Sink, startSink } from "@/server/mail/sink";
import { createRuntime, type Runtime, setRuntime } from "@/server/runtime";
import type { TestDatabase } from "./database";

export const ORIGIN = "http://localhost:4301";
const MAIL_WAIT_MS = 15_000;

export type App = { runtime: Runtime; dataDir: string };

/**
 * The server's side of signing in, without the pages: this file's database, a real SMTP server, and
 * the worker that sends. Routes called in the same process use it.
 */
export function useApp(test: TestDatabase, variables: Record<string, string> = {}): App {
  const app = {} as App;
  let sink: Sink;
  beforeAll(async () => {
    app.dataDir = await mkdtemp(path.join(tmpdir(), "unpolished-mail-"));
    sink = await startSink({ dataDir: app.dataDir });
    const env = readEnv({
      NODE_ENV: "test",
      PORT: new URL(ORIGIN).port,
      DATABASE_URL: test.appUrl,
      DATA_DIR: app.dataDir,
      AUTH_SECRET: "a-secret-of-the-tests-0123456789abcdef",
      LOG_LEVEL: "error",
      ...variables,
    });
    app.runtime = createRuntime({ ...env, smtpUrl: sink.url });
    setRuntime(app.runtime);
    await workUsers(app.runtime);
  });
  afterAll(async () => {
    await app.runtime.db.close();
    await sink.stop();
    await rm(app.dataDir, { recursive: true, force: true });
  });
  return app;
}

type Route = (request: Request) => Promise<Response>;
type Sending = { origin?: string | null; headers?: Record<string, string>; body?: BodyInit };

/** A browser, as far as our routes can see one: it keeps cookies and says where it comes from. */
export class Browser {
  readonly cookies = new Map<string, string>();

  /** Posts JSON as a page of ours does; `sending` makes it something else. */
  async post(route: Route, pathname: string, body: object = {}, sending: Sending = {}) {
    const headers = new Headers({ "content-type": "application/json", ...sending.headers });
    const origin = sending.origin === undefined ? ORIGIN : sending.origin;
    if (origin !== null) headers.set("origin", origin);
    if (this.cookies.size > 0) headers.set("cookie", this.cookieHeader);
    const response = await route(
      new Request(`${ORIGIN}${pathname}`, {
        method: "POST",
        headers,
        body: sending.body ?? JSON.stringify(body),
      }),
    );
    this.#keep(response.headers.getSetCookie());
    return response;
  }

  get cookieHeader(): string {
    return Array.from(this.cookies, ([name, value]) => `${name}=${value}`).join("; ");
  }

  #keep(lines: string[]): void {
    for (const line of lines) {
      const [pair = ""] = line.split(";");
      const at = pair.indexOf("=");
      if (/max-age=0(;|$)/i.test(line)) this.cookies.delete(pair.slice(0, at));
      else this.cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
  }
}

/** All mails to one address so far, oldest first. */
export async function mailsTo(app: App, email: string): Promise<MailView[]> {
  const address = email.toLowerCase();
  const found: MailView[] = [];
  let before: string | undefined;
  do {
    const page = await listMails(app.dataDir, before);
    for (const { id, to } of page.mails) {
      const mail = to === address ? await findMail(app.dataDir, id) : null;
      if (mail) found.unshift(mail);
    }
    before = page.next ?? undefined;
  } while (before);
  return found;
}

/** Waits for the newest mail to an address, once there are `count` of them. */
export async function mailTo(app: App, address: string, count = 1): Promise<MailView> {
  const end = Date.now() + MAIL_WAIT_MS;
  for (;;) {
    const mails = await mailsTo(app, address);
    const newest = mails.at(-1);
    if (newest && mails.length >= count) return newest;
    if (Date.now() > end) throw new Error(`${mails.length} of ${count} mails came in time`);
    await sleep(50);
  }
}

/** The secret of the sign-in link in a mail. */
export function tokenIn(mail: MailView): string {
  const [, token] = /\/sign-in\/confirm#([A-Za-z0-9_-]{43})\b/.exec(mail.text ?? "") ?? [];
  if (!token) throw new Error("the mail holds no sign-in link");
  return token;
}
