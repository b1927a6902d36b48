import type { EntryKind } from "@/server/domains/exposures/contract";
import { sayMonth, weeksOf } from "./calendar";
import { Picture } from "./figure";
import { WIDTH } from "./geometry";
import { Happened, Rested, Tried } from "./marks";

const CELL = { width: 44, height: 38 };
const LEFT = (WIDTH - CELL.width * 7) / 2;
const TOP = 24;
const WEEKDAYS = ["M", "T", "W", "T", "F", "S", "S"];

/** The kinds in the order in which they stand in a day. */
const KINDS: readonly EntryKind[] = ["exposure", "rest", "accident"];
export const KIND_MARKS = { exposure: Tried, rest: Rested, accident: Happened } as const;

const KIND_NAMES: Record<EntryKind, string> = {
  exposure: "a try",
  rest: "a rest",
  accident: "something that just happened",
};

/**
 * One month, as on a kitchen wall. A day shows which kinds of thing it held, a rest as large as a
 * try; never how many, and nothing joins one day to the next.
 */
export function MonthGrid({
  month,
  days,
}: {
  /** `YYYY-MM`. */
  month: string;
  days: ReadonlyMap<number, readonly EntryKind[]>;
}) {
  const weeks = weeksOf(month);
  const title = sayMonth(month);
  return (
    <Picture title={title} description={saidOf(days)} height={TOP + weeks.length * CELL.height + 2}>
      <g className="fill-ink-soft text-[12px]" textAnchor="middle">
        {WEEKDAYS.map((weekday, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the days of the week never change places
          <text key={index} x={LEFT + CELL.width * (index + 0.5)} y={14}>
            {weekday}
          </text>
        ))}
      </g>
      {weeks.map((week, row) =>
        week.map((day, column) =>
          day === null ? null : (
            <Day
              key={day}
              day={day}
              kinds={KINDS.filter((kind) => days.get(day)?.includes(kind))}
              x={LEFT + CELL.width * column}
              y={TOP + CELL.height * row}
            />
          ),
        ),
      )}
    </Picture>
  );
}

function Day({
  day,
  kinds,
  x,
  y,
}: {
  day: number;
  kinds: readonly EntryKind[];
  x: number;
  y: number;
}) {
  const middle = x + CELL.width / 2;
  const apart = 13;
  return (
    <g>
      <path
        d={`M${x + 3} ${y + CELL.height - 1 + (day % 3) * 0.4}q${CELL.width / 2 - 3} ${(day % 2) - 0.5} ${CELL.width - 6} 0`}
        className="stroke-rule"
        strokeWidth="1"
      />
      <text x={middle} y={y + 12} textAnchor="middle" className="fill-ink-soft text-[12px]">
        {day}
      </text>
      {kinds.map((kind, index) => {
        const Mark = KIND_MARKS[kind];
        const left = middle + (index - (kinds.length - 1) / 2) * apart;
        return <Mark key={kind} x={left} y={y + 24} size={kinds.length > 2 ? 5 : 6.5} />;
      })}
    </g>
  );
}

function saidOf(days: ReadonlyMap<number, readonly EntryKind[]>): string {
  const said = [...days]
    .sort(([a], [b]) => a - b)
    .map(([day, kinds]) => {
      const names = KINDS.filter((kind) => kinds.includes(kind)).map((kind) => KIND_NAMES[kind]);
      return `${day}: ${names.join(" and ")}`;
    });
  return said.length > 0 ? `${said.join("; ")}.` : "Nothing was written down.";
}
