"use client";

import { LeaveQuickly } from "@/components/shell/leave-quickly";
import { classNames } from "@/components/ui/class-names";
import type { LiveSnapshot } from "@/server/domains/live/contract";
import { nowWords } from "./now-words";
import type { RoomLink } from "./room-view";

/**
 * On a small screen, the one line that stays in sight while someone types: what we are doing and
 * whose turn it is. It opens onto the run sheet, the turns and the circle.
 */
export function NowStrip({
  snapshot,
  link,
  open,
  onOpen,
}: {
  snapshot: LiveSnapshot;
  link: RoomLink;
  open: boolean;
  onOpen: (open: boolean) => void;
}) {
  const { title, turn } = nowWords(snapshot);
  return (
    <div className="flex items-center gap-3 lg:hidden">
      <button
        type="button"
        aria-expanded={open}
        aria-controls="now"
        onClick={() => onOpen(!open)}
        className="flex min-h-11 min-w-0 flex-1 items-center gap-2.5 text-left leading-tight"
      >
        <svg
          aria-hidden="true"
          viewBox="0 0 12 14"
          className={classNames(
            "h-3.5 w-3 shrink-0 fill-none stroke-clay",
            open ? "-rotate-90" : "rotate-90",
          )}
        >
          <path
            d="M2.4 1.6C5 3.6 7.4 5.2 9.8 7.2 7.2 9 4.8 10.6 2.2 12.6"
            strokeWidth="2.2"
            strokeLinecap="round"
          />
        </svg>
        <span className="min-w-0">
          <span className="block truncate font-semibold">{title}</span>
          {turn ? <span className="block truncate text-sm">{turn}</span> : null}
          {link === "reconnecting" ? (
            <span className="block truncate text-sm pencilled">Reconnecting</span>
          ) : null}
        </span>
      </button>
      <LeaveQuickly className="inline-flex min-h-11 shrink-0 items-center text-ink text-sm hover:text-ink" />
    </div>
  );
}
