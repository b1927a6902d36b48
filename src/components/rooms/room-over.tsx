"use client";

import { usePathname } from "next/navigation";
import { type ReactNode, useEffect, useRef } from "react";
import { Button } from "@/components/ui/button";
import { Underline } from "@/components/ui/strokes";
import type { RoomLink } from "./room-view";

/** Asked again this often (ms) while a locked room is waited for. */
const ASK_AGAIN_MS = 15_000;

/** Nobody new comes in just now. `onAsk` looks whether that has changed. */
export function RoomLocked({ onAsk }: { onAsk: () => void }) {
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") onAsk();
    }, ASK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [onAsk]);
  return (
    <Over title="The room is closed to newcomers just now">
      <p>
        The session has begun and whoever leads it has shut the door for a while, so that nobody is
        interrupted. It is not about you. This page looks again by itself and brings you in once the
        door opens.
      </p>
      <div className="flex flex-wrap gap-3">
        <Button onClick={onAsk}>Look now</Button>
        <Button href="/help">Help now</Button>
      </div>
    </Over>
  );
}

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
        Your place in this room has ended, so it has closed on this screen. It may be for this
        session or for the group; a facilitator can tell you. Your own practice is yours as before:
        your exposures and drafts are where you left them.
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
