import type { WantsBack } from "../rooms/contract";

/** What its author writes; the photo comes and goes on its own. */
export type DraftWords = {
  body: string;
  link: string | null;
  contentNote: string | null;
  wantsBack: WantsBack;
};

type Kept = DraftWords & { savedAt: Date; sealedAt: Date | null };

/**
 * What saving these words does. `same`: they are kept already, so a late retry is harmless even
 * after sealing. `sealed`: the draft was called good enough and stays as it is. `conflict`: the
 * writer has not seen what another device saved, and must not write over it unseen.
 */
export function saveOutcome(
  draft: Kept,
  words: DraftWords,
  basedOn?: string | null,
): "save" | "same" | "sealed" | "conflict" {
  if (isSameDraft(draft, words)) return "same";
  if (draft.sealedAt) return "sealed";
  if (basedOn !== undefined && basedOn !== draft.savedAt.toISOString()) return "conflict";
  return "save";
}

function isSameDraft(one: DraftWords, other: DraftWords): boolean {
  return (
    one.body === other.body &&
    one.link === other.link &&
    one.contentNote === other.contentNote &&
    one.wantsBack === other.wantsBack
  );
}

/** Any mark on the page, a link or a photo is enough; only an empty page has nothing to hand over. */
export function canSeal(draft: Pick<DraftWords, "body" | "link">, hasPhoto: boolean): boolean {
  return draft.body.trim() !== "" || draft.link !== null || hasPhoto;
}

/** How a draft begins: its first words on one line, at most `max` characters. */
export function openingOf(body: string, max = 140): string {
  const line = body.trim().replace(/\s+/g, " ");
  const characters = Array.from(line);
  return characters.length <= max
    ? line
    : `${characters
        .slice(0, max - 1)
        .join("")
        .trimEnd()}…`;
}
