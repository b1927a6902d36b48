/** Where one person sits: `x` in percent of the width, `y` from 0 (top) to 1 (how deep the arc is). */
export type Seat = { x: number; y: number };

/** More people than this do not fit an arc with their names under them; they sit in rows. */
export const ARC_SEATS = 7;

const REACH = 41;

/** Seats along the upper part of a circle, left to right; few people sit closer to its top. */
export function seatsFor(people: number): Seat[] {
  const spread = Math.min(1, people / 6);
  return Array.from({ length: people }, (_, at) => {
    const along = people === 1 ? 0 : (2 * at) / (people - 1) - 1;
    return seatAt(along * spread);
  });
}

function seatAt(along: number): Seat {
  return { x: round(50 + REACH * along), y: round(1 - Math.sqrt(1 - 0.92 * along ** 2)) };
}

/** The pencil line that the seats stand on, for a box of 100 × 100. */
export function arcPath(): string {
  const points = Array.from({ length: 61 }, (_, at) => seatAt((at - 30) / 30));
  return points.map(({ x, y }, at) => `${at === 0 ? "M" : "L"}${x} ${round(100 * y)}`).join("");
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
