import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Env } from "./env";
import { requestPath } from "./lib/request-path";

const PHOTO_POLICY = "default-src 'none'; sandbox";

/**
 * Headers of every page. The nonce travels to Next in the request's own header, from which Next
 * takes it for the scripts it writes; no other script runs, and nothing loads from elsewhere.
 */
export function secure(
  request: IncomingMessage,
  response: ServerResponse,
  env: Pick<Env, "publicUrl" | "nodeEnv">,
): void {
  const nonce = randomBytes(16).toString("base64");
  const policy = contentSecurityPolicy(nonce, env);
  request.headers["content-security-policy"] = policy;
  request.headers["x-nonce"] = nonce;
  // What people have sent is drawn and does nothing else, even opened by itself.
  const isPhoto = requestPath(request.url ?? "/")?.startsWith("/api/photos/");
  response.setHeader("content-security-policy", isPhoto ? PHOTO_POLICY : policy);
  response.setHeader("x-content-type-options", "nosniff");
  response.setHeader("referrer-policy", "same-origin");
  response.setHeader("x-frame-options", "SAMEORIGIN");
  response.setHeader("cross-origin-opener-policy", "same-origin");
  response.setHeader("cross-origin-resource-policy", "same-origin");
  response.setHeader("permissions-policy", "camera=(), microphone=(), geolocation=()");
  if (env.publicUrl.startsWith("https:")) {
    response.setHeader("strict-transport-security", "max-age=31536000; includeSubDomains");
  }
}

function contentSecurityPolicy(
  nonce: string,
  { publicUrl, nodeEnv }: Pick<Env, "publicUrl" | "nodeEnv">,
): string {
  const socket = publicUrl.replace(/^http/, "ws");
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${nodeEnv === "development" ? " 'unsafe-eval'" : ""}`,
    // React writes style attributes for measured widths; styles cannot send anything anywhere.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self' ${socket}`,
    "frame-src 'self'",
    "frame-ancestors 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "object-src 'none'",
  ].join("; ");
}
