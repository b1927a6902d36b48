"use client";

import { FoldedCard } from "@/components/sharing/folded-card";
import { Replies } from "@/components/sharing/replies";
import { useSharingPlace } from "@/components/sharing/sharing-place";
import { CARD_WORDS } from "@/components/sharing/wording";
import { Card } from "@/components/ui/card";
import { classNames } from "@/components/ui/class-names";
import { Disclosure } from "@/components/ui/disclosure";
import { NameMark } from "@/components/ui/name-mark";
import { ClockTime } from "./clock-time";
import { MessageMenu, type MessageMenuProps } from "./message-menu";
import { HELD_WORDS, ROLE_BESIDE, tombstoneOf } from "./wording";

/** One message as it stands: words, a card, held, or the place where something was. */
export function MessageRow({
  roomId,
  isCentre,
  canAnswer,
  follows,
  ...menu
}: MessageMenuProps & {
  roomId: string;
  isCentre: boolean;
  /** False once the room is closed. */
  canAnswer: boolean;
  /** Said right after another message of the same person, whose name then stands above both. */
  follows: boolean;
}) {
  const { message, me } = menu;
  const tombstone = tombstoneOf(message, me.id);
  if (tombstone) {
    return (
      <li className="flex items-center gap-3 py-1 pl-11 text-sm pencilled">
        <span>{tombstone}</span>
      </li>
    );
  }
  const { author } = message;
  const mine = author.id === me.id;
  const held = message.state === "held";
  return (
    <li
      className={classNames(
        "grid grid-cols-[2rem_minmax(0,1fr)_auto] gap-x-3",
        follows && "-mt-2",
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
          <ClockTime at={message.postedAt} className="text-ink-soft" />
        </p>
        <Content {...menu} {...{ roomId, isCentre, canAnswer }} />
        {held ? (
          <p className="text-sm pencilled">{mine ? HELD_WORDS.mine : HELD_WORDS.others}</p>
        ) : null}
      </div>
      <MessageMenu {...menu} isCentre={isCentre} />
    </li>
  );
}

function Content({
  roomId,
  isCentre,
  canAnswer,
  ...menu
}: Omit<Parameters<typeof MessageRow>[0], "follows">) {
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
        <Replies {...menu} {...{ organisationId, roomId, canAnswer }} />
      </Disclosure>
    </>
  );
}
