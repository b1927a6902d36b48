import Link from "next/link";
import { LocalTime } from "@/components/exposures/local-time";
import { NameMark } from "@/components/ui/name-mark";
import { Notice } from "@/components/ui/notice";
import { PageHeading } from "@/components/ui/page-heading";
import type {
  AttendanceView,
  HandoverView,
  SessionNoteView,
} from "@/server/domains/debriefs/contract";
import { DebriefForm } from "./debrief-form";

/** For those who lead a group: what was handed over to them, who was there, and what they keep. */
export function DebriefPage({
  organisationId,
  note,
  handover,
  attendance,
}: {
  organisationId: string;
  note: SessionNoteView;
  handover: HandoverView;
  attendance: AttendanceView;
}) {
  return (
    <div className="mx-auto grid max-w-measure gap-10">
      <PageHeading
        before={
          <Link
            href={`/o/${organisationId}/groups/${note.groupId}`}
            className="inline-flex min-h-8 items-center"
          >
            Back to the group
          </Link>
        }
        intro={
          <>
            For those who lead here, about “<bdi>{note.title}</bdi>”. People in the group never see
            this page. Depending on where you practise, someone may have a right to ask for such
            notes.
          </>
        }
      >
        Debrief
      </PageHeading>
      {handover ? (
        <Notice
          title={
            <>
              Handed over by <bdi>{handover.by.name}</bdi>, after “<bdi>{handover.title}</bdi>”
            </>
          }
        >
          <p className="whitespace-pre-wrap break-words">{handover.handover}</p>
        </Notice>
      ) : null}
      <section aria-labelledby="there" className="grid gap-4">
        <h2 id="there" className="text-2xl">
          Who was there
        </h2>
        {attendance.length > 0 ? (
          <ul className="grid gap-3">
            {attendance.map(({ person, firstHereAt, lastSeenAt }) => (
              <li key={person.id} className="flex items-center gap-3">
                <NameMark name={person.name} />
                <p className="flex min-w-0 flex-wrap gap-x-3">
                  <bdi className="font-semibold">{person.name}</bdi>
                  <span className="text-ink-soft">
                    <LocalTime instant={firstHereAt} show="time" /> to{" "}
                    <LocalTime instant={lastSeenAt} show="time" />
                  </span>
                </p>
              </li>
            ))}
          </ul>
        ) : (
          <p className="pencilled">Nobody has been in the room yet.</p>
        )}
      </section>
      <section aria-labelledby="kept" className="grid gap-4">
        <h2 id="kept" className="text-2xl">
          What you keep
        </h2>
        <DebriefForm key={note.sessionId} organisationId={organisationId} note={note} />
      </section>
    </div>
  );
}
