"use client";

import { createTRPCClient, httpLink, TRPCClientError } from "@trpc/client";
import type { AppRouter } from "@/server/trpc/root";

/** The server's procedures, for client components: `api.groups.createGroup.mutate({…})`. */
export const api = createTRPCClient<AppRouter>({
  links: [httpLink({ url: "/api/trpc", methodOverride: "POST" })],
});

export type ApiError = {
  code: string;
  field?: string;
  issues?: { path: string; message: string }[];
  retryAfterMs?: number;
  /** To quote when something unexpected happened. */
  reference?: string;
};

/** What went wrong, as the server said it; `UNREACHABLE` when it could not be asked. */
export function wireErrorOf(error: unknown): ApiError {
  if (error instanceof TRPCClientError) {
    const data = error.data as { error?: ApiError } | null | undefined;
    if (data?.error) return data.error;
  }
  return { code: "UNREACHABLE" };
}

/** The message for one field of a form, if it needs another look. */
export function fieldError(error: ApiError | null, path: string): string | undefined {
  return error?.issues?.find((issue) => issue.path === path)?.message;
}
