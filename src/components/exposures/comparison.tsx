import { Card } from "@/components/ui/card";
import type { ExposureView } from "@/server/domains/exposures/contract";

type Pair = { name: string; before: number | null; after: number | null };

function pairsOf(exposure: ExposureView): Pair[] {
  return [
    { name: "Distress at its worst", before: exposure.expectedSuds, after: exposure.peakSuds },
    {
      name: "How likely the feared thing seemed",
      before: exposure.likelihoodBefore,
      after: exposure.likelihoodAfter,
    },
  ];
}

/** Predicted beside actual: a picture, and a table that says the same. A gap stays a gap. */
export function Comparison({ exposure }: { exposure: ExposureView }) {
  const pairs = pairsOf(exposure);
  return (
    <Card as="section" aria-labelledby="comparison" className="grid gap-4">
      <h2 id="comparison" className="text-xl">
        What you guessed, beside what came
      </h2>
      {pairs.map((pair) => (
        <Scale key={pair.name} {...pair} />
      ))}
      <table className="w-full border-collapse text-sm">
        <caption className="pb-2 text-left text-ink-soft">
          The same in numbers, each from 0 to 100.
        </caption>
        <thead>
          <tr className="border-rule border-b-2 text-left">
            <th scope="col" className="py-1.5 pr-3">
              <span className="sr-only">What</span>
            </th>
            <th scope="col" className="px-3 py-1.5 font-semibold">
              Guessed
            </th>
            <th scope="col" className="px-3 py-1.5 font-semibold">
              Came
            </th>
          </tr>
        </thead>
        <tbody>
          {pairs.map(({ name, before, after }) => (
            <tr key={name} className="border-rule border-b">
              <th scope="row" className="py-1.5 pr-3 text-left font-normal">
                {name}
              </th>
              <td className="px-3 py-1.5 tabular-nums">{before ?? "not said"}</td>
              <td className="px-3 py-1.5 tabular-nums">{after ?? "not said"}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}

const LEFT = 12;
const WIDTH = 296;
const at = (value: number) => LEFT + (value / 100) * WIDTH;
/** Keeps a label inside the picture whatever its mark's place. */
const labelAt = (value: number) => Math.min(Math.max(at(value), 40), 280);

/** Two marks on one pencil line. Told apart by shape and by words, not by colour. */
function Scale({ name, before, after }: Pair) {
  if (before === null && after === null) return null;
  const said = [
    before === null ? "no guess was made" : `guessed ${before}`,
    after === null ? "what came was not said" : `came ${after}`,
  ].join(", ");
  return (
    <figure className="grid gap-1">
      <figcaption className="font-semibold">{name}</figcaption>
      <svg
        role="img"
        aria-label={`${name}: ${said}, of 100.`}
        viewBox="0 0 320 76"
        className="block w-full max-w-[30rem] fill-none"
      >
        <path
          d="M12 38c52-2 96 2.200 148 .2s100 1.600 148-.6"
          className="stroke-edge"
          strokeWidth="2"
          strokeLinecap="round"
        />
        <path
          d="M12.500 31v13M307.500 30.500v13.500"
          className="stroke-edge"
          strokeWidth="2"
          strokeLinecap="round"
        />
        {before === null ? null : (
          <>
            <circle
              cx={at(before)}
              cy="38"
              r="9"
              className="stroke-ink"
              strokeWidth="2.2"
              strokeDasharray="4 3"
            />
            <text x={labelAt(before)} y="18" textAnchor="middle" className="fill-ink text-[13px]">
              guessed {before}
            </text>
          </>
        )}
        {after === null ? null : (
          <>
            <path
              d="M-5.500-6.500C1.500-10 7.500-5 6.800 1.500 6.100 8.300-2 11-7 7.100-12 3.100-11-3.900-5.500-6.500Z"
              transform={`translate(${at(after)} 38)`}
              className="fill-clay stroke-clay-deep"
              strokeWidth="1.5"
            />
            <text x={labelAt(after)} y="68" textAnchor="middle" className="fill-ink text-[13px]">
              came {after}
            </text>
          </>
        )}
      </svg>
    </figure>
  );
}
