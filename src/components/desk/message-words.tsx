"use client";

import { ClockTime } from "@/components/rooms/clock-time";
import { FoldedCard } from "@/components/sharing/folded-card";
import { CARD_WORDS, REPLY_WORDS } from "@/components/sharing/wording";
import { Card } from "@/components/ui/card";
import { Disclosure } from "@/components/ui/disclosure";
import type { MessageView } from "@/server/domains/rooms/contract";

/** Who wrote something and when. */
export function ByLine({ message }: { message: Pick<MessageView, "author" | "postedAt"> }) {
  return (
    <p className="flex flex-wrap items-baseline gap-x-2 text-sm">
      <bdi className="font-semibold text-base">{message.author.name}</bdi>
      <ClockTime at={message.postedAt} className="text-ink-soft" />
    </p>
  );
}

/** What a message says, as far as it is still there. */
export function MessageWords({ message }: { message: MessageView }) {
  const { body, card, kind, replyKind } = message;
  if (card) {
    const what = CARD_WORDS[card.kind];
    return (
      <Disclosure summary={`Shared ${what}`}>
        <Card className="my-2">
          <FoldedCard card={card} />
        </Card>
      </Disclosure>
    );
  }
  if (body === null) {
    const said = kind === "reply" && replyKind ? REPLY_WORDS[replyKind] : null;
    return <p className="pencilled">{said ?? "Its words are not here any more."}</p>;
  }
  return <p className="whitespace-pre-wrap">{body}</p>;
}
