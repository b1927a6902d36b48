import * as z from "zod/mini";
import { DomainError, type ErrorCode, notFound } from "../lib/errors";
import { settleError, toWire, type WireError } from "../lib/wire-errors";
import { type Runtime, runtime } from "../runtime";
import { isOwnOrigin } from "./origin";

/** More than any of these forms has in it. */
const LARGEST_BODY_BYTES = 4096;
const JSON_TYPE = "application/json";
const FORM_TYPE = "application/x-www-form-urlencoded";

export type Post<Input> = {
  runtime: Runtime;
  request: Request;
  cookieHeader: string | null;
  input: Input;
  now: Date;
};

/** `view` is what a script reads; a plain form is sent to `goTo` instead. */
export type Answer = { view: object; cookies?: string[]; goTo?: string };

type Rules<Input> = {
  schema: z.ZodMiniType<Input>;
  /** Where a plain form that went wrong leads, with `?trouble=CODE`. Left out: scripts only. */
  formPage?: string;
  /** Outside the demo there is nothing at this address. */
  demoOnly?: boolean;
};

const STATUS: Partial<Record<ErrorCode | "UNEXPECTED", number>> = {
  INVALID_INPUT: 400,
  SIGN_IN_NEEDED: 401,
  NOT_FOUND: 404,
  TOO_MANY: 429,
  UNEXPECTED: 500,
};

/**
 * The frame around every route of ours that changes something outside tRPC: only pages of ours may
 * call it, bodies are small and checked, nothing is cached, and errors go out as codes.
 */
export function postRoute<Input>(
  { schema, formPage, demoOnly }: Rules<Input>,
  work: (post: Post<Input>) => Promise<Answer>,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const { env, log } = runtime();
    if (demoOnly && !env.demo) return refuse(404, notFound());
    if (!isOwnOrigin(request.headers, env)) return refuse(403, notFound());
    const isForm = typeOf(request) === FORM_TYPE;
    try {
      const input = z.parse(schema, await readInput(request, Boolean(formPage)));
      const answer = await work({
        runtime: runtime(),
        request,
        cookieHeader: request.headers.get("cookie"),
        input,
        now: runtime().clock(),
      });
      return isForm && answer.goTo
        ? send(303, null, answer.cookies, answer.goTo)
        : send(200, answer.view, answer.cookies);
    } catch (thrown) {
      const error = settleError(thrown, log, new URL(request.url).pathname);
      if (isForm && formPage)
        return send(303, null, [], `${formPage}?trouble=${toWire(error).code}`);
      return refuseWith(error);
    }
  };
}

/** An error as scripts read it, with the status that goes with its code. */
export function refuseWith(error: Parameters<typeof toWire>[0]): Response {
  return refuse(STATUS[toWire(error).code] ?? 409, error);
}

export function refuse(status: number, error: Parameters<typeof toWire>[0]): Response {
  return send(status, { error: toWire(error) } satisfies { error: WireError });
}

export function send(
  status: number,
  view: object | null,
  cookies: string[] = [],
  goTo?: string,
): Response {
  const headers = new Headers({ "cache-control": "private, no-store" });
  for (const cookie of cookies) headers.append("set-cookie", cookie);
  if (goTo) headers.set("location", goTo);
  if (view) headers.set("content-type", JSON_TYPE);
  return new Response(view && JSON.stringify(view), { status, headers });
}

function typeOf(request: Request): string {
  return (request.headers.get("content-type") ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
}

/** An empty body reads as an empty form: beacons have none. */
async function readInput(request: Request, mayBeForm: boolean): Promise<unknown> {
  const text = await readText(request);
  if (text === "") return {};
  const type = typeOf(request);
  if (type === JSON_TYPE) {
    try {
      return JSON.parse(text);
    } catch {
      throw unreadable();
    }
  }
  if (type === FORM_TYPE && mayBeForm) return Object.fromEntries(new URLSearchParams(text));
  throw unreadable();
}

/** Counts what arrives rather than believing the length that was announced. */
async function readText(request: Request): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    if (bytes > LARGEST_BODY_BYTES) throw unreadable();
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function unreadable(): DomainError {
  return new DomainError("INVALID_INPUT", { issues: [] });
}
