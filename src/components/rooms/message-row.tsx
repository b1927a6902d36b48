"use client";

import { FoldedCard } from "@/components/sharing/folded-card";
import { Replies } from "@/components/sharing/replies";
import { useSharingPlace } from "@/components/sharing/sharing-place";
import { CARD_WORDS } from "@/components/sharing/wording";
import { Card } from "@/components/ui/card";
import { classNames } from "@/components/ui/class-names";
import { Disclosure } from "@/components/ui/disclosure";
import { NameMark } from "@/components/ui/name-mark";
import { Tag } from "@/components/ui/tag";
import { ClockTime } from "./clock-time";
import { MessageMenu, type MessageMenuProps } from "./message-menu";
import { useMessagePlace } from "./message-place";
import { UndoSend } from "./undo-send";
import { heldNote, heldTag, noticeWords, ROLE_BESIDE, tombstoneOf } from "./wording";

export type MessageRowProps = MessageMenuProps & {
  roomId: string;
  isCentre: boolean;
  /** False once the room is closed. */
  canAnswer: boolean;
  /** Only the fixed warm replies, whatever a card asks for. */
  warmOnly: boolean;
  /** Said right after another message of the same person, whose name then stands above both. */
  follows: boolean;
};

/** One message as it stands: words, a card, held, folded away, or the place where something was. */
export function MessageRow(props: MessageRowProps) {
  const { message, me } = props;
  const place = useMessagePlace();
  if (message.kind === "notice") return <NoticeRow {...props} />;
  const tombstone = tombstoneOf(message, me.id);
  if (tombstone) return <Tombstone {...props} words={tombstone} />;
  if (message.author.id !== me.id && place?.folded.has(message.author.id)) {
    return (
      <div className="pl-11 text-sm">
        <Disclosure
          summary={
            <>
              Something by <bdi>{message.author.name}</bdi>, folded away
            </>
          }
        >
          <Shown {...props} follows={false} />
        </Disclosure>
      </div>
    );
  }
  return <Shown {...props} />;
}

/** What the room itself says, between what people say. */
function NoticeRow({ message }: MessageRowProps) {
  const words = noticeWords(message);
  if (!words) return null;
  return (
    <p className="flex items-center gap-3 py-1 pencilled">
      <span aria-hidden="true" className="h-px flex-1 border-rule border-t-2 border-dashed" />
      <span className="max-w-[75%] text-center">{words}</span>
      <span aria-hidden="true" className="h-px flex-1 border-rule border-t-2 border-dashed" />
    </p>
  );
}

function Tombstone({ words, ...props }: MessageRowProps & { words: string }) {
  const leads = useMessagePlace()?.leads;
  return (
    <div className="flex items-center gap-3 py-1 pl-11 text-sm pencilled">
      <span className="min-w-0 flex-1">{words}</span>
      {leads && props.message.state === "removed" ? <MessageMenu {...props} /> : null}
    </div>
  );
}

function Shown({ isCentre, canAnswer, warmOnly, follows, roomId, ...menu }: MessageRowProps) {
  const { message, me, acts } = menu;
  const { author, state, heldFor } = message;
  const mine = author.id === me.id;
  const held = state === "held";
  return (
    <div
      className={classNames(
        "grid grid-cols-[2rem_minmax(0,1fr)_auto] gap-x-3",
        held && "wobble border-2 border-edge border-dashed p-2",
      )}
    >
      <span className="pt-0.5">{follows ? null : <NameMark name={author.name} size="sm" />}</span>
      <div className="min-w-0">
        <p className={follows ? "sr-only" : "flex flex-wrap items-baseline gap-x-2 text-sm"}>
          <bdi className="font-semibold text-base">{author.name}</bdi>
          {mine ? <span className="text-ink-soft">you</span> : null}
          {ROLE_BESIDE[author.role] ? (
            <span className="pencilled">{ROLE_BESIDE[author.role]}</span>
          ) : null}
          {message.audience === "facilitators" ? (
            <span className="pencilled">to the facilitators</span>
          ) : null}
          <ClockTime at={message.postedAt} className="text-ink-soft" />
        </p>
        <Content {...menu} {...{ roomId, isCentre, canAnswer, warmOnly }} />
        {held ? (
          <p className="flex flex-wrap items-baseline gap-x-2 gap-y-1 pt-1 text-sm">
            <Tag>{heldTag(heldFor, mine)}</Tag>
            <span className="pencilled">{heldNote(heldFor, mine)}</span>
          </p>
        ) : null}
        {mine && message.kind === "words" ? <UndoSend {...{ message, me, acts }} /> : null}
      </div>
      <MessageMenu {...menu} isCentre={isCentre} />
    </div>
  );
}

function Content({
  roomId,
  isCentre,
  canAnswer,
  warmOnly,
  ...menu
}: Omit<MessageRowProps, "follows">) {
  const { organisationId } = useSharingPlace();
  const { body, card } = menu.message;
  if (!card) return <p className="whitespace-pre-wrap">{body}</p>;
  const what = CARD_WORDS[card.kind];
  // Its card and the answers to it lie in the middle.
  if (isCentre) return <p>put {what} in the middle.</p>;
  return (
    <>
      <p>shared {what}.</p>
      <Disclosure summary={`Read the ${what.split(" ").at(-1)}`}>
        <Card className="my-2">
          <FoldedCard card={card} />
        </Card>
        <Replies {...menu} {...{ organisationId, roomId, canAnswer, warmOnly }} />
      </Disclosure>
    </>
  );
}
