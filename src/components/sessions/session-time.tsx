"use client";

import type { SessionView } from "@/server/domains/sessions/contract";
import { useTimeZone } from "./use-time-zone";
import { placeOf, sayShortly, sayWhen } from "./wording";

/**
 * When a session is: in the viewer's own zone, with the group's beside it where the two differ.
 * Before script runs, in the group's zone by name, so that it is never wrong.
 */
export function SessionTime({
  session,
}: {
  session: Pick<SessionView, "startsAt" | "endsAt" | "timeZone">;
}) {
  const mine = useTimeZone();
  const startsAt = new Date(session.startsAt);
  const zone = mine ?? session.timeZone;
  const there = sayShortly(startsAt, session.timeZone);
  const differs = mine !== null && sayShortly(startsAt, mine) !== there;
  const beside = mine === null ? `in ${placeOf(session.timeZone)}` : "your time";
  return (
    <p>
      <time dateTime={session.startsAt}>{sayWhen(startsAt, new Date(session.endsAt), zone)}</time>
      {mine === null || differs ? (
        <span className="text-ink-soft">
          {" "}
          {beside}
          {differs ? ` · ${there} in ${placeOf(session.timeZone)}` : null}
        </span>
      ) : null}
    </p>
  );
}
