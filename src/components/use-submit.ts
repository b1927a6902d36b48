"use client";

import { useCallback, useState } from "react";
import { type ApiError, wireErrorOf } from "./api";

/**
 * One form's talk with the server: `busy` while it is asked, `error` as it answered. What was typed
 * is the form's own and stays as it is.
 */
export function useSubmit() {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);

  const submit = useCallback(async (work: () => Promise<unknown>) => {
    setBusy(true);
    setError(null);
    try {
      await work();
    } catch (thrown) {
      setError(wireErrorOf(thrown));
    } finally {
      setBusy(false);
    }
  }, []);

  return { busy, error, submit };
}
