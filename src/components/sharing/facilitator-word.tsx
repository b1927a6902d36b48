"use client";

import { useRef, useState } from "react";
import { api, fieldError } from "@/components/api";
import { newId } from "@/components/new-id";
import { SubmitError } from "@/components/submit-error";
import { Button, EvenChoices } from "@/components/ui/button";
import { TextArea } from "@/components/ui/text-area";
import { useToast } from "@/components/ui/toast";
import { useSubmit } from "@/components/use-submit";
import { FACILITATOR_WORDS, type MessageView, REPLY_MAX } from "@/server/domains/rooms/contract";
import { REPLY_WORDS } from "./wording";

type Word = (typeof FACILITATOR_WORDS)[number];

const REFUSALS = {
  NOT_FOUND: "Its author has taken the plan back, so it needs no word any more.",
  REPLY_NOT_WANTED: "This plan does not ask for a word any more.",
};

/** A facilitator's word on a plan that could do harm: both answers weigh the same. */
export function FacilitatorWord({
  organisationId,
  roomId,
  message,
}: {
  organisationId: string;
  roomId: string;
  message: MessageView;
}) {
  const [body, setBody] = useState("");
  const { busy, error, submit } = useSubmit();
  const say = useToast();
  const sending = useRef({ choice: "", clientMessageId: "" });
  const { name } = message.author;

  function give(kind: Word) {
    if (busy) return;
    const choice = `${kind} ${body}`;
    if (sending.current.choice !== choice) sending.current = { choice, clientMessageId: newId() };
    const { clientMessageId } = sending.current;
    void submit(async () => {
      const ref = { organisationId, roomId, messageId: message.id };
      await api.rooms.reply.mutate({ ...ref, clientMessageId, kind, body });
      setBody("");
      // Not beside the buttons: on the brief the plan moves on once it has its word.
      say(`${name} will see that.`);
    });
  }

  return (
    <div className="grid gap-3">
      <TextArea
        label={`A few words for ${name}, if you like`}
        name="word"
        rows={2}
        maxLength={REPLY_MAX}
        autoComplete="off"
        value={body}
        error={fieldError(error, "body")}
        onChange={(event) => setBody(event.target.value)}
      />
      <SubmitError error={error} words={REFUSALS} />
      <EvenChoices label={`Your word on the plan of ${name}`}>
        {FACILITATOR_WORDS.map((kind) => (
          <Button key={kind} variant="even" busy={busy} onClick={() => give(kind)}>
            {REPLY_WORDS[kind]}
          </Button>
        ))}
      </EvenChoices>
    </div>
  );
}
