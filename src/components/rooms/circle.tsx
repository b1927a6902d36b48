"use client";

import type { CSSProperties } from "react";
import { Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { Menu, MenuItem } from "@/components/ui/menu";
import { NameMark } from "@/components/ui/name-mark";
import { isFacilitator } from "@/server/domains/groups/contract";
import type { Here, Person } from "@/server/domains/rooms/contract";
import type { RoundView } from "@/server/domains/turns/contract";
import { ARC_SEATS, arcPath, type Seat, seatsFor } from "./seats";
import { ROLE_BESIDE } from "./wording";

/**
 * Who is in the room now, each person once: seated along an arc around the middle where there is
 * room for that, in one row that stays in view on a phone, and in rows when they are many.
 */
export function Circle({
  here: { people: here, more },
  me,
  round,
  inRow,
  onRemove,
}: {
  here: Here;
  me: Person;
  /** Whoever has the floor is marked. */
  round: RoundView | null;
  /** Something lies in the middle, so the circle draws together into one row. */
  inRow: boolean;
  /** Asks to end someone's place in the group; given to those who may. */
  onRemove: ((person: Person) => void) | null;
}) {
  const seated = here.length <= ARC_SEATS && !inRow;
  const seats = seatsFor(here.length);
  const floor = floorOf(round);
  return (
    <section aria-labelledby="circle">
      <h2 id="circle" className="sr-only">
        In the circle now
      </h2>
      <div className="relative">
        {seated ? (
          <svg
            aria-hidden="true"
            viewBox="0 0 100 100"
            preserveAspectRatio="none"
            className="absolute top-[1.4rem] left-0 hidden h-16 w-full fill-none stroke-rule lg:block"
          >
            <path
              d={arcPath()}
              strokeWidth="2"
              strokeDasharray="7 6"
              strokeLinecap="round"
              vectorEffect="non-scaling-stroke"
            />
          </svg>
        ) : null}
        <ul
          // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways on a phone, so a keyboard must reach it.
          tabIndex={0}
          aria-labelledby="circle"
          style={seated ? seatStyle(seats[0], here.length) : undefined}
          className={classNames(
            "-mx-1 flex gap-x-5 overflow-x-auto px-1.5 py-2",
            seated
              ? "lg:relative lg:block lg:h-[calc(var(--seat-y)*4rem+7rem)] lg:overflow-visible"
              : !inRow && "lg:max-h-56 lg:flex-wrap lg:gap-y-3 lg:overflow-y-auto",
          )}
        >
          {here.map((person, at) => (
            <li
              key={person.id}
              style={seated ? seatStyle(seats[at], here.length) : undefined}
              className={classNames(
                "flex shrink-0 items-center gap-2",
                !inRow && "lg:flex-col lg:gap-1 lg:text-center",
                seated &&
                  // Seats may touch; none takes the press that is meant for its neighbour's menu.
                  "lg:pointer-events-none lg:absolute lg:top-[calc(var(--seat-y)*4rem)] lg:left-(--seat-x) lg:w-(--seat-width) lg:-translate-x-1/2",
                !seated && !inRow && "lg:relative lg:w-24",
              )}
            >
              <span
                className={classNames(
                  "wobble-round inline-flex",
                  floor.get(person.id) === "has the floor" &&
                    "outline-3 outline-clay outline-offset-2",
                )}
              >
                <NameMark name={person.name} />
              </span>
              <PersonWords
                person={person}
                isMe={person.id === me.id}
                turn={floor.get(person.id) ?? null}
              />
              {onRemove && person.id !== me.id && mayRemove(me, person) ? (
                <Menu
                  label={`About ${person.name}`}
                  trigger={
                    <Button
                      variant="plain"
                      size="sm"
                      aria-label={`About ${person.name}`}
                      className={classNames(
                        "pointer-events-auto min-h-8 min-w-8 text-ink-soft leading-none no-underline hover:text-ink",
                        // Where seats are close the same menu is on the desk.
                        seated && here.length > 4 && "lg:hidden",
                        !inRow && "lg:absolute lg:top-1.5 lg:left-[calc(50%+1.5rem)]",
                      )}
                    >
                      <Dots />
                    </Button>
                  }
                >
                  <MenuItem onSelect={() => onRemove(person)}>Remove from the group</MenuItem>
                </Menu>
              ) : null}
            </li>
          ))}
        </ul>
      </div>
      {more > 0 ? <p className="text-center text-sm pencilled">and {more} more</p> : null}
    </section>
  );
}

/** As the server decides it: co-facilitators look after members, facilitators after everyone. */
function mayRemove(me: Person, person: Person): boolean {
  return me.role === "facilitator" || (isFacilitator(me.role) && !isFacilitator(person.role));
}

/** By enrolment: who speaks or is asked, and who is next. */
function floorOf(round: RoundView | null): Map<string, string> {
  const floor = new Map<string, string>();
  if (round?.state !== "under_way") return floor;
  for (const { person, state } of round.turns) {
    if (state === "speaking") floor.set(person.id, "has the floor");
    if (state === "offered") floor.set(person.id, "is asked");
  }
  const next = round.turns.find(({ state }) => state === "waiting");
  if (next) floor.set(next.person.id, "next");
  return floor;
}

function PersonWords({
  person,
  isMe,
  turn,
}: {
  person: Person;
  isMe: boolean;
  turn: string | null;
}) {
  const role = ROLE_BESIDE[person.role];
  return (
    <span className="max-w-36 text-sm leading-tight lg:max-w-full">
      <bdi className="line-clamp-2 font-semibold">{person.name}</bdi>
      {isMe || role ? (
        <span className="block pencilled">{[isMe && "you", role].filter(Boolean).join(", ")}</span>
      ) : null}
      {turn ? <span className="block font-semibold text-clay">{turn}</span> : null}
    </span>
  );
}

function seatStyle(seat: Seat | undefined, people: number): CSSProperties | undefined {
  if (!seat) return undefined;
  const style = {
    "--seat-x": `${seat.x}%`,
    "--seat-y": String(seat.y),
    // Names break rather than run into the next one's.
    "--seat-width": people > 5 ? "4.75rem" : people > 4 ? "5.9rem" : "7rem",
  };
  return style as CSSProperties;
}

/** Three dots: there is more behind this. Beside words or with a label of its own. */
export function Dots() {
  return (
    <svg aria-hidden="true" viewBox="0 0 20 8" className="h-2 w-5 fill-current">
      <circle cx="3.2" cy="4.4" r="2" />
      <circle cx="10.2" cy="3.8" r="2.1" />
      <circle cx="16.9" cy="4.3" r="1.9" />
    </svg>
  );
}
