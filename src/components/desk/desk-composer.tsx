"use client";

import { type KeyboardEvent, useEffect, useRef } from "react";
import { useKept } from "@/components/exposures/use-kept";
import { newId } from "@/components/new-id";
import { SubmitError } from "@/components/submit-error";
import { Button } from "@/components/ui/button";
import { TextArea } from "@/components/ui/text-area";
import { useSubmit } from "@/components/use-submit";
import { MESSAGE_MAX } from "@/server/domains/rooms/contract";
import { troubleWords } from "./trouble";

/** Words to few people. Kept in this browser under `keptAs` until the server has them. */
export function DeskComposer({
  keptAs,
  label,
  act,
  comesFirst,
  onSend,
}: {
  keptAs: string;
  label: string;
  act: string;
  /** Whoever opened this came to write: it takes the focus. */
  comesFirst?: boolean;
  onSend: (clientMessageId: string, body: string) => Promise<unknown>;
}) {
  const { fields, keep, forget } = useKept(keptAs, { words: "" });
  const { busy, error, submit } = useSubmit();
  /** The same words asked for again are the same message. */
  const tried = useRef<{ id: string; words: string } | null>(null);

  const box = useRef<HTMLTextAreaElement>(null);

  useEffect(() => {
    if (!comesFirst) return;
    // A menu that led here gives the focus back to its button, which has gone by then.
    const frame = requestAnimationFrame(() => box.current?.focus());
    return () => cancelAnimationFrame(frame);
  }, [comesFirst]);

  function send() {
    const { words } = fields;
    if (busy || words.trim() === "") return;
    if (tried.current?.words !== words) tried.current = { id: newId(), words };
    const { id } = tried.current;
    void submit(async () => {
      await onSend(id, words);
      tried.current = null;
      keep({ words: "" });
      forget();
    });
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
      className="grid gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <TextArea
        ref={box}
        label={label}
        rows={2}
        maxLength={MESSAGE_MAX}
        value={fields.words}
        onChange={(event) => keep({ words: event.target.value })}
        onKeyDown={onKeyDown}
      />
      <SubmitError error={error} words={error ? { [error.code]: troubleWords(error) } : {}} />
      <div>
        <Button type="submit" variant="primary" size="sm" busy={busy}>
          {act}
        </Button>
      </div>
    </form>
  );
}
