import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { returnPath } from "../auth/return-to";
import { findSignedInUser } from "../auth/session";
import { PAGE_HEADER } from "../auth/stamp";
import type { AuthSession } from "../domains/users/reads";
import { runtime } from "../runtime";
import { wireErrorOf } from "./errors";
import { createCallerFactory } from "./init";
import { appRouter } from "./root";

const createCaller = createCallerFactory(appRouter);

/** Who is signed in, for a page; null for a visitor. Read once per request. */
export const currentUser = cache(async (): Promise<AuthSession | null> => {
  const { get } = await requestHeaders();
  return findSignedInUser(runtime(), get("cookie"), runtime().clock());
});

/**
 * The API as a page calls it: the same procedures, as the person signed in. A call that needs a
 * sign-in leads there and back; one that finds nothing shows the page for that.
 */
export async function serverApi() {
  const { db, log } = runtime();
  const { get } = await requestHeaders();
  const user = await currentUser();
  return createCaller(
    { db, log, now: runtime().clock(), userId: user?.userId ?? null },
    {
      onError: ({ error }) => {
        const { code, reference } = wireErrorOf(error);
        if (code === "SIGN_IN_NEEDED") redirect(signInPath(get(PAGE_HEADER)));
        // What a page asks with stands in its address: nonsense there is nothing at all.
        if (code === "NOT_FOUND" || code === "INVALID_INPUT") notFound();
        // Next shows this on the error page, so that what a person quotes is what the log has.
        if (reference) Object.assign(error, { digest: reference });
      },
    },
  );
}

function signInPath(page: string | null): string {
  return `/sign-in?returnTo=${encodeURIComponent(returnPath(page))}`;
}

async function requestHeaders() {
  const all = await headers();
  return { get: (name: string) => all.get(name) };
}
