import { LocalTime } from "@/components/exposures/local-time";
import { FoldedCard } from "@/components/sharing/folded-card";
import { CARD_WORDS, REPLY_WORDS } from "@/components/sharing/wording";
import { Card } from "@/components/ui/card";
import type { MessageView } from "@/server/domains/rooms/contract";
import { forWhomWords } from "./wording";

/** Something of one's own, as it stands in the room. */
export function OwnShare({ message }: { message: MessageView }) {
  const { card, body, replyKind, postedAt } = message;
  const forWhom = forWhomWords(message);
  return (
    <Card as="li" className="grid gap-2">
      <p className="text-ink-soft text-sm">
        {card ? `You shared ${CARD_WORDS[card.kind]}` : replyKind ? "You answered" : "You wrote"},{" "}
        <LocalTime instant={postedAt} show="moment" />
        {forWhom ? `. ${forWhom}` : null}
      </p>
      {card ? <FoldedCard card={card} /> : null}
      {replyKind && !body ? <p>{REPLY_WORDS[replyKind]}</p> : null}
      {body ? <p className="whitespace-pre-wrap break-words">{body}</p> : null}
    </Card>
  );
}
