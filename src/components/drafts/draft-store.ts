import type { DraftFields, KeptDraft } from "./draft-saver";

/** A draft's unsaved words in this browser. Where storage is refused, a reload loses them. */
export function draftStore(draftId: string) {
  const key = `draft:${draftId}`;
  return {
    read(): KeptDraft | null {
      try {
        const kept = JSON.parse(localStorage.getItem(key) ?? "null") as Partial<KeptDraft> | null;
        return kept && isFields(kept.fields)
          ? {
              fields: kept.fields,
              basedOn: kept.basedOn ?? null,
              aside: isFields(kept.aside) ? kept.aside : null,
            }
          : null;
      } catch {
        return null;
      }
    },
    write(kept: KeptDraft | null): void {
      try {
        if (kept) localStorage.setItem(key, JSON.stringify(kept));
        else localStorage.removeItem(key);
      } catch {}
    },
  };
}

/** Whatever an older version of this page, or somebody's hand, has left there. */
function isFields(value: unknown): value is DraftFields {
  const fields = value as Partial<Record<keyof DraftFields, unknown>> | null | undefined;
  return [fields?.body, fields?.link, fields?.contentNote, fields?.wantsBack].every(
    (each) => typeof each === "string",
  );
}
