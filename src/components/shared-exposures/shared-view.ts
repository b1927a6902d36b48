import type { LiveSnapshot } from "@/server/domains/live/contract";
import type { BandView, OwnPartView } from "@/server/domains/shared-exposures/contract";

/** What is over stays in view for so long, or until the next segment begins. */
const STAYS_MS = 10 * 60_000;

/** Whether the room's shared exposure is worth showing at `nowMs` (epoch ms); null: not known. */
export function isInView(
  { sharedExposure, run }: Pick<LiveSnapshot, "sharedExposure" | "run">,
  nowMs: number | null,
): boolean {
  if (!sharedExposure) return false;
  if (sharedExposure.endedAt === null) return true;
  const endedMs = Date.parse(sharedExposure.endedAt);
  const movedOn = run?.segments.some(
    ({ startedAt }) => startedAt !== null && Date.parse(startedAt) > endedMs,
  );
  return !movedOn && nowMs !== null && nowMs - endedMs < STAYS_MS;
}

/** The first column of a band's row, and what its part of the picture is called. */
export const KIND_WORDS: Record<BandView["kind"], string> = {
  forecast: "Expected",
  during: "Along the way",
  reality: "At its worst",
};

const betweenWords = ({ low, high }: BandView) => `between ${low} and ${high}`;

/** The room's bands in one or two sentences, forecast beside reality. Null when there is none. */
export function roomWords(bands: readonly BandView[]): string | null {
  const forecast = bands.find(({ kind }) => kind === "forecast");
  const reality = bands.find(({ kind }) => kind === "reality");
  const latest = bands.findLast(({ kind }) => kind === "during");
  if (forecast && reality) {
    return `Expected: ${betweenWords(forecast)}. At its worst it was ${betweenWords(reality)}.`;
  }
  if (reality) return `At its worst it was ${betweenWords(reality)}.`;
  const said = [
    ...(forecast ? [`Expected: ${betweenWords(forecast)}.`] : []),
    ...(latest ? [`Lately: ${betweenWords(latest)}.`] : []),
  ];
  return said.length > 0 ? said.join(" ") : null;
}

/** One's own guess beside what came, in a sentence. What was never said stays unsaid. */
export function ownWords({ expectedSuds, peakSuds, state }: OwnPartView): string {
  const guess = `You expected ${expectedSuds} of 100.`;
  if (state === "let_go") return `${guess} You let it go, which is just as good.`;
  if (peakSuds === null) return guess;
  return `${guess} At its worst it was ${peakSuds}.`;
}
