import Link from "next/link";
import { Button } from "@/components/ui/button";
import { Disclosure } from "@/components/ui/disclosure";
import type { SessionView } from "@/server/domains/sessions/contract";
import { SessionForm } from "./session-form";
import { type RoomOfSession, SessionItem } from "./session-item";
import { SessionTime } from "./session-time";

export type SessionWithRoom = { session: SessionView; room: RoomOfSession };

/** A group's meetings: what is to come first, what has been folded away below. */
export function SessionsSection({
  organisationId,
  groupId,
  coming,
  moreHref,
  past,
  mayFacilitate,
}: {
  organisationId: string;
  groupId: string;
  coming: SessionWithRoom[];
  /** Leads to the ones after these, if there are any. */
  moreHref: string | null;
  past: SessionView[];
  mayFacilitate: boolean;
}) {
  const groupTimeZone = coming[0]?.session.timeZone ?? past[0]?.timeZone ?? null;
  return (
    <section aria-labelledby="sessions" className="grid gap-5">
      <h2 id="sessions" className="text-2xl">
        When we meet
      </h2>
      {coming.length > 0 ? (
        <ul className="grid gap-4">
          {coming.map(({ session, room }, at) => (
            <SessionItem
              key={session.id}
              {...{ organisationId, session, room, mayFacilitate }}
              soonest={at === 0}
            />
          ))}
        </ul>
      ) : (
        <p className="text-ink-soft">No session is planned just now.</p>
      )}
      {moreHref ? (
        <div>
          <Button href={moreHref}>Later sessions</Button>
        </div>
      ) : null}
      {mayFacilitate ? (
        <Disclosure summary="Plan a session, or begin one now" open={coming.length === 0}>
          <SessionForm {...{ organisationId, groupId, groupTimeZone }} />
        </Disclosure>
      ) : null}
      {mayFacilitate ? (
        <p>
          <Link
            href={`/o/${organisationId}/run-sheets`}
            className="inline-flex min-h-11 items-center"
          >
            Run sheets to plan with
          </Link>
        </p>
      ) : null}
      {past.length > 0 ? (
        <Disclosure summary="Sessions that have been">
          <ul className="grid gap-3">
            {past.map((session) => (
              <li key={session.id}>
                <Link
                  href={`/o/${organisationId}/sessions/${session.id}`}
                  className="inline-flex min-h-8 items-center font-semibold"
                >
                  {session.title}
                </Link>
                <SessionTime session={session} />
              </li>
            ))}
          </ul>
        </Disclosure>
      ) : null}
    </section>
  );
}
