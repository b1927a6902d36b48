import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { allowedOrigins } from "@/server/auth/origin";
import { findSignedInUser } from "@/server/auth/session";
import { runtime } from "@/server/runtime";
import { trpcErrorOf } from "@/server/trpc/errors";
import { appRouter } from "@/server/trpc/root";

const MAX_BODY_BYTES = 256 * 1024;
const MAX_BATCH = 10;

/**
 * Only JSON from our own pages: a form or another site could otherwise run a mutation with the
 * person's cookie, without the browser asking us first.
 */
function refuse(request: Request): Response | null {
  const { env } = runtime();
  const origin = request.headers.get("origin");
  const type = request.headers.get("content-type") ?? "";
  if (!origin || !allowedOrigins(env).includes(origin)) return new Response(null, { status: 403 });
  if (!type.startsWith("application/json")) return new Response(null, { status: 415 });
  const length = Number(request.headers.get("content-length") ?? Number.NaN);
  if (!(length <= MAX_BODY_BYTES)) return new Response(null, { status: 413 });
  return null;
}

export async function POST(request: Request): Promise<Response> {
  const refused = refuse(request);
  if (refused) return refused;
  const { db, log } = runtime();
  const response = await fetchRequestHandler({
    endpoint: "/api/trpc",
    req: request,
    router: appRouter,
    // Queries travel as POST too, so that no id of anyone's ends in a log of addresses.
    allowMethodOverride: true,
    maxBatchSize: MAX_BATCH,
    createContext: async () => {
      const now = runtime().clock();
      try {
        const signedIn = await findSignedInUser(runtime(), request.headers.get("cookie"), now);
        return { db, log, now, userId: signedIn?.userId ?? null };
      } catch (thrown) {
        throw trpcErrorOf(thrown, log, "/api/trpc");
      }
    },
  });
  response.headers.set("cache-control", "private, no-store");
  return response;
}
