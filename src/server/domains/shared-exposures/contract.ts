import * as z from "zod/mini";
import { id, maybeHundred, maybeWords, words } from "../../lib/fields";

/** The room sees figures over this many people or more, and otherwise none. */
export const BAND_MIN_PEOPLE = 5;
/** A band closes at most this often; each reading is in one band at most. */
export const BAND_EVERY_SECONDS = 30;

/**
 * SUDS, multiples of twenty; about half of the people are between the two. So coarse that of nobody
 * is more to be known than the fifth they were in, even to all the others together. `at` is an ISO
 * instant.
 */
export type BandView = {
  kind: "forecast" | "during" | "reality";
  low: number;
  high: number;
  at: string;
};

/** The same for everyone in the room. Never how many took part. */
export type SharedExposureView = {
  id: string;
  prompt: string | null;
  state: "open" | "under_way" | "ended";
  /** ISO instants. */
  openedAt: string;
  startedAt: string | null;
  endedAt: string | null;
  /** Oldest first; empty until five people or more have something to say. */
  bands: BandView[];
};

/** One's own part, for oneself. */
export type OwnPartView = {
  exposureId: string;
  plan: string;
  expectedSuds: number;
  /** ISO instant; `suds` 0–100. */
  taps: { id: string; suds: number; at: string }[];
  peakSuds: number | null;
  state: "under_way" | "done" | "let_go";
};

const ref = { organisationId: id(), roomId: id(), sharedExposureId: id() };
const suds = () =>
  z
    .int("A whole number from 0 to 100, please.")
    .check(
      z.minimum(0, "A whole number from 0 to 100, please."),
      z.maximum(100, "A whole number from 0 to 100, please."),
    );

export const OpenSharedExposure = z.object({ ...ref, prompt: maybeWords(500) });
export type OpenSharedExposure = z.infer<typeof OpenSharedExposure>;

export const SharedExposureRef = z.object(ref);
export type SharedExposureRef = z.infer<typeof SharedExposureRef>;

/** Seals what one will do and what one expects; it becomes an exposure in one's own practice. */
export const TakePart = z.object({
  ...ref,
  /** Made by the client (UUIDv7); the exposure's own id. */
  exposureId: z.uuidv7("That link does not look whole."),
  plan: words(400, "Say in a few words what you will do."),
  fearedOutcome: maybeWords(400),
  expectedSuds: suds(),
  /** Something that could harm is not done here. @throws STAKES_NEED_WORD */
  couldHarm: z.enum(["no", "yes"], "Please answer this one as well."),
});
export type TakePart = z.infer<typeof TakePart>;

export const Tap = z.object({ ...ref, tapId: id(), suds: suds() });
export type Tap = z.infer<typeof Tap>;

/** One's own part is over: done, or let go at any moment. */
export const FinishPart = z.object({
  ...ref,
  how: z.enum(["done", "let_go"]),
  peakSuds: maybeHundred(),
});
export type FinishPart = z.infer<typeof FinishPart>;
