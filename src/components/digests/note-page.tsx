import { Disclosure } from "@/components/ui/disclosure";
import { PageHeading } from "@/components/ui/page-heading";
import type { DigestPreferencesView, NotePreview } from "@/server/domains/digests/contract";
import { PreferencesForm } from "./preferences-form";

/** The weekly note: this week's, to read here, and the wishes for the email. */
export function NotePage({
  organisationId,
  preferences,
  note,
  email,
}: {
  organisationId: string;
  preferences: DigestPreferencesView;
  /** This week's note in full, as only its reader sees it. */
  note: NotePreview;
  /** The same as an email, with as much in it as was wished for. */
  email: NotePreview;
}) {
  return (
    <div className="mx-auto grid max-w-measure gap-10">
      <PageHeading intro="A few lines about your own week, as long for a quiet one as for a full one.">
        Weekly note
      </PageHeading>

      <section aria-labelledby="this-week" className="grid gap-3">
        <h2 id="this-week" className="text-xl">
          This week
        </h2>
        <NoteFrame title="Your note for this week" note={note} tall />
      </section>

      <section aria-labelledby="by-email" className="grid gap-4">
        <h2 id="by-email" className="text-xl">
          By email
        </h2>
        <PreferencesForm organisationId={organisationId} preferences={preferences} />
        <Disclosure summary="See the email as it would be sent">
          <div className="grid gap-3 py-2">
            <p>
              Subject: <strong>{email.subject}</strong>
            </p>
            <NoteFrame title="The email" note={email} tall={preferences.withDetail} />
            <p className="text-ink-soft text-sm">And in plain text:</p>
            <pre className="wobble inked max-h-96 overflow-auto whitespace-pre-wrap break-words border-rule bg-well p-4 font-text text-sm">
              {email.text}
            </pre>
          </div>
        </Disclosure>
      </section>
    </div>
  );
}

/** An email's HTML is a document of its own; the sandbox lets it do nothing but be looked at. */
function NoteFrame({ title, note, tall }: { title: string; note: NotePreview; tall: boolean }) {
  return (
    <iframe
      title={title}
      sandbox=""
      srcDoc={note.html}
      className={`wobble inked w-full border-edge bg-scrap ${tall ? "h-[76rem] sm:h-[62rem]" : "h-[34rem]"}`}
    />
  );
}
