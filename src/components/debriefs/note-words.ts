import type { SessionNoteView } from "@/server/domains/debriefs/contract";
import { NOTE_FIELDS, type NoteField } from "./wording";

/** A session's note as its form holds it: every field is text. */
export type Written = Record<NoteField, string>;

export function writtenOf(note: SessionNoteView): Written {
  return each((field) => note[field] ?? "");
}

/** The written fields alone, of a form that holds more than them. */
export function writtenIn(form: Written): Written {
  return each((field) => form[field]);
}

/** Theirs first, then mine, wherever the two do not say the same. */
export function together(mine: Written, theirs: Written): Written {
  return each((field) => {
    const both = [theirs[field], mine[field]].filter((words) => words.trim() !== "");
    return [...new Set(both)].join("\n\n");
  });
}

function each(words: (field: NoteField) => string): Written {
  return Object.fromEntries(NOTE_FIELDS.map((field) => [field, words(field)])) as Written;
}
