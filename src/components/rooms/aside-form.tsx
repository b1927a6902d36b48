"use client";

import { type ReactNode, useRef, useState } from "react";
import { fieldError } from "@/components/api";
import { newId } from "@/components/new-id";
import { SubmitError } from "@/components/submit-error";
import { Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { Field } from "@/components/ui/field";
import { TextArea } from "@/components/ui/text-area";
import { writable } from "@/components/ui/text-field";
import { useSubmit } from "@/components/use-submit";
import { MESSAGE_MAX } from "@/server/domains/rooms/contract";
import type { UnsentStore } from "./unsent-store";

const REFUSALS = {
  ROOM_CLOSED: "The room has come to its end, so this was not sent.",
  INVALID_INPUT: "A word or two are enough, but it needs those.",
};

/**
 * A box of the room beside its own: what is written in it outlives a reload, and is sent once
 * however often it is tried.
 */
export function AsideForm({
  box,
  store,
  label,
  description,
  hideLabel,
  small,
  placeholder,
  suggested = "",
  maxLength = MESSAGE_MAX,
  act,
  onSend,
  onSent,
  before,
  beside,
}: {
  /** Keeps these words apart from those of the other boxes. */
  box: string;
  /** Null until the page is alive. */
  store: UnsentStore | null;
  label: string;
  description?: ReactNode;
  hideLabel?: boolean;
  /** One line that grows, where there is little room. */
  small?: boolean;
  placeholder?: string;
  /** Stands there when nothing was begun. */
  suggested?: string;
  maxLength?: number;
  act: string;
  onSend: (said: { body: string; clientMessageId: string }) => Promise<unknown>;
  onSent: () => void;
  /** Above the box. */
  before?: ReactNode;
  beside?: ReactNode;
}) {
  const [words, setWords] = useState(() => store?.readAside(box) || suggested);
  const { busy, error, submit } = useSubmit();
  const sending = useRef({ body: "", clientMessageId: "" });

  function write(next: string) {
    setWords(next);
    store?.keepAside(box, next === suggested ? "" : next);
  }

  return (
    <form
      method="post"
      noValidate
      className={small ? "grid gap-2" : "grid gap-3"}
      onSubmit={(event) => {
        event.preventDefault();
        if (busy) return;
        if (sending.current.body !== words) {
          sending.current = { body: words, clientMessageId: newId() };
        }
        void submit(async () => {
          await onSend(sending.current);
          sending.current = { body: "", clientMessageId: "" };
          write(suggested);
          onSent();
        });
      }}
    >
      {before}
      {small ? (
        <Field {...{ label, description, hideLabel }} error={fieldError(error, "body")}>
          {(wiring) => (
            <textarea
              {...wiring}
              rows={1}
              spellCheck={false}
              autoCorrect="off"
              autoComplete="off"
              maxLength={maxLength}
              placeholder={placeholder}
              value={words}
              onChange={(event) => write(event.target.value)}
              className={classNames(
                writable,
                "ruled field-sizing-content block min-h-[calc(1lh+1.1rem)] max-h-40 resize-none leading-7",
              )}
            />
          )}
        </Field>
      ) : (
        <TextArea
          {...{ label, description, hideLabel, maxLength }}
          rows={2}
          autoComplete="off"
          value={words}
          onChange={(event) => write(event.target.value)}
          error={fieldError(error, "body")}
        />
      )}
      <SubmitError error={error} words={REFUSALS} />
      <div className="flex flex-wrap gap-3">
        <Button
          type="submit"
          variant={small ? "quiet" : "primary"}
          size={small ? "sm" : "md"}
          busy={busy}
        >
          {act}
        </Button>
        {beside}
      </div>
    </form>
  );
}
