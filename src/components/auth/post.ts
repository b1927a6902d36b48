/** What went wrong, as our routes say it. `OFFLINE`: they could not be reached. */
export type Trouble = {
  code: string;
  issues?: { path: string; message: string }[];
  /** To quote when something unexpected happened. */
  reference?: string;
};

export type Answer<View> = { ok: true; view: View } | { ok: false; trouble: Trouble };

/** Posts JSON to a route of ours; never throws. */
export async function post<View>(path: string, body: object): Promise<Answer<View>> {
  try {
    const response = await fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    const answer = await response.json();
    return response.ok ? { ok: true, view: answer } : { ok: false, trouble: answer.error };
  } catch {
    return { ok: false, trouble: { code: "OFFLINE" } };
  }
}

const WORDS: Record<string, string> = {
  TOO_MANY:
    "Many links were asked for from this connection in a short time. Please wait a while and try again.",
  LINK_OVER:
    "There is no open request in this browser any more: ten minutes have passed, or the code was tried too often.",
  INVALID_INPUT: "Our side could not read that.",
  OFFLINE: "We could not be reached just now. Please try again in a moment.",
};

/** What to say about a whole form; what belongs to one field is said there. */
export function wordsFor(trouble: Trouble): string {
  return WORDS[trouble.code] ?? "Something of ours broke. Please try again in a moment.";
}

/** The remark for one field, if there is one. */
export function remarkOn(field: string, trouble: Trouble | null): string | undefined {
  return trouble?.issues?.find((issue) => issue.path === field)?.message;
}
