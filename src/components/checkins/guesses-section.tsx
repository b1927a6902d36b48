import Link from "next/link";
import { GuessChart, type GuessedTry } from "@/components/charts/guess-chart";
import { Came, Guessed, LegendItem } from "@/components/charts/marks";
import { LocalTime } from "@/components/exposures/local-time";
import type { ChartedTry } from "@/server/domains/exposures/contract";

type Numbers = { before: number | null; after: number | null };

/** Predicted beside actual. What just happened, and a rest that was logged, were never predicted. */
export function GuessesSection({
  practice,
  tries,
}: {
  practice: string;
  tries: readonly ChartedTry[];
}) {
  const distress = guessed(practice, tries, ({ expectedSuds, peakSuds }) => ({
    before: expectedSuds,
    after: peakSuds,
  }));
  const likelihood = guessed(practice, tries, ({ likelihoodBefore, likelihoodAfter }) => ({
    before: likelihoodBefore,
    after: likelihoodAfter,
  }));
  return (
    <section aria-labelledby="guesses" className="grid gap-5">
      <h2 id="guesses" className="text-2xl">
        What you guessed, beside what came
      </h2>
      {distress.length + likelihood.length === 0 ? (
        <p className="max-w-measure">
          Nothing to draw yet, and no hurry. A first mark appears once you have guessed at something
          and tried it.
        </p>
      ) : (
        <>
          <ul className="flex flex-wrap gap-x-6 gap-y-1 text-sm">
            <LegendItem of={Guessed}>guessed beforehand</LegendItem>
            <LegendItem of={Came}>what came</LegendItem>
          </ul>
          <div className="grid gap-x-12 gap-y-10 lg:grid-cols-2">
            <Guesses
              title="Distress at its worst"
              aside="0 is calm, 100 the worst you can imagine."
              tries={distress}
            />
            <Guesses
              title="How likely the feared thing seemed"
              aside="Before, and were you to try again. 0 is surely not, 100 certain."
              tries={likelihood}
            />
          </div>
        </>
      )}
    </section>
  );
}

function guessed(
  practice: string,
  tries: readonly ChartedTry[],
  numbersOf: (each: ChartedTry) => Numbers,
): GuessedTry[] {
  return tries.flatMap((each) => {
    const numbers = numbersOf(each);
    const said = numbers.before !== null || numbers.after !== null;
    if (!each.predicted || !said) return [];
    return {
      id: each.id,
      ...numbers,
      what: (
        <>
          <Link href={`${practice}/${each.id}`}>{each.plan}</Link>{" "}
          <span className="block text-ink-soft">
            <LocalTime instant={each.at} show="day" />
          </span>
        </>
      ),
    };
  });
}

function Guesses({
  title,
  aside,
  tries,
}: {
  title: string;
  aside: string;
  tries: readonly GuessedTry[];
}) {
  return (
    <div className="grid content-start gap-2">
      <h3 className="text-xl">{title}</h3>
      <p className="text-ink-soft text-sm">{aside}</p>
      {tries.length > 0 ? (
        <GuessChart title={title} tries={tries} />
      ) : (
        <p>No numbers for this one yet.</p>
      )}
    </div>
  );
}
