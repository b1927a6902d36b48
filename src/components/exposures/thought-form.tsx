"use client";

import type { FormEvent } from "react";
import { Button } from "@/components/ui/button";
import { TextArea } from "@/components/ui/text-area";
import { PASSAGE_MAX } from "@/server/domains/exposures/contract";
import { useKept } from "./use-kept";

/** A thought with its own time. It is added, and changes nothing that stands already. */
export function ThoughtForm({
  exposureId,
  label,
  onThought,
}: {
  exposureId: string;
  label: string;
  onThought: (words: string) => void;
}) {
  const { fields, keep, forget } = useKept(`thought:${exposureId}`, { words: "" });

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    const words = fields.words.trim();
    if (!words) return;
    onThought(words);
    keep({ words: "" });
    forget();
  }

  return (
    <form method="post" noValidate onSubmit={onSubmit} className="grid gap-3">
      <TextArea
        label={label}
        name="words"
        rows={2}
        maxLength={PASSAGE_MAX}
        value={fields.words}
        onChange={(event) => keep({ words: event.target.value })}
      />
      <div>
        <Button type="submit">Note it</Button>
      </div>
    </form>
  );
}
