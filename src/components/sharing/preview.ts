import type { ExposureView } from "@/server/domains/exposures/contract";
import { WIN_FIELDS, type WinCard, type WinField } from "@/server/domains/rooms/contract";

/** The fields of an exposure that have something in them to share, in the order of the card. */
export function shareableFields(exposure: ExposureView): WinField[] {
  return WIN_FIELDS.filter((field) => exposure[field] !== null && exposure[field] !== "");
}

/** The card as the server will make it from the same ticks. */
export function previewOf(exposure: ExposureView, ticked: readonly WinField[]): WinCard {
  const shown = shareableFields(exposure).filter((field) => ticked.includes(field));
  return {
    kind: "win",
    fields: Object.fromEntries(shown.map((field) => [field, exposure[field]])),
  };
}
