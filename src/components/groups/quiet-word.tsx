"use client";

import { type FormEvent, useRef, useState } from "react";
import { api, fieldError } from "@/components/api";
import { textOf } from "@/components/form-text";
import { newId } from "@/components/new-id";
import { SubmitError } from "@/components/submit-error";
import { Button } from "@/components/ui/button";
import { TextArea } from "@/components/ui/text-area";
import { useSubmit } from "@/components/use-submit";
import { MESSAGE_MAX } from "@/server/domains/rooms/contract";

const REFUSALS = {
  MUTED: "You are reading along for now, so this was not sent. Help now is there at any hour.",
  INVALID_INPUT: "A word or two are enough, but it needs those.",
};

/** "Could use a quiet word": to the facilitators of the group and nobody else. */
export function QuietWord({
  organisationId,
  groupId,
  readers,
}: {
  organisationId: string;
  groupId: string;
  /** Who will read it, by name; empty when they are too many to name. */
  readers: string[];
}) {
  const { busy, error, submit } = useSubmit();
  const [said, setSaid] = useState("");
  const sending = useRef({ body: "", clientMessageId: "" });

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy) return;
    const form = event.currentTarget;
    const body = textOf(form, "word");
    if (sending.current.body !== body) sending.current = { body, clientMessageId: newId() };
    const { clientMessageId } = sending.current;
    setSaid("");
    void submit(async () => {
      await api.rooms.askForWord.mutate({ organisationId, groupId, clientMessageId, body });
      sending.current = { body: "", clientMessageId: "" };
      form.reset();
      setSaid("It is with them now. You can take it back under “Shared between sessions”.");
    });
  }

  return (
    <section id="quiet-word" aria-labelledby="quiet-word-heading" className="grid gap-4">
      <h2 id="quiet-word-heading" className="text-2xl">
        Ask for a quiet word
      </h2>
      <p>
        {readers.length > 0 ? (
          <>
            <Names names={readers} /> will read it, and nobody else in the group.
          </>
        ) : (
          "The facilitators of this group will read it, and nobody else."
        )}{" "}
        They are not here all the time. In a crisis, use <a href="/help">Help now</a>.
      </p>
      <form method="post" noValidate onSubmit={onSubmit} className="grid gap-3">
        <TextArea
          label="What would you like them to know?"
          description="“Could use a quiet word” is enough."
          name="word"
          rows={2}
          maxLength={MESSAGE_MAX}
          autoComplete="off"
          error={fieldError(error, "body")}
        />
        <SubmitError error={error} words={REFUSALS} />
        <div>
          <Button type="submit" busy={busy}>
            Ask for a word
          </Button>
        </div>
        <p role="status" className="pencilled">
          {said}
        </p>
      </form>
    </section>
  );
}

function Names({ names }: { names: string[] }) {
  return names.map((name, at) => (
    <span key={name}>
      {at === 0 ? null : at === names.length - 1 ? " and " : ", "}
      <bdi className="font-semibold">{name}</bdi>
    </span>
  ));
}
