import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import type { FromChild } from "./child";

export type Child = {
  pid: number;
  /** @throws what the child could not do, or that it ended instead of answering */
  ask<T>(what: unknown): Promise<T>;
  stop(): Promise<void>;
};

/** How long a child may take to end by itself. */
const PATIENCE_MS = 3_000;

/**
 * Forks a file of the bench, on a core of its own if one is named, and resolves once it says that it
 * is ready.
 */
export async function startChild(
  file: string,
  { env = {}, core }: { env?: Record<string, string>; core?: string } = {},
): Promise<Child> {
  const child = fork(join(import.meta.dirname, file), {
    env: { ...process.env, ...env },
    ...(core && { execPath: "taskset", execArgv: ["-c", core, process.execPath] }),
  });
  await answerOf(child, file);
  return {
    pid: child.pid as number,
    ask: async <T>(what: unknown) => {
      const answering = answerOf(child, file);
      child.send(what as object);
      return (await answering) as T;
    },
    stop: () =>
      new Promise((resolve) => {
        if (child.exitCode !== null || child.signalCode !== null) return resolve();
        const patience = setTimeout(() => child.kill("SIGKILL"), PATIENCE_MS);
        child.once("exit", () => {
          clearTimeout(patience);
          resolve();
        });
        child.disconnect();
      }),
  };
}

function answerOf(child: ChildProcess, file: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const onExit = () => reject(new Error(`${file} ended before it answered`));
    child.once("exit", onExit);
    child.once("message", (message) => {
      child.off("exit", onExit);
      const said = message as FromChild;
      if ("error" in said) reject(new Error(`${file}: ${said.error}`));
      else resolve(said.answer);
    });
  });
}
