import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { DomainError } from "../lib/errors";

const LINKS_PER_CALLER = 30;
const WINDOW_SECONDS = 60 * 60;

// One per process, like the runtime: Next bundles its own copy of this module for each route.
const KEY = Symbol.for("unpolished.askingLimit");
const holder = globalThis as { [KEY]?: RateLimiterMemory };

/**
 * Keeps one caller from having mails sent to many addresses. Counted per process and roughly; what
 * one address receives is counted exactly, in the database. `caller` null: this machine itself.
 * @throws TOO_MANY
 */
export async function countLinkAsked(caller: string | null): Promise<void> {
  if (!caller) return;
  holder[KEY] ??= new RateLimiterMemory({ points: LINKS_PER_CALLER, duration: WINDOW_SECONDS });
  try {
    await holder[KEY].consume(caller);
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    throw new DomainError("TOO_MANY", { retryAfterMs: refusal.msBeforeNext });
  }
}
