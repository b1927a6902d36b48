"use client";

import { usePathname } from "next/navigation";
import { type ReactNode, useEffect, useRef } from "react";
import { Button } from "@/components/ui/button";
import { Underline } from "@/components/ui/strokes";
import type { RoomLink } from "./room-view";

/** The whole page once this person's way into the room is over; nothing of the room is left on it. */
export function RoomOver({
  link,
}: {
  link: Extract<RoomLink, "ended" | "signed_out" | "outdated">;
}) {
  const here = usePathname();
  if (link === "signed_out") {
    return (
      <Over title="You have been signed out">
        <p>
          That may have been you, on another screen. What you were writing is kept on this device.
        </p>
        <div>
          <Button variant="primary" href={`/sign-in?returnTo=${encodeURIComponent(here)}`}>
            Sign in again
          </Button>
        </div>
      </Over>
    );
  }
  if (link === "outdated") {
    return (
      <Over title="This page is from an earlier version">
        <p>We have changed something on our side. What you were writing is kept on this device.</p>
        <div>
          <Button variant="primary" onClick={() => window.location.reload()}>
            Load the room again
          </Button>
        </div>
      </Over>
    );
  }
  return (
    <Over title="You are no longer in this room">
      <p>
        Your place in this group has ended, so the room has closed on this screen. Your own practice
        is yours as before: your exposures and drafts are where you left them.
      </p>
      <p>
        If this is hard, or came as a surprise, you can ask a facilitator about it outside the room.
        “Help now” is there at any hour.
      </p>
      <div className="flex flex-wrap gap-3">
        <Button variant="primary" href="/home">
          To my own start
        </Button>
        <Button href="/help">Help now</Button>
      </div>
    </Over>
  );
}

function Over({ title, children }: { title: string; children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  // The page changed under the person: this is where they are now.
  useEffect(() => heading.current?.focus(), []);
  return (
    <div className="mx-auto grid max-w-measure gap-5 py-8">
      <h1 ref={heading} tabIndex={-1} className="w-fit text-3xl outline-none">
        {title}
        <Underline className="mt-1 text-clay" />
      </h1>
      {children}
    </div>
  );
}
