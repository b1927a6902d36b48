import { Disclosure } from "@/components/ui/disclosure";
import { PageHeading } from "@/components/ui/page-heading";
import { MailTime } from "./mail-time";

export type ShownMail = {
  id: string;
  from: string;
  to: string;
  subject: string;
  receivedAt: string;
  hasHtml: boolean;
  text: string | null;
  headers: { name: string; value: string }[];
};

/** One mail as its reader would see it: as a page, as plain text, and with all its headers. */
export function Mail({ mail }: { mail: ShownMail }) {
  return (
    <div className="grid gap-8">
      <PageHeading before={<a href="/mailbox">All mail</a>}>
        {mail.subject || "No subject"}
      </PageHeading>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
        <dt className="text-ink-soft">From</dt>
        <dd className="min-w-0 break-words">{mail.from}</dd>
        <dt className="text-ink-soft">To</dt>
        <dd className="min-w-0 break-words">{mail.to}</dd>
        <dt className="text-ink-soft">Came</dt>
        <dd>
          <MailTime instant={mail.receivedAt} />
        </dd>
      </dl>
      {mail.hasHtml ? (
        <section className="grid gap-3">
          <h2 className="text-xl">As a page</h2>
          {/* No scripts and no origin of its own; links open in a new tab. */}
          <iframe
            title="The mail as a page"
            src={`/mailbox/${mail.id}/html`}
            sandbox="allow-popups allow-popups-to-escape-sandbox"
            className="wobble inked h-[36rem] w-full border-rule bg-white"
          />
        </section>
      ) : null}
      <section className="grid gap-3">
        <h2 className="text-xl">As plain text</h2>
        <pre className="wobble-alt inked whitespace-pre-wrap border-rule bg-well p-4 font-text [overflow-wrap:anywhere]">
          {mail.text ?? "This mail has no plain text."}
        </pre>
      </section>
      <Disclosure summary="All headers">
        <dl className="grid gap-2 text-sm [overflow-wrap:anywhere]">
          {mail.headers.map(({ name, value }, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: headers repeat and never change place.
            <div key={at}>
              <dt className="text-ink-soft">{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </Disclosure>
    </div>
  );
}
