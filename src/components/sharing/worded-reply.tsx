"use client";

import { useRef, useState } from "react";
import { api, fieldError } from "@/components/api";
import { useKept } from "@/components/exposures/use-kept";
import { newId } from "@/components/new-id";
import { SubmitError } from "@/components/submit-error";
import { Button } from "@/components/ui/button";
import { Disclosure } from "@/components/ui/disclosure";
import { TextArea } from "@/components/ui/text-area";
import { useSubmit } from "@/components/use-submit";
import { type MessageView, REPLY_MAX, type WORDED_REPLIES } from "@/server/domains/rooms/contract";
import { WORDED_REPLY_WORDS } from "./wording";

const REFUSALS = {
  REPLY_NOT_WANTED: "Its author does not ask for words back.",
  NOT_FOUND: "It has just been taken back, so there is nothing to answer any more.",
  ROOM_PAUSED: "The room is paused. You can send this when it goes on.",
  ROOM_CLOSED: "The room has come to its end.",
  MUTED: "You are reading along for now, so this was not sent.",
  INVALID_INPUT: "A word or two are enough, but it needs those.",
};

/** The box for the one kind of words that a card's author asked for. */
export function WordedReply({
  organisationId,
  roomId,
  message,
  meId,
  kind,
  own,
}: {
  organisationId: string;
  roomId: string;
  message: MessageView;
  /** Words are kept under it, so that someone else at this browser never sees them. */
  meId: string;
  kind: (typeof WORDED_REPLIES)[number];
  /** Says something back under one's own card. */
  own: boolean;
}) {
  const { fields, keep, forget } = useKept(`reply:${message.id}:${meId}`, { body: "" });
  const { busy, error, submit } = useSubmit();
  const [said, setSaid] = useState("");
  // The same words go under the same id until they have arrived, so that sending twice says it once.
  const sending = useRef({ body: "", clientMessageId: "" });
  const { invite, ...asked } = WORDED_REPLY_WORDS[kind];
  const wording = own ? { label: "Your words", description: null, act: "Say it" } : asked;

  return (
    <Disclosure summary={own ? "Say something back" : invite(message.author.name)}>
      <form
        method="post"
        noValidate
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (busy) return;
          const { body } = fields;
          if (sending.current.body !== body) sending.current = { body, clientMessageId: newId() };
          const { clientMessageId } = sending.current;
          setSaid("");
          void submit(async () => {
            const ref = { organisationId, roomId, messageId: message.id };
            await api.rooms.reply.mutate({ ...ref, clientMessageId, kind, body });
            sending.current = { body: "", clientMessageId: "" };
            keep({ body: "" });
            forget();
            setSaid("It is there, under the card.");
          });
        }}
      >
        <TextArea
          label={wording.label}
          description={wording.description}
          name="reply"
          rows={2}
          maxLength={REPLY_MAX}
          autoComplete="off"
          value={fields.body}
          error={fieldError(error, "body")}
          onChange={(event) => keep({ body: event.target.value })}
        />
        <SubmitError error={error} words={REFUSALS} />
        <div className="flex flex-wrap items-center gap-x-4">
          <Button type="submit" size="sm" className="min-h-11" busy={busy}>
            {wording.act}
          </Button>
          <p role="status" className="text-sm pencilled">
            {said}
          </p>
        </div>
      </form>
    </Disclosure>
  );
}
