const inWords = new Intl.DateTimeFormat("en-GB", {
  dateStyle: "medium",
  timeStyle: "short",
  timeZone: "UTC",
});

/** When a mail came, in UTC: the mailbox belongs to the installation and to nobody's zone. */
export function MailTime({ instant }: { instant: string }) {
  return (
    <time dateTime={instant} className="text-ink-soft text-sm">
      {inWords.format(new Date(instant))} UTC
    </time>
  );
}
