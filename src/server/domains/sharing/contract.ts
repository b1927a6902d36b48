import * as z from "zod/mini";
import { id, maybeWords, words } from "../../lib/fields";
import { CONTENT_NOTE_MAX } from "../drafts/contract";
import type { ExposureState } from "../exposures/contract";
import {
  type Card,
  CHECK_IN_FIELDS,
  DRAFT_FIELDS,
  LIFETIMES,
  type MessageView,
  PLAN_FIELDS,
  WANTS_BACK,
  WIN_FIELDS,
} from "../rooms/contract";

/** Who is to see it: those of a session's room, the whole group, or only its facilitators. */
export const SHARE_AUDIENCES = ["facilitators", "room", "group"] as const;
export type ShareAudience = (typeof SHARE_AUDIENCES)[number];

/** What can be shared. An exposure before it is done is shared as a plan, afterwards as a win. */
export const SOURCE_KINDS = ["exposure", "draft", "check_in"] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];

export const SHARE_FIELDS = [
  ...new Set([...PLAN_FIELDS, ...WIN_FIELDS, ...DRAFT_FIELDS, ...CHECK_IN_FIELDS]),
] as const;
export type ShareField = (typeof SHARE_FIELDS)[number];

/** What of a source can be ticked; nothing of an exposure that was let go. */
export function fieldsFor(
  source: { kind: "exposure"; state: ExposureState } | { kind: "draft" } | { kind: "check_in" },
): readonly ShareField[] {
  if (source.kind === "draft") return DRAFT_FIELDS;
  if (source.kind === "check_in") return CHECK_IN_FIELDS;
  if (source.state === "let_go") return [];
  return source.state === "done" || source.state === "reflected" ? WIN_FIELDS : PLAN_FIELDS;
}

const place = z.discriminatedUnion("audience", [
  z.object({ audience: z.literal("room"), roomId: id() }),
  z.object({ audience: z.literal("group"), groupId: id() }),
  z.object({ audience: z.literal("facilitators"), groupId: id() }),
]);

/** The one way to share anything: exactly the ticked fields, with one audience, for one lifetime. */
export const Share = z.object({
  organisationId: id(),
  /** Made by the sender, so that sharing twice shares once. */
  clientMessageId: id(),
  source: z.object({ kind: z.enum(SOURCE_KINDS), id: id() }),
  with: place,
  lifetime: z.enum(LIFETIMES, "Choose how long it may be seen."),
  /** Empty fields of the record are left out. */
  fields: z.array(z.enum(SHARE_FIELDS)).check(z.minLength(1, "Tick at least one thing to share.")),
  /** Left out: what the draft says, and otherwise to be witnessed. */
  wantsBack: z.optional(z.enum(WANTS_BACK, "Please pick one of the four.")),
  /** Left out: that of the draft, if it has one. */
  contentNote: maybeWords(CONTENT_NOTE_MAX),
  /** For a plan that could do harm: asks a facilitator for their word. Facilitators only. */
  asksWord: z._default(z.boolean(), false),
});
export type Share = z.infer<typeof Share>;

/** Less than before: fewer fields, only the facilitators, or a shorter time. Never more. */
export const NarrowShare = z.object({
  organisationId: id(),
  roomId: id(),
  messageId: id(),
  fields: z.optional(z.array(z.enum(SHARE_FIELDS)).check(z.minLength(1, "Tick at least one."))),
  audience: z.optional(z.literal("facilitators")),
  lifetime: z.optional(z.enum(["session", "seven_days"])),
});
export type NarrowShare = z.infer<typeof NarrowShare>;

export const ListShares = z.object({ organisationId: id(), sourceId: id() });

/** Where something of mine is shared; the message it lives on can be narrowed and retracted. */
export type ShareView = {
  messageId: string;
  roomId: string;
  groupId: string;
  audience: ShareAudience;
  fields: string[];
  lifetime: (typeof LIFETIMES)[number];
  /** ISO instants. */
  sharedAt: string;
  expiresAt: string | null;
  retracted: boolean;
  /** Somebody besides its author can see it now. */
  live: boolean;
};

/** A facilitator's word on a plan that could do harm. */
export const FindWord = z.object({ organisationId: id(), exposureId: id() });
export type WordView = { word: "go_ahead" | "smaller_please"; by: string; words: string | null };

/** What facilitators were given to read before a session, and nothing else. */
export const AccessBrief = z.object({ organisationId: id(), groupId: id() });
export type Brief = {
  roomId: string;
  /** Plans that ask for a word come first, then the newest. */
  plans: MessageView[];
  /** "Could use a quiet word", newest first. */
  quietWords: MessageView[];
};

export const TOPICS_MAX = 20;
export const TOPIC_MAX = 60;

/** Topics a member prefers collapsed, all of them as they should now be. */
export const SetCollapsedTopics = z.object({
  organisationId: id(),
  topics: z
    .array(words(TOPIC_MAX, "A word or two are enough."))
    .check(z.maxLength(TOPICS_MAX, `Up to ${TOPICS_MAX} topics, please.`)),
});
export type SetCollapsedTopics = z.infer<typeof SetCollapsedTopics>;

export const SharingRef = z.object({ organisationId: id() });

/** Collapsed for everyone by its author's note, for this member by a topic of theirs. */
export function isCollapsed(card: Card, topics: readonly string[]): boolean {
  return Boolean(card.contentNote) || mentionsTopic(card, topics);
}

/**
 * Whether a topic stands anywhere in what the card's author wrote: whole words, whatever their
 * case and accents. Scripts that put no spaces between words match anywhere.
 */
export function mentionsTopic(card: Card, topics: readonly string[]): boolean {
  const text = plainWords(writtenOn(card).join(" \n "));
  return topics.some((topic) => {
    const sought = plainWords(topic);
    if (sought.trim() === "") return false;
    return text.includes(UNSPACED.test(topic) ? sought.trim() : sought);
  });
}

const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** Values that are the product's words and not the author's. */
const OWN_WORDS = ["kind", "fearedOutcomeHappened", "plannedFor", "weekStartOn"];

function writtenOn(card: Card): string[] {
  if (card.kind === "draft") {
    return [card.text, card.link, card.photo?.alt].flatMap((words) => words ?? []);
  }
  return Object.entries(card.fields)
    .filter(([field]) => !OWN_WORDS.includes(field))
    .flatMap(([, value]) => value)
    .filter((value) => typeof value === "string");
}

/** Upper case, bare of accents, each word between single spaces. */
function plainWords(text: string): string {
  const bare = text
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .toUpperCase();
  return ` ${bare.match(/[\p{L}\p{M}\p{N}]+|\p{Extended_Pictographic}/gu)?.join(" ") ?? ""} `;
}
