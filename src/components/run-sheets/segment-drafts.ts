import { textOf } from "@/components/form-text";
import type { SegmentKind, SegmentPlan } from "@/server/domains/run-sheets/contract";

/** A segment as it stands in a form. `key` tells it from the others there and says nothing more. */
export type SegmentDraft = SegmentPlan & { key: string };

/** The fields of one segment, by their names in the form. */
export function fieldNames(key: string) {
  return {
    kind: `kind ${key}`,
    title: `title ${key}`,
    minutes: `minutes ${key}`,
    prompt: `prompt ${key}`,
  };
}

/** What has been written into the form so far; half-written numbers count as 0. */
export function readSegments(form: HTMLFormElement, keys: readonly string[]): SegmentDraft[] {
  return keys.map((key) => {
    const names = fieldNames(key);
    return {
      key,
      kind: textOf(form, names.kind) as SegmentKind,
      title: textOf(form, names.title),
      minutes: Number(textOf(form, names.minutes)) || 0,
      prompt: textOf(form, names.prompt),
    };
  });
}

/** The list with one segment a place earlier or later; the same list where there is no such place. */
export function withMoved<T extends { key: string }>(
  segments: readonly T[],
  key: string,
  by: -1 | 1,
): readonly T[] {
  const from = segments.findIndex((each) => each.key === key);
  const segment = segments[from];
  const to = from + by;
  if (!segment || to < 0 || to >= segments.length) return segments;
  return segments.toSpliced(from, 1).toSpliced(to, 0, segment);
}
