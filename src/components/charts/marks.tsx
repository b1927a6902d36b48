import type { ReactNode } from "react";
import { classNames } from "@/components/ui/class-names";

// The marks of every picture. They are told apart by shape, in both themes and without colour.

type At = { x: number; y: number; size: number };

/** What was guessed: an open ring, dashed. */
export function Guessed({ x, y, size }: At) {
  return (
    <circle
      data-mark="guessed"
      cx={x}
      cy={y}
      r={size}
      className="stroke-ink"
      strokeWidth={size > 4 ? 1.6 : 1.1}
      strokeDasharray={size > 4 ? "3 2.2" : "2 1.4"}
    />
  );
}

/** What came: a round of clay that nobody drew with a compass. `turn` in degrees. */
export function Came({
  x,
  y,
  size,
  turn = 0,
  mark = "came",
}: At & { turn?: number; mark?: string }) {
  return (
    <path
      data-mark={mark}
      d="M-5.500-6.500C1.500-10 7.500-5 6.800 1.500 6.100 8.300-2 11-7 7.100-12 3.100-11-3.900-5.500-6.500Z"
      transform={`translate(${x} ${y}) rotate(${turn}) scale(${Math.round(size * 11) / 100}) translate(2.2 0)`}
      className="fill-clay"
    />
  );
}

/** Something that was tried. */
export function Tried(at: At) {
  return <Came {...at} mark="exposure" />;
}

/** A rest: a moon, as large as any try and in the same clay. */
export function Rested({ x, y, size }: At) {
  return (
    <path
      data-mark="rest"
      d="M2.800-8.800C-4.500-10.600-10.300-4.700-9.300 2-8.200 9.200 1.500 12.200 8.600 4.900 3.200 5.300-.9 2.600-1.500-1.300-1.900-4.200.2-7.200 2.800-8.800Z"
      transform={`translate(${x} ${y}) scale(${Math.round(size * 11) / 100})`}
      className="fill-clay"
    />
  );
}

/** Something that just happened: three strokes across each other. */
export function Happened({ x, y, size }: At) {
  const s = Math.round(size * 95) / 100;
  return (
    <path
      data-mark="accident"
      d={`M0 ${-s}C${0.1 * s} ${-0.3 * s} ${-0.1 * s} ${0.4 * s} 0 ${s}M${-0.85 * s} ${-0.5 * s}L${0.85 * s} ${0.45 * s}M${0.85 * s} ${-0.55 * s}L${-0.85 * s} ${0.5 * s}`}
      transform={`translate(${x} ${y})`}
      className="stroke-ink"
      strokeWidth="1.8"
      strokeLinecap="round"
    />
  );
}

/** A mark beside its word, outside of any picture. */
export function LegendItem({
  children,
  of: Mark,
  className,
}: {
  children: string;
  of: (at: At) => ReactNode;
  className?: string;
}) {
  return (
    <li className={classNames("flex items-center gap-2", className)}>
      <svg aria-hidden="true" viewBox="0 0 20 20" className="size-5 shrink-0 fill-none">
        <Mark x={10} y={10} size={7} />
      </svg>
      {children}
    </li>
  );
}
