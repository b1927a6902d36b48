import { unsubscribe } from "@/server/domains/digests/writes";
import { DomainError } from "@/server/lib/errors";
import { settleError } from "@/server/lib/wire-errors";
import { runtime } from "@/server/runtime";

type Params = { params: Promise<{ token: string }> };

/** Mail programs without one-click open this address: they are shown the page, and nothing else. */
export async function GET(_request: Request, { params }: Params): Promise<Response> {
  return redirectTo(`/unsubscribe/${encodeURIComponent((await params).token)}`);
}

/**
 * Stops the note of whoever the link was sent to (RFC 8058). No sign-in and no Origin is asked
 * for, since the request comes from a mail provider's server: the token is the whole authority,
 * and stopping is all it can do.
 */
export async function POST(request: Request, { params }: Params): Promise<Response> {
  const { token } = await params;
  const { db, env, log, clock } = runtime();
  try {
    await unsubscribe({ db, secret: env.authSecret, now: clock() }, token);
  } catch (thrown) {
    const error = settleError(thrown, log, "unsubscribe");
    if (!(error instanceof DomainError)) return answer(500, "Please try again in a while.\n");
    return answer(404, "This link does not work.\n");
  }
  // A person at our page is shown what happened; a provider must get an answer, not a redirect.
  return new URL(request.url).searchParams.get("from") === "page"
    ? redirectTo(`/unsubscribe/${token}`)
    : answer(200, "The weekly note is off.\n");
}

function answer(status: number, text: string): Response {
  return new Response(text, { status, headers: { "cache-control": "no-store" } });
}

/** By path alone: behind a proxy we may know ourselves by another name than the browser does. */
function redirectTo(path: string): Response {
  return new Response(null, {
    status: 303,
    headers: { location: path, "cache-control": "no-store" },
  });
}
