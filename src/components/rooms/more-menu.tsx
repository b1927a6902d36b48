"use client";

import { Button } from "@/components/ui/button";
import { Menu, MenuItem } from "@/components/ui/menu";

/** What one may want in a room besides writing, behind one button. */
export function MoreMenu({
  member,
  away,
  onQuietWord,
  onWorry,
  onAway,
  onRecap,
  onKeys,
}: {
  /** For those who do not facilitate: the ways to the facilitators. */
  member: boolean;
  away: boolean;
  onQuietWord: () => void;
  onWorry: () => void;
  onAway: () => void;
  onRecap: () => void;
  onKeys: () => void;
}) {
  return (
    <Menu
      label="More in this room"
      trigger={
        <Button variant="plain" size="sm" className="min-h-11">
          More
        </Button>
      }
    >
      {member ? <MenuItem onSelect={onQuietWord}>Ask for a quiet word</MenuItem> : null}
      {member ? <MenuItem onSelect={onWorry}>I’m worried about someone</MenuItem> : null}
      <MenuItem onSelect={onAway}>{away ? "I am back" : "Step away for a moment"}</MenuItem>
      <MenuItem onSelect={onRecap}>Where are we?</MenuItem>
      <MenuItem onSelect={onKeys}>Keys in this room</MenuItem>
    </Menu>
  );
}
