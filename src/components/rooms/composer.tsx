"use client";

import { type FormEvent, type KeyboardEvent, type ReactNode, useRef } from "react";
import { Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { Field } from "@/components/ui/field";
import { writable } from "@/components/ui/text-field";
import type { WireError } from "@/server/domains/rooms/contract";
import { refusalWords } from "./wording";

/** Where one writes. Enter posts, Shift and Enter begins a line; nothing is marked as misspelt. */
export function Composer({
  words,
  cameBack,
  onWrite,
  onSend,
  beside,
}: {
  words: string;
  /** Why words are here again. */
  cameBack: WireError | null;
  onWrite: (words: string) => void;
  onSend: () => void;
  /** Other things to do, in the line of the button. */
  beside: ReactNode;
}) {
  const box = useRef<HTMLTextAreaElement>(null);

  function send() {
    onSend();
    box.current?.focus({ preventScroll: true });
  }

  function onKeyDown(event: KeyboardEvent) {
    // While a word is being composed (Japanese, Chinese, …), Enter chooses it.
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  }

  return (
    <form
      method="post"
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        send();
      }}
      className="grid gap-2"
    >
      <Field
        label="Write to the room"
        hideLabel
        error={cameBack ? refusalWords(cameBack) : undefined}
      >
        {(wiring) => (
          <textarea
            {...wiring}
            ref={box}
            value={words}
            rows={1}
            spellCheck={false}
            autoCorrect="off"
            placeholder="As it comes."
            onChange={(event) => onWrite(event.target.value)}
            onKeyDown={onKeyDown}
            className={classNames(
              writable,
              "ruled field-sizing-content block min-h-[calc(1lh+1.1rem)] lg:min-h-[calc(2lh+1.1rem)] max-h-[30dvh] resize-none leading-7",
            )}
          />
        )}
      </Field>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button type="submit" variant="primary">
          Post as it is
        </Button>
        {beside}
      </div>
    </form>
  );
}
