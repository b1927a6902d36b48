/** A device's clock that is further ahead of its estimate than this was set, not slow to hear. */
const SET_MS = 2_000;

/**
 * The server's clock as a device can know it. What arrives is always a little old, so of several
 * hearings the latest reading is the best; only one that is much earlier says that the device's own
 * clock was moved. `now` is the device's, in ms since the epoch.
 */
export function createServerClock(now: () => number) {
  let offset: number | null = null;
  return {
    /** `serverNow`, an ISO instant, has just arrived. */
    heard(serverNow: string): void {
      const sample = Date.parse(serverNow) - now();
      if (offset === null || sample > offset || offset - sample > SET_MS) offset = sample;
    },
    /** ms since the epoch; the device's own clock until the server was heard. */
    now: (): number => now() + (offset ?? 0),
  };
}
