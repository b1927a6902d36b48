"use client";

import { Button } from "@/components/ui/button";
import type { LiveSnapshot } from "@/server/domains/live/contract";
import type { RoomActs } from "./use-room-acts";

/** Write together, open together: says so while it lasts, and lets those who lead open it. */
export function TogetherBanner({ snapshot, acts }: { snapshot: LiveSnapshot; acts: RoomActs }) {
  if (!snapshot.settings.writing || snapshot.state === "closed") return null;
  return (
    <section
      aria-label="Writing together"
      className="wobble inked mb-2 flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-clay bg-clay-wash px-3 py-2 text-sm"
    >
      <p className="min-w-48 flex-1">
        <span className="font-semibold">Everyone writes at once.</span> Nobody sees the others’
        words until all are opened together, so there is nothing to match.
      </p>
      {snapshot.mine.leads ? (
        <Button size="sm" onClick={() => void acts.openWriting()}>
          Open what everyone wrote
        </Button>
      ) : null}
    </section>
  );
}
