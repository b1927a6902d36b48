import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import PostalMime from "postal-mime";

// The demo's mailbox: every mail the embedded sink took, as files.

/** Mails that one page shows; older ones follow on the next. */
const PAGE = 50;
/** A file's name without its ending: the time it came and four random bytes. */
const MAIL_ID = /^\d{8}T\d{9}Z-[0-9a-f]{8}$/;

export type MailSummary = {
  id: string;
  from: string;
  to: string;
  subject: string;
  /** ISO instant at which the sink took it. */
  receivedAt: string;
};

export type MailView = MailSummary & {
  /** As its sender wrote it: hostile until proven otherwise, to be shown in a sandbox only. */
  html: string | null;
  text: string | null;
  headers: { name: string; value: string }[];
};

export function mailboxDir(dataDir: string): string {
  return path.join(dataDir, "mailbox");
}

/** Newest first. `before` is the last id of the page before; `next` is null on the last page. */
export async function listMails(
  dataDir: string,
  before?: string,
): Promise<{ mails: MailSummary[]; next: string | null }> {
  const ids = (await readdir(mailboxDir(dataDir)).catch(nothingThere))
    .filter((name) => name.endsWith(".eml"))
    .map((name) => name.slice(0, -".eml".length))
    .filter((id) => MAIL_ID.test(id) && (!before || id < before))
    .sort()
    .reverse();
  const page = ids.slice(0, PAGE);
  const mails = await Promise.all(page.map((id) => findMail(dataDir, id)));
  return {
    mails: mails.filter((mail) => mail !== null).map(summaryOf),
    next: ids.length > PAGE ? (page.at(-1) ?? null) : null,
  };
}

/** Null when there is no such mail, whatever the id looks like. */
export async function findMail(dataDir: string, id: string): Promise<MailView | null> {
  // The id becomes part of a path: nothing but the shape the sink gives it may pass.
  if (!MAIL_ID.test(id)) return null;
  const raw = await readFile(path.join(mailboxDir(dataDir), `${id}.eml`)).catch(() => null);
  if (!raw) return null;
  const mail = await PostalMime.parse(raw);
  return {
    id,
    from: mail.from?.address ?? "",
    to: (mail.to ?? []).map((each) => each.address ?? "").join(", "),
    subject: mail.subject ?? "",
    receivedAt: timeOf(id),
    html: mail.html ?? null,
    text: mail.text ?? null,
    headers: mail.headers.map(({ originalKey, value }) => ({ name: originalKey, value })),
  };
}

function summaryOf({ id, from, to, subject, receivedAt }: MailView): MailSummary {
  return { id, from, to, subject, receivedAt };
}

function timeOf(id: string): string {
  const [, year, month, day, hour, minute, second, ms] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z/.exec(id) ?? [];
  return `${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}Z`;
}

/** No mail has come yet, so the sink's folder may not be there. */
function nothingThere(error: NodeJS.ErrnoException): string[] {
  if (error.code === "ENOENT") return [];
  throw error;
}
