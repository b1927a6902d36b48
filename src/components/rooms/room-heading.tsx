"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Underline } from "@/components/ui/strokes";
import type { LiveSnapshot } from "@/server/domains/live/contract";
import { ClockTime } from "./clock-time";
import { nowWords } from "./now-words";
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
  beside,
}: {
  organisationId: string;
  snapshot: LiveSnapshot;
  link: RoomLink;
  acts: RoomActs;
  /** On a small screen it is among the desk's settings instead. */
  onClose: () => void;
  /** More for those who lead. */
  beside: ReactNode;
}) {
  const { session, groupId, state, mine } = snapshot;
  const now = nowWords(snapshot);
  return (
    <header className="flex flex-wrap items-end justify-between gap-x-8 gap-y-2">
      <div className="flex-wrap items-baseline gap-x-6 lg:flex">
        <h1 className="w-fit text-2xl">
          {session?.title ?? "Room"}
          <Underline className="text-clay" />
        </h1>
        <p className="flex flex-wrap items-center gap-x-4 text-ink-soft text-sm">
          <Link
            href={`/o/${organisationId}/groups/${groupId}`}
            className="inline-flex min-h-8 items-center"
          >
            Back to the group
          </Link>
          {mine.leads ? (
            // What their own controls push out of sight beside something in the middle.
            <span className="font-semibold text-ink max-lg:hidden">
              {[now.title, now.turn].filter(Boolean).join(": ")}
            </span>
          ) : session ? (
            <span className="max-sm:hidden">
              <ClockTime at={session.startsAt} before="From " after=", for " />
              about {session.durationMinutes} minutes
            </span>
          ) : null}
          <span>{LINK_WORDS[link]}</span>
        </p>
      </div>
      {mine.leads ? (
        <div className="flex flex-wrap gap-3">
          {state === "closed" ? null : (
            <>
              {state === "paused" ? (
                <Button size="sm" variant="primary" onClick={() => void acts.resume()}>
                  Resume the room
                </Button>
              ) : (
                <Button size="sm" onClick={() => void acts.pause()}>
                  Pause the room
                </Button>
              )}
              {mine.facilitates ? (
                <Button size="sm" className="max-sm:hidden" onClick={onClose}>
                  Close the room
                </Button>
              ) : null}
            </>
          )}
          {beside}
        </div>
      ) : null}
    </header>
  );
}
