"use client";

import { useCallback, useEffect, useState } from "react";
import { type ApiError, wireErrorOf } from "@/components/api";

/** A list of one's own things, read page by page. `items` is null until the first page is here. */
export type OwnPages<T> = {
  items: T[] | null;
  hasMore: boolean;
  error: ApiError | null;
  readMore: () => void;
};

/** `read` gets the cursor of the page before, none for the first; it must keep its identity. */
export function useOwnPages<T>(
  read: (before: string | undefined) => Promise<{ items: T[]; next: string | null }>,
): OwnPages<T> {
  const [items, setItems] = useState<T[] | null>(null);
  const [next, setNext] = useState<string | null>(null);
  const [error, setError] = useState<ApiError | null>(null);

  const load = useCallback(
    async (before: string | undefined, isWanted: () => boolean) => {
      try {
        const page = await read(before);
        if (!isWanted()) return;
        setItems((held) => (before && held ? [...held, ...page.items] : page.items));
        setNext(page.next);
        setError(null);
      } catch (thrown) {
        if (isWanted()) setError(wireErrorOf(thrown));
      }
    },
    [read],
  );

  useEffect(() => {
    let wanted = true;
    void load(undefined, () => wanted);
    return () => {
      wanted = false;
    };
  }, [load]);

  return {
    items,
    hasMore: next !== null,
    error,
    readMore: () => void load(next ?? undefined, () => true),
  };
}
