import type { ReactNode } from "react";
import { placeOf } from "@/components/sessions/wording";
import { DIALS, type ExposureView } from "@/server/domains/exposures/contract";
import { LocalTime } from "./local-time";
import { DIAL_WORDS, dialLevel } from "./wording";

/** Whether anything at all was said beyond what it is, or sealed. */
export function hasPrediction(exposure: ExposureView): boolean {
  const { whereAndWho, fearedOutcome, likelihoodBefore, expectedSuds, copingWords } = exposure;
  const { plannedFor, kindnessPlan, handsOffMinutes, safetyBehaviours, sealedAt } = exposure;
  const said = [whereAndWho, fearedOutcome, likelihoodBefore, expectedSuds, copingWords];
  said.push(plannedFor, kindnessPlan, handsOffMinutes, sealedAt);
  said.push(...DIALS.map((dial) => exposure[dial]));
  return safetyBehaviours.length > 0 || said.some((each) => each !== null);
}

/** The guess as it was made. What was left out is simply not there. */
export function Prediction({ exposure }: { exposure: ExposureView }) {
  return (
    <div className="grid gap-3">
      <dl className="grid gap-3">
        <Said name="Where, and with whom">{exposure.whereAndWho}</Said>
        <Said name="What might happen">{exposure.fearedOutcome}</Said>
        <Said name="How likely that seems">{ofHundred(exposure.likelihoodBefore)}</Said>
        <Said name="Distress expected at its worst">{ofHundred(exposure.expectedSuds)}</Said>
        <Said name="When">
          {exposure.plannedFor ? (
            <>
              <LocalTime instant={exposure.plannedFor} show="moment" />
              {exposure.plannedZone
                ? `, planned by the clocks of ${placeOf(exposure.plannedZone)}`
                : null}
            </>
          ) : null}
        </Said>
        <Said name="To leave out this time">{listOf(exposure.safetyBehaviours)}</Said>
        <Said name="Words to hold on to">{exposure.copingWords}</Said>
        <Said name="Being kind afterwards">{exposure.kindnessPlan}</Said>
        <Said name="Without checking or fixing">{minutesOf(exposure)}</Said>
        {DIALS.map((dial) => (
          <Said key={dial} name={DIAL_WORDS[dial].label}>
            {dialLevel(dial, exposure[dial])}
          </Said>
        ))}
      </dl>
      {exposure.sealedAt ? (
        <p className="pencilled text-pencil">
          Sealed on <LocalTime instant={exposure.sealedAt} show="moment" />.
        </p>
      ) : null}
    </div>
  );
}

/** Things one by one, as they were said; nothing for none. */
export function listOf(things: string[]): string | null {
  return things.length === 0 ? null : things.join(", ");
}

function minutesOf({ handsOffMinutes, notDoing }: ExposureView): string | null {
  if (handsOffMinutes === null) return null;
  return `${handsOffMinutes} minutes${notDoing ? ", and then it is done" : ""}`;
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
