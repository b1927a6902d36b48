import * as z from "zod/mini";
import { id, instant, maybeWords, storable } from "../../lib/fields";
import { WANTS_BACK, type WantsBack } from "../rooms/contract";

// Unfinished work, private until its author shares it.

export const DRAFT_MAX = 20_000;
export const DRAFTS_PER_PAGE = 20;

/** A draft as its author reads it. Instants are ISO strings. */
export type DraftView = {
  id: string;
  /** A Markdown subset, as written. */
  body: string;
  /** An https address, or null. */
  link: string | null;
  photo: DraftPhoto | null;
  /** What a reader is told before opening it; null for none. */
  contentNote: string | null;
  wantsBack: WantsBack;
  createdAt: string;
  savedAt: string;
  /** When it was called good enough; nothing changes after that. */
  sealedAt: string | null;
};

/** Its bytes are at `/api/photos/draft/<organisation>/<photo>`, for its author alone. */
export type DraftPhoto = { id: string; alt: string | null; width: number; height: number };

export const LINK_MAX = 2000;
export const ALT_MAX = 500;
export const CONTENT_NOTE_MAX = 120;
/** What a browser may send; what is kept is far smaller. */
export const PHOTO_MAX_BYTES = 15 * 1024 * 1024;
/** Neither side of a kept photo is longer, in pixels. */
export const PHOTO_MAX_SIDE = 2048;
export const PHOTO_TYPES = ["image/jpeg", "image/png", "image/webp"] as const;

export type DraftSummary = Pick<DraftView, "id" | "createdAt" | "sealedAt"> & {
  /** How it begins, or its link where it has no words; at most 140 characters. */
  opening: string;
  hasPhoto: boolean;
};

export type DraftPage = {
  /** Newest first. */
  drafts: DraftSummary[];
  /** Give it as `before` to read on; null at the end. */
  next: string | null;
};

export const DraftRef = z.object({ organisationId: id(), draftId: id() });
export type DraftRef = z.infer<typeof DraftRef>;

export const SaveDraft = z.object({
  organisationId: id(),
  /** Made by the sender (UUIDv7): the first save starts the draft, later ones keep it. */
  draftId: z.uuidv7("That link does not look whole."),
  /** As written, spaces and all. */
  body: z
    .string("This needs to be text.")
    .check(
      storable,
      z.maxLength(DRAFT_MAX, `That is longer than we can keep (${DRAFT_MAX} characters).`),
    ),
  link: z.pipe(
    maybeWords(LINK_MAX),
    z.nullable(
      z
        .string()
        .check(z.refine(isWebAddress, "A whole web address, please, one that begins with https.")),
    ),
  ),
  contentNote: maybeWords(CONTENT_NOTE_MAX),
  wantsBack: z.enum(WANTS_BACK, "Please pick one of the four."),
  /**
   * The `savedAt` that the writer was looking at; null for a draft that is not kept yet. CONFLICT
   * when another device has saved something else since. Left out: nobody else is writing.
   */
  basedOn: z.optional(z.nullable(instant())),
});
export type SaveDraft = z.infer<typeof SaveDraft>;

export const ListDrafts = z.object({
  organisationId: id(),
  /** Only drafts older than this one. */
  before: z.optional(id()),
});
export type ListDrafts = z.infer<typeof ListDrafts>;

/** @param bytes arrive beside it, as the body of the request. */
export const AttachPhoto = z.object({
  organisationId: id(),
  draftId: id(),
  /** Made by the sender, so that sending it twice keeps it once. */
  photoId: id(),
});
export type AttachPhoto = z.infer<typeof AttachPhoto>;

export const FindPhoto = z.object({ organisationId: id(), photoId: id() });
export type FindPhoto = z.infer<typeof FindPhoto>;

export const DescribePhoto = z.object({
  organisationId: id(),
  draftId: id(),
  alt: maybeWords(ALT_MAX),
});
export type DescribePhoto = z.infer<typeof DescribePhoto>;

/** Only https: other schemes run code or name what is on the reader's own machine. */
export function isWebAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return protocol === "https:" && username === "" && password === "";
}
