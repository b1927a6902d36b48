"use client";

import { Button } from "@/components/ui/button";
import { Menu, MenuItem } from "@/components/ui/menu";
import { isFacilitator } from "@/server/domains/groups/contract";
import type { MessageView, Person } from "@/server/domains/rooms/contract";
import { Dots } from "./circle";
import { useMessagePlace } from "./message-place";
import type { RoomActs } from "./use-room-acts";

export type MessageMenuProps = {
  message: MessageView;
  me: Person;
  acts: RoomActs;
  /** Asks a facilitator for a word before it is removed. */
  onRemove: (message: MessageView) => void;
};

/**
 * What may be done with a message: by its author, by those who lead, and in a live room by anyone
 * for themself. `isCentre` says whether it lies in the middle, and is left out where there is none.
 */
export function MessageMenu({
  message,
  me,
  isCentre,
  acts,
  onRemove,
}: MessageMenuProps & { isCentre?: boolean }) {
  const place = useMessagePlace();
  const { id, state, card, author } = message;
  const mine = author.id === me.id;
  // A warm reply is between two people.
  const leads = (place?.leads ?? isFacilitator(me.role)) && message.audience !== "author";
  const others = place !== null && !mine;
  const stands = state === "shown" || state === "held";
  if (!(mine && stands) && !leads && !others) return <span />;
  const folded = place?.folded.has(author.id) ?? false;
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
      {mine && stands ? (
        <MenuItem onSelect={() => void acts.takeBack(message)}>Take back</MenuItem>
      ) : null}
      {card && state === "shown" && isCentre !== undefined && (mine || leads) ? (
        <MenuItem onSelect={() => void acts.putInTheMiddle(isCentre ? null : id)}>
          {isCentre ? "Take out of the middle" : "Put in the middle"}
        </MenuItem>
      ) : null}
      {leads && state === "shown" ? (
        <MenuItem onSelect={() => void acts.hold(id)}>Hold</MenuItem>
      ) : null}
      {leads && state === "held" ? (
        <MenuItem onSelect={() => void acts.show(id)}>Show to everyone</MenuItem>
      ) : null}
      {leads && stands ? <MenuItem onSelect={() => onRemove(message)}>Remove</MenuItem> : null}
      {leads && state === "removed" ? (
        <MenuItem onSelect={() => void acts.restore(id)}>Bring it back</MenuItem>
      ) : null}
      {others && !leads && stands ? (
        <MenuItem onSelect={() => place.report(message)}>Show it to the facilitators</MenuItem>
      ) : null}
      {others && stands ? (
        <MenuItem onSelect={() => (folded ? place.unfold(author) : place.fold(author))}>
          {folded ? `Unfold ${author.name} again` : `Fold ${author.name} away, for me`}
        </MenuItem>
      ) : null}
    </Menu>
  );
}

function labelOf({ kind, author }: MessageView, mine: boolean): string {
  const what = kind === "reply" ? "reply" : "message";
  return `About ${mine ? `your own ${what}` : `the ${what} by ${author.name}`}`;
}
