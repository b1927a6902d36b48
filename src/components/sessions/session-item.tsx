import Link from "next/link";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import type { SessionView } from "@/server/domains/sessions/contract";
import { OpenRoomButton } from "./open-room-button";
import { SessionTime } from "./session-time";

/** The room of a session: its id once a facilitator has opened it. */
export type RoomOfSession = { roomId: string; closed: boolean } | null;

/** One meeting to come, with the way into its room. */
export function SessionItem({
  organisationId,
  session,
  room,
  mayFacilitate,
  soonest,
}: {
  organisationId: string;
  session: SessionView;
  room: RoomOfSession;
  mayFacilitate: boolean;
  soonest: boolean;
}) {
  const here = `/o/${organisationId}/sessions/${session.id}`;
  const brief = `/o/${organisationId}/groups/${session.groupId}/brief`;
  const titleId = `session-${session.id}`;
  const links = room?.closed
    ? [{ href: `${here}/after`, label: "What stays with you" }]
    : [
        { href: here, label: "What will happen" },
        ...(mayFacilitate ? [{ href: `${here}/plan`, label: "Plan this session" }] : []),
        ...(mayFacilitate && soonest
          ? [{ href: brief, label: "Read the two-minute brief first" }]
          : []),
      ];
  return (
    <Card as="li" className="grid gap-3">
      <h3 id={titleId} className="text-lg">
        {session.title}
      </h3>
      <SessionTime session={session} />
      <WayIn {...{ organisationId, room, mayFacilitate, soonest }} sessionId={session.id} />
      <p className="flex flex-wrap gap-x-6">
        {links.map(({ href, label }) => (
          <Link
            key={href}
            href={href}
            aria-describedby={titleId}
            className="inline-flex min-h-11 items-center"
          >
            {label}
          </Link>
        ))}
      </p>
    </Card>
  );
}

function WayIn({
  organisationId,
  sessionId,
  room,
  mayFacilitate,
  soonest,
}: {
  organisationId: string;
  sessionId: string;
  room: RoomOfSession;
  mayFacilitate: boolean;
  soonest: boolean;
}) {
  if (room?.closed) return <p className="text-ink-soft">This session has closed.</p>;
  if (room) {
    return (
      <div>
        <Button href={`/o/${organisationId}/rooms/${room.roomId}`} variant="primary">
          Enter the room
        </Button>
      </div>
    );
  }
  if (mayFacilitate) return <OpenRoomButton {...{ organisationId, sessionId, soonest }} />;
  return <p className="text-ink-soft">The room is here once a facilitator has opened it.</p>;
}
