"use client";

import { SharedCard } from "@/components/sharing/shared-card";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { classNames } from "@/components/ui/class-names";
import { Disclosure } from "@/components/ui/disclosure";
import { Menu, MenuItem } from "@/components/ui/menu";
import { NameMark } from "@/components/ui/name-mark";
import { isFacilitator } from "@/server/domains/groups/contract";
import type { MessageView, Person } from "@/server/domains/rooms/contract";
import { Dots } from "./circle";
import { ClockTime } from "./clock-time";
import type { RoomActs } from "./use-room-acts";
import { CARD_WORDS, ROLE_BESIDE, tombstoneOf } from "./wording";

/** One message as it stands: words, a card, held, or the place where something was. */
export function MessageRow({
  message,
  me,
  isCentre,
  follows,
  acts,
  onRemove,
}: {
  message: MessageView;
  me: Person;
  isCentre: boolean;
  /** Said right after another message of the same person, whose name then stands above both. */
  follows: boolean;
  acts: RoomActs;
  onRemove: (message: MessageView) => void;
}) {
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
        <Content message={message} isCentre={isCentre} />
        {held ? (
          <p className="text-sm pencilled">
            {mine
              ? "Held for a moment. Only you and the facilitators see this."
              : "Held. Only its author and the facilitators see this."}
          </p>
        ) : null}
      </div>
      <MessageMenu {...{ message, me, isCentre, acts, onRemove }} />
    </li>
  );
}

function Content({ message, isCentre }: { message: MessageView; isCentre: boolean }) {
  const { card, kind } = message;
  if (kind === "words" || !card) return <p className="whitespace-pre-wrap">{message.body}</p>;
  if (isCentre) return <p>put {CARD_WORDS[kind]} in the middle.</p>;
  return (
    <>
      <p>shared {CARD_WORDS[kind]}.</p>
      <Disclosure summary={`Read the ${kind}`}>
        <Card className="my-2">
          <SharedCard card={card} />
        </Card>
      </Disclosure>
    </>
  );
}

function MessageMenu({
  message,
  me,
  isCentre,
  acts,
  onRemove,
}: Omit<Parameters<typeof MessageRow>[0], "follows">) {
  const mine = message.author.id === me.id;
  const facilitates = isFacilitator(me.role);
  if (!mine && !facilitates) return <span />;
  const { id, state, card } = message;
  const label = `About ${mine ? "your own message" : `the message by ${message.author.name}`}`;
  return (
    <Menu
      label={label}
      trigger={
        <Button
          variant="plain"
          size="sm"
          aria-label={label}
          className="self-start px-2 text-ink-soft no-underline hover:text-ink"
        >
          <Dots />
        </Button>
      }
    >
      {mine ? <MenuItem onSelect={() => void acts.takeBack(message)}>Take back</MenuItem> : null}
      {card && state === "shown" ? (
        <MenuItem onSelect={() => void acts.putInTheMiddle(isCentre ? null : id)}>
          {isCentre ? "Take out of the middle" : "Put in the middle"}
        </MenuItem>
      ) : null}
      {facilitates && state === "shown" ? (
        <MenuItem onSelect={() => void acts.hold(id)}>Hold</MenuItem>
      ) : null}
      {facilitates && state === "held" ? (
        <MenuItem onSelect={() => void acts.show(id)}>Show to everyone</MenuItem>
      ) : null}
      {facilitates ? <MenuItem onSelect={() => onRemove(message)}>Remove</MenuItem> : null}
    </Menu>
  );
}
