import type { Env } from "../env";

type Headers = { get(name: string): string | null };

/** The origins whose pages may call us, exactly as browsers write them. */
export function allowedOrigins(env: Env): string[] {
  if (!env.demo) return [env.publicUrl];
  // At home both names of one's own machine are tried, and a tunnel may add a third.
  const own = ["localhost", "127.0.0.1"].map((host) => `http://${host}:${env.port}`);
  return [...new Set([env.publicUrl, ...own])];
}

/**
 * Whether a request that changes something comes from a page of ours. Browsers leave the origin of
 * forms and beacons out (or say "null") under some referrer policies; then their Sec-Fetch-Site,
 * which no page can forge, has to say so. A request with neither is refused.
 */
export function isOwnOrigin(headers: Headers, env: Env): boolean {
  const origin = headers.get("origin");
  if (origin && origin !== "null") return allowedOrigins(env).includes(origin);
  return headers.get("sec-fetch-site") === "same-origin";
}
