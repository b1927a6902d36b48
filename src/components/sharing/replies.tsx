"use client";

import { MessageMenu, type MessageMenuProps } from "@/components/rooms/message-menu";
import { HELD_WORDS, tombstoneOf } from "@/components/rooms/wording";
import { classNames } from "@/components/ui/class-names";
import { Disclosure } from "@/components/ui/disclosure";
import { NameMark } from "@/components/ui/name-mark";
import { isFacilitator } from "@/server/domains/groups/contract";
import type { MessageView } from "@/server/domains/rooms/contract";
import { FacilitatorWord } from "./facilitator-word";
import { repliesOn } from "./reply-rules";
import { WarmReplies, WhoSaidIt } from "./warm-replies";
import { WordedReply } from "./worded-reply";
import { REPLY_WORDS } from "./wording";

/** Below a card: what was answered to it, as far as this person may know, and what they may answer. */
export function Replies({
  organisationId,
  roomId,
  canAnswer,
  warmOnly = false,
  ...menu
}: MessageMenuProps & {
  organisationId: string;
  roomId: string;
  /** False once the room is closed. */
  canAnswer: boolean;
  /** This part of a session takes the fixed replies only, whatever the card asks for. */
  warmOnly?: boolean;
}) {
  const { message, me } = menu;
  const replies = repliesOn(message, me, isFacilitator(me.role));
  if (!message.card) return null;
  const place = { organisationId, roomId, message };
  const mayAnswer = canAnswer && message.state === "shown";
  return (
    <div className="grid gap-4">
      <WhoSaidIt said={replies.said} />
      {replies.worded.length > 0 ? (
        <ul aria-label="Answers" className="grid gap-3">
          {replies.worded.map((reply) => (
            <ReplyRow key={reply.id} {...menu} message={reply} />
          ))}
        </ul>
      ) : null}
      {mayAnswer ? (
        <div className="grid gap-4 print:hidden">
          <WarmReplies {...place} replies={replies} />
          {replies.askedFor && !warmOnly ? (
            <WordedReply {...place} meId={me.id} kind={replies.askedFor} own={replies.own} />
          ) : null}
          {replies.mayGiveWord && !replies.hasWord ? <FacilitatorWord {...place} /> : null}
          {replies.mayGiveWord && replies.hasWord ? (
            <Disclosure summary="Give another word">
              <FacilitatorWord {...place} />
            </Disclosure>
          ) : null}
        </div>
      ) : null}
    </div>
  );
}

function ReplyRow(props: MessageMenuProps & { message: MessageView }) {
  const { message, me } = props;
  const tombstone = tombstoneOf(message, me.id);
  if (tombstone) return <li className="pl-11 text-sm pencilled">{tombstone}</li>;
  const { author, body, replyKind, state } = message;
  const mine = author.id === me.id;
  return (
    <li
      className={classNames(
        "grid grid-cols-[2rem_minmax(0,1fr)_auto] gap-x-3",
        state === "held" && "wobble border-2 border-edge border-dashed p-2",
      )}
    >
      <NameMark name={author.name} size="sm" />
      <div className="min-w-0">
        <p className="flex flex-wrap items-baseline gap-x-2 text-sm">
          <bdi className="font-semibold text-base">{author.name}</bdi>
          {mine ? <span className="text-ink-soft">you</span> : null}
          {replyKind ? <span className="pencilled">{REPLY_WORDS[replyKind]}</span> : null}
        </p>
        {body ? <p className="whitespace-pre-wrap">{body}</p> : null}
        {state === "held" ? (
          <p className="text-sm pencilled">{mine ? HELD_WORDS.mine : HELD_WORDS.others}</p>
        ) : null}
      </div>
      <MessageMenu {...props} />
    </li>
  );
}
