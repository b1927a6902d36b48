import type { Difficulty, ExposureView, Idea } from "../exposures/contract";
import type { DigestState } from "./contract";

/** How long a worker that claimed a note is believed alive. */
export const LEASE_MS = 2 * 60_000;
const DAY_MS = 24 * 60 * 60_000;
/** How much of the week behind it a note looks at. */
export const NOTE_SPAN_MS = 7 * DAY_MS;

/**
 * The Monday (`YYYY-MM-DD`) of the ISO week that `now` falls in by the clock of `timeZone`. Works
 * on calendar dates, so a day of 23 or 25 hours, or one that a zone skipped, does not matter.
 */
export function weekStartOn(now: Date, timeZone: string): string {
  const local = localDate(now, timeZone);
  const daysSinceMonday = (local.getUTCDay() + 6) % 7;
  return new Date(local.getTime() - daysSinceMonday * DAY_MS).toISOString().slice(0, 10);
}

/** The local calendar date as midnight UTC, so that days can be counted. */
function localDate(now: Date, timeZone: string): Date {
  const parts = new Intl.DateTimeFormat("en-CA-u-ca-iso8601-nu-latn", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  }).formatToParts(now);
  const part = (type: "year" | "month" | "day") =>
    Number(parts.find((each) => each.type === type)?.value);
  return new Date(Date.UTC(part("year"), part("month") - 1, part("day")));
}

/**
 * What a worker may do with a note. `over`: sent or skipped. `held`: another worker has it; come
 * back later, since that one may have died.
 */
export function claimOutcome(
  { state, leaseUntil }: { state: DigestState; leaseUntil: Date | null },
  now: Date,
): "mine" | "over" | "held" {
  if (state === "sent" || state === "skipped") return "over";
  return state === "sending" && leaseUntil && leaseUntil > now ? "held" : "mine";
}

/** What the composing reads found, all of it the member's own. */
export type DigestFacts = {
  /** Done or let go during the note's span, newest first. */
  tries: Pick<
    ExposureView,
    "kind" | "state" | "plan" | "librarySlug" | "expectedSuds" | "peakSuds"
  >[];
  /** The latest "What did I learn?", of whatever date. */
  lastLearned: string | null;
  /** Smallest first. */
  ideas: Pick<Idea, "slug" | "title" | "suggestion" | "difficulty">[];
  /** `YYYY-MM-DD`; chooses among ideas, so that the same week gives the same idea. */
  weekStartOn: string;
};

/** A passage of the note: our words, or the member's own to be set in quotation marks. */
export type Passage = { lead: string; own: string | null };

/** The note's body. Every part is always there, so a full week and an empty one weigh the same. */
export type DetailedNote = {
  kind: "detailed";
  tried: Passage;
  rested: Passage;
  /** Distress 0–100; null where there is no pair to show. */
  compared: { words: string; pair: { expected: number; peaked: number } | null };
  learned: Passage;
  idea: { title: string; suggestion: string };
};
export type NoteContent = { kind: "discreet" } | DetailedNote;

/**
 * Decides what a note says. One thing of each kind at most, never how many; where there is
 * nothing, a line of equal warmth stands in its place.
 */
export function composeDigest(
  facts: DigestFacts,
  { withDetail }: { withDetail: boolean },
): NoteContent {
  if (!withDetail) return { kind: "discreet" };
  const done = facts.tries.filter((each) => each.state !== "let_go");
  const tried = done.find((each) => each.kind !== "rest");
  const rested = facts.tries.find((each) => each.state === "let_go" || each.kind === "rest");
  return {
    kind: "detailed",
    tried: passage(tried?.plan, {
      with: tried?.kind === "accident" ? "Something that just happened:" : "Something you tried:",
      without: "This week went to other things, and such weeks belong here too.",
    }),
    rested: passage(rested?.plan, {
      with: rested?.state === "let_go" ? "Something you let rest:" : "A rest you took:",
      without: "Letting something rest is always open to you, and weighs the same.",
    }),
    compared: compare(done),
    learned: passage(facts.lastLearned, {
      with: "In your own words:",
      without: "Nothing is written down yet. Learning often shows up later, by itself.",
    }),
    idea: suggestIdea(facts, tried),
  };
}

function passage(own: string | null | undefined, lead: { with: string; without: string }): Passage {
  return own ? { lead: lead.with, own: clip(own) } : { lead: lead.without, own: null };
}

function compare(done: DigestFacts["tries"]): DetailedNote["compared"] {
  for (const { expectedSuds, peakSuds } of done) {
    if (expectedSuds === null || peakSuds === null) continue;
    return {
      words: `Of 100, you expected ${expectedSuds} beforehand, and it peaked at ${peakSuds}.`,
      pair: { expected: expectedSuds, peaked: peakSuds },
    };
  }
  return { words: "No pair of numbers this week, so no picture. A gap is just a gap.", pair: null };
}

/** An idea no larger than the last one tried from the library, and not that one again. */
function suggestIdea(
  { ideas, tries, weekStartOn: week }: DigestFacts,
  last: DigestFacts["tries"][number] | undefined,
): { title: string; suggestion: string } {
  const lastIdea = ideas.find((idea) => idea.slug === last?.librarySlug);
  const largest: Difficulty = lastIdea && lastIdea.difficulty > 1 ? lastIdea.difficulty : 1;
  const tried = new Set(tries.map((each) => each.librarySlug));
  const fitting = ideas.filter((idea) => idea.difficulty <= largest && !tried.has(idea.slug));
  const weeks = Math.floor(Date.parse(week) / NOTE_SPAN_MS);
  const idea = fitting[weeks % Math.max(fitting.length, 1)];
  return idea
    ? { title: idea.title, suggestion: idea.suggestion }
    : { title: "A rest", suggestion: "Take ten minutes for something that is of no use at all." };
}

/** One line, at most `max` characters: a note is short whatever was written. */
function clip(own: string, max = 180): string {
  const characters = Array.from(own.trim().replace(/\s+/g, " "));
  if (characters.length <= max) return characters.join("");
  return `${characters
    .slice(0, max - 1)
    .join("")
    .trimEnd()}…`;
}
