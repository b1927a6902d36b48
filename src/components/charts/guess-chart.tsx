import type { ReactNode } from "react";
import { Disclosure } from "@/components/ui/disclosure";
import { DataTable } from "./data-table";
import { Levels, Picture, SMALL_PRINT } from "./figure";
import {
  linesOf,
  markOf,
  type Pair,
  type PlacedPair,
  type Plot,
  placePairs,
  rounded,
  WIDTH,
} from "./geometry";
import { Came, Guessed } from "./marks";

const HEIGHT = 150;
const PLOT: Plot = { left: 30, right: WIDTH - 4, top: 14, bottom: HEIGHT - 28 };

/** A try with what names it in the table. */
export type GuessedTry = Pair & { what: ReactNode };

/**
 * What was guessed beside what came, one try after another. There is no line to reach: a guess far
 * off and a guess spot on are drawn alike.
 */
export function GuessChart({
  title,
  tries,
}: {
  title: string;
  /** Oldest first, 0–100. */
  tries: readonly GuessedTry[];
}) {
  const [newest, ...earlier] = linesOf(tries);
  if (!newest) return null;
  return (
    <div className="@container grid gap-2">
      <Line title={title} pairs={newest} />
      {earlier.length > 0 ? (
        <Disclosure summary="Lines before this one">
          <div className="grid gap-4">
            {earlier.map((pairs) => (
              <Line key={pairs[0]?.id} title={`${title}, earlier`} pairs={pairs} />
            ))}
          </div>
        </Disclosure>
      ) : null}
      <DataTable
        summary="The same in numbers"
        caption={`${title}: each from 0 to 100, oldest first.`}
        columns={["What", "Guessed", "Came"]}
        rows={tries.map(({ id, what, before, after }) => ({
          id,
          cells: [what, before ?? "not said", after ?? "not said"],
        }))}
      />
    </div>
  );
}

function Line({ title, pairs }: { title: string; pairs: readonly Pair[] }) {
  const placed = placePairs(pairs, PLOT);
  const size = markOf(pairs.length, PLOT);
  return (
    <Picture title={title} description={saidOf(pairs)} height={HEIGHT}>
      <Levels plot={PLOT} max={100} />
      {placed.map((pair, index) => (
        <Try key={pair.id} pair={pair} size={size} turn={index * 67} />
      ))}
      <g className={`fill-ink-soft stroke-none ${SMALL_PRINT}`}>
        <text x={PLOT.left} y={HEIGHT - 6}>
          {pairs.length > 1 ? "earlier" : "the first"}
        </text>
        {pairs.length > 1 ? (
          <text x={laterPlace(placed)} y={HEIGHT - 6} textAnchor="end">
            later
          </text>
        ) : null}
      </g>
    </Picture>
  );
}

/** Under the last mark, and never so far left that it runs into "earlier". */
function laterPlace(placed: readonly PlacedPair[]): number {
  return Math.min(PLOT.right, Math.max((placed.at(-1)?.x ?? 0) + 14, PLOT.left + 90));
}

/** The two marks of a try, and a pencil line from the edge of the one to the other. */
function Try({ pair, size, turn }: { pair: PlacedPair; size: number; turn: number }) {
  const { x, before, after } = pair;
  const way = before === null || after === null ? 0 : after - before;
  return (
    <g data-try="">
      {before !== null && Math.abs(way) > size ? (
        <path
          d={`M${x} ${rounded(before + Math.sign(way) * size)}v${rounded(way - Math.sign(way) * size)}`}
          className="stroke-edge"
          strokeWidth="1.2"
        />
      ) : null}
      {before === null ? null : <Guessed x={x} y={before} size={size} />}
      {after === null ? null : <Came x={x} y={after} size={size * 0.72} turn={turn} />}
    </g>
  );
}

function saidOf(pairs: readonly Pair[]): string {
  const latest = pairs.at(-1);
  const said = [
    latest?.before == null ? "no guess was made" : `guessed ${latest.before}`,
    latest?.after == null ? "what came was not said" : `came ${latest.after}`,
  ].join(", ");
  return `One try after another, from left to right. The latest of them: ${said}, of 100.`;
}
