"use client";

import { useRouter } from "next/navigation";
import type { FormEvent } from "react";
import { api, fieldError } from "@/components/api";
import { textOf } from "@/components/form-text";
import { SubmitError } from "@/components/submit-error";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/text-field";
import { useToast } from "@/components/ui/toast";
import { VisuallyHidden } from "@/components/ui/visually-hidden";
import { useSubmit } from "@/components/use-submit";
import {
  HELD_WORD_MAX,
  HELD_WORDS_MAX,
  type HeldWordView,
} from "@/server/domains/moderation/contract";

const FULL = `A list holds ${HELD_WORDS_MAX} words. Take one off that nobody needs, then add this one.`;

type Props = { organisationId: string; groupId: string; words: HeldWordView[] };

/** The words that let a post wait for somebody who leads. They hold; they never refuse. */
export function HeldWords({ organisationId, groupId, words }: Props) {
  const router = useRouter();
  const say = useToast();
  const { busy, error, submit } = useSubmit();

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const word = textOf(form, "word");
    void submit(async () => {
      await api.moderation.addHeldWord.mutate({ organisationId, groupId, word });
      form.reset();
      say("It is on the list.");
      router.refresh();
    });
  }

  return (
    <div className="grid gap-5">
      <form
        method="post"
        noValidate
        onSubmit={onSubmit}
        className="grid gap-4 sm:grid-cols-[minmax(0,1fr)_auto] sm:items-end"
      >
        <TextField
          label="A word, or a few that belong together"
          name="word"
          autoComplete="off"
          autoCapitalize="off"
          maxLength={HELD_WORD_MAX}
          error={fieldError(error, "word")}
        />
        <div>
          <Button type="submit" busy={busy}>
            Put it on the list
          </Button>
        </div>
      </form>
      <SubmitError error={error} words={{ TOO_MANY: FULL }} />
      {words.length > 0 ? (
        <ul className="grid">
          {words.map((word) => (
            <HeldWord key={word.id} {...{ organisationId, groupId, word }} />
          ))}
        </ul>
      ) : (
        <p className="pencilled">The list is empty. Most groups do well without one.</p>
      )}
    </div>
  );
}

function HeldWord({
  organisationId,
  groupId,
  word: { id: wordId, word },
}: Omit<Props, "words"> & { word: HeldWordView }) {
  const router = useRouter();
  const say = useToast();
  const { busy, error, submit } = useSubmit();

  function takeOff() {
    void submit(async () => {
      await api.moderation.removeHeldWord.mutate({ organisationId, groupId, wordId });
      say("It is off the list.");
      router.refresh();
    });
  }

  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 border-rule border-b-2 border-dashed py-2">
      <span className="min-w-0 break-words font-semibold">{word}</span>
      <Button size="sm" className="min-h-11!" busy={busy} onClick={takeOff}>
        Take it off
        <VisuallyHidden>: {word}</VisuallyHidden>
      </Button>
      <SubmitError error={error} />
    </li>
  );
}
