import nodemailer from "nodemailer";

export type Mail = {
  /** One plain address, checked where it came in. */
  to: string;
  subject: string;
  html: string;
  text: string;
  /** With angle brackets. The same for every try of one mail, so that a second can be told apart. */
  messageId: string;
  headers?: Record<string, string>;
};

export type Mailer = {
  /** Resolves once the server has taken the mail. @throws MailError */
  sendMail(mail: Mail): Promise<void>;
};

/**
 * `refused`: the server said no and will again. `not_sent`: it did not get it; trying again is
 * safe. `unknown`: the connection broke after the mail may have gone over, and nobody can tell
 * whether it arrived.
 */
export type MailOutcome = "refused" | "not_sent" | "unknown";

/** Says how a mail failed, and never to whom or with which words. */
export class MailError extends Error {
  readonly outcome: MailOutcome;
  readonly code: string | undefined;

  constructor(outcome: MailOutcome, code: string | undefined) {
    super(`mail ${outcome}`);
    this.name = "MailError";
    this.outcome = outcome;
    this.code = code;
  }
}

/**
 * The one way mail leaves: SMTP to `url`. A connection per mail, since a kept one goes stale
 * between the few that are sent. `url` undefined: nothing listens yet, and sending says so.
 */
export function createMailer({ url, from }: { url: string | undefined; from: string }): Mailer {
  if (!url) {
    return { sendMail: () => Promise.reject(new MailError("not_sent", "NO_SERVER")) };
  }
  const transport = nodemailer.createTransport(withTimeouts(url));
  return {
    sendMail: async (mail) => {
      try {
        await transport.sendMail({
          ...mail,
          from,
          headers: unfolded(mail.headers ?? {}),
          // As an object, so that no comma or quote in it can make two recipients out of one.
          to: { name: "", address: mail.to },
          // A mail is only ever made of the text given here.
          disableFileAccess: true,
          disableUrlAccess: true,
        });
      } catch (error) {
        throw new MailError(outcomeOf(error), codeOf(error));
      }
    },
  };
}

/**
 * Each header on one line. nodemailer would fold a long List-Unsubscribe after its colon, which mail
 * services and DKIM signers have stumbled over; a line break inside a value would start a header of
 * its own, so there is none.
 */
function unfolded(headers: Record<string, string>) {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      { prepared: true, value: value.replace(/[\r\n]+/g, " ") },
    ]),
  );
}

/** A server that accepts and then says nothing must not hold a worker for nodemailer's minutes. */
function withTimeouts(url: string): string {
  const timed = new URL(url);
  for (const [name, ms] of [
    ["connectionTimeout", "10000"],
    ["greetingTimeout", "10000"],
    ["socketTimeout", "30000"],
  ] as const) {
    if (!timed.searchParams.has(name)) timed.searchParams.set(name, ms);
  }
  return timed.href;
}

/** Failures that come before a mail's first line is sent. */
const BEFORE_THE_MAIL = new Set([
  "EDNS",
  "EAUTH",
  "ENOAUTH",
  "EOAUTH2",
  "ETLS",
  "EENVELOPE",
  "EREQUIRETLS",
]);

function outcomeOf(error: unknown): MailOutcome {
  const { responseCode, syscall } = error as { responseCode?: number; syscall?: string };
  if (responseCode) return responseCode >= 500 ? "refused" : "not_sent";
  const code = codeOf(error);
  if (syscall === "connect" || (code && BEFORE_THE_MAIL.has(code))) return "not_sent";
  return "unknown";
}

function codeOf(error: unknown): string | undefined {
  const { code } = error as { code?: unknown };
  return typeof code === "string" ? code : undefined;
}
