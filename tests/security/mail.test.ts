import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import net, { type AddressInfo } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import path from "node:path";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { GET as mailAsPage } from "@/app/mailbox/[id]/html/route";
import { readEnv } from "@/server/env";
import { findMail, listMails, mailboxDir } from "@/server/mail/mailbox";
import { type Sink, startSink } from "@/server/mail/sink";
import { createMailer, type Mail, MailError } from "@/server/mail/transport";
import { createRuntime, setRuntime } from "@/server/runtime";

const FROM = "Unpolished <notes@unpolished.example>";

let dataDir: string;
let sink: Sink;

beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), "unpolished-mail-"));
  sink = await startSink({ dataDir });
});

afterEach(async () => {
  await sink.stop();
  await rm(dataDir, { recursive: true, force: true });
});

function aMail(changes: Partial<Mail> = {}): Mail {
  return {
    to: "someone@example.org",
    subject: "Hello",
    html: "<p>as a <b>page</b></p>",
    text: "as plain text",
    messageId: "<one@unpolished.example>",
    ...changes,
  };
}

const send = (changes: Partial<Mail> = {}, url = sink.url) =>
  createMailer({ url, from: FROM }).sendMail(aMail(changes));

async function onlyMail() {
  const { mails } = await listMails(dataDir);
  expect(mails).toHaveLength(1);
  return findMail(dataDir, mails[0]?.id ?? "");
}

describe("a mail to the embedded mailbox", () => {
  it("is on disk, whole, once the server has taken it", async () => {
    await send({
      subject: "Grüße, 一つ “half-done”",
      headers: { "List-Unsubscribe": "<https://unpolished.example/u/1>" },
    });
    const mail = await onlyMail();
    expect(mail).toMatchObject({
      from: "notes@unpolished.example",
      to: "someone@example.org",
      subject: "Grüße, 一つ “half-done”",
      html: expect.stringContaining("<b>page</b>"),
      text: expect.stringContaining("as plain text"),
    });
    expect(mail?.headers).toContainEqual({
      name: "List-Unsubscribe",
      value: "<https://unpolished.example/u/1>",
    });
    expect(mail?.headers).toContainEqual({
      name: "Message-ID",
      value: "<one@unpolished.example>",
    });
    expect(Date.now() - Date.parse(mail?.receivedAt ?? "")).toBeLessThan(10_000);
  });

  it("outlives a restart of the mailbox", async () => {
    await send();
    await sink.stop();
    sink = await startSink({ dataDir });
    await send({ subject: "After" });
    expect((await listMails(dataDir)).mails.map(({ subject }) => subject)).toEqual([
      "After",
      "Hello",
    ]);
  });

  it("is listed page by page, newest first", async () => {
    const folder = path.join(dataDir, "mailbox");
    for (let minute = 0; minute < 60; minute += 1) {
      const id = `20260302T10${String(minute).padStart(2, "0")}00000Z-0000000a`;
      await writeFile(path.join(folder, `${id}.eml`), `Subject: ${minute}\r\n\r\n.`);
    }
    const first = await listMails(dataDir);
    const second = await listMails(dataDir, first.next ?? "");
    const subjects = [...first.mails, ...second.mails].map(({ subject }) => Number(subject));
    expect(subjects).toEqual(Array.from({ length: 60 }, (_, at) => 59 - at));
    expect(second.next).toBeNull();
  });

  it("leaves nothing behind when the sender hangs up half-way", async () => {
    const { port } = new URL(sink.url);
    const socket = net.connect(Number(port), "127.0.0.1");
    for (const line of ["EHLO a", "MAIL FROM:<a@b.example>", "RCPT TO:<c@d.example>", "DATA"]) {
      await answered(socket);
      socket.write(`${line}\r\n`);
    }
    await answered(socket);
    socket.write("Subject: half\r\n\r\nof a ");
    await expect.poll(async () => (await readdir(path.join(dataDir, "mailbox"))).length).toBe(1);
    expect((await listMails(dataDir)).mails).toEqual([]);
    socket.destroy();
    await expect.poll(() => readdir(path.join(dataDir, "mailbox"))).toEqual([]);
  });

  it("is refused when it is larger than the mailbox takes", async () => {
    const failure = await send({ text: "x".repeat(11 * 1024 * 1024) }).catch((error) => error);
    expect(failure).toMatchObject({ outcome: "refused" });
    expect(await readdir(path.join(dataDir, "mailbox"))).toEqual([]);
  });

  it("can be sent from this machine only", async () => {
    const { port } = new URL(sink.url);
    const others = Object.values(networkInterfaces())
      .flat()
      .filter((each) => each && !each.internal && each.family === "IPv4");
    for (const address of others) {
      await expect(connects(Number(port), address?.address ?? "")).resolves.toBe(false);
    }
    await expect(connects(Number(port), "127.0.0.1")).resolves.toBe(true);
  });

  function answered(socket: net.Socket): Promise<void> {
    return new Promise((resolve) => socket.once("data", () => resolve()));
  }

  function connects(port: number, host: string): Promise<boolean> {
    return new Promise((resolve) => {
      const socket = net.connect({ port, host, timeout: 2000 });
      const settle = (result: boolean) => {
        socket.destroy();
        resolve(result);
      };
      socket.once("connect", () => settle(true));
      socket.once("error", () => settle(false));
      socket.once("timeout", () => settle(false));
    });
  }
});

describe("a mail that tries to be more than one", () => {
  it("gains no header from a line break in subject or header", async () => {
    await send({
      subject: "Hello\r\nBcc: victim@example.org",
      headers: { "X-Note": "one\r\nBcc: victim@example.org" },
    });
    const mail = await onlyMail();
    expect(mail?.headers.map(({ name }) => name.toLowerCase())).not.toContain("bcc");
    expect(mail?.to).toBe("someone@example.org");
  });

  it("keeps a long unsubscribe link on one line", async () => {
    const link = `<https://practice.example/api/unsubscribe/${"a".repeat(120)}>`;
    await send({ headers: { "List-Unsubscribe": link } });
    const [file] = await readdir(mailboxDir(dataDir));
    const raw = await readFile(path.join(mailboxDir(dataDir), file ?? ""), "utf8");
    expect(raw.split("\r\n")).toContain(`List-Unsubscribe: ${link}`);
  });

  it.each([
    "a@example.org\r\nRCPT TO:<victim@example.org>",
    "a@example.org, victim@example.org",
    "a@example.org>\r\nBcc: victim@example.org",
    "Someone <a@example.org>, victim@example.org",
  ])("reaches nobody else by way of the address %j", async (to) => {
    await send({ to }).catch((error) => expect(error).toBeInstanceOf(MailError));
    for (const { id } of (await listMails(dataDir)).mails) {
      const mail = await findMail(dataDir, id);
      expect(mail?.headers.map(({ name }) => name.toLowerCase())).not.toContain("bcc");
      const to = mail?.headers.filter(({ name }) => name === "To") ?? [];
      expect(to).toHaveLength(1);
    }
  });

  it("reads no file and fetches nothing", async () => {
    const secret = path.join(dataDir, "secret.txt");
    await writeFile(secret, "the secret");
    // As a caller could only do by a mistake: the type takes text alone.
    const html = { path: secret } as unknown as string;
    await expect(send({ html })).rejects.toThrow(MailError);
    expect((await listMails(dataDir)).mails).toEqual([]);
  });
});

describe("a mail that could not be sent", () => {
  it.each([
    ["the server says no for good", { onRcptTo: refuse(550) }, "refused"],
    ["the server says later", { onRcptTo: refuse(451) }, "not_sent"],
    ["the server refuses what it was sent", { onData: refuseData(554) }, "refused"],
    ["the server hangs up before the mail", { onMailFrom: hangUp() }, "unknown"],
    ["the server hangs up once it has the mail", { onData: hangUpAfterData() }, "unknown"],
  ] as const)("says what is known of it when %s", async (_name, behaviour, outcome) => {
    const server = await listen(behaviour as SMTPServerOptions);
    const failure = await send({}, server.url).catch((error) => error);
    expect(failure).toBeInstanceOf(MailError);
    expect(failure.outcome).toBe(outcome);
    await server.stop();
  });

  it("says that nothing was sent when nobody listens", async () => {
    const url = sink.url;
    await sink.stop();
    expect(await send({}, url).catch((error) => error)).toMatchObject({ outcome: "not_sent" });
    sink = await startSink({ dataDir });
  });

  it("never tells whom it was for, or what it said", async () => {
    const server = await listen({ onRcptTo: refuse(550) });
    const failure: MailError = await send({ subject: "Canary" }, server.url).catch((e) => e);
    const told = `${failure.stack} ${JSON.stringify(failure)}`;
    expect(told).not.toMatch(/someone@example\.org|Canary|plain text/);
    await server.stop();
  });

  async function listen(behaviour: SMTPServerOptions): Promise<Sink> {
    const server = new SMTPServer({ disabledCommands: ["AUTH", "STARTTLS"], ...behaviour });
    server.on("error", () => {});
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.server.address() as AddressInfo;
    return {
      url: `smtp://127.0.0.1:${port}`,
      stop: () => new Promise((resolve) => server.close(() => resolve())),
    };
  }
});

type OnAddress = NonNullable<SMTPServerOptions["onRcptTo"]>;
type OnData = NonNullable<SMTPServerOptions["onData"]>;

function withCode(responseCode: number): Error {
  return Object.assign(new Error("no to someone@example.org"), { responseCode });
}

function refuse(responseCode: number): OnAddress {
  return (_address, _session, callback) => callback(withCode(responseCode));
}

function refuseData(responseCode: number): OnData {
  return (stream, _session, callback) => {
    stream.resume().on("end", () => callback(withCode(responseCode)));
  };
}

function hangUp(): OnAddress {
  return function (this: SMTPServer) {
    for (const connection of this.connections) connection._socket.destroy();
  };
}

function hangUpAfterData(): OnData {
  return function (this: SMTPServer, stream) {
    stream.resume().on("end", () => {
      for (const connection of this.connections) connection._socket.destroy();
    });
  };
}

describe("reading the mailbox", () => {
  it.each([
    "../secret",
    "..%2fsecret",
    "/etc/passwd",
    "",
    ".",
    "20260302T100000000Z-0000000a/../../secret",
  ])("finds nothing under the id %j", async (id) => {
    await writeFile(path.join(dataDir, "secret.eml"), "Subject: secret\r\n\r\nthe secret");
    expect(await findMail(dataDir, id)).toBeNull();
  });

  it("passes over files that are no mail of the sink's", async () => {
    const folder = path.join(dataDir, "mailbox");
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, "notes.eml"), "Subject: x\r\n\r\nx");
    await writeFile(path.join(folder, "20260302T100000000Z-0000000a.part"), "Subject: x");
    expect((await listMails(dataDir)).mails).toEqual([]);
  });

  it("is empty where no mail ever came", async () => {
    expect(await listMails(path.join(dataDir, "nowhere"))).toEqual({ mails: [], next: null });
  });
});

describe("the HTML of a mail", () => {
  const get = (id: string) =>
    mailAsPage(new Request(`http://localhost/mailbox/${id}/html`), {
      params: Promise.resolve({ id }),
    });

  async function inMode(variables: Record<string, string>, work: (id: string) => Promise<void>) {
    await send({ html: "<html><head></head><body><script>alert(1)</script></body></html>" });
    const [mail] = (await listMails(dataDir)).mails;
    const runtime = createRuntime(
      readEnv({
        NODE_ENV: "test",
        DATA_DIR: dataDir,
        DATABASE_URL: "postgres://nobody@127.0.0.1:1/none",
        AUTH_SECRET: "a-secret-of-the-tests-0123456789abcdef",
        ...variables,
      }),
    );
    setRuntime(runtime);
    await work(mail?.id ?? "");
    await runtime.db.close();
  }

  it("comes with a policy under which it runs, loads and reaches nothing", async () => {
    await inMode({}, async (id) => {
      const policy = (await get(id)).headers.get("content-security-policy") ?? "";
      expect(policy).toContain("default-src 'none'");
      expect(policy).toMatch(/(^|; )sandbox allow-popups allow-popups-to-escape-sandbox(;|$)/);
      expect(policy).not.toMatch(/script|allow-same-origin|https?:/);
    });
  });

  it("is not there where mail is really sent", async () => {
    await inMode({ SMTP_URL: "smtp://mail.example" }, async (id) => {
      expect((await get(id)).status).toBe(404);
    });
  });
});
