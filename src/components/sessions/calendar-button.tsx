"use client";

import { Button } from "@/components/ui/button";
import type { SessionPreview } from "@/server/domains/run-sheets/contract";
import { calendarFile } from "./calendar-file";

/** Hands the person an entry for their own calendar, which leads back to this page. */
export function CalendarButton({ session }: { session: SessionPreview }) {
  function take() {
    const { sessionId, startsAt, endsAt } = session;
    const { origin, pathname } = window.location;
    const url = `${origin}${pathname}`;
    const file = calendarFile({ sessionId, startsAt, endsAt, url, madeAt: new Date() });
    const address = URL.createObjectURL(new Blob([file], { type: "text/calendar" }));
    const link = document.createElement("a");
    link.href = address;
    link.download = "session.ics";
    link.click();
    URL.revokeObjectURL(address);
  }
  return <Button onClick={take}>Put it in your calendar</Button>;
}
