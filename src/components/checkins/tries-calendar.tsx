"use client";

import Link from "next/link";
import { type Month, monthsOf, sayDate, sayMonth } from "@/components/charts/calendar";
import { DataTable } from "@/components/charts/data-table";
import { LegendItem } from "@/components/charts/marks";
import { KIND_MARKS, MonthGrid } from "@/components/charts/month-grid";
import { useTimeZone } from "@/components/sessions/use-time-zone";
import { Disclosure } from "@/components/ui/disclosure";
import type { ChartedTry, EntryKind } from "@/server/domains/exposures/contract";

type DatedTry = Pick<ChartedTry, "id" | "kind" | "plan" | "at">;

const KIND_WORDS: Record<EntryKind, string> = {
  exposure: "a try",
  rest: "a rest",
  accident: "it just happened",
};

const MONTHS_SHOWN = 3;

/**
 * The months that hold something, newest first, by the reader's own calendar; by UTC until the page
 * has come alive.
 */
export function TriesCalendar({
  practice,
  tries,
}: {
  practice: string;
  tries: readonly DatedTry[];
}) {
  const timeZone = useTimeZone() ?? "UTC";
  const months = monthsOf(tries, timeZone);
  if (months.length === 0) {
    return (
      <p className="max-w-measure">
        Empty so far. Tries, rests and what just happened all find a place here.
      </p>
    );
  }
  const earlier = months.slice(MONTHS_SHOWN);
  return (
    <div className="grid gap-5">
      <ul className="flex flex-wrap gap-x-6 gap-y-1 text-sm">
        <LegendItem of={KIND_MARKS.exposure}>a try</LegendItem>
        <LegendItem of={KIND_MARKS.rest}>a rest</LegendItem>
        <LegendItem of={KIND_MARKS.accident}>it just happened</LegendItem>
      </ul>
      <Months months={months.slice(0, MONTHS_SHOWN)} />
      {earlier.length > 0 ? (
        <Disclosure summary="Months before these">
          <Months months={earlier} />
        </Disclosure>
      ) : null}
      <DataTable
        summary="The same day by day"
        caption="What was written down, newest first."
        columns={["Day", "What", "Kind"]}
        rows={months.flatMap((month) => rowsOf(month, practice))}
      />
    </div>
  );
}

function Months({ months }: { months: readonly Month<DatedTry>[] }) {
  return (
    <div className="grid gap-x-10 gap-y-8 sm:grid-cols-2 lg:grid-cols-3">
      {months.map(({ month, days }) => (
        <div key={month} className="grid content-start gap-2">
          <h3 className="text-xl">{sayMonth(month)}</h3>
          <MonthGrid
            month={month}
            days={new Map([...days].map(([day, held]) => [day, held.map(({ kind }) => kind)]))}
          />
        </div>
      ))}
    </div>
  );
}

function rowsOf({ month, days }: Month<DatedTry>, practice: string) {
  return [...days]
    .sort(([a], [b]) => b - a)
    .flatMap(([day, held]) => {
      const date = `${month}-${String(day).padStart(2, "0")}`;
      return held.map(({ id, plan, kind }) => ({
        id,
        cells: [
          <time key="day" dateTime={date}>
            {sayDate(date)}
          </time>,
          <Link key="what" href={`${practice}/${id}`}>
            {plan}
          </Link>,
          KIND_WORDS[kind],
        ],
      }));
    });
}
