import type { WinCard as Win, WinField } from "@/server/domains/rooms/contract";
import { Beside } from "./beside";
import { Figure, Passage } from "./passage";
import { entryWords, happenedWords, WIN_FIELD_WORDS } from "./wording";

const FIGURES = ["endSuds", "surprise"] as const;
const PASSAGES = ["whatHappened", "howGotThrough", "felt", "worse", "better", "learned"] as const;

/** A win with exactly the fields its author ticked; what they left out leaves no gap. */
export function WinCard({ fields }: Pick<Win, "fields">) {
  const { kind, plan, fearedOutcome, fearedOutcomeHappened } = fields;
  return (
    <div className="grid gap-4">
      {kind ? <p className="pencilled">{entryWords(kind)}</p> : null}
      {plan ? (
        <Passage label={WIN_FIELD_WORDS.plan}>
          <p className="whitespace-pre-wrap text-lg">{plan}</p>
        </Passage>
      ) : null}
      {fearedOutcome ? (
        <Passage label={WIN_FIELD_WORDS.fearedOutcome}>
          <p className="whitespace-pre-wrap">{fearedOutcome}</p>
          {fearedOutcomeHappened ? (
            <p className="pencilled">{happenedWords(fearedOutcomeHappened)}</p>
          ) : null}
        </Passage>
      ) : fearedOutcomeHappened ? (
        <Passage label="What I was afraid of">
          <p>{happenedWords(fearedOutcomeHappened)}</p>
        </Passage>
      ) : null}
      <Numbers fields={fields} />
      {FIGURES.map((field) => {
        const value = fields[field];
        return value === undefined ? null : (
          <Passage key={field} label={WIN_FIELD_WORDS[field]}>
            <Figure of={100}>{value}</Figure>
          </Passage>
        );
      })}
      {PASSAGES.map((field) =>
        fields[field] ? (
          <Passage key={field} label={WIN_FIELD_WORDS[field]}>
            <p className="whitespace-pre-wrap">{fields[field]}</p>
          </Passage>
        ) : null,
      )}
    </div>
  );
}

const PAIRS: { label: string; before: NumberField; after: NumberField }[] = [
  { label: "Distress at its worst", before: "expectedSuds", after: "peakSuds" },
  {
    label: "How likely the feared thing seemed",
    before: "likelihoodBefore",
    after: "likelihoodAfter",
  },
];
type NumberField = Extract<
  WinField,
  "expectedSuds" | "peakSuds" | "likelihoodBefore" | "likelihoodAfter"
>;

/** Predicted beside actual, as a small table and, where both are there, two marks on a line. */
function Numbers({ fields }: Pick<Win, "fields">) {
  const rows = PAIRS.filter(
    ({ before, after }) => fields[before] !== undefined || fields[after] !== undefined,
  );
  if (rows.length === 0) return null;
  return (
    <table className="w-full text-left">
      <caption className="sr-only">What was guessed beside what came, each from 0 to 100</caption>
      <thead>
        <tr className="text-ink-soft text-sm">
          <td />
          <th scope="col" className="pr-4 pb-1 font-normal">
            Guessed
          </th>
          <th scope="col" className="pb-1 font-normal">
            Came
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ label, before, after }) => {
          const expected = fields[before];
          const came = fields[after];
          const both = expected !== undefined && came !== undefined;
          return (
            <tr key={before} className="border-rule border-t align-top">
              <th scope="row" className="py-2 pr-4 font-normal">
                {label}
                {both ? <Beside expected={expected} came={came} /> : null}
              </th>
              <td className="py-2 pr-4 font-heading text-xl">{expected ?? <NotShared />}</td>
              <td className="py-2 font-heading text-xl">{came ?? <NotShared />}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function NotShared() {
  return <span className="font-text text-ink-soft text-sm">kept to myself</span>;
}
