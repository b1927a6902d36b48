import type { ReactNode } from "react";
import type { ExposureView } from "@/server/domains/exposures/contract";
import { LocalTime } from "./local-time";

/** The guess as it was made. What was left out is simply not there. */
export function Prediction({ exposure }: { exposure: ExposureView }) {
  return (
    <div className="grid gap-3">
      <dl className="grid gap-3">
        <Said name="Where, and with whom">{exposure.whereAndWho}</Said>
        <Said name="What might happen">{exposure.fearedOutcome}</Said>
        <Said name="How likely that seems">{ofHundred(exposure.likelihoodBefore)}</Said>
        <Said name="Distress expected at its worst">{ofHundred(exposure.expectedSuds)}</Said>
        <Said name="Words to hold on to">{exposure.copingWords}</Said>
      </dl>
      {exposure.sealedAt ? (
        <p className="pencilled text-pencil">
          Sealed on <LocalTime instant={exposure.sealedAt} show="moment" />.
        </p>
      ) : null}
    </div>
  );
}

function ofHundred(value: number | null): string | null {
  return value === null ? null : `${value} of 100`;
}

/** A line of a record; nothing at all where nothing was said. */
export function Said({ name, children }: { name: string; children: ReactNode }) {
  if (children === null || children === undefined) return null;
  return (
    <div>
      <dt className="text-ink-soft text-sm">{name}</dt>
      <dd className="whitespace-pre-wrap break-words">{children}</dd>
    </div>
  );
}
