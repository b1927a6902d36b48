import { randomBytes } from "node:crypto";
import { mkdir, open, rename, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import path from "node:path";
import type { Readable } from "node:stream";
import { SMTPServer } from "smtp-server";
import { mailboxDir } from "./mailbox";

const LARGEST_MAIL_BYTES = 10 * 1024 * 1024;

export type Sink = {
  /** For `createMailer`. */
  url: string;
  stop(): Promise<void>;
};

/**
 * A real SMTP server that delivers to a folder: what stands in for a mail server in the demo. It
 * answers this machine only, and says "250" when the mail is on disk.
 */
export async function startSink({ dataDir }: { dataDir: string }): Promise<Sink> {
  const folder = mailboxDir(dataDir);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const server = new SMTPServer({
    banner: "Unpolished's own mailbox",
    // Loopback only: there is nobody to hide from or to prove oneself to.
    disabledCommands: ["AUTH", "STARTTLS"],
    disableReverseLookup: true,
    size: LARGEST_MAIL_BYTES,
    onData: (stream, _session, callback) => {
      store(folder, stream, () => stream.sizeExceeded).then(
        () => callback(),
        (error: Error) => callback(error),
      );
    },
  });
  // A client that hangs up mid-sentence must not take the process with it.
  server.on("error", () => {});
  await new Promise<void>((resolve, reject) => {
    server.server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** Writes one mail beside the mailbox and moves it in whole: a reader never meets half of one. */
async function store(folder: string, mail: Readable, tooLarge: () => boolean): Promise<void> {
  const time = new Date().toISOString().replace(/[-:.]/g, "");
  const name = `${time}-${randomBytes(4).toString("hex")}`;
  const unfinished = path.join(folder, `${name}.part`);
  const file = await open(unfinished, "wx", 0o600);
  try {
    for await (const chunk of mail) {
      // What is over the limit is read to its end, as SMTP wants it, and not kept.
      if (!tooLarge()) await file.write(chunk as Buffer);
    }
    if (tooLarge()) throw new TooLarge("this mail is larger than the mailbox takes");
    await file.sync();
    await file.close();
    await rename(unfinished, path.join(folder, `${name}.eml`));
  } catch (error) {
    await file.close().catch(() => {});
    await rm(unfinished, { force: true });
    throw error;
  }
}

class TooLarge extends Error {
  /** What the client is answered. */
  readonly responseCode = 552;
}
