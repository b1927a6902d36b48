import type { ExposureState } from "../exposures/contract";
import { WIN_FIELDS, type WinCard, type WinField } from "../rooms/contract";

/** The fields of an exposure that can be ticked, as the exposures domain holds them. */
export type WinSource = { [F in WinField]: WinCard["fields"][F] | null };

/** A win is something that was done; a plan is nobody's business yet. */
export function canShareAsWin({ state }: { state: ExposureState }): boolean {
  return state === "done" || state === "reflected";
}

/**
 * The card for exactly the ticked fields: no key for an unticked one, nor for an empty one. Its
 * keys come from the closed list, so nothing else of the record can slip in.
 */
export function winCard(source: WinSource, ticked: readonly WinField[]): WinCard {
  const fields: Record<string, string | number> = {};
  for (const field of WIN_FIELDS) {
    const value = source[field];
    if (ticked.includes(field) && value !== null && value !== undefined && value !== "") {
      fields[field] = value;
    }
  }
  return { kind: "win", fields };
}
