import {
  COPING_WORDS,
  DIALS,
  type Dials,
  type ExposureView,
  type PlanExposure,
  type Prediction,
} from "@/server/domains/exposures/contract";
import { instantOf, wallClockOf } from "./wall-clock";

/** A plan as its form holds it. Empty text and null are both "not said". */
export type PlanFields = Dials & {
  plan: string;
  whereAndWho: string;
  fearedOutcome: string;
  likelihoodBefore: number | null;
  expectedSuds: number | null;
  copingWords: string;
  safetyBehaviours: string[];
  kindnessPlan: string;
  /** What the clock on the wall shows then, in `plannedZone`. */
  plannedFor: string;
  /** Empty: the zone of this device. */
  plannedZone: string;
  notDoing: boolean;
  handsOffMinutes: string;
};

export const NO_PLAN: PlanFields = {
  plan: "",
  whereAndWho: "",
  fearedOutcome: "",
  likelihoodBefore: null,
  expectedSuds: null,
  copingWords: COPING_WORDS,
  safetyBehaviours: [],
  kindnessPlan: "",
  plannedFor: "",
  plannedZone: "",
  notDoing: false,
  handsOffMinutes: "",
  audience: null,
  stakes: null,
  reversibility: null,
  timeUntilFixed: null,
};

type Revised = Omit<Prediction, "plan"> & Dials & { plan: string };

/** What is sent of a form. `myZone` is the zone of this device. */
export function planToSend(fields: PlanFields, myZone: string): Revised {
  const zone = fields.plannedZone || myZone;
  const plannedFor = fields.plannedFor ? instantOf(fields.plannedFor, zone) : null;
  const minutes = fields.handsOffMinutes === "" ? null : Number(fields.handsOffMinutes);
  return {
    ...fields,
    plannedFor,
    plannedZone: plannedFor && zone,
    handsOffMinutes: minutes,
  };
}

/** The form of a plan that is kept already. */
export function fieldsOfPlan(exposure: ExposureView): PlanFields {
  const { plannedFor, plannedZone, handsOffMinutes } = exposure;
  return {
    ...predictionless(exposure),
    whereAndWho: exposure.whereAndWho ?? "",
    fearedOutcome: exposure.fearedOutcome ?? "",
    likelihoodBefore: exposure.likelihoodBefore,
    expectedSuds: exposure.expectedSuds,
    plannedFor: plannedFor ? wallClockOf(plannedFor, plannedZone ?? "UTC") : "",
    plannedZone: plannedZone ?? "",
    handsOffMinutes: handsOffMinutes === null ? "" : String(handsOffMinutes),
  };
}

/**
 * The same once more: what is done stays, and what is guessed is asked anew. Where and with whom
 * is left open, since another place teaches more than another time.
 */
export function fieldsOfAnother(exposure: ExposureView): PlanFields {
  return {
    ...NO_PLAN,
    ...predictionless(exposure),
    handsOffMinutes: exposure.handsOffMinutes === null ? "" : String(exposure.handsOffMinutes),
  };
}

function predictionless(exposure: ExposureView) {
  const dials = Object.fromEntries(DIALS.map((dial) => [dial, exposure[dial]])) as Dials;
  return {
    ...dials,
    plan: exposure.plan,
    copingWords: exposure.copingWords ?? "",
    safetyBehaviours: exposure.safetyBehaviours,
    kindnessPlan: exposure.kindnessPlan ?? "",
    notDoing: exposure.notDoing,
  };
}

export type Beginning = Pick<PlanExposure, "librarySlug" | "category" | "kind" | "repeatOfId">;
