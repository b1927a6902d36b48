import { COUNTRIES } from "./resources";

/**
 * The country whose numbers to show, and how we came by it. `code` is "001" for "somewhere else"
 * and null while we do not know.
 */
export type Whereabouts = { code: string | null; guessed: boolean };

/**
 * A choice in the address wins; otherwise the region of the browser's first language. Never the
 * IP address. A first language without a region says nothing: many a Dutch browser is set to
 * "nl, en-US", and an American number would be the wrong one.
 */
export function whereabouts(
  chosen: string | undefined,
  acceptLanguage: string | null,
): Whereabouts {
  if (chosen === "001") return { code: "001", guessed: false };
  const code = chosen ? knownRegion(`und-${chosen}`) : null;
  if (code) return { code, guessed: false };

  const firstLanguage = acceptLanguage?.split(",")[0]?.split(";")[0]?.trim();
  const guess = firstLanguage ? knownRegion(firstLanguage) : null;
  return { code: guess, guessed: guess !== null };
}

/** The region of a language tag if we hold numbers for it. "und-UK" gives "GB". */
function knownRegion(tag: string): string | null {
  try {
    const region = new Intl.Locale(tag).region;
    return COUNTRIES.some(({ code }) => code === region) ? (region ?? null) : null;
  } catch {
    // Whatever the browser or the address sent is not a language tag.
    return null;
  }
}
