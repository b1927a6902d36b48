import type { Env } from "../env";

export type CookieOptions = {
  httpOnly: true;
  sameSite: "lax";
  path: "/";
  secure: boolean;
};

/**
 * Our cookies. Over HTTPS the `__Host-` prefix keeps other hosts of the same site from planting
 * one. Cookies do not tell ports apart, so an own port is part of the name: two copies on one
 * machine would sign each other out.
 */
export function cookieNames(env: Env) {
  const { protocol, port } = new URL(env.publicUrl);
  const name = (purpose: string) =>
    `${protocol === "https:" ? "__Host-" : ""}unpolished-${purpose}${port ? `-${port}` : ""}`;
  return {
    /** The login session's token. */
    session: name("session"),
    /** Proves that this browser is the one that asked for a link. */
    browser: name("browser"),
    /** The own path to go to once signed in. It may hold an invite, so it is in no table. */
    returnTo: name("return-to"),
  };
}

/** Out of reach of scripts, and not sent along by other sites' forms. */
export function cookieOptions(env: Env): CookieOptions {
  const secure = env.publicUrl.startsWith("https:");
  return { httpOnly: true, sameSite: "lax", path: "/", secure };
}

/** A `Set-Cookie` line. `seconds` 0 takes the cookie away. */
export function setCookie(env: Env, name: string, value: string, seconds: number): string {
  const parts = [
    `${name}=${encodeURIComponent(value)}`,
    "Path=/",
    `Max-Age=${seconds}`,
    "HttpOnly",
    "SameSite=Lax",
  ];
  if (cookieOptions(env).secure) parts.push("Secure");
  return parts.join("; ");
}

/** The first cookie of that name, or null. */
export function readCookie(header: string | null | undefined, name: string): string | null {
  for (const pair of header?.split(";") ?? []) {
    const [key, ...rest] = pair.split("=");
    if (key?.trim() === name) return decoded(rest.join("=").trim());
  }
  return null;
}

function decoded(value: string): string | null {
  try {
    return decodeURIComponent(value);
  } catch {
    return null;
  }
}
