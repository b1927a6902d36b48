import type { IncomingMessage } from "node:http";
import { BlockList, isIP } from "node:net";

/** The caller's address, or nothing for this machine itself. */
export const CALLER_HEADER = "x-unpolished-caller";
/** Path and query of the page that was asked for, so that signing in can lead back to it. */
export const PAGE_HEADER = "x-unpolished-page";

/** Networks a proxy of our own speaks from: no stranger on the internet has such an address. */
const OWN_NETWORKS = new BlockList();
for (const [network, bits, family] of [
  ["127.0.0.0", 8, "ipv4"],
  ["10.0.0.0", 8, "ipv4"],
  ["172.16.0.0", 12, "ipv4"],
  ["192.168.0.0", 16, "ipv4"],
  ["::1", 128, "ipv6"],
  ["fc00::", 7, "ipv6"],
] as const) {
  OWN_NETWORKS.addSubnet(network, bits, family);
}

/**
 * Notes on a request, for the code that Next runs, what only the server knows. Whatever a client
 * sent under these names is overwritten. `X-Forwarded-For` counts from a proxy of our own only,
 * and of that only the last entry, which the proxy wrote itself.
 */
export function stampRequest(request: IncomingMessage): void {
  const caller = callerOf(request);
  if (caller) request.headers[CALLER_HEADER] = caller;
  else delete request.headers[CALLER_HEADER];
  request.headers[PAGE_HEADER] = pageOf(request.url ?? "/");
}

function callerOf(request: IncomingMessage): string | null {
  const peer = (request.socket.remoteAddress ?? "").replace(/^::ffff:/, "");
  if (!isOwnNetwork(peer)) return peer || null;
  const forwarded = [request.headers["x-forwarded-for"]].flat().join(",").split(",").at(-1)?.trim();
  return forwarded && isIP(forwarded) ? forwarded : null;
}

function isOwnNetwork(address: string): boolean {
  const family = isIP(address);
  return family !== 0 && OWN_NETWORKS.check(address, family === 6 ? "ipv6" : "ipv4");
}

/** Without `_rsc`, by which the router asks for a page's data instead of the page. */
function pageOf(url: string): string {
  const [path = "/", query = ""] = url.split("#", 1)[0]?.split("?", 2) ?? [];
  const kept = query.split("&").filter((pair) => pair && !/^_rsc(=|$)/.test(pair));
  return kept.length > 0 ? `${path}?${kept.join("&")}` : path;
}
