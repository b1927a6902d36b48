/**
 * A session as an entry for a calendar (RFC 5545). It names neither the group nor what it is about:
 * calendars are shared, and show on locked screens. Instants are ISO; `url` leads to the session.
 */
export function calendarFile({
  sessionId,
  startsAt,
  endsAt,
  url,
  madeAt,
}: {
  sessionId: string;
  startsAt: string;
  endsAt: string;
  url: string;
  madeAt: Date;
}): string {
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Unpolished//Session//EN",
    "BEGIN:VEVENT",
    `UID:${sessionId}@unpolished`,
    `DTSTAMP:${utc(madeAt)}`,
    `DTSTART:${utc(new Date(startsAt))}`,
    `DTEND:${utc(new Date(endsAt))}`,
    "SUMMARY:Session",
    `URL:${url}`,
    `DESCRIPTION:${escaped(`Come in: ${url}`)}`,
    "END:VEVENT",
    "END:VCALENDAR",
  ];
  return `${lines.map(folded).join("\r\n")}\r\n`;
}

/** 20260303T190000Z: an instant, so that no zone has to travel along. */
function utc(at: Date): string {
  return at.toISOString().replace(/[-:]|\.\d{3}/g, "");
}

function escaped(text: string): string {
  return text.replace(/[\\;,]/g, "\\$&").replaceAll("\n", "\\n");
}

const LINE_MAX = 74;

/** Lines longer than 75 octets go on in the next one, behind a space. Ours are ASCII. */
function folded(line: string): string {
  const parts = [];
  for (let from = 0; from < line.length; from += LINE_MAX) {
    parts.push(line.slice(from, from + LINE_MAX));
  }
  return parts.join("\r\n ");
}
