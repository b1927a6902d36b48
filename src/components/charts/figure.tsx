import type { ReactNode } from "react";
import { useId } from "react";
import { handLine, heightIn, type Plot, WIDTH } from "./geometry";

/**
 * A picture with a name and, for whoever does not see it, a sentence on what it shows. What it
 * holds in numbers stands in the table that belongs beside it.
 */
export function Picture({
  title,
  description,
  height,
  children,
}: {
  title: string;
  description: string;
  height: number;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <svg
      role="img"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-about`}
      viewBox={`0 0 ${WIDTH} ${height}`}
      className="block w-full fill-none"
    >
      <title id={`${id}-title`}>{title}</title>
      <desc id={`${id}-about`}>{description}</desc>
      {children}
    </svg>
  );
}

/**
 * Writing inside a picture. It is drawn smaller the further the picture is stretched, so that it
 * reads at about the size of small print; put `@container` around the picture.
 */
export const SMALL_PRINT = "text-[13px] @sm:text-[11px] @md:text-[9.5px] @lg:text-[8.5px]";

/** The lowest, the middle and the highest a value can be. None of them is meant to be reached. */
export function Levels({ plot, max }: { plot: Plot; max: number }) {
  const height = heightIn(plot, max);
  return [0, max / 2, max].map((value) => (
    <g key={value}>
      <path
        d={handLine(height(value), plot.left, plot.right, value)}
        className={value === 0 ? "stroke-edge" : "stroke-rule"}
        strokeWidth={value === 0 ? 1.6 : 1}
        strokeLinecap="round"
      />
      <text
        x={plot.left - 6}
        y={height(value)}
        dy="0.34em"
        textAnchor="end"
        className={`fill-ink-soft ${SMALL_PRINT}`}
      >
        {value}
      </text>
    </g>
  ));
}
