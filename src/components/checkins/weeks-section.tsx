import { WeekChart } from "@/components/charts/week-chart";
import { Button } from "@/components/ui/button";
import {
  CHECK_IN_ITEMS,
  CHECK_IN_MAX,
  type CheckInHistory,
  type CheckInItem,
} from "@/server/domains/checkins/contract";
import { ITEM_WORDS, insteadOf, NOTHING_CAME_UP, sayChange } from "./wording";

/** The check-ins over time, each item by itself: two of them never become one number. */
export function WeeksSection({ practice, history }: { practice: string; history: CheckInHistory }) {
  return (
    <section aria-labelledby="weeks" className="grid gap-5">
      <div className="flex flex-wrap items-end justify-between gap-x-8 gap-y-3">
        <h2 id="weeks" className="text-2xl">
          Week by week
        </h2>
        <Button href={`${practice}/check-in`}>Check in with yourself</Button>
      </div>
      {history.checkIns.length === 0 ? (
        <p className="max-w-measure">
          No check-ins yet. There are four short questions a week, for whenever you like; a skipped
          week is simply not drawn.
        </p>
      ) : (
        <>
          <p className="max-w-measure text-ink-soft">
            For noticing, not diagnosing. What moved, if anything, says nothing about why.
          </p>
          <div className="grid gap-x-12 gap-y-10 lg:grid-cols-2">
            {CHECK_IN_ITEMS.map((item) => (
              <Item key={item} item={item} history={history} />
            ))}
          </div>
        </>
      )}
    </section>
  );
}

function Item({ item, history }: { item: CheckInItem; history: CheckInHistory }) {
  const { name, low, high, aside } = ITEM_WORDS[item];
  const weeks = history.checkIns.map((checkIn) => ({
    weekStartOn: checkIn.weekStartOn,
    value: checkIn[item],
    instead: insteadOf(item, checkIn),
  }));
  const said = weeks.some(({ value, instead }) => value !== null || instead !== null);
  return (
    <div className="grid content-start gap-2">
      <h3 className="text-xl">{name}</h3>
      <p className="text-ink-soft text-sm">
        0 {low}, {CHECK_IN_MAX} {high}. {aside}
      </p>
      {said ? (
        <>
          <WeekChart title={name} weeks={weeks} max={CHECK_IN_MAX} />
          {weeks.some(({ instead }) => instead !== null) ? (
            <p className="text-ink-soft text-sm">
              A dash beneath is a week in which {NOTHING_CAME_UP}.
            </p>
          ) : null}
          <p className="pencilled text-lg">{sayChange(item, history.changes)}</p>
        </>
      ) : (
        <p>Skipped so far, which is fine.</p>
      )}
    </div>
  );
}
