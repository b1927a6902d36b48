import type {
  AskForLink,
  CodeView,
  EnterCode,
  LinkToken,
  LinkView,
  SignedInView,
} from "../domains/users/contract";
import { findOpenRequestByToken, findUserIdByEmail } from "../domains/users/reads";
import { partOfEmail } from "../domains/users/rules";
import { askForLink, offerCode, useCode, useLink } from "../domains/users/writes";
import { DomainError, notFound } from "../lib/errors";
import { hashSecret, newSecret } from "../lib/ids";
import type { Runtime } from "../runtime";
import { mintNobody } from "./actor";
import { cookieNames, readCookie, setCookie } from "./cookies";
import { signInByProof } from "./next-auth";
import { returnPath, START } from "./return-to";

/**
 * Signing in by an emailed link, step by step. The link alone signs nobody in: mail scanners
 * follow links, and a link may be forwarded. It takes the browser that asked, known by a cookie,
 * and a POST. Another browser that holds the link may show a short code, to be typed in the first.
 */

/** A request, as far as signing in looks at it. */
export type Visit = { runtime: Runtime; cookieHeader: string | null; now: Date };

/** An answer, with the `Set-Cookie` lines that go with it. */
export type WithCookies<T> = { view: T; cookies: string[] };

/** As long as one may ask, wait for a slow mail and ask again; a link is over long before. */
const BROWSER_SECONDS = 60 * 60;

/** Asks for a link. The answer is the same whether or not the address is known, or gets a mail. */
export async function requestSignIn(
  { runtime, cookieHeader, now }: Visit,
  input: AskForLink,
): Promise<WithCookies<object>> {
  const { env, db } = runtime;
  const names = cookieNames(env);
  const browser = browserSecret(runtime, cookieHeader) ?? newSecret();
  await askForLink(
    { db, actor: mintNobody(), now },
    { email: input.email, browserHash: hashSecret(browser), authSecret: secretOf(runtime) },
  );
  return {
    view: {},
    cookies: [
      setCookie(env, names.browser, browser, BROWSER_SECONDS),
      setCookie(env, names.returnTo, returnPath(input.returnTo), BROWSER_SECONDS),
    ],
  };
}

/** What a link is worth in this browser. Looking uses nothing up. */
export async function lookAtLink(
  { runtime, cookieHeader, now }: Visit,
  { token }: LinkToken,
): Promise<LinkView> {
  const ctx = { db: runtime.db, actor: mintNobody(), now };
  const request = await findOpenRequestByToken(ctx, hashSecret(token));
  if (!request) return { state: "over" };
  const browser = browserSecret(runtime, cookieHeader);
  return browser && hashSecret(browser) === request.browserHash
    ? { state: "here", email: request.email }
    : { state: "elsewhere", partOfEmail: partOfEmail(request.email) };
}

/** Signs in with the link, in the browser that asked for it. @throws LINK_OVER in any other */
export async function confirmSignIn(
  visit: Visit,
  { token }: LinkToken,
): Promise<WithCookies<SignedInView>> {
  const { runtime, cookieHeader, now } = visit;
  const browser = browserSecret(runtime, cookieHeader);
  if (!browser) throw new DomainError("LINK_OVER");
  return signIn(visit, () =>
    useLink(
      { db: runtime.db, actor: mintNobody(), now },
      { token, browserHash: hashSecret(browser) },
    ),
  );
}

/** The short code for whoever opened the link in another browser. @throws LINK_OVER */
export async function revealCode({ runtime, now }: Visit, { token }: LinkToken): Promise<CodeView> {
  const ctx = { db: runtime.db, actor: mintNobody(), now };
  const code = await offerCode(ctx, { token, authSecret: secretOf(runtime) });
  return { code: `${code.slice(0, 4)} ${code.slice(4)}` };
}

/** Signs in with the short code, in the browser that asked. @throws INVALID_INPUT, LINK_OVER */
export async function enterCode(
  visit: Visit,
  { code }: EnterCode,
): Promise<WithCookies<SignedInView>> {
  const { runtime, cookieHeader, now } = visit;
  const browser = browserSecret(runtime, cookieHeader);
  if (!browser) throw new DomainError("LINK_OVER");
  return signIn(visit, () =>
    useCode(
      { db: runtime.db, actor: mintNobody(), now },
      { code, browserHash: hashSecret(browser), authSecret: secretOf(runtime) },
    ),
  );
}

/** Demo only: signs in as someone of the demo practice. @throws NOT_FOUND outside the demo */
export async function stepIn(visit: Visit, email: string): Promise<WithCookies<SignedInView>> {
  const { runtime, now } = visit;
  if (!runtime.env.demo) throw notFound();
  const ctx = { db: runtime.db, actor: mintNobody(), now };
  if (!(await findUserIdByEmail(ctx, email))) throw notFound();
  const { cookies } = await signIn(visit, async () => ({ email }));
  return { view: { returnTo: START }, cookies };
}

async function signIn(
  { runtime, cookieHeader, now }: Visit,
  prove: () => Promise<{ email: string } | null>,
): Promise<WithCookies<SignedInView>> {
  const cookies = await signInByProof(runtime, { cookieHeader, now }, prove);
  if (!cookies) throw new DomainError("LINK_OVER");
  const { env } = runtime;
  const { returnTo } = cookieNames(env);
  return {
    view: { returnTo: returnPath(readCookie(cookieHeader, returnTo)) },
    cookies: [...cookies, setCookie(env, returnTo, "", 0)],
  };
}

/** The asking browser's secret, if it brought one that could be ours. */
function browserSecret({ env }: Runtime, cookieHeader: string | null): string | null {
  const secret = readCookie(cookieHeader, cookieNames(env).browser);
  return secret && /^[A-Za-z0-9_-]{43}$/.test(secret) ? secret : null;
}

function secretOf({ env }: Runtime): string {
  if (!env.authSecret) throw new Error("AUTH_SECRET is not known");
  return env.authSecret;
}
