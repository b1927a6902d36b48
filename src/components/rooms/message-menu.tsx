"use client";

import { Button } from "@/components/ui/button";
import { Menu, MenuItem } from "@/components/ui/menu";
import { isFacilitator } from "@/server/domains/groups/contract";
import type { MessageView, Person } from "@/server/domains/rooms/contract";
import { Dots } from "./circle";
import type { RoomActs } from "./use-room-acts";

export type MessageMenuProps = {
  message: MessageView;
  me: Person;
  acts: RoomActs;
  /** Asks a facilitator for a word before it is removed. */
  onRemove: (message: MessageView) => void;
};

/**
 * What its author and the facilitators may do with a message; nothing for anyone else. `isCentre`
 * says whether it lies in the middle, and is left out where there is no middle.
 */
export function MessageMenu({
  message,
  me,
  isCentre,
  acts,
  onRemove,
}: MessageMenuProps & { isCentre?: boolean }) {
  const mine = message.author.id === me.id;
  // A warm reply is between two people.
  const facilitates = isFacilitator(me.role) && message.audience !== "author";
  if (!mine && !facilitates) return <span />;
  const { id, state, card } = message;
  const label = labelOf(message, mine);
  return (
    <Menu
      label={label}
      trigger={
        <Button
          variant="plain"
          size="sm"
          aria-label={label}
          className="self-start px-2 text-ink-soft no-underline hover:text-ink print:hidden"
        >
          <Dots />
        </Button>
      }
    >
      {mine ? <MenuItem onSelect={() => void acts.takeBack(message)}>Take back</MenuItem> : null}
      {card && state === "shown" && isCentre !== undefined ? (
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

function labelOf({ kind, author }: MessageView, mine: boolean): string {
  const what = kind === "reply" ? "reply" : "message";
  return `About ${mine ? `your own ${what}` : `the ${what} by ${author.name}`}`;
}
