"use client";

import { CARD_WORDS } from "@/components/sharing/wording";
import { classNames } from "@/components/ui/class-names";
import type { LiveSnapshot } from "@/server/domains/live/contract";
import { findCentre } from "./middle";

/** The parts of a room that a small screen shows one at a time. */
export type Part = "talk" | "middle" | "desk";

/** What one turns to on a small screen; what lies in the middle is said on its own tab. */
export function PartTabs({
  snapshot,
  part,
  onPart,
}: {
  snapshot: LiveSnapshot;
  part: Part;
  onPart: (part: Part) => void;
}) {
  const parts: { value: Part; label: string }[] = [
    { value: "talk", label: "Talk" },
    { value: "middle", label: middleWords(snapshot) },
  ];
  if (snapshot.mine.leads) parts.push({ value: "desk", label: "Desk" });
  return (
    <nav aria-label="Parts of the room" className="lg:hidden">
      <ul className="flex gap-x-5">
        {parts.map(({ value, label }) => (
          <li key={value} className={value === "middle" ? "min-w-0" : "shrink-0"}>
            <button
              type="button"
              aria-current={part === value ? "true" : undefined}
              onClick={() => onPart(value)}
              className={classNames(
                "block min-h-11 max-w-full truncate underline-offset-[0.45em]",
                part === value
                  ? "font-semibold underline decoration-[3px] decoration-clay"
                  : "text-ink-soft hover:underline",
              )}
            >
              {label}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function middleWords(snapshot: LiveSnapshot): string {
  const { box, sharedExposure } = snapshot;
  if (box && box.closedAt === null) return "Middle: a box is open";
  if (sharedExposure && sharedExposure.state !== "ended") return "Middle: doing it together";
  const centre = findCentre(snapshot);
  if (!centre) return "Middle";
  return `Middle: ${CARD_WORDS[centre.card.kind]} by ${centre.message.author.name}`;
}
