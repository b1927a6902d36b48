import type { CheckInView } from "@/server/domains/checkins/contract";
import type { DraftView } from "@/server/domains/drafts/contract";
import type { ExposureState, ExposureView } from "@/server/domains/exposures/contract";
import {
  type Card,
  type DraftField,
  WANTS_BACK,
  type WantsBack,
} from "@/server/domains/rooms/contract";
import { fieldsFor, type ShareField } from "@/server/domains/sharing/contract";
import { entryWords, happenedWords } from "./wording";

/** One of one's own records, as it can be shared. */
export type Shareable =
  | { kind: "exposure"; record: ExposureView }
  | { kind: "draft"; record: DraftView }
  | { kind: "check_in"; record: CheckInView };

/** What its author says and asks for beside the fields. */
export type AskedFor = { wantsBack: WantsBack; contentNote: string; asksWord?: boolean };

/** Before it is done an exposure is shared as a plan, afterwards as a win. */
export function cardKind(source: Shareable): Card["kind"] {
  if (source.kind !== "exposure") return source.kind;
  return isBehind(source.record.state) ? "win" : "plan";
}

/** True once there is something to tell of it. */
export function isBehind(state: ExposureState): boolean {
  return state === "done" || state === "reflected";
}

/** The fields with something in them to share, in the order of the card. */
export function shareableFields(source: Shareable): ShareField[] {
  const offered =
    source.kind === "exposure"
      ? fieldsFor({ kind: source.kind, state: source.record.state })
      : fieldsFor({ kind: source.kind });
  return offered.filter((field) => hasSomething(fieldOf(source, field)));
}

/** What a field of the record holds; undefined for one that is not of its kind. */
function fieldOf(source: Shareable, field: ShareField): unknown {
  if (source.kind === "draft") {
    const { body, link, photo } = source.record;
    return { text: body, link, photo }[field as DraftField];
  }
  return (source.record as Partial<Record<ShareField, unknown>>)[field];
}

function hasSomething(value: unknown): boolean {
  if (typeof value === "string") return value.trim() !== "";
  if (Array.isArray(value)) return value.length > 0;
  // "Nothing came up" is worth ticking only where that was the answer.
  return value !== null && value !== undefined && value !== false;
}

/** The card as the server will make it from the same ticks; null while nothing is ticked. */
export function previewOf(
  source: Shareable,
  ticked: readonly ShareField[],
  asked: AskedFor,
): Card | null {
  const shown = shareableFields(source).filter((field) => ticked.includes(field));
  if (shown.length === 0) return null;
  const kind = cardKind(source);
  const note = asked.contentNote.trim();
  const besides = { wantsBack: asked.wantsBack, ...(note && { contentNote: note }) };
  const fields = Object.fromEntries(shown.map((field) => [field, fieldOf(source, field)]));
  if (kind !== "draft") {
    return { kind, fields, ...besides, ...(asked.asksWord && { asksWord: true }) } as Card;
  }
  const { photo, ...words } = fields;
  return {
    kind,
    ...words,
    ...(photo ? { photo: photoOf(source as Shareable & { kind: "draft" }) } : {}),
    ...besides,
  } as Card;
}

/** The draft's own photo in the shape of a shared one; it has no shared address yet. */
function photoOf({ record }: Shareable & { kind: "draft" }) {
  const { id = "", alt = null, width = 0, height = 0 } = record.photo ?? {};
  return { address: id, alt, width, height };
}

/** One field's value in a line, beside its box. */
export function valueWords(source: Shareable, field: ShareField): string {
  const value = fieldOf(source, field);
  if (field === "fearedOutcomeHappened") return happenedWords(String(value));
  if (field === "kind") return entryWords(String(value));
  if (field === "photo") return source.kind === "draft" ? (source.record.photo?.alt ?? "") : "";
  if (field === "nothingCameUp") return "";
  if (field === "plannedFor" || field === "weekStartOn") return dayWords(String(value));
  if (Array.isArray(value)) return value.join(", ");
  if (typeof value !== "number") return String(value ?? "");
  return source.kind === "check_in" ? `${value} of 10` : `${value} of 100`;
}

/** "3 March 2026" for an ISO day or instant. */
export function dayWords(at: string): string {
  const day = new Date(at);
  if (Number.isNaN(day.getTime())) return at;
  const words = { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" } as const;
  return new Intl.DateTimeFormat("en-GB", words).format(day);
}

/** Ticked before anyone has ticked: the words of a draft, or the plan a word is asked for. */
export function tickedAtFirst(source: Shareable, asksWord: boolean): ShareField[] {
  const all = shareableFields(source);
  if (source.kind === "draft") return all.filter((field) => field === "text");
  return asksWord ? all.filter((field) => field === "plan") : [];
}

/** The one of the four that `text` names, or else `otherwise`. */
export function wantsBackOf(text: string, otherwise: WantsBack): WantsBack {
  return WANTS_BACK.find((each) => each === text) ?? otherwise;
}
