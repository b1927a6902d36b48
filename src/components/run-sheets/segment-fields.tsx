import { type ApiError, fieldError } from "@/components/api";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Select } from "@/components/ui/select";
import { TextArea } from "@/components/ui/text-area";
import { TextField } from "@/components/ui/text-field";
import {
  PROMPT_MAX,
  SEGMENT_KINDS,
  SEGMENT_MINUTES_MAX,
  TITLE_MAX,
} from "@/server/domains/run-sheets/contract";
import { fieldNames, type SegmentDraft } from "./segment-drafts";
import { KIND_NAMES, sayMinutes } from "./wording";

const KINDS = SEGMENT_KINDS.map((kind) => ({ value: kind, label: KIND_NAMES[kind] }));

/** The id of a button that moves a segment, so that focus can stay with what was moved. */
export function moveButtonId(key: string, by: -1 | 1): string {
  return `move ${key} ${by < 0 ? "earlier" : "later"}`.replaceAll(" ", "-");
}

/** One segment of a run sheet, with its place in it. */
export function SegmentFields({
  segment,
  at,
  count,
  minutesBefore,
  error,
  onMove,
  onRemove,
}: {
  segment: SegmentDraft;
  /** Its place, from 0. */
  at: number;
  count: number;
  minutesBefore: number;
  error: ApiError | null;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
}) {
  const names = fieldNames(segment.key);
  const errorOf = (field: string) => fieldError(error, `segments.${at}.${field}`);
  const place = `segment ${at + 1}`;
  return (
    <Card as="li">
      <fieldset className="grid min-w-0 gap-4">
        <legend className="sr-only">{`Segment ${at + 1} of ${count}`}</legend>
        <div className="flex flex-wrap items-center justify-between gap-2">
          <p>
            <span aria-hidden="true" className="font-heading text-lg">
              {at + 1}
            </span>{" "}
            <span className="text-ink-soft text-sm">
              {at === 0 ? "at the beginning" : `after ${sayMinutes(minutesBefore)}`}
            </span>
          </p>
          <div className="flex flex-wrap gap-2">
            <Button
              size="sm"
              id={moveButtonId(segment.key, -1)}
              aria-label={`Earlier: ${place}`}
              aria-disabled={at === 0 || undefined}
              onClick={() => onMove(-1)}
            >
              Earlier
            </Button>
            <Button
              size="sm"
              id={moveButtonId(segment.key, 1)}
              aria-label={`Later: ${place}`}
              aria-disabled={at === count - 1 || undefined}
              onClick={() => onMove(1)}
            >
              Later
            </Button>
            <Button size="sm" aria-label={`Leave out: ${place}`} onClick={onRemove}>
              Leave out
            </Button>
          </div>
        </div>
        <TextField
          label="What it is called"
          name={names.title}
          autoComplete="off"
          maxLength={TITLE_MAX}
          defaultValue={segment.title}
          error={errorOf("title")}
        />
        <div className="grid gap-4 sm:grid-cols-2">
          <Select
            label="Kind"
            name={names.kind}
            defaultValue={segment.kind}
            options={KINDS}
            error={errorOf("kind")}
          />
          <TextField
            label="Minutes"
            type="number"
            name={names.minutes}
            inputMode="numeric"
            min={1}
            max={SEGMENT_MINUTES_MAX}
            defaultValue={segment.minutes}
            error={errorOf("minutes")}
          />
        </div>
        <TextArea
          label="What people read while it lasts"
          name={names.prompt}
          maxLength={PROMPT_MAX}
          defaultValue={segment.prompt}
          error={errorOf("prompt")}
        />
      </fieldset>
    </Card>
  );
}
