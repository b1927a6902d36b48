"use client";

import {
  type FormEvent,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useId,
  useImperativeHandle,
  useRef,
} from "react";
import { Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { Field } from "@/components/ui/field";
import { writable } from "@/components/ui/text-field";
import type { WireError } from "@/server/domains/rooms/contract";
import { refusalWords } from "./wording";

export type ComposerHandle = { focus(): void };

/**
 * Where one writes. Enter posts, Shift and Enter begins a line; nothing is marked as misspelt. The
 * platform's own undo, in an empty box, undoes the post that has just emptied it.
 */
export function Composer({
  words,
  cameBack,
  beforehand,
  note,
  onWrite,
  onSend,
  onUndo,
  onLeave,
  onFocus,
  handle,
  beside,
}: {
  words: string;
  /** Why words are here again. */
  cameBack: WireError | null;
  /** What would become of words posted now, when that is not the usual. */
  beforehand: string | null;
  /** Who is told what about the writing itself. */
  note: string | null;
  onWrite: (words: string) => void;
  onSend: () => void;
  /** @returns whether there was something to undo. */
  onUndo: () => boolean;
  /** Escape: out of the box, to where single letters are shortcuts. */
  onLeave: () => void;
  onFocus: () => void;
  handle: RefObject<ComposerHandle | null>;
  /** Other things to do, in the line of the button. */
  beside: ReactNode;
}) {
  const box = useRef<HTMLTextAreaElement>(null);
  const notesId = useId();
  useImperativeHandle(handle, () => ({
    focus: () => box.current?.focus({ preventScroll: true }),
  }));

  function send() {
    onSend();
    box.current?.focus({ preventScroll: true });
  }

  function onKeyDown(event: KeyboardEvent) {
    // While a word is being composed (Japanese, Chinese, …), keys belong to that.
    if (event.nativeEvent.isComposing) return;
    const undo = event.key === "z" && (event.ctrlKey || event.metaKey) && !event.shiftKey;
    if (event.key === "Escape") onLeave();
    else if (undo && words === "") {
      if (onUndo()) event.preventDefault();
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      send();
    }
  }

  return (
    <form
      method="post"
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        send();
      }}
      // With a phone's keyboard open, there is room for the words and the button.
      className="grid gap-2.5 max-lg:[@media(max-height:30rem)]:grid-cols-[minmax(0,1fr)_auto]"
    >
      {beforehand || note ? (
        <p id={notesId} className="col-span-full -mb-1.5 text-ink-soft text-sm">
          {beforehand ? <span className="block text-ink">{beforehand}</span> : null}
          {note ? (
            <span
              className={classNames(
                "block max-lg:[@media(max-height:30rem)]:sr-only",
                beforehand && "max-sm:sr-only",
              )}
            >
              {note}
            </span>
          ) : null}
        </p>
      ) : null}
      <Field
        label="Write to the room"
        hideLabel
        error={cameBack ? refusalWords(cameBack) : undefined}
      >
        {(wiring) => (
          <textarea
            {...wiring}
            aria-describedby={[wiring["aria-describedby"], (beforehand || note) && notesId]
              .filter(Boolean)
              .join(" ")}
            ref={box}
            value={words}
            rows={1}
            spellCheck={false}
            autoCorrect="off"
            placeholder="As it comes."
            onChange={(event) => onWrite(event.target.value)}
            onKeyDown={onKeyDown}
            onFocus={onFocus}
            className={classNames(
              writable,
              "ruled field-sizing-content block min-h-[calc(1lh+1.1rem)] max-h-[30dvh] resize-none leading-7 lg:min-h-[calc(2lh+1.1rem)]",
            )}
          />
        )}
      </Field>
      <div className="flex flex-wrap items-center gap-x-3 self-end sm:gap-x-4">
        <Button type="submit" variant="primary" className="max-sm:px-3.5">
          Post as it is
        </Button>
        <div className="contents max-lg:[@media(max-height:30rem)]:hidden">{beside}</div>
      </div>
    </form>
  );
}
