import { sayDate } from "./calendar";
import { DataTable } from "./data-table";
import { Levels, Picture, SMALL_PRINT } from "./figure";
import {
  brokenLine,
  mondaysIn,
  type Plot,
  placeWeeks,
  type WeekValue,
  WIDTH,
  weekMarkOf,
} from "./geometry";
import { Came } from "./marks";

const HEIGHT = 140;
const PLOT: Plot = { left: 26, right: WIDTH - 8, top: 12, bottom: HEIGHT - 32 };
/** Marks keep clear of what is written at the side. */
const WEEKS: Plot = { ...PLOT, left: PLOT.left + 7, right: PLOT.right - 3 };
/** Beneath the lowest number: weeks that had an answer and no number. */
const BELOW = PLOT.bottom + 9;

export type Week = WeekValue & {
  /** An answer that is no number, in words; for example "nothing came up". */
  instead: string | null;
};

/**
 * One item over the weeks, by the calendar. The line breaks wherever a week was skipped or has no
 * check-in; each answer is a mark of its own, so that one alone is seen too.
 */
export function WeekChart({
  title,
  weeks,
  max,
}: {
  title: string;
  /** Oldest first, a Monday each. */
  weeks: readonly Week[];
  max: number;
}) {
  const placed = placeWeeks(weeks, WEEKS, max);
  const size = weekMarkOf(weeks, WEEKS);
  const x = mondaysIn(WEEKS, weeks);
  const [first, last] = [weeks[0], weeks.at(-1)];
  if (!first || !last) return null;
  return (
    <div className="@container grid gap-1">
      <Picture title={title} description={saidOf(weeks, max)} height={HEIGHT}>
        <Levels plot={PLOT} max={max} />
        <path
          data-line=""
          d={brokenLine(placed)}
          className="stroke-clay"
          strokeWidth={size > 2 ? 1.8 : 1.1}
          strokeLinecap="round"
          strokeLinejoin="round"
        />
        {placed.map(({ weekStartOn, x: left, y }, index) =>
          y === null ? null : (
            <Came key={weekStartOn} x={left} y={y} size={size} turn={index * 67} mark="answer" />
          ),
        )}
        {weeks.map(({ weekStartOn, instead }) =>
          instead === null ? null : (
            <path
              key={weekStartOn}
              data-mark="instead"
              d={`M${x(weekStartOn) - size} ${BELOW}h${size * 2}`}
              className="stroke-ink-soft"
              strokeWidth="2"
              strokeLinecap="round"
            />
          ),
        )}
        <g className={`fill-ink-soft stroke-none ${SMALL_PRINT}`}>
          <text x={PLOT.left} y={HEIGHT - 4}>
            {sayShort(first.weekStartOn)}
          </text>
          {last === first ? null : (
            <text x={labelPlace(x(last.weekStartOn))} y={HEIGHT - 4} textAnchor="end">
              {sayShort(last.weekStartOn)}
            </text>
          )}
        </g>
      </Picture>
      <DataTable
        summary={`${title} in numbers`}
        caption={`${title}: each from 0 to ${max}, oldest first.`}
        columns={["Week from", "Answer"]}
        rows={weeks.map(({ weekStartOn, value, instead }) => ({
          id: weekStartOn,
          cells: [
            <time key="week" dateTime={weekStartOn}>
              {sayDate(weekStartOn)}
            </time>,
            value ?? instead ?? "skipped",
          ],
        }))}
      />
    </div>
  );
}

/** Far enough right that the two dates never run into each other. */
function labelPlace(x: number): number {
  return Math.min(PLOT.right, Math.max(x, PLOT.left + 180));
}

function sayShort(date: string): string {
  return new Intl.DateTimeFormat("en-GB", {
    day: "numeric",
    month: "short",
    year: "numeric",
    timeZone: "UTC",
  }).format(new Date(`${date}T00:00:00Z`));
}

function saidOf(weeks: readonly Week[], max: number): string {
  const latest = weeks.at(-1);
  const said = latest?.value == null ? (latest?.instead ?? "skipped") : `${latest.value} of ${max}`;
  return `Week after week, from left to right; the line breaks where nothing was said. The latest: ${said}.`;
}
