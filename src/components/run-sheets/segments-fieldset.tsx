import type { ReactNode } from "react";
import { type ApiError, fieldError } from "@/components/api";
import { Button } from "@/components/ui/button";
import { Disclosure } from "@/components/ui/disclosure";
import { FieldError } from "@/components/ui/form-error";
import { SEGMENT_KINDS, SEGMENTS_MAX } from "@/server/domains/run-sheets/contract";
import { SegmentFields } from "./segment-fields";
import type { Segments } from "./use-segments";
import { KIND_MEANINGS, KIND_NAMES, sayMinutes } from "./wording";

/** The segments of a run sheet, one after the other, and how long they take together. */
export function SegmentsFieldset({
  list,
  error,
  beside,
}: {
  list: Segments;
  error: ApiError | null;
  /** What the sum is to be seen beside, for example the session's length. */
  beside?: ReactNode;
}) {
  const { segments, minutes, before, said, move, remove, add } = list;
  const together = (
    <p>
      Together {sayMinutes(minutes)}. {beside}
    </p>
  );
  return (
    <section aria-labelledby="segments" className="grid gap-5">
      <h2 id="segments" className="text-2xl">
        One after the other
      </h2>
      <Disclosure summary="What each kind lets people do">
        <dl className="grid gap-2">
          {SEGMENT_KINDS.map((kind) => (
            <div key={kind}>
              <dt className="font-semibold">{KIND_NAMES[kind]}</dt>
              <dd>{KIND_MEANINGS[kind]}</dd>
            </div>
          ))}
        </dl>
      </Disclosure>
      {segments.length > 3 ? together : null}
      {segments.length > 0 ? (
        <ol className="grid gap-4">
          {segments.map((segment, at) => (
            <SegmentFields
              key={segment.key}
              {...{ segment, at, error }}
              count={segments.length}
              minutesBefore={before[at] ?? 0}
              onMove={(by) => move(segment.key, by)}
              onRemove={() => remove(segment.key)}
            />
          ))}
        </ol>
      ) : (
        <p className="text-ink-soft">Nothing is planned yet.</p>
      )}
      <p role="status" className="sr-only">
        {said}
      </p>
      {segments.length < SEGMENTS_MAX ? (
        <div>
          <Button onClick={add}>Add a segment</Button>
        </div>
      ) : null}
      {segments.length > 0 ? together : null}
      <FieldError>{fieldError(error, "segments")}</FieldError>
    </section>
  );
}
