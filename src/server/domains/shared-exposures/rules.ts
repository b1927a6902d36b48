import { BAND_EVERY_SECONDS, type OwnPartView, type SharedExposureView } from "./contract";

const STEP_MS = BAND_EVERY_SECONDS * 1000;
/** Beyond this, nobody looks by themself any more; a tap still closes what is due. */
const LOOKED_AFTER_MS = 3 * 60 * 60 * 1000;

type Times = { startedAt: Date | null; endedAt: Date | null };

export function stateOf({ startedAt, endedAt }: Times): SharedExposureView["state"] {
  if (endedAt) return "ended";
  return startedAt ? "under_way" : "open";
}

/**
 * Up to when a band may be told at `now`: the latest whole step since the start, so that it does not
 * tell by its very moment whose tap it waited for. Null when that is no later than the last one.
 */
export function bandDue(
  { startedAt, lastBandAt }: { startedAt: Date; lastBandAt: Date | null },
  now: Date,
): Date | null {
  const steps = Math.floor((now.getTime() - startedAt.getTime()) / STEP_MS);
  const due = startedAt.getTime() + steps * STEP_MS;
  const from = lastBandAt?.getTime() ?? startedAt.getTime();
  return due >= from + STEP_MS ? new Date(due) : null;
}

/** When to look next whether a band can be told; null once that is left to whoever taps. */
export function nextLook(startedAt: Date, now: Date): Date | null {
  const passed = now.getTime() - startedAt.getTime();
  if (passed >= LOOKED_AFTER_MS) return null;
  return new Date(startedAt.getTime() + (Math.floor(passed / STEP_MS) + 1) * STEP_MS);
}

/** How one's own part stands, by the exposure that it is in one's practice. */
export function partStateOf(exposure: string): OwnPartView["state"] {
  if (exposure === "let_go") return "let_go";
  return exposure === "under_way" ? "under_way" : "done";
}
