"use client";

import { Button, EvenChoices } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { SessionNoteView } from "@/server/domains/debriefs/contract";
import { together, type Written, writtenIn, writtenOf } from "./note-words";
import { NOTE_FIELDS, NOTE_LABELS } from "./wording";

/** Another facilitator was quicker: their words beside one's own, and three ways on. */
export function KeptMeanwhile({
  mine,
  theirs,
  onDecide,
}: {
  mine: Written;
  theirs: SessionNoteView;
  onDecide: (written: Written, theirs: SessionNoteView) => void;
}) {
  const other = writtenOf(theirs);
  const differing = NOTE_FIELDS.filter((field) => other[field] && other[field] !== mine[field]);
  return (
    <Notice
      kind="trouble"
      announce
      title={
        <>
          <bdi>{theirs.changedBy?.name ?? "Somebody"}</bdi> kept something meanwhile
        </>
      }
    >
      <div className="grid gap-4">
        <p>Your words are still above, and theirs are safe. Nothing of either is lost.</p>
        {differing.length > 0 ? (
          <dl className="grid gap-3">
            {differing.map((field) => (
              <div key={field}>
                <dt className="text-ink-soft text-sm">{NOTE_LABELS[field]}</dt>
                <dd className="whitespace-pre-wrap break-words">{other[field]}</dd>
              </div>
            ))}
          </dl>
        ) : null}
        <EvenChoices label="How to go on">
          <Button variant="even" onClick={() => onDecide(together(mine, other), theirs)}>
            Put both together
          </Button>
          <Button variant="even" onClick={() => onDecide(writtenIn(mine), theirs)}>
            Go on with mine
          </Button>
          <Button variant="even" onClick={() => onDecide(other, theirs)}>
            Go on with theirs
          </Button>
        </EvenChoices>
        <p className="text-sm">Then look at it once more, and keep it.</p>
      </div>
    </Notice>
  );
}
