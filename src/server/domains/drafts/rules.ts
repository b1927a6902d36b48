import type { WantsBack } from "../rooms/contract";

type Kept = { body: string; wantsBack: WantsBack; sealedAt: Date | null };

/**
 * What saving these words does. `same`: they are kept already, so a late retry is harmless even
 * after sealing. `sealed`: the draft was called good enough and stays as it is.
 */
export function saveOutcome(
  draft: Kept,
  words: { body: string; wantsBack: WantsBack },
): "save" | "same" | "sealed" {
  if (draft.body === words.body && draft.wantsBack === words.wantsBack) return "same";
  return draft.sealedAt ? "sealed" : "save";
}

/** Any mark on the page is enough; only an empty one has nothing to hand over. */
export function canSeal(draft: { body: string }): boolean {
  return draft.body.trim() !== "";
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
