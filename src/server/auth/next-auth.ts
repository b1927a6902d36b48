import type { NextApiRequest, NextApiResponse } from "next";
import type { AuthOptions } from "next-auth";
import NextAuth from "next-auth";
import type { Adapter } from "next-auth/adapters";
import { SESSION_LIFETIME_MS } from "../domains/users/rules";
import { confirmUser, openAuthSession } from "../domains/users/writes";
import { hashSecret, newSecret } from "../lib/ids";
import { describeError } from "../lib/log";
import type { Runtime } from "../runtime";
import { mintNobody } from "./actor";
import { cookieNames, cookieOptions, readCookie } from "./cookies";

/**
 * next-auth makes the user and the session and writes the cookie. It is only ever called from
 * here, in process: none of its own routes is served, because its callback signs in whoever GETs
 * it, mail scanners included.
 *
 * @param prove says whose address the browser has proved, using the proof up; null: it has not
 * @returns the `Set-Cookie` lines of the new session, or null without proof
 */
export async function signInByProof(
  runtime: Runtime,
  { cookieHeader, now }: { cookieHeader: string | null; now: Date },
  prove: () => Promise<{ email: string } | null>,
): Promise<string[] | null> {
  let proved = false;
  let failure: unknown;
  const options = optionsFor(runtime, {
    adapter: adapterFor(runtime, { cookieHeader, now }, async () => {
      // Thrown through next-auth, a wrong code would come out as a generic failure.
      const proof = await prove().catch((error: unknown) => {
        failure = error;
        return null;
      });
      proved = proof !== null;
      return proof;
    }),
  });
  const response = recordResponse();
  await handle(PROOF_REQUEST as NextApiRequest, response as unknown as NextApiResponse, options);
  if (failure) throw failure;
  if (!proved) return null;
  const { session } = cookieNames(runtime.env);
  const cookies = response.setCookies().filter((line) => line.startsWith(`${session}=`));
  if (cookies.length === 0) throw new Error("next-auth did not open a session");
  return cookies;
}

/** The one request next-auth ever sees. The proof itself travels in the adapter. */
const PROOF_REQUEST: Partial<NextApiRequest> = {
  method: "POST",
  query: { nextauth: ["callback", "email"], token: "see-adapter" },
  cookies: {},
  headers: {},
  body: {},
};

function optionsFor({ env, log }: Runtime, { adapter }: { adapter: Adapter }): AuthOptions {
  return {
    adapter,
    secret: env.authSecret,
    providers: [
      {
        id: "email",
        type: "email",
        name: "Email",
        server: "",
        from: "",
        maxAge: 0,
        sendVerificationRequest: unused,
        options: {},
      },
    ],
    session: {
      strategy: "database",
      maxAge: SESSION_LIFETIME_MS / 1000,
      generateSessionToken: newSecret,
    },
    useSecureCookies: cookieOptions(env).secure,
    cookies: {
      sessionToken: { name: cookieNames(env).session, options: cookieOptions(env) },
    },
    // Where to go is decided by ours (return-to.ts) and never by an address in a request.
    callbacks: { redirect: () => env.publicUrl },
    logger: {
      error: (code, metadata) => {
        log.error({ code, error: describeError(metadata) }, "next-auth could not sign in");
      },
      warn: () => {},
      debug: () => {},
    },
  };
}

/**
 * The few steps that next-auth takes for us, over our own tables: unlike the stock adapter, this
 * one keeps only the hash of a session's token. Users are known to next-auth by id alone.
 */
function adapterFor(
  { db, env }: Runtime,
  { cookieHeader, now }: { cookieHeader: string | null; now: Date },
  prove: () => Promise<{ email: string } | null>,
): Adapter {
  const ctx = { db, actor: mintNobody(), now };
  const before = readCookie(cookieHeader, cookieNames(env).session);
  const userOf = async (email: string) => {
    const { userId } = await confirmUser(ctx, email);
    return { id: userId, email, emailVerified: now };
  };
  return {
    createVerificationToken: unused,
    useVerificationToken: async () => {
      const proof = await prove();
      // Its time was checked when it was used up; next-auth would check again, by another clock.
      return proof && { identifier: proof.email, token: "", expires: new Date(8.64e15) };
    },
    // Always "nobody yet": `createUser` finds or makes in one statement, so that two first
    // sign-ins at once end up as one user.
    getUserByEmail: () => null,
    createUser: ({ email }: { email: string }) => userOf(email),
    createSession: async ({ sessionToken, userId }) => {
      const { expiresAt } = await openAuthSession(ctx, {
        userId,
        token: sessionToken,
        replacesHash: before ? hashSecret(before) : undefined,
      });
      return { sessionToken, userId, expires: expiresAt };
    },
  };
}

function unused(): never {
  throw new Error("next-auth took a step that is ours");
}

/** Node loads next-auth, a CommonJS module, with its default export inside the default import. */
const handle: typeof NextAuth =
  (NextAuth as unknown as { default?: typeof NextAuth }).default ?? NextAuth;

/** Stands where next-auth expects an HTTP response, and remembers its cookies. */
function recordResponse() {
  const headers = new Map<string, unknown>();
  const response = {
    status: () => response,
    setHeader: (name: string, value: unknown) => {
      headers.set(name.toLowerCase(), value);
      return response;
    },
    getHeader: (name: string) => headers.get(name.toLowerCase()),
    send: () => {},
    json: () => {},
    end: () => {},
    setCookies: () => (headers.get("set-cookie") ?? []) as string[],
  };
  return response;
}
