"use client";

import { useEffect, useRef } from "react";
import { Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { Field } from "@/components/ui/field";
import { writable } from "@/components/ui/text-field";
import { BOX_TEXT_MAX } from "@/server/domains/boxes/contract";
import type { WireError } from "@/server/domains/rooms/contract";
import type { OwnPage } from "./box-typing";
import { boxTrouble } from "./wording";

/** One's own page. Every key goes out as it is pressed; nothing is marked as misspelt. */
export function OwnPageField({
  page,
  isOver,
  error,
  busy,
  onWrite,
  onPass,
}: {
  page: OwnPage | null;
  /** Its time is over, by the server's clock as this device knows it. */
  isOver: boolean;
  error: WireError | null;
  busy: boolean;
  onWrite: (text: string) => void;
  onPass: () => void;
}) {
  const field = useRef<HTMLTextAreaElement>(null);
  const stopped = isOver || Boolean(page?.stoppedBy);

  // Whoever has just joined came here to write.
  useEffect(() => field.current?.focus({ preventScroll: true }), []);

  return (
    <div className="grid gap-2">
      <Field
        label="Your page"
        description="Seen by those who write along, as you type. Spelling does not matter here."
        error={page?.stoppedBy && !isOver ? boxTrouble(page.stoppedBy) : undefined}
      >
        {(wiring) => (
          <textarea
            {...wiring}
            ref={field}
            value={page?.text ?? ""}
            rows={5}
            maxLength={BOX_TEXT_MAX}
            readOnly={stopped}
            spellCheck={false}
            autoCorrect="off"
            placeholder="As it comes."
            onChange={(event) => onWrite(event.target.value)}
            className={classNames(
              writable,
              "ruled field-sizing-content block min-h-[calc(5lh+1.25rem)] max-h-[50dvh] leading-8",
            )}
          />
        )}
      </Field>
      <div className="flex min-h-9 flex-wrap items-center justify-between gap-x-4">
        <p className="pencilled">{progressWords(page, isOver)}</p>
        {stopped ? null : (
          <Button size="sm" busy={busy} onClick={onPass}>
            Pass, and take mine away
          </Button>
        )}
      </div>
      {error && !page?.stoppedBy && !stopped ? (
        <p className="text-ink-soft text-sm">{boxTrouble(error)}</p>
      ) : null}
    </div>
  );
}

function progressWords(page: OwnPage | null, isOver: boolean): string {
  if (isOver) return "Time. It stands as it is.";
  if (page?.unreachable) return "We cannot reach the server. Your words are kept here meanwhile.";
  return "";
}
