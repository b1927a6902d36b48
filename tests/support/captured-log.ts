import { createLog, type Log } from "@/server/lib/log";

export type CapturedLog = {
  log: Log;
  /** Every line so far, as text. */
  readonly text: string;
  readonly lines: Record<string, unknown>[];
};

/** The product's own log, at its most talkative, kept instead of printed. */
export function captureLog(): CapturedLog {
  const kept: string[] = [];
  const log = createLog("trace", { write: (line) => void kept.push(line) });
  return {
    log,
    get text() {
      return kept.join("");
    },
    get lines() {
      return kept.map((line) => JSON.parse(line));
    },
  };
}
