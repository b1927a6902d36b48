import type { ReactNode } from "react";
import { FormError } from "@/components/ui/form-error";
import type { ApiError } from "./api";

const WORDS: Record<string, ReactNode> = {
  UNREACHABLE: "We could not reach the server just now. Trying again in a moment often helps.",
  INVALID_INPUT: "Something above needs another look.",
  NOT_FOUND: "This is not here any more, or it is not yours to change.",
  SIGN_IN_NEEDED: "You have been signed out. Sign in again in another tab, then come back here.",
  TOO_MANY: "That was asked a little too often for us. Please try again in a while.",
  CONFLICT: "This changed on another screen. Please look again.",
};

const UNFORESEEN = "Something of ours broke. It was not anything you did.";

/** What a form says when the server refused. `words` speaks for codes that only this form knows. */
export function SubmitError({
  error,
  words,
}: {
  error: ApiError | null;
  words?: Record<string, ReactNode>;
}) {
  if (!error) return null;
  return (
    <FormError reference={error.reference}>
      {words?.[error.code] ?? WORDS[error.code] ?? UNFORESEEN}
    </FormError>
  );
}
