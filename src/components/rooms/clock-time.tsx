"use client";

import { useTimeZone } from "@/components/sessions/use-time-zone";

/** "19:04" on the viewer's clock; nothing until their time zone is known, rather than a wrong hour. */
export function ClockTime({
  at,
  before,
  after,
  className,
}: {
  /** ISO instant. */
  at: string;
  /** Words around it, said only together with it. */
  before?: string;
  after?: string;
  className?: string;
}) {
  const timeZone = useTimeZone();
  if (!timeZone) return null;
  const words = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(new Date(at));
  return (
    <>
      {before}
      <time dateTime={at} className={className}>
        {words}
      </time>
      {after}
    </>
  );
}
