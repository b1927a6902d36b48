import { oneLine } from "./start-error.mjs";

/** Ctrl-C reaches us from the terminal and once more through npm and start.mjs: one wish, not two. */
const SAME_WISH_MS = 1_000;
const LIMIT_MS = 30_000;

/**
 * What must be undone at the end, and the ways to the end: a signal, the death of our starter, an
 * error that nobody caught.
 * @param {(line: string) => void} say
 */
export function createShutdown(say) {
  /** @type {(() => unknown)[]} */
  const closers = [];
  /** @type {(() => unknown) | undefined} */
  let force;
  let askedAt = 0;
  /** @type {Promise<unknown>} */
  let work = Promise.resolve();

  const closeAll = async () => {
    for (let close = closers.pop(); close; close = closers.pop()) {
      try {
        await close();
      } catch (error) {
        say(`While stopping: ${oneLine(error)}`);
      }
    }
  };

  const forceEnd = async () => {
    try {
      await force?.();
    } finally {
      process.exit(1);
    }
  };

  /** @param {number} exitCode */
  const end = async (exitCode) => {
    askedAt = Date.now();
    setTimeout(forceEnd, LIMIT_MS).unref();
    // What is being opened at this moment must be open before it can be closed.
    await work.catch(() => {});
    await closeAll();
    process.exit(exitCode);
  };

  const ask = () => {
    if (askedAt === 0) {
      say("Stopping.");
      void end(0);
    } else if (Date.now() - askedAt > SAME_WISH_MS) {
      say("Stopping at once.");
      void forceEnd();
    }
  };

  return {
    /** Closes everything opened so far, last first, and ends the process. */
    end,
    /** Whether the end has begun: what fails from now on fails because of it. */
    begun: () => askedAt > 0,
    /**
     * Does one step of the start; none any more once the end has begun.
     * @template T
     * @param {() => T | Promise<T>} step
     * @returns {Promise<T>}
     */
    step: (step) => {
      if (askedAt > 0) return new Promise(() => {}); // the end is on its way
      const doing = Promise.resolve().then(step);
      work = doing;
      return doing;
    },
    /** @param {() => unknown} close */
    add: (close) => void closers.push(close),
    /** What a second signal does instead of waiting. @param {() => unknown} how */
    onForce: (how) => {
      force = how;
    },
    listen: () => {
      for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, ask);
      process.on("disconnect", ask);
      process.channel?.unref();
      for (const kind of ["uncaughtException", "unhandledRejection"]) {
        process.on(kind, (error) => {
          if (askedAt > 0) return;
          say(`Stopping after an unexpected error: ${traceOnly(error)}`);
          void end(1);
        });
      }
    },
  };
}

/**
 * An error's kind and where it happened. Its message is left out: it may quote what a person wrote.
 * @param {unknown} error
 */
function traceOnly(error) {
  if (!(error instanceof Error)) return typeof error;
  const frames = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  return [error.name, ...frames].join("\n");
}
