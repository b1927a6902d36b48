import type { Presence, RosterEntry } from "@/server/domains/rooms/contract";

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;

/** A length of time as one would say it: "about 6 minutes". `seconds` is never negative. */
export function aboutMinutes(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  if (minutes < 1) return "less than a minute";
  if (minutes === 1) return "about a minute";
  return `about ${minutes} minutes`;
}

/** A length as it was set, to the minute where it is one: "5 minutes", "2 and a half minutes". */
export function minutesWords(seconds: number): string {
  const halves = Math.round(seconds / 30);
  const minutes = Math.floor(halves / 2);
  const half = halves % 2 === 1;
  if (minutes === 0) return half ? "half a minute" : "less than half a minute";
  if (half) return `${minutes} and a half minutes`;
  return minutes === 1 ? "1 minute" : `${minutes} minutes`;
}

/** What is left of some time: to the minute, and in tens of seconds only in the last one. */
export function timeLeftWords(leftMs: number): string {
  const seconds = Math.ceil(leftMs / SECOND_MS);
  if (seconds <= 0) return "coming to its end";
  if (seconds <= 10) return "a few seconds left";
  if (seconds < 60) return `about ${Math.ceil(seconds / 10) * 10} seconds left`;
  return `${aboutMinutes(seconds)} left`;
}

/** A stretch of time, coarsely: nobody here is being timed. Null for hardly any. */
function stretchWords(ms: number): string | null {
  const minutes = Math.floor(ms / MINUTE_MS);
  if (minutes < 1) return null;
  if (minutes < 3) return "a minute or two";
  if (minutes < 10) return "a few minutes";
  if (minutes < 57) return `about ${Math.round(minutes / 5) * 5} minutes`;
  return minutes < 90 ? "about an hour" : "a good while";
}

/** How long someone has been quiet, for those who lead. Silence is nothing to put right. */
export function quietWords({ lastPostedAt }: RosterEntry, nowMs: number): string {
  if (lastPostedAt === null) return "has not written yet";
  const words = stretchWords(nowMs - Date.parse(lastPostedAt));
  return words === null ? "wrote just now" : `quiet for ${words}`;
}

const PRESENCE_WORDS: Record<Presence, string> = {
  here: "here",
  away: "stepped away",
  left: "left",
  lobby: "in the lobby",
  sent_out: "sent out",
};

/** Whether someone is here, and since when they are not. */
export function presenceWords({ presence, since }: RosterEntry, nowMs: number): string {
  const words = PRESENCE_WORDS[presence];
  if (presence === "here" || since === null) return words;
  const stretch = stretchWords(nowMs - Date.parse(since));
  if (presence === "lobby") return stretch === null ? words : `${words} for ${stretch}`;
  return stretch === null ? `${words} just now` : `${words} ${stretch} ago`;
}
