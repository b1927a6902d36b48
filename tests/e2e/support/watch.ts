import type { BrowserContext, Page } from "@playwright/test";
import { SITE } from "./site";

/** Everything that went wrong in a browser without anybody asking, and what came over sockets. */
export type Watch = {
  /** What no test may leave behind: errors, broken policies, requests to anyone else. */
  problems(): string[];
  /** Allows console errors that belong to the story, such as the 404 of a page that is not there. */
  forgive(pattern: RegExp): void;
  /** Every WebSocket frame that any page received. */
  frames: string[];
};

const OWN = new URL(SITE);
const LOCAL_SCHEMES = ["data:", "blob:", "about:"];

function isOwn(address: string): boolean {
  const { protocol, host } = new URL(address);
  return LOCAL_SCHEMES.includes(protocol) || host === OWN.host;
}

/** Watches every page of a context, from its first request on. */
export async function watch(context: BrowserContext): Promise<Watch> {
  const problems: string[] = [];
  const forgiven: RegExp[] = [];
  const frames: string[] = [];

  context.on("request", (request) => {
    if (!isOwn(request.url())) problems.push(`asked a stranger: ${request.url()}`);
  });
  context.on("console", (message) => {
    if (message.type() !== "error") return;
    problems.push(`console: ${message.text()} (${message.location().url})`);
  });
  context.on("weberror", (error) => {
    problems.push(`uncaught: ${error.error().stack ?? error.error().message}`);
  });
  context.on("page", (page) => watchSockets(page, { problems, frames }));
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      console.error(`policy: ${event.violatedDirective} refused ${event.blockedURI}`);
    });
  });

  return {
    problems: () => problems.filter((problem) => !forgiven.some((each) => each.test(problem))),
    forgive: (pattern) => forgiven.push(pattern),
    frames,
  };
}

function watchSockets(page: Page, seen: { problems: string[]; frames: string[] }): void {
  page.on("websocket", (socket) => {
    if (!isOwn(socket.url())) seen.problems.push(`asked a stranger: ${socket.url()}`);
    socket.on("framereceived", ({ payload }) => {
      seen.frames.push(payload.toString());
    });
  });
}
