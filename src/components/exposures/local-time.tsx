"use client";

import { useTimeZone } from "@/components/sessions/use-time-zone";

const FORMATS = {
  day: { day: "numeric", month: "long", year: "numeric" },
  moment: { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" },
  time: { hour: "2-digit", minute: "2-digit" },
} as const;

/** An instant by the reader's own clock; in UTC, and saying so, before the page has come alive. */
export function LocalTime({
  instant,
  show,
}: {
  /** ISO instant. */
  instant: string;
  show: keyof typeof FORMATS;
}) {
  const mine = useTimeZone();
  const words = new Intl.DateTimeFormat("en-GB", { ...FORMATS[show], timeZone: mine ?? "UTC" });
  return (
    <time dateTime={instant}>
      {words.format(new Date(instant))}
      {mine || show === "day" ? null : " UTC"}
    </time>
  );
}
