"use client";

import Link from "next/link";
import { Button } from "@/components/ui/button";
import { Underline } from "@/components/ui/strokes";
import { isFacilitator } from "@/server/domains/groups/contract";
import type { RoomSnapshot } from "@/server/domains/rooms/contract";
import { ClockTime } from "./clock-time";
import type { RoomLink } from "./room-view";
import type { RoomActs } from "./use-room-acts";
import { LINK_WORDS } from "./wording";

/** What this room is, how the line stands, and what a facilitator may do with the whole of it. */
export function RoomHeading({
  organisationId,
  snapshot,
  link,
  acts,
  onClose,
}: {
  organisationId: string;
  snapshot: RoomSnapshot;
  link: RoomLink;
  acts: RoomActs;
  onClose: () => void;
}) {
  const { session, groupId, state, me } = snapshot;
  return (
    <header className="flex flex-wrap items-end justify-between gap-x-8 gap-y-2">
      <div>
        <p className="text-sm">
          <Link
            href={`/o/${organisationId}/groups/${groupId}`}
            className="inline-flex min-h-8 items-center"
          >
            Back to the group
          </Link>
        </p>
        <h1 className="w-fit text-2xl">
          {session?.title ?? "Room"}
          <Underline className="mt-0.5 text-clay" />
        </h1>
        <p className="flex flex-wrap gap-x-4 text-ink-soft text-sm">
          {session ? (
            <span>
              <ClockTime at={session.startsAt} before="From " after=", for " />
              about {session.durationMinutes} minutes
            </span>
          ) : null}
          <span>{LINK_WORDS[link]}</span>
        </p>
      </div>
      {isFacilitator(me.role) && state !== "closed" ? (
        <div className="flex flex-wrap gap-3">
          {state === "paused" ? (
            <Button size="sm" variant="primary" onClick={() => void acts.resume()}>
              Resume the room
            </Button>
          ) : (
            <Button size="sm" onClick={() => void acts.pause()}>
              Pause the room
            </Button>
          )}
          <Button size="sm" onClick={onClose}>
            Close the room
          </Button>
        </div>
      ) : null}
    </header>
  );
}
