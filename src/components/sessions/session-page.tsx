import Link from "next/link";
import { Outline } from "@/components/run-sheets/outline";
import { sayMinutes, sumOf } from "@/components/run-sheets/wording";
import { Button } from "@/components/ui/button";
import { PageHeading } from "@/components/ui/page-heading";
import type { SessionPreview } from "@/server/domains/run-sheets/contract";
import { CalendarButton } from "./calendar-button";
import { LookAgain } from "./look-again";
import { OpenRoomButton } from "./open-room-button";
import { SessionTime } from "./session-time";

/**
 * What will happen, for someone who has not come in yet: the way in, how long it is, what comes when,
 * and that passing is always fine. Where a calendar leads.
 */
export function SessionPage({
  organisationId,
  session,
  timeIsOver,
  mayFacilitate,
}: {
  organisationId: string;
  session: SessionPreview;
  /** It was to end before now; its room may be open all the same. */
  timeIsOver: boolean;
  mayFacilitate: boolean;
}) {
  const { sessionId, groupId, groupName, segments, room } = session;
  const isOver = room ? room.state === "closed" : timeIsOver;
  const group = `/o/${organisationId}/groups/${groupId}`;
  return (
    <div className="grid max-w-measure gap-10">
      <PageHeading
        before={
          <Link href={group} className="inline-flex min-h-8 items-center">
            {groupName}
          </Link>
        }
        intro={<SessionTime session={session} />}
      >
        {session.title}
      </PageHeading>
      {isOver ? (
        <Over {...{ organisationId, session, mayFacilitate }} />
      ) : (
        <WayIn {...{ organisationId, session, mayFacilitate }} />
      )}
      {isOver && segments.length === 0 ? null : (
        <section aria-labelledby="what-happens" className="grid gap-4">
          <h2 id="what-happens" className="text-2xl">
            {isOver ? "What was planned" : "What will happen"}
          </h2>
          {isOver ? null : <p>{sayLength(session)}</p>}
          {segments.length > 0 ? <Outline segments={segments} /> : null}
        </section>
      )}
      {isOver ? null : (
        <>
          <AlwaysFine />
          <div className="flex flex-wrap gap-3">
            <CalendarButton session={session} />
            {mayFacilitate ? (
              <>
                <Button href={`/o/${organisationId}/sessions/${sessionId}/plan`}>
                  Plan this session
                </Button>
                <Button href={`${group}/brief`}>Read the two-minute brief</Button>
              </>
            ) : null}
          </div>
        </>
      )}
    </div>
  );
}

function AlwaysFine() {
  return (
    <section aria-labelledby="always-fine" className="grid gap-4">
      <h2 id="always-fine" className="text-2xl">
        What is always fine
      </h2>
      <ul className="grid list-disc gap-2 pl-5">
        <li>Passing, before your turn comes or in the middle of it. Nobody asks why.</li>
        <li>Reading along without writing a word.</li>
        <li>Coming late, stepping away, leaving early.</li>
        <li>Taking back anything you wrote, at any time.</li>
      </ul>
      <p className="text-ink-soft">
        Everyone in the room sees who is here. That somebody is typing is shown to the facilitators
        only.
      </p>
    </section>
  );
}

/** How long it is, and how nearly the minutes of its parts say so. */
function sayLength({ startsAt, endsAt, segments }: SessionPreview): string {
  const minutes = Math.round((Date.parse(endsAt) - Date.parse(startsAt)) / 60_000);
  const length = `It takes ${sayMinutes(minutes)} and ends on time`;
  if (segments.length === 0) {
    return `${length}. Your facilitators will say at the beginning what comes when.`;
  }
  return sumOf(segments) === minutes ? `${length}.` : `${length}; the times below are about right.`;
}

function Over({
  organisationId,
  session: { sessionId, room },
  mayFacilitate,
}: {
  organisationId: string;
  session: SessionPreview;
  mayFacilitate: boolean;
}) {
  const here = `/o/${organisationId}/sessions/${sessionId}`;
  return (
    <div className="grid justify-items-start gap-3">
      <p>{room ? "This session has closed." : "This session has been."}</p>
      <div className="flex flex-wrap gap-3">
        {room ? <Button href={`${here}/after`}>What stays with you</Button> : null}
        {mayFacilitate ? <Button href={`${here}/debrief`}>Debrief</Button> : null}
      </div>
    </div>
  );
}

function WayIn({
  organisationId,
  session: { sessionId, room },
  mayFacilitate,
}: {
  organisationId: string;
  session: SessionPreview;
  mayFacilitate: boolean;
}) {
  if (room) {
    return (
      <div>
        <Button href={`/o/${organisationId}/rooms/${room.roomId}`} variant="primary">
          Come in
        </Button>
      </div>
    );
  }
  if (mayFacilitate) return <OpenRoomButton {...{ organisationId, sessionId }} soonest />;
  return (
    <p role="status">
      The room opens when a facilitator is here. You need not reload: the way in will be in this
      place.
      <LookAgain />
    </p>
  );
}
