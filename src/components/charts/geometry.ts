import { scaleLinear, scaleUtc } from "d3-scale";
import { line } from "d3-shape";

// Where things stand in a picture. Pure, and in the picture's own units: every picture is `WIDTH`
// wide and is stretched to the room it has.

export const WIDTH = 320;

/** The rectangle in which values are drawn; what is written stands outside it. */
export type Plot = { left: number; right: number; top: number; bottom: number };

const DAY_MS = 24 * 60 * 60_000;
const WEEK_MS = 7 * DAY_MS;

/** The height of a value from 0 to `max`; never outside the plot. */
export function heightIn(plot: Plot, max: number): (value: number) => number {
  return scaleLinear([0, max], [plot.bottom, plot.top]).clamp(true);
}

/** Coordinates are kept to a hundredth: more would be bytes that nobody sees. */
export function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

/** A guess, and what came; either may never have been said. */
export type Pair = { id: string; before: number | null; after: number | null };

/** A pair's place; a height is null where nothing was said. */
export type PlacedPair = { id: string; x: number; before: number | null; after: number | null };

/** So many tries stand on one line, as in a notebook; further ones begin another. */
export const PAIRS_ON_A_LINE = 30;
/** A line with little on it keeps its marks at a hand's distance. */
const LEAST_PLACES = 10;
const LARGEST_MARK = 6;

/** The lines, newest first; along each, oldest first. The newest is full before another begins. */
export function linesOf<T>(items: readonly T[], perLine = PAIRS_ON_A_LINE): T[][] {
  const lines: T[][] = [];
  for (let end = items.length; end > 0; end -= perLine) {
    lines.push(items.slice(Math.max(0, end - perLine), end));
  }
  return lines;
}

/** Evenly spaced from the left: how long someone waited between tries is nobody's business. */
export function placePairs(pairs: readonly Pair[], plot: Plot): PlacedPair[] {
  const height = heightIn(plot, 100);
  const space = spaceOf(pairs.length, plot);
  const at = (value: number | null) => (value === null ? null : rounded(height(value)));
  return pairs.map(({ id, before, after }, index) => ({
    id,
    x: rounded(plot.left + space * (index + 0.5)),
    before: at(before),
    after: at(after),
  }));
}

/** The radius of a mark that leaves its neighbours room. */
export function markOf(count: number, plot: Plot): number {
  return rounded(Math.min(LARGEST_MARK, spaceOf(count, plot) * 0.42));
}

function spaceOf(count: number, plot: Plot): number {
  return (plot.right - plot.left) / Math.max(count, LEAST_PLACES);
}

/** A week's answer: a number, null where it was skipped. `weekStartOn` is its Monday. */
export type WeekValue = { weekStartOn: string; value: number | null };
export type PlacedWeek = { weekStartOn: string; x: number; y: number | null };

/** The shortest stretch of time that is drawn, so that two weeks do not stand at both ends. */
const LEAST_WEEKS = 8;

/** The place of each Monday between the first and the last, by the calendar. */
export function mondaysIn(plot: Plot, weeks: readonly WeekValue[]): (monday: string) => number {
  const first = Date.parse(weeks[0]?.weekStartOn ?? "2000-01-03");
  const last = Date.parse(weeks.at(-1)?.weekStartOn ?? "2000-01-03");
  const end = Math.max(last, first + (LEAST_WEEKS - 1) * WEEK_MS);
  const scale = scaleUtc([first, end], [plot.left, plot.right]);
  return (monday) => rounded(scale(Date.parse(monday)));
}

/** `weeks` oldest first, each at its place; 0–`max`. */
export function placeWeeks(weeks: readonly WeekValue[], plot: Plot, max: number): PlacedWeek[] {
  const x = mondaysIn(plot, weeks);
  const height = heightIn(plot, max);
  return weeks.map(({ weekStartOn, value }) => ({
    weekStartOn,
    x: x(weekStartOn),
    y: value === null ? null : rounded(height(value)),
  }));
}

/** The radius of a week's mark; smaller where there are many. */
export function weekMarkOf(weeks: readonly WeekValue[], plot: Plot): number {
  const [first, last] = [weeks[0], weeks.at(-1)];
  if (!first || !last) return 4;
  const span = (Date.parse(last.weekStartOn) - Date.parse(first.weekStartOn)) / WEEK_MS;
  const space = (plot.right - plot.left) / Math.max(span, LEAST_WEEKS - 1);
  return rounded(Math.min(4, Math.max(1.1, space * 0.4)));
}

/**
 * One line through neighbouring weeks, as an SVG path. It breaks at a week that was skipped and at
 * one without a check-in: what nobody said is not drawn.
 */
export function brokenLine(placed: readonly PlacedWeek[]): string {
  const withGaps = placed.flatMap((week, index) => {
    const before = placed[index - 1];
    const follows = before !== undefined && daysBetween(before, week) === 7;
    return index === 0 || follows ? [week] : [{ ...week, y: null }, week];
  });
  const draw = line<PlacedWeek>()
    .defined(({ y }) => y !== null)
    .x(({ x }) => x)
    .y(({ y }) => y ?? 0);
  return draw(withGaps) ?? "";
}

function daysBetween(earlier: PlacedWeek, later: PlacedWeek): number {
  return Math.round((Date.parse(later.weekStartOn) - Date.parse(earlier.weekStartOn)) / DAY_MS);
}

/**
 * A level line as a hand draws it: it sways by less than the width of its own stroke. The same
 * `seed` sways the same way each time.
 */
export function handLine(y: number, from: number, to: number, seed = 0): string {
  const at = (part: number) => rounded(from + (to - from) * part);
  const sway = (step: number) => rounded(y + Math.sin(seed * 2.1 + step * 1.7) * 0.7);
  return `M${at(0)} ${sway(0)}Q${at(0.25)} ${sway(1)} ${at(0.5)} ${sway(2)}T${at(1)} ${sway(3)}`;
}
