import type { CheckInAnswers } from "../checkins/contract";
import type { EntryKind, ExposureState } from "../exposures/contract";
import {
  type Card,
  CHECK_IN_FIELDS,
  type CheckInCard,
  DRAFT_FIELDS,
  type DraftCard,
  LIFETIMES,
  type Lifetime,
  type MessageState,
  type MessageView,
  PLAN_FIELDS,
  type PlanCard,
  type RoomState,
  type SharedPhoto,
  type WantsBack,
  WIN_FIELDS,
  type WinCard,
} from "../rooms/contract";
import type { ShareAudience, WordView } from "./contract";

/** The fields of an exposure that can be ticked, as the exposures domain holds them. */
export type ExposureSource = {
  [F in Exclude<keyof WinCard["fields"], "kind">]: WinCard["fields"][F] | null;
} & {
  kind: EntryKind;
  whereAndWho: string | null;
  copingWords: string | null;
  kindnessPlan: string | null;
  safetyBehaviours: string[];
  plannedFor: Date | null;
};

export type DraftSource = { body: string; link: string | null; photo: SharedPhoto | null };
export type CheckInSource = CheckInAnswers & { weekStartOn: string };

/** What its author asks for and says beforehand. */
export type Asked = { wantsBack: WantsBack; contentNote: string | null };

/** How an exposure is shared; null once it was let go, which is nobody's business. */
export function cardKindOf(state: ExposureState): "plan" | "win" | null {
  if (state === "let_go") return null;
  return state === "done" || state === "reflected" ? "win" : "plan";
}

export function winCard(source: ExposureSource, ticked: readonly string[], asked: Asked): WinCard {
  return { kind: "win", fields: tickedOf(WIN_FIELDS, source, ticked), ...said(asked) };
}

export function planCard(
  source: ExposureSource,
  ticked: readonly string[],
  asked: Asked & { asksWord: boolean },
): PlanCard {
  const record = { ...source, plannedFor: source.plannedFor?.toISOString() ?? null };
  return {
    kind: "plan",
    fields: tickedOf(PLAN_FIELDS, record, ticked),
    ...said(asked),
    ...(asked.asksWord && { asksWord: true }),
  };
}

export function checkInCard(
  source: CheckInSource,
  ticked: readonly string[],
  asked: Asked,
): CheckInCard {
  return { kind: "check_in", fields: tickedOf(CHECK_IN_FIELDS, source, ticked), ...said(asked) };
}

export function draftCard(
  { body, link, photo }: DraftSource,
  ticked: readonly string[],
  asked: Asked,
): DraftCard {
  const fields: DraftFields = tickedOf(DRAFT_FIELDS, { text: body, link, photo }, ticked);
  return { kind: "draft", ...fields, ...said(asked) };
}

type DraftFields = Pick<DraftCard, "text" | "link" | "photo">;

/** The ticked fields that a card holds. */
export function fieldsOn(card: Card): string[] {
  if (card.kind === "draft") return DRAFT_FIELDS.filter((field) => field in card);
  return Object.keys(card.fields);
}

/** The same card with only those of its fields; what asks for a word needs the plan it is about. */
export function cardWithOnly(card: Card, fields: readonly string[]): Card {
  switch (card.kind) {
    case "draft": {
      const { text: _text, link: _link, photo: _photo, ...rest } = card;
      return { ...rest, ...(tickedOf(DRAFT_FIELDS, card, fields) as DraftFields) };
    }
    case "win":
      return { ...card, fields: tickedOf<WinCard["fields"]>(WIN_FIELDS, card.fields, fields) };
    case "check_in":
      return {
        ...card,
        fields: tickedOf<CheckInCard["fields"]>(CHECK_IN_FIELDS, card.fields, fields),
      };
    case "plan": {
      const { asksWord, ...rest } = card;
      const left: PlanCard["fields"] = tickedOf(PLAN_FIELDS, card.fields, fields);
      return { ...rest, fields: left, ...(asksWord && "plan" in left && { asksWord }) };
    }
  }
}

/**
 * Exactly the ticked fields that say something: no key for an unticked one, nor for an empty one.
 * Keys come from the closed list, so nothing else of the record can slip in.
 */
function tickedOf<T extends object>(
  closedList: readonly string[],
  record: object,
  ticked: readonly string[],
): T {
  const fields: Record<string, unknown> = {};
  for (const field of closedList) {
    const value = Object.hasOwn(record, field) ? record[field as never] : null;
    if (ticked.includes(field) && saysSomething(value)) fields[field] = value;
  }
  return fields as T;
}

/** A nought says something. That nothing "came up" is said only by those who ticked it. */
function saysSomething(value: unknown): boolean {
  if (typeof value === "string") return value.trim() !== "";
  if (Array.isArray(value)) return value.length > 0;
  return value !== null && value !== undefined && value !== false;
}

function said({ wantsBack, contentNote }: Asked) {
  return { wantsBack, ...(contentNote && { contentNote }) };
}

/** Only a plan that could do harm, said to those who may answer, and said in full. */
export function canAskForWord(
  card: "plan" | "win" | null,
  {
    couldHarm,
    audience,
    ticked,
  }: {
    couldHarm: string | null;
    audience: ShareAudience;
    ticked: readonly string[];
  },
): boolean {
  return (
    card === "plan" && couldHarm === "yes" && audience === "facilitators" && ticked.includes("plan")
  );
}

const HOUR_MS = 60 * 60 * 1000;
/** A board's share "for this session" is over by then even if nobody closes the room. */
export const AFTER_SESSION_MS = 12 * HOUR_MS;

/** A session as far as a share's end goes; `room` null while it was not opened. */
export type Meeting = { id: string; endsAt: Date; room: RoomState | null };

/**
 * The session that "this session" means on a board: one whose room is open, even past its time,
 * and otherwise the one under way or next. One that was closed is over. `meetings` soonest first.
 */
export function meetingToEndWith<M extends Meeting>(meetings: readonly M[], now: Date): M | null {
  const going = meetings.filter(({ endsAt, room }) => room !== "closed" && lastSight(endsAt) > now);
  return (
    going.find(({ room }) => room !== null) ?? going.find(({ endsAt }) => endsAt > now) ?? null
  );
}

export function lastSight(endsAt: Date): Date {
  return new Date(endsAt.getTime() + AFTER_SESSION_MS);
}

export type Granted = { fields: readonly string[]; audience: ShareAudience; lifetime: Lifetime };
export type Narrower = {
  fields?: readonly string[];
  audience?: "facilitators";
  lifetime?: Exclude<Lifetime, "kept">;
};

/**
 * What narrowing changes; `same` when it was done before, `wider` when anything asked for goes
 * beyond what was granted, or nothing is asked for. A session's room has no smaller audience.
 */
export function narrowing(
  granted: Granted,
  asked: Narrower,
): "wider" | "same" | { fields?: string[]; audience?: "facilitators"; lifetime?: Lifetime } {
  const { fields, audience, lifetime } = asked;
  if (!fields && !audience && !lifetime) return "wider";
  if (fields && (fields.length === 0 || !fields.every((field) => granted.fields.includes(field)))) {
    return "wider";
  }
  if (audience && granted.audience === "room") return "wider";
  if (lifetime && LIFETIMES.indexOf(lifetime) > LIFETIMES.indexOf(granted.lifetime)) return "wider";
  const left = fields && granted.fields.filter((field) => fields.includes(field));
  const change = {
    ...(left && left.length < granted.fields.length && { fields: left }),
    ...(audience && audience !== granted.audience && { audience }),
    ...(lifetime && lifetime !== granted.lifetime && { lifetime }),
  };
  return Object.keys(change).length === 0 ? "same" : change;
}

/** Whether anyone but its author can see a share now. */
export function isLive(
  post: { state: MessageState; card: Card | null; expiresAt: Date | null },
  now: Date,
): boolean {
  const standing = post.state === "shown" || post.state === "held";
  return standing && post.card !== null && (!post.expiresAt || post.expiresAt > now);
}

export type Word = WordView & { messageId: string };

/**
 * The newest word of a facilitator on the plan as it reads now; null without one. What was taken
 * back or removed counts as never said, and nobody gives themself their own word.
 */
export function newestWord(cards: readonly MessageView[], plan: string): Word | null {
  const words = cards
    .filter(({ card }) => card?.kind === "plan" && card.fields.plan === plan)
    .flatMap(({ author, replies }) => replies.filter((reply) => reply.author.id !== author.id))
    .filter(({ state }) => state === "shown")
    .flatMap(({ id, replyKind, postedAt, seq, author, body }) =>
      replyKind === "go_ahead" || replyKind === "smaller_please"
        ? [{ messageId: id, word: replyKind, by: author.name, words: body, postedAt, seq }]
        : [],
    )
    .sort((a, b) => b.postedAt.localeCompare(a.postedAt) || b.seq - a.seq);
  const [newest] = words;
  if (!newest) return null;
  const { postedAt: _at, seq: _seq, ...word } = newest;
  return word;
}

/** Plans that ask for a word first, otherwise as they come; only what can be seen. */
export function briefPlans(plans: readonly MessageView[]): MessageView[] {
  const waits = ({ card }: MessageView) => card?.kind === "plan" && card.asksWord === true;
  const seen = plans.filter(isThere);
  return [...seen.filter(waits), ...seen.filter((plan) => !waits(plan))];
}

/** Neither taken back nor removed. */
export function isThere({ state, body, card }: MessageView): boolean {
  return (state === "shown" || state === "held") && (body !== null || card !== null);
}

/** Topics as they are kept: each once, whatever its case. */
export function tidyTopics(topics: readonly string[]): string[] {
  const once = new Map(topics.map((topic) => [topic.toLowerCase(), topic]));
  return [...once.values()];
}
