"use client";

import { LocalTime } from "@/components/exposures/local-time";
import { MessageMenu, type MessageMenuProps } from "@/components/rooms/message-menu";
import { HELD_WORDS, ROLE_BESIDE, tombstoneOf } from "@/components/rooms/wording";
import { Card } from "@/components/ui/card";
import { classNames } from "@/components/ui/class-names";
import { NameMark } from "@/components/ui/name-mark";
import { Tag } from "@/components/ui/tag";
import type { MessageView } from "@/server/domains/rooms/contract";
import { FoldedCard } from "./folded-card";
import { Replies } from "./replies";
import { CARD_WORDS } from "./wording";

/** One card on a group's board, or a quiet word for those who may read it. */
export function BoardEntry({
  organisationId,
  roomId,
  ...menu
}: MessageMenuProps & { organisationId: string; roomId: string }) {
  const { message, me } = menu;
  const tombstone = tombstoneOf(message, me.id);
  if (tombstone) return <li className="pencilled">{tombstone}</li>;
  const { author, card, body, state } = message;
  const mine = author.id === me.id;
  const held = state === "held";
  return (
    <li
      className={classNames("grid gap-3", held && "wobble border-2 border-edge border-dashed p-3")}
    >
      <div className="grid grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-x-3">
        <NameMark name={author.name} />
        <div className="flex min-w-0 flex-wrap items-baseline gap-x-3 gap-y-1">
          <h3 className="text-lg">
            {capital(card ? CARD_WORDS[card.kind] : "a quiet word")} from <bdi>{author.name}</bdi>
            {mine ? <span className="font-normal"> (you)</span> : null}
          </h3>
          {ROLE_BESIDE[author.role] ? (
            <span className="text-sm pencilled">{ROLE_BESIDE[author.role]}</span>
          ) : null}
          <span className="text-ink-soft text-sm">
            <LocalTime instant={message.postedAt} show="moment" />
          </span>
          <Audience message={message} mine={mine} />
        </div>
        <MessageMenu {...menu} />
      </div>
      {card ? (
        <Card as="article">
          <FoldedCard card={card} />
        </Card>
      ) : (
        <p className="whitespace-pre-wrap">{body}</p>
      )}
      {held ? (
        <p className="text-sm pencilled">{mine ? HELD_WORDS.mine : HELD_WORDS.others}</p>
      ) : null}
      {card ? <Replies {...menu} {...{ organisationId, roomId }} canAnswer /> : null}
    </li>
  );
}

/** Said only where it is not for everyone. */
function Audience({ message, mine }: { message: MessageView; mine: boolean }) {
  if (message.audience !== "facilitators") return null;
  return <Tag>{mine ? "only you and the facilitators" : "only the facilitators"}</Tag>;
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
