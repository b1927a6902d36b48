/** What a process that the bench forked says to it: first that it is ready, then answers in turn. */
export type FromChild = { answer: unknown } | { error: string };

/** Answers what the bench asks, one thing at a time, and ends with it. */
export function answerBench(carryOut: (asked: unknown) => unknown): void {
  const say = (what: FromChild) => process.send?.(what);
  process.on("message", (asked) => {
    Promise.resolve()
      .then(() => carryOut(asked))
      .then(
        (answer) => say({ answer }),
        (error: unknown) => say({ error: error instanceof Error ? `${error.stack}` : `${error}` }),
      );
  });
  process.on("disconnect", () => process.exit());
  say({ answer: "ready" });
}

/** Milliseconds of processor time that this process has used so far. */
export function ownCpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
