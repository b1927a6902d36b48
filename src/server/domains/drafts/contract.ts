import * as z from "zod/mini";
import { id, storable } from "../../lib/fields";
import { WANTS_BACK, type WantsBack } from "../rooms/contract";

// Unfinished work, private until its author shares it.

export const DRAFT_MAX = 20_000;
export const DRAFTS_PER_PAGE = 20;

/** A draft as its author reads it. Instants are ISO strings. */
export type DraftView = {
  id: string;
  body: string;
  wantsBack: WantsBack;
  createdAt: string;
  savedAt: string;
  /** When it was called good enough; nothing changes after that. */
  sealedAt: string | null;
};

export type DraftSummary = Pick<DraftView, "id" | "createdAt" | "sealedAt"> & {
  /** How it begins, at most 140 characters. */
  opening: string;
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
  wantsBack: z.enum(WANTS_BACK, "Please pick one of the four."),
});
export type SaveDraft = z.infer<typeof SaveDraft>;

export const ListDrafts = z.object({
  organisationId: id(),
  /** Only drafts older than this one. */
  before: z.optional(id()),
});
export type ListDrafts = z.infer<typeof ListDrafts>;
