import type { ComponentProps } from "react";
import { classNames } from "./class-names";

/**
 * `scrap`: a piece of paper, its edges sketched. `well`: a field cut into the page.
 * `clay`: a scrap with a coat of the accent, for the one thing in the middle.
 */
export type CardTone = "scrap" | "well" | "clay";

const tones: Record<CardTone, string> = {
  scrap: "sketched bg-scrap",
  well: "wobble inked border-rule bg-well",
  clay: "sketched bg-clay-wash [--sketch-colour:var(--color-clay)]",
};

/** A scrap of paper. Neighbours lean in opposite directions. */
export function Card({
  as: Element = "div",
  tone = "scrap",
  className,
  ...rest
}: ComponentProps<"div"> & {
  as?: "div" | "section" | "article" | "li" | "aside";
  tone?: CardTone;
}) {
  // All five take the same attributes; a ref to any of them is an HTMLElement.
  const Scrap = Element as "div";
  return (
    <Scrap
      {...rest}
      className={classNames("p-4 even:[--sketch-lean:-0.22deg] sm:p-6", tones[tone], className)}
    />
  );
}
