import pino, { type DestinationStream, type Logger } from "pino";

export type Log = Logger;

/**
 * Structured lines, on standard output unless told otherwise. What people write must never reach
 * them: callers pass ids, codes and durations, and the paths below are cut should one slip through.
 */
export function createLog(level: string, destination?: DestinationStream): Log {
  const options = {
    level,
    redact: {
      paths: ["*.body", "*.email", "*.text", "*.token", "*.cookie", "req.headers", "*.parameters"],
      remove: true,
    },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** What may be said of an unexpected error: its type, code and where; never its message or data. */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const cause = error.cause instanceof Error ? error.cause : undefined;
  const code =
    (cause as { code?: unknown } | undefined)?.code ?? (error as { code?: unknown }).code;
  // A database error repeats the row it refused in its message and the words in its parameters, so
  // only the frames of the stack are kept.
  const at = (cause ?? error).stack
    ?.split("\n")
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 8);
  return { type: (cause ?? error).name, code, at };
}
