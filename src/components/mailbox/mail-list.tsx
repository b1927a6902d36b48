import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { PageHeading } from "@/components/ui/page-heading";
import { MailTime } from "./mail-time";

export type ListedMail = { id: string; to: string; subject: string; receivedAt: string };

/** Every mail of the demo, newest first. */
export function MailList({ mails, next }: { mails: ListedMail[]; next: string | null }) {
  return (
    <div className="grid gap-8">
      <PageHeading
        intro="This is a demo, so mail is not delivered anywhere. Everything it sends is here to read."
        actions={<Button href="/mailbox">Look again</Button>}
      >
        Mailbox
      </PageHeading>
      {mails.length === 0 ? (
        <Notice>No mail yet. Ask for a sign-in link, and it turns up here.</Notice>
      ) : (
        <ul className="grid gap-3">
          {mails.map((mail) => (
            <li
              key={mail.id}
              className="wobble inked even:wobble-alt grid gap-x-6 gap-y-1 border-rule bg-scrap px-4 py-3 sm:grid-cols-[1fr_auto] sm:items-baseline"
            >
              <a href={`/mailbox/${mail.id}`} className="font-semibold text-lg">
                {mail.subject || "No subject"}
              </a>
              <MailTime instant={mail.receivedAt} />
              <p className="min-w-0 break-words text-ink-soft">to {mail.to}</p>
            </li>
          ))}
        </ul>
      )}
      {next ? (
        <p>
          <a href={`/mailbox?before=${next}`}>Earlier mail</a>
        </p>
      ) : null}
    </div>
  );
}
