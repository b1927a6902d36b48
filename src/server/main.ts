import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import path from "node:path";
import next from "next";
import { allowedOrigins } from "./auth/origin";
import { createSignedInFinder } from "./auth/session";
import { stampRequest } from "./auth/stamp";
import { isDemoPath } from "./demo/paths";
import { workDigests } from "./domains/digests/jobs";
import { workLive } from "./domains/live/jobs";
import { workRooms } from "./domains/rooms/jobs";
import { workUsers } from "./domains/users/jobs";
import { readEnv } from "./env";
import { createHealth } from "./health";
import { describeError } from "./lib/log";
import { requestPath } from "./lib/request-path";
import { startSink } from "./mail/sink";
import { createGateway } from "./realtime/gateway";
import { createRuntime, setRuntime } from "./runtime";
import { secure } from "./security-headers";
import { workBlobs } from "./storage/jobs";

export type ServeOptions = {
  /** What the whole process takes for the present moment; the machine's own unless given. */
  clock?: () => Date;
  /** How often open rooms are told their last `seq` and the time. */
  heartbeatMs?: number;
  /** How often the clock is looked at for what is due in open rooms. */
  lookMs?: number;
};

export type App = { url: string; demo: boolean; stop(): Promise<void> };

/**
 * The composition root: pages, live rooms and jobs, as `ROLES` says, in one process. The database
 * must be migrated. @throws what the port or the database answers; the caller prints it.
 */
export async function serve({ clock, ...pace }: ServeOptions = {}): Promise<App> {
  const env = readEnv(process.env);
  const sink = env.demo ? await startSink({ dataDir: env.dataDir }) : null;
  const runtime = createRuntime(sink ? { ...env, smtpUrl: sink.url } : env, clock);
  setRuntime(runtime);
  const { db, log } = runtime;
  const plays = (role: (typeof env.roles)[number]) => env.roles.includes(role);

  const stops: (() => Promise<void>)[] = [];
  if (sink) stops.push(() => sink.stop());
  const health = createHealth(db);
  const web = plays("web") ? await startWeb(env.nodeEnv === "development") : null;
  if (web) stops.push(() => web.close());

  const http = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      log.error({ error: describeError(error) }, "a request failed");
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  http.requestTimeout = 30_000;
  http.headersTimeout = 15_000;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const pathname = requestPath(request.url ?? "/");
    if (pathname && (await health.answer(pathname, response))) return;
    // Outside the demo these are not routed at all, whatever the pages below them would say.
    if (!web || !pathname || (!env.demo && isDemoPath(pathname))) {
      response.writeHead(404, { "content-type": "text/plain; charset=utf-8" });
      response.end("There is nothing at this address.\n");
      return;
    }
    secure(request, response, env);
    stampRequest(request);
    await web.handle(request, response);
  }

  if (plays("live")) {
    const gateway = await createGateway({
      http,
      db,
      log,
      clock: runtime.clock,
      allowedOrigins: allowedOrigins(env),
      findSignedIn: createSignedInFinder(runtime, runtime.clock),
      ...pace,
    });
    stops.push(() => gateway.close());
  }
  if (plays("worker")) {
    await workUsers(runtime);
    await workDigests(runtime);
    await workRooms(runtime);
    await workLive(runtime);
    await workBlobs(runtime);
  }
  await new Promise<void>((resolve, reject) => {
    http.once("error", reject);
    http.listen(env.port, env.host, resolve);
  });

  return {
    url: env.publicUrl,
    demo: env.demo,
    stop: async () => {
      http.close();
      http.closeIdleConnections();
      for (const stop of stops.reverse()) await stop();
      http.closeAllConnections();
      await db.close();
    },
  };
}

async function startWeb(dev: boolean) {
  const app = next({ dev, dir: path.resolve(import.meta.dirname, "../..") });
  await app.prepare();
  return { handle: app.getRequestHandler(), close: () => app.close() };
}
